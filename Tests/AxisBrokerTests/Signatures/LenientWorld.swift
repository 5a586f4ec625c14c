// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport

@testable import AxisBroker

extension IntakeWorld {
    var examiner: EnvelopeExaminer { EnvelopeExaminer(markings: .standard, certificates: CertificateCache()) }

    /// Examines bytes as the VXP interface does.
    func examineLeniently(_ bytes: [UInt8], requiringValidFrom senders: [String] = []) throws -> ExaminedEnvelope {
        let demand = EnvelopeExaminer.SignatureDemand(
            senders: senders.compactMap { UnitPattern($0) },
            trust: authenticator.trustLists.sign,
            registry: holder.current
        )
        return try examiner.examineLeniently(bytes, demand: demand, at: clock.now())
    }

    /// Accepts bytes as a system of `code` would hand them in, signature unseen.
    @discardableResult
    func acceptLeniently(_ bytes: [UInt8], from code: String) async throws -> SealedAcceptance {
        let examined = try examineLeniently(bytes)
        let caller = Caller(holder: units[code]!, holderCode: code, authentication: .hmac, credential: code)
        var admission = Admission(registry: holder.current, caller: caller, at: clock.now())
        admission.isLenient = true
        let sender = try admission.sender(examined.summary.from.organID, of: .document)
        let recipients = admission.recipients(examined.summary.to.map(\.organID), sender: sender.id)
        let draft = AcceptanceDraft(
            examined: examined,
            body: .bytes(bytes),
            caller: caller,
            sender: sender,
            route: EnvelopeRoute(recipients: recipients, about: nil, effects: []),
            registryVersion: holder.current.version,
            receivedAt: clock.now()
        )
        switch try await store.accept(try draft.acceptance(using: SystemIdentifiers())) {
        case .accepted(let sealed), .existing(let sealed): return sealed
        case .conflict: throw StoreError(.corrupt, "a conflict was not asked for")
        }
    }
}
