// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisXML

/// What the signature inside a document is worth by itself; whether its signer may sign for the sender is asked of the
/// registry.
package struct SignatureFinding: Sendable {
    /// What it is worth; `valid` says that it fits and its chain ends in the trust list.
    package let standing: SignatureStanding
    /// Whose key it fits; nil when it fits none.
    package let signer: Certificate?
    /// Why it is not `valid`: a stable word. Nil for `valid` and `none`.
    package let reason: String?

    /// Makes a finding.
    package init(_ standing: SignatureStanding, signer: Certificate? = nil, reason: String? = nil) {
        self.standing = standing
        self.signer = signer
        self.reason = reason
    }
}

/// Says what the signature in a document is worth where none is demanded: the VXP interface, whose senders prove
/// themselves otherwise and whose envelopes often carry a copied sample (`architecture.md`, Trust).
///
/// Pure. It executes exclusive C14N and nothing else, at most twice a document, whatever the document names.
package enum SignatureReporter {
    /// The standing that is known without looking closer: `none`, `decoration`, or `unchecked` for what may be one.
    package static func survey(_ document: XMLDocument) -> SignatureStanding {
        let survey = SignatureSurvey(of: document)
        if survey.signatures > 0 { return .unchecked }
        return survey.hasDecoration ? .decoration : .none
    }

    /// Looks at the signature of a document.
    ///
    /// - Parameters:
    ///   - document: a document that passed the guard; it is as before on return.
    ///   - trust: whose signatures count.
    ///   - at: the moment that chains are judged for, in seconds since 1970: when the document was accepted.
    ///   - certificates: where decoded certificates are kept.
    ///   - isOverTime: asked between steps, each of which the guard's limits bound; true gives up.
    package static func report(
        _ document: XMLDocument,
        trust: TrustList,
        at seconds: Int64,
        certificates: CertificateCache,
        isOverTime: () -> Bool = { false }
    ) -> SignatureFinding {
        let survey = SignatureSurvey(of: document)
        guard survey.signatures > 0 else {
            return survey.hasDecoration
                ? SignatureFinding(.decoration, reason: Reason.decoration) : SignatureFinding(.none)
        }
        // Several signatures, or a node that `URI=""` does not cover as written: readers may differ on what is signed.
        guard survey.signatures == 1, !survey.hasUncoveredNode else { return unchecked(Reason.form) }
        guard !isOverTime() else { return unchecked(Reason.time) }
        let signature: ReportedSignature
        do {
            signature = try ReportedSignature(in: document, cache: certificates)
        } catch {
            switch error {
            case .decoration: return SignatureFinding(.decoration, reason: Reason.decoration)
            case .unknownForm: return unchecked(Reason.form)
            }
        }
        guard !isOverTime() else { return unchecked(Reason.time) }
        do {
            guard let signer = try signer(of: signature) else {
                return SignatureFinding(.invalid, reason: Reason.invalid)
            }
            guard !isOverTime() else { return unchecked(Reason.time) }
            let digest = try document.withDetached(signature.element) { () throws(GaveUp) in
                try Self.digest(signature.digest) { sink throws(XMLError) in try document.canonicalize(into: sink) }
            }
            guard ConstantTime.equal(digest, signature.digestValue) else {
                return SignatureFinding(.invalid, reason: Reason.invalid)
            }
            guard !isOverTime() else { return unchecked(Reason.time) }
            return judge(signer, of: signature, trust: trust, at: seconds)
        } catch {
            return unchecked(Reason.form)
        }
    }

    // MARK: - Steps

    /// A step that can't be executed on this document.
    private struct GaveUp: Error {}

    /// The certificate whose key made the signature over `SignedInfo`; nil when none did.
    private static func signer(of signature: ReportedSignature) throws(GaveUp) -> Certificate? {
        let digest = try digest(signature.method.digest) { sink throws(XMLError) in
            try signature.signedInfo.canonicalize(into: sink)
        }
        guard let handle = signature.method.digest.handle else { throw GaveUp() }
        var isForeign = false
        for certificate in signature.certificates {
            guard let value = try? openSSLValue(signature, certificate) else {
                isForeign = true
                continue
            }
            let fits = (try? certificate.verifyOnce(value, digest: digest, of: handle)) ?? false
            if fits { return certificate }
        }
        // A key that Axis can't use may be the one that fits.
        if isForeign { throw GaveUp() }
        return nil
    }

    /// The signature value as OpenSSL takes it; throws for a key that Axis does not use with this algorithm.
    private static func openSSLValue(
        _ signature: ReportedSignature,
        _ certificate: Certificate
    ) throws(GaveUp) -> [UInt8] {
        switch (certificate.keyKind, signature.method.isECDSA) {
        case (.rsa(let bits), false) where bits <= KeyKind.rsaBits.upperBound: return signature.signatureValue
        case (.ec(let curve), true):
            // Of another length it fits no key of this curve, which OpenSSL then says.
            return ECDSAValue.der(from: signature.signatureValue, curve: curve) ?? []
        case (.rsa(let bits), true) where bits <= KeyKind.rsaBits.upperBound: return []
        case (.ec, false): return []
        default: throw GaveUp()
        }
    }

    private static func judge(
        _ signer: Certificate,
        of signature: ReportedSignature,
        trust: TrustList,
        at seconds: Int64
    ) -> SignatureFinding {
        guard signature.digest != .sha1, signature.method.digest != .sha1, signer.keyKind.isSupported else {
            return SignatureFinding(.weak, signer: signer, reason: Reason.weak)
        }
        let others = signature.certificates.filter { $0 != signer }
        do {
            _ = try trust.verify(leaf: signer, intermediates: others, at: seconds)
            return SignatureFinding(.valid, signer: signer)
        } catch {
            return SignatureFinding(.invalid, signer: signer, reason: error.code.rawValue)
        }
    }

    private static func digest(
        _ algorithm: ReportedDigest,
        _ write: ((UnsafeRawBufferPointer) -> Void) throws(XMLError) -> Void
    ) throws(GaveUp) -> [UInt8] {
        guard let handle = algorithm.handle else { throw GaveUp() }
        let hasher = StreamHasher(handle: handle, byteCount: algorithm.byteCount)
        do throws(XMLError) {
            try write { hasher.update($0) }
        } catch {
            throw GaveUp()
        }
        return hasher.finalize()
    }

    private static func unchecked(_ reason: String) -> SignatureFinding { SignatureFinding(.unchecked, reason: reason) }

    /// The stable words of a report beside the codes of certificates.
    package enum Reason {
        /// Nothing in it could be verified by anybody.
        package static let decoration = "decoration"
        /// A form, transform or algorithm that is not executed.
        package static let form = "signature-form"
        /// The time for it ran out.
        package static let time = "over-time"
        /// The mathematics does not fit.
        package static let invalid = "signature-invalid"
        /// SHA-1, or RSA below 2048 bits.
        package static let weak = "weak-algorithm"
        /// The bytes can't be had any more.
        package static let unreadable = "unreadable"
    }
}
