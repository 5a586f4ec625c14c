// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisSignature

/// A checkpoint with Axis's signature over it.
package struct SealedCheckpoint: Hashable, Sendable {
    /// The checkpoint.
    package let checkpoint: Checkpoint
    /// The detached CMS signature over its bytes, DER.
    package let signature: [UInt8]

    /// Puts back together what a store kept; ``verify(trust:at:)`` says what it is worth.
    package init(checkpoint: Checkpoint, signature: [UInt8]) {
        self.checkpoint = checkpoint
        self.signature = signature
    }

    /// Verifies the signature and its certificate's chain.
    ///
    /// - Parameters:
    ///   - trust: the anchors for sealing.
    ///   - moment: when the certificate must have been in force; the checkpoint's own time when nil.
    /// - Returns: the sealing certificate.
    /// - Throws: one of the faults of a seal.
    package func verify(trust: TrustList, at moment: Timestamp? = nil) throws(EvidenceFault) -> Certificate {
        do {
            return try CMSVerifier.verifyDetached(
                signature,
                content: checkpoint.bytes,
                trust: trust,
                at: (moment ?? checkpoint.time).seconds
            )
        } catch {
            throw EvidenceFault(seal: error)
        }
    }
}

/// Signs checkpoints with Axis's sealing certificate.
package struct CheckpointSigner: Sendable {
    private let signer: CMSSigner

    /// A signer with the key and certificates of a sealing identity.
    package init(identity: SigningIdentity) {
        signer = CMSSigner(identity: identity)
    }

    /// The sealing certificate.
    package var certificate: Certificate { signer.certificate }

    /// Signs a checkpoint; the signature states the checkpoint's time.
    package func seal(_ checkpoint: Checkpoint) throws(SignatureError) -> SealedCheckpoint {
        SealedCheckpoint(
            checkpoint: checkpoint,
            signature: try signer.signDetached(checkpoint.bytes, at: checkpoint.time.seconds)
        )
    }
}

extension EvidenceFault {
    /// What a refusal of the checkpoint's signature means for the evidence.
    fileprivate init(seal error: SignatureError) {
        let code: Code =
            switch error.code {
            case .form, .missing: .sealForm
            case .untrusted: .sealUntrusted
            case .expired: .sealExpired
            case .revoked: .sealRevoked
            default: .sealInvalid
            }
        self.init(
            code,
            field: "checkpointSignature",
            english: "The seal on the checkpoint is refused: \(error.english)",
            vietnamese: "Chữ ký niêm phong trên điểm kiểm bị từ chối: \(error.vietnamese)"
        )
    }
}
