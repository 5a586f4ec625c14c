// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML

/// Signs edXML documents in the one form of the native interface.
package struct EnvelopeSigner: Sendable {
    private let identity: SigningIdentity
    private let method: SignatureMethod

    /// The certificate that speaks for the signatures.
    package var certificate: Certificate { identity.certificate }

    /// A signer with a key and its certificates; the anchor is left out of what it writes.
    ///
    /// - Parameter digest: the digest for the document and the signature; by default SHA-256, SHA-384 with P-384.
    /// - Throws: `key-unsupported` for ECDSA with SHA-512, which the form does not have.
    package init(identity: SigningIdentity, digest: DigestAlgorithm? = nil) throws(SignatureError) {
        let digest = digest ?? (identity.key.kind == .ec(.p384) ? .sha384 : .sha256)
        guard let method = SignatureMethod(key: identity.key.kind, digest: digest) else {
            throw SignatureError(
                .keyUnsupported,
                "There is no accepted signature algorithm for \(identity.key.kind) with this digest.",
                "Không có thuật toán ký được chấp nhận cho \(identity.key.kind) với hàm băm này."
            )
        }
        self.identity = identity
        self.method = method
    }

    /// Signs a document: puts a `ds:Signature` before the end tag of its `edXMLHeader` and leaves every other byte.
    ///
    /// - Parameter unsigned: the bytes of an edXML document that passes the native guard and carries no signature.
    /// - Throws: `signature-form` when the document cannot carry the signature.
    package func sign(_ unsigned: [UInt8]) throws(SignatureError) -> [UInt8] {
        let document: XMLDocument
        do throws(XMLError) { document = try XMLDocument(parsing: unsigned, limits: .native) } catch {
            throw .form("the document cannot be parsed (\(error))", "không phân tích được văn bản (\(error))")
        }
        let place = try place(in: document, unsigned)
        // What the enveloped transform leaves of the signed document is the document as it is now.
        let digest = try EnvelopeSignature.digest(method.digest) { sink throws(XMLError) in
            try document.canonicalize(into: sink)
        }
        let signature = try makeSignature(digest: digest)
        var signed: [UInt8] = []
        signed.reserveCapacity(unsigned.count + signature.utf8.count)
        signed += unsigned[..<place]
        signed += signature.utf8
        signed += unsigned[place...]
        return signed
    }

    private func place(in document: XMLDocument, _ bytes: [UInt8]) throws(SignatureError) -> Int {
        let survey = SignatureSurvey(of: document)
        guard survey.signatures == 0 else { throw .form("the document is signed already", "văn bản đã được ký") }
        guard !survey.hasDecoration else {
            throw .form(
                "the document has a Signature outside XML-DSig's namespace, which has to go first",
                "văn bản có Signature ngoài không gian tên XML-DSig, phải bỏ trước khi ký"
            )
        }
        guard let header = SignatureForm.header(of: document), let envelope = header.parent else {
            throw .form(
                "the document has no edXML/edXMLEnvelope/edXMLHeader",
                "văn bản không có edXML/edXMLEnvelope/edXMLHeader"
            )
        }
        let path = [(document.root, envelope), (envelope, header)].map { parent, child in
            parent.children.enumerated().first { $0.element == child }?.offset ?? 0
        }
        guard let place = bytes.withUnsafeBytes({ EndTagFinder.endTagOffset(in: $0, path: path) }) else {
            throw .form("edXMLHeader is empty", "edXMLHeader rỗng")
        }
        return place
    }

    private func makeSignature(digest: [UInt8]) throws(SignatureError) -> String {
        // Exclusive canonicalisation does not depend on what stands around, so the signature can be made on its own.
        let draft = text(digest: digest, value: "")
        var canonical: [UInt8] = []
        do throws(XMLError) {
            let document = try XMLDocument(parsing: Array(draft.utf8), limits: .native)
            try document.root.first("SignedInfo")?.canonicalize { canonical.append(contentsOf: $0) }
        } catch {
            throw SignatureError(
                .cryptography,
                "The signature has no canonical form.",
                "Chữ ký không có dạng chuẩn tắc."
            )
        }
        let raw = try identity.key.sign(canonical, digest: method.digest)
        guard case .ec(let curve) = identity.key.kind else { return text(digest: digest, value: Base64.encode(raw)) }
        guard let value = ECDSAValue.value(from: raw, curve: curve) else { throw .library("encode a signature") }
        return text(digest: digest, value: Base64.encode(value))
    }

    private func text(digest: [UInt8], value: String) -> String {
        let certificates = identity.certificates.enumerated()
            .filter { $0.offset == 0 || !$0.element.isSelfIssued }
            .prefix(SignatureForm.mostCertificates)
            .map { "<ds:X509Certificate>\(Base64.encode($0.element.der))</ds:X509Certificate>" }
            .joined()
        return """
            <ds:Signature xmlns:ds="\(SignatureNames.namespace)"><ds:SignedInfo>\
            <ds:CanonicalizationMethod Algorithm="\(SignatureNames.exclusiveC14N)"/>\
            <ds:SignatureMethod Algorithm="\(method.uri)"/>\
            <ds:Reference URI=""><ds:Transforms>\
            <ds:Transform Algorithm="\(SignatureNames.envelopedTransform)"/>\
            <ds:Transform Algorithm="\(SignatureNames.exclusiveC14N)"/></ds:Transforms>\
            <ds:DigestMethod Algorithm="\(method.digest.uri)"/>\
            <ds:DigestValue>\(Base64.encode(digest))</ds:DigestValue></ds:Reference></ds:SignedInfo>\
            <ds:SignatureValue>\(value)</ds:SignatureValue>\
            <ds:KeyInfo><ds:X509Data>\(certificates)</ds:X509Data></ds:KeyInfo></ds:Signature>
            """
    }
}
