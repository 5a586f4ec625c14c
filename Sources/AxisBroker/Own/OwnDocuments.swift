// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
package import AxisModel
import AxisRegistry
package import AxisSignature
package import AxisStore
import AxisXML

/// Sends documents from Axis's own unit, signed with its sealing certificate (văn bản do trục phát hành).
///
/// They take the way of every other document: recipients are resolved by the same rules, the bytes are stored, sealed
/// in the log and delivered like any. Only the door is missing, since nobody is connected.
package final class OwnDocuments: Sendable {
    private let store: any EnvelopeStore
    private let registry: RegistryHolder
    private let origin: Sweeper.Origin
    private let signer: EnvelopeSigner
    private let clock: any WallClock
    private let identifiers: any IdentifierSource
    private let signal: any DeliverySignal

    /// Makes the office.
    ///
    /// - Parameters:
    ///   - origin: who Axis is.
    ///   - signer: signs with the sealing certificate.
    ///   - signal: told about new deliveries after they are durable.
    package init(
        store: any EnvelopeStore,
        registry: RegistryHolder,
        origin: Sweeper.Origin,
        signer: EnvelopeSigner,
        clock: any WallClock,
        identifiers: any IdentifierSource = SystemIdentifiers(),
        signal: any DeliverySignal
    ) {
        self.store = store
        self.registry = registry
        self.origin = origin
        self.signer = signer
        self.clock = clock
        self.identifiers = identifiers
        self.signal = signal
    }

    /// What was sent under a key, if anything was.
    package func sent(under key: String) async throws(Refusal) -> SealedAcceptance? {
        do throws(StoreError) {
            return try await store.acceptance(forKey: OwnLetter.idempotencyKey(key))
        } catch {
            throw Refusal(error)
        }
    }

    /// Whether anything was sent under a key.
    package func wasSent(_ key: String) async throws(Refusal) -> Bool { try await sent(under: key) != nil }

    /// Sends a letter; durable and sealed when it returns.
    ///
    /// Sent again under the same key, it is the first letter that is answered, even across crashes. Recipients that
    /// can't be reached are left out and named in the acceptance's `envelope.refused`.
    ///
    /// - Throws: `recipient-closed` and its like when no recipient can be reached; what the store says.
    package func send(_ letter: OwnLetter) async throws(Refusal) -> SealedAcceptance {
        precondition(letter.kind == .document || letter.kind == .drill, "Axis sends documents and test documents")
        if let known = try await sent(under: letter.key) { return known }
        let now = clock.now()
        let snapshot = registry.current
        guard let axis = snapshot.unit(origin.unit) else {
            throw Refusal(
                .senderUnknown,
                english: "Axis's own unit \(origin.code) is not in the registry",
                vietnamese: "đơn vị của chính trục \(origin.code) không có trong sổ đăng ký"
            )
        }
        let caller = Caller(
            holder: origin.unit,
            holderCode: origin.code,
            authentication: .mtls,
            credential: origin.credential
        )
        let admission = Admission(registry: snapshot, caller: caller, at: now)
        var recipients = admission.recipients(letter.recipients.map(\.code.text), sender: origin.unit)
        if !letter.mayBeForwarded { recipients.refuseSuccessors() }
        guard !recipients.accepted.isEmpty else { throw Admission.refusal(of: recipients.refused) }
        let acceptance = try acceptance(of: letter, from: axis, caller, recipients, snapshot.version, at: now)
        do throws(StoreError) {
            switch try await store.accept(acceptance) {
            case .accepted(let sealed):
                signal.delivered(to: sealed.deliveries.map(\.recipient))
                return sealed
            case .existing(let sealed): return sealed
            case .conflict: preconditionFailure("a letter never asks for a check of its DocumentId")
            }
        } catch {
            throw Refusal(error)
        }
    }

    private func acceptance(
        of letter: OwnLetter,
        from axis: RegisteredUnit,
        _ caller: Caller,
        _ recipients: Admission.Recipients,
        _ registryVersion: Int64,
        at now: Timestamp
    ) throws(Refusal) -> NewAcceptance {
        let organization = Organization(organID: origin.code, name: axis.name)
        let bytes: [UInt8]
        do {
            bytes = try signer.sign(letter.draft(from: organization, at: now).encoded())
        } catch {
            throw Refusal(error, field: "Signature")
        }
        let read = try bytes.withUnsafeBytes { raw in
            Result { () throws(Refusal) in try EnvelopeReader.parse(raw, limits: .native).1 }
        }.get()
        var summary = read.summary
        summary.kind = letter.kind
        var acceptance = try AcceptanceDraft(
            examined: ExaminedEnvelope(
                summary: summary,
                warnings: read.warnings,
                signer: signer.certificate,
                standing: .valid
            ),
            body: .bytes(bytes),
            caller: caller,
            sender: axis,
            route: EnvelopeRoute(recipients: recipients, about: nil, effects: []),
            registryVersion: registryVersion,
            receivedAt: now
        ).acceptance(using: identifiers)
        acceptance.idempotencyKey = OwnLetter.idempotencyKey(letter.key)
        acceptance.refusesDocumentIDConflict = false
        return acceptance
    }
}
