// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML

/// A signature read in the one form that Axis accepts (`architecture.md`, "The one signature form").
struct SignatureForm {
    /// The most certificates in a signature, the signer's included.
    static let mostCertificates = 5

    let element: XMLElement
    let signedInfo: XMLElement
    let method: SignatureMethod
    let digestAlgorithm: DigestAlgorithm
    let digestValue: [UInt8]
    let signatureValue: [UInt8]
    /// DER, the signer's first.
    let certificates: [[UInt8]]

    /// Finds and reads the document's signature.
    ///
    /// - Throws: `signature-missing`, or `signature-form` with the first deviation.
    init(in document: XMLDocument) throws(SignatureError) {
        element = try Self.find(in: document)
        try Self.checkAttributes(of: element, [])
        var parts = try ElementCursor(element)

        signedInfo = try parts.take("SignedInfo")
        try Self.checkAttributes(of: signedInfo, [])
        var info = try ElementCursor(signedInfo)
        try Self.checkAlgorithm(of: info.take("CanonicalizationMethod"), is: SignatureNames.exclusiveC14N)
        let methodURI = try Self.algorithm(of: info.take("SignatureMethod"))
        guard let method = SignatureMethod(uri: methodURI) else {
            throw .form(
                "SignatureMethod is none of rsa-sha256, -384, -512, ecdsa-sha256, -384",
                "SignatureMethod không thuộc rsa-sha256, -384, -512, ecdsa-sha256, -384"
            )
        }
        self.method = method
        (digestAlgorithm, digestValue) = try Self.readReference(info.take("Reference"))
        try info.end()

        let value = try parts.take("SignatureValue")
        try Self.checkAttributes(of: value, [])
        signatureValue = try Self.binary(of: value)

        certificates = try Self.readKeyInfo(parts.take("KeyInfo"))
        try parts.end()
    }

    // MARK: - Place

    private static func find(in document: XMLDocument) throws(SignatureError) -> XMLElement {
        let survey = SignatureSurvey(of: document)
        guard !survey.hasUncoveredNode else {
            throw .form(
                "the document holds a comment or a processing instruction, which the signature would not cover",
                "văn bản có chú thích hoặc chỉ thị xử lý mà chữ ký không bao trùm"
            )
        }
        guard !survey.hasDecoration else {
            throw .form(
                "a Signature or DigitalSignature outside XML-DSig's namespace is decoration that nobody can verify",
                "Signature hoặc DigitalSignature ngoài không gian tên XML-DSig chỉ là hình thức, không kiểm tra được"
            )
        }
        guard survey.signatures > 0 else {
            throw SignatureError(.missing, "The document is not signed.", "Văn bản chưa được ký số.")
        }
        guard survey.signatures == 1 else {
            throw .form("there is more than one Signature", "có nhiều hơn một Signature")
        }
        guard let header = header(of: document),
            let signature = header.first("Signature", in: SignatureNames.namespace)
        else {
            throw .form(
                "Signature does not stand in edXML/edXMLEnvelope/edXMLHeader",
                "Signature không nằm trong edXML/edXMLEnvelope/edXMLHeader"
            )
        }
        guard signature.isLastElementChild else {
            throw .form(
                "Signature is not the last element of edXMLHeader",
                "Signature không phải là phần tử cuối của edXMLHeader"
            )
        }
        return signature
    }

    /// The one header of the one envelope of the root; nil when there is not exactly one of each.
    static func header(of document: XMLDocument) -> XMLElement? {
        let root = document.root
        guard root.named("edXML", in: SignatureNames.edXML) else { return nil }
        let envelopes = root.all("edXMLEnvelope", in: SignatureNames.edXML)
        guard envelopes.count == 1 else { return nil }
        let headers = envelopes[0].all("edXMLHeader", in: SignatureNames.edXML)
        return headers.count == 1 ? headers[0] : nil
    }

    // MARK: - Parts

    private static func readReference(
        _ reference: XMLElement
    ) throws(SignatureError) -> (DigestAlgorithm, [UInt8]) {
        try checkAttributes(of: reference, ["URI"])
        guard reference.attribute("URI") == "" else {
            throw .form("Reference's URI is not empty", "URI của Reference không rỗng")
        }
        var parts = try ElementCursor(reference)
        let transforms = try parts.take("Transforms")
        try checkAttributes(of: transforms, [])
        var steps = try ElementCursor(transforms)
        try checkAlgorithm(of: steps.take("Transform"), is: SignatureNames.envelopedTransform)
        try checkAlgorithm(of: steps.take("Transform"), is: SignatureNames.exclusiveC14N)
        try steps.end()
        guard let algorithm = DigestAlgorithm(uri: try Self.algorithm(of: parts.take("DigestMethod"))) else {
            throw .form(
                "DigestMethod is none of SHA-256, SHA-384, SHA-512",
                "DigestMethod không thuộc SHA-256, SHA-384, SHA-512"
            )
        }
        let value = try parts.take("DigestValue")
        try checkAttributes(of: value, [])
        let digest = try binary(of: value)
        guard digest.count == algorithm.byteCount else {
            throw .form("DigestValue has not the length of its digest", "DigestValue không đúng độ dài")
        }
        try parts.end()
        return (algorithm, digest)
    }

