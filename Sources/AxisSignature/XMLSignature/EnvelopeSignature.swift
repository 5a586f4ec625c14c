// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisXML

/// What a verified signature says. Whether its signer is trusted is the ``TrustList``'s question.
package struct SignatureVerdict: Sendable {
    /// The signer's certificate.
    package let leaf: Certificate
    /// The other certificates in the signature, as given.
    package let intermediates: [Certificate]
    /// The digest that the document was compared by.
    package let digestAlgorithm: DigestAlgorithm
    /// The algorithm of the signature.
    package let signatureMethod: SignatureMethod
}

/// Verifies the one signature form of the native interface: an enveloped XML-DSig over the whole document, canonicalised
/// exclusively (`architecture.md`, Trust).
///
/// Only this form is ever executed: no transform, key or algorithm that a document names leads to other code.
package enum EnvelopeSignature {
    /// Verifies the signature of a document against the certificate in it.
    ///
    /// - Parameters:
    ///   - document: the one parsed tree that is also read; it is as before on return.
    ///   - certificates: where decoded certificates are kept for the next document of the same signer.
    /// - Throws: `signature-missing`, `signature-form`, `signature-invalid`; `certificate-untrusted` for a key too weak
    ///   to be worth verifying.
    package static func verify(
        _ document: XMLDocument,
        certificates: CertificateCache
    ) throws(SignatureError) -> SignatureVerdict {
        let form = try SignatureForm(in: document)
        var chain: [Certificate] = []
        for der in form.certificates {
            do { chain.append(try certificates.certificate(der: der)) } catch {
                throw .form("an X509Certificate cannot be decoded", "không giải mã được một X509Certificate")
            }
        }
        let leaf = chain[0]
        let signature = try openSSLValue(of: form, key: leaf)

        let signedInfoDigest = try digest(form.method.digest) { sink throws(XMLError) in
            try form.signedInfo.canonicalize(into: sink)
        }
        guard try leaf.verify(signature, digest: signedInfoDigest, of: form.method.digest) else {
            throw SignatureError(
                .invalid,
                "The signature was not made with the key of the certificate in it, or SignedInfo was changed.",
                "Chữ ký không do khóa của chứng thư kèm theo tạo ra, hoặc SignedInfo đã bị sửa."
            )
        }
        let documentDigest = try document.withDetached(form.element) { () throws(SignatureError) in
            try digest(form.digestAlgorithm) { sink throws(XMLError) in try document.canonicalize(into: sink) }
        }
        guard ConstantTime.equal(documentDigest, form.digestValue) else {
            throw SignatureError(
                .invalid,
                "The document was changed after it was signed.",
                "Văn bản đã bị sửa sau khi ký."
            )
        }
        return SignatureVerdict(
            leaf: leaf,
            intermediates: Array(chain.dropFirst()),
            digestAlgorithm: form.digestAlgorithm,
            signatureMethod: form.method
        )
    }

    /// The signature value as OpenSSL takes it, once key and algorithm are known to fit.
    private static func openSSLValue(of form: SignatureForm, key leaf: Certificate) throws(SignatureError) -> [UInt8] {
        switch (leaf.keyKind, form.method.isECDSA) {
        case (.other, _): throw .weakKey(leaf)
        case (.rsa(let bits), false):
            guard leaf.keyKind.isSupported else { throw .weakKey(leaf) }
            guard form.signatureValue.count == (bits + 7) / 8 else {
                throw .form("SignatureValue has not the length of the key", "SignatureValue không đúng độ dài khóa")
            }
            return form.signatureValue
        case (.ec(let curve), true):
            guard let der = ECDSAValue.der(from: form.signatureValue, curve: curve) else {
                throw .form(
                    "SignatureValue is not r‖s of \(curve.coordinateByteCount * 2) bytes",
                    "SignatureValue không phải là r‖s dài \(curve.coordinateByteCount * 2) byte"
                )
            }
            return der
        default:
            throw .form(
                "SignatureMethod does not fit the certificate's key (\(leaf.keyKind))",
                "SignatureMethod không hợp với khóa của chứng thư (\(leaf.keyKind))"
            )
        }
    }

    /// The digest of what `write` canonicalises, without holding it in memory.
    static func digest(
        _ algorithm: DigestAlgorithm,
        _ write: ((UnsafeRawBufferPointer) -> Void) throws(XMLError) -> Void
    ) throws(SignatureError) -> [UInt8] {
        let hasher = StreamHasher(algorithm)
        do throws(XMLError) {
            try write { hasher.update($0) }
        } catch {
            throw .form("the document has no canonical form", "văn bản không có dạng chuẩn tắc")
        }
        return hasher.finalize()
    }
}
