// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisXML

/// Says what the signature of a document is worth, the registry included: whether the signer may sign for the sender.
///
/// Pure but for the clock that tells when time is over.
struct SignatureJudge: Sendable {
    let trust: TrustList
    let registry: RegistrySnapshot
    let certificates: CertificateCache

    /// Judges a document by the moment it was accepted at.
    ///
    /// - Parameters:
    ///   - document: a document that passed the guard.
    ///   - sender: the unit that sent it.
    ///   - acceptedAt: the moment that chains, bindings and grants are judged for.
    ///   - isOverTime: see ``SignatureReporter``.
    func finding(
        on document: XMLDocument,
        from sender: UnitID,
        acceptedAt: Timestamp,
        isOverTime: () -> Bool = { false }
    ) -> SignatureFinding {
        let finding = SignatureReporter.report(
            document,
            trust: trust,
            at: acceptedAt.seconds,
            certificates: certificates,
            isOverTime: isOverTime
        )
        guard finding.standing == .valid, let signer = finding.signer,
            let refusal = refusal(of: signer, for: sender, at: acceptedAt)
        else { return finding }
        return SignatureFinding(.invalid, signer: signer, reason: refusal.code.rawValue)
    }

    /// Why a signer may not sign for a sender; nil when it may.
    private func refusal(of signer: Certificate, for sender: UnitID, at moment: Timestamp) -> Refusal? {
        do throws(Refusal) {
            try Admission.checkSigner(signer, for: sender, registry: registry, at: moment)
            return nil
        } catch {
            return error
        }
    }
}

extension SignatureReport {
    /// What was found, as it is kept.
    init(_ finding: SignatureFinding, checkedAt: Timestamp) {
        self.init(
            standing: finding.standing,
            signer: finding.signer?.digest,
            reason: finding.reason,
            checkedAt: checkedAt
        )
    }
}