    private static func readKeyInfo(_ keyInfo: XMLElement) throws(SignatureError) -> [[UInt8]] {
        try checkAttributes(of: keyInfo, [])
        var parts = try ElementCursor(keyInfo)
        let data = try parts.take("X509Data")
        try parts.end()
        try checkAttributes(of: data, [])
        guard !data.hasNonWhiteText else { throw .strayText(in: data) }
        var certificates: [[UInt8]] = []
        for part in data.children {
            // Hints that verification does not need and does not believe.
            if part.named("X509SubjectName", in: SignatureNames.namespace) { continue }
            if part.named("X509IssuerSerial", in: SignatureNames.namespace) { continue }
            guard part.named("X509Certificate", in: SignatureNames.namespace) else { throw .unexpected(part) }
            guard certificates.count < mostCertificates else {
                throw .form(
                    "X509Data has more than \(mostCertificates) certificates",
                    "X509Data có hơn \(mostCertificates) chứng thư"
                )
            }
            try checkAttributes(of: part, [])
            certificates.append(try binary(of: part))
        }
        guard !certificates.isEmpty else {
            throw .form("X509Data has no X509Certificate", "X509Data không có X509Certificate")
        }
        return certificates
    }

    private static func checkAlgorithm(of element: XMLElement, is expected: String) throws(SignatureError) {
        guard try algorithm(of: element) == expected else {
            throw .form(
                "\(element.localName)'s Algorithm is not \(expected)",
                "Algorithm của \(element.localName) không phải là \(expected)"
            )
        }
    }

    /// The algorithm of an element that has no other attribute, no child and no text.
    private static func algorithm(of element: XMLElement) throws(SignatureError) -> String {
        try checkAttributes(of: element, ["Algorithm"])
        guard element.children.first(where: { _ in true }) == nil, !element.hasNonWhiteText else {
            throw .form("\(element.localName) is not empty", "\(element.localName) không rỗng")
        }
        return element.attribute("Algorithm") ?? ""
    }

    private static func binary(of element: XMLElement) throws(SignatureError) -> [UInt8] {
        guard element.children.first(where: { _ in true }) == nil else {
            throw .form("\(element.localName) has child elements", "\(element.localName) có phần tử con")
        }
        let bytes = element.withTextBytes { Base64.decode($0, as: .spaced) }
        guard let bytes, !bytes.isEmpty else {
            throw .form("\(element.localName) is not base64", "\(element.localName) không phải base64")
        }
        return bytes
    }

    private static func checkAttributes(of element: XMLElement, _ names: [String]) throws(SignatureError) {
        for name in names where element.attribute(name) == nil {
            throw .form("\(element.localName) lacks the attribute \(name)", "\(element.localName) thiếu \(name)")
        }
        guard element.attributeCount == names.count else {
            let allowed = names.isEmpty ? "any" : "other than \(names.joined(separator: ", "))"
            throw .form(
                "\(element.localName) has an attribute, where \(allowed) is not in the form",
                "\(element.localName) có thuộc tính ngoài dạng quy định"
            )
        }
    }
}

/// Takes the children of an element one by one, in the order that the form prescribes.
private struct ElementCursor {
    private let parent: String
    private var children: XMLElement.Children

    init(_ element: XMLElement) throws(SignatureError) {
        guard !element.hasNonWhiteText else { throw .strayText(in: element) }
        parent = element.localName
        children = element.children
    }

    mutating func take(_ name: String) throws(SignatureError) -> XMLElement {
        guard let element = children.next() else {
            throw .form("\(parent) lacks \(name)", "\(parent) thiếu \(name)")
        }
        guard element.named(name, in: SignatureNames.namespace) else { throw .unexpected(element, wanted: name) }
        return element
    }

    mutating func end() throws(SignatureError) {
        if let element = children.next() { throw .unexpected(element) }
    }
}

extension SignatureError {
    /// The signature deviates from the one form; the sentences say how.
    static func form(
        _ english: String,
        _ vietnamese: String,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> SignatureError {
        SignatureError(
            .form,
            "The signature is not in the accepted form: \(english).",
            "Chữ ký không đúng dạng được chấp nhận: \(vietnamese).",
            fileID: fileID,
            line: line
        )
    }

    fileprivate static func unexpected(_ element: XMLElement, wanted: String? = nil) -> SignatureError {
        // A foreign name is shown, but not at any length.
        let name = element.localName.prefix(40)
        let place = wanted.map { " where \($0) is expected" } ?? ""
        let vietnamesePlace = wanted.map { " tại vị trí của \($0)" } ?? ""
        return .form(
            "\(name) in line \(element.line) does not belong\(place)",
            "\(name) ở dòng \(element.line) không được phép\(vietnamesePlace)"
        )
    }

    fileprivate static func strayText(in element: XMLElement) -> SignatureError {
        .form("\(element.localName) holds text of its own", "\(element.localName) chứa văn bản ngoài phần tử con")
    }
}
