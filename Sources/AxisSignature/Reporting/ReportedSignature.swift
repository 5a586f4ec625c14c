// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML

/// A signature as foreign builders write it, as far as Axis can execute it: enveloped, exclusive C14N.
///
/// Wider than ``SignatureForm``: attributes, ids, hints about the key and the place of the element don't matter here,
/// because nothing rests on the answer but a label. What is executed is as narrow.
struct ReportedSignature {
    /// Why a signature is not executed.
    enum Obstacle: Error {
        /// No key in it could ever fit: it is decoration.
        case decoration
        /// A form, transform or algorithm that Axis does not execute.
        case unknownForm
    }

    /// The most certificates that are looked at.
    static let mostCertificates = 5

    let element: XMLElement
    let signedInfo: XMLElement
    let method: ReportedMethod
    let digest: ReportedDigest
    let digestValue: [UInt8]
    let signatureValue: [UInt8]
    /// Decoded certificates, in the order written; at least one.
    let certificates: [Certificate]

    /// Reads the one signature of a document that has one.
    init(in document: XMLDocument, cache: CertificateCache) throws(Obstacle) {
        // What stands in the signature is not covered by it: an element of the envelope's there might be read by others.
        guard let element = Self.find(in: document),
            element.descendants.allSatisfy({ $0.isIn(namespace: SignatureNames.namespace) })
        else { throw .unknownForm }
        self.element = element
        // The certificate first: the official samples carry eleven characters of one, whatever else they say.
        certificates = try Self.certificates(of: element, cache: cache)
        guard let info = try Self.only("SignedInfo", in: element),
            let value = try Self.only("SignatureValue", in: element).flatMap(Self.binary),
            try Self.only("Object", in: element) == nil,
            let canonicalization = try Self.only("CanonicalizationMethod", in: info),
            Self.isPlain(canonicalization, SignatureNames.exclusiveC14N),
            let method = try Self.only("SignatureMethod", in: info).flatMap({ $0.attribute("Algorithm") })
                .flatMap(ReportedMethod.init(uri:)),
            let reference = try Self.only("Reference", in: info), reference.attribute("URI") == ""
        else { throw .unknownForm }
        signedInfo = info
        signatureValue = value
        self.method = method
        guard let transforms = try Self.only("Transforms", in: reference) else { throw .unknownForm }
        // Enveloped alone would be followed by inclusive C14N, which is never executed.
        let steps = Array(transforms.children.prefix(3))
        guard steps.count == 2, steps.allSatisfy({ $0.named("Transform", in: SignatureNames.namespace) }),
            Self.isPlain(steps[0], SignatureNames.envelopedTransform),
            Self.isPlain(steps[1], SignatureNames.exclusiveC14N),
            let digest = try Self.only("DigestMethod", in: reference).flatMap({ $0.attribute("Algorithm") })
                .flatMap(ReportedDigest.init(uri:)),
            let digestValue = try Self.only("DigestValue", in: reference).flatMap(Self.binary),
            digestValue.count == digest.byteCount
        else { throw .unknownForm }
        self.digest = digest
        self.digestValue = digestValue
    }

    /// The signature under the root, the envelope or its header: where no reader looks for anything else.
    private static func find(in document: XMLDocument) -> XMLElement? {
        let root = document.root
        let envelope = root.first("edXMLEnvelope")
        let header = envelope.flatMap { $0.first("edXMLHeader") }
        for parent in [header, envelope, root] {
            if let found = parent?.first("Signature", in: SignatureNames.namespace) { return found }
        }
        return nil
    }

    /// The one child of a name; nil when there is none. Two are read differently by different readers.
    private static func only(_ name: String, in parent: XMLElement) throws(Obstacle) -> XMLElement? {
        var found: XMLElement?
        for child in parent.children where child.named(name, in: SignatureNames.namespace) {
            guard found == nil else { throw .unknownForm }
            found = child
        }
        return found
    }

    /// Whether an element names this algorithm and no parameters for it.
    private static func isPlain(_ element: XMLElement, _ algorithm: String) -> Bool {
        element.attribute("Algorithm") == algorithm && element.children.first { _ in true } == nil
    }

    private static func binary(_ element: XMLElement) -> [UInt8]? {
        guard element.children.first(where: { _ in true }) == nil else { return nil }
        return element.withTextBytes { Base64.decode($0, as: .spaced) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func certificates(of element: XMLElement, cache: CertificateCache) throws(Obstacle) -> [Certificate]
    {
        guard let keyInfo = try only("KeyInfo", in: element) else { throw .unknownForm }
        var decoded: [Certificate] = []
        var written = 0
        for data in keyInfo.children where data.named("X509Data", in: SignatureNames.namespace) {
            for part in data.children where part.named("X509Certificate", in: SignatureNames.namespace) {
                written += 1
                guard written <= mostCertificates else { throw .unknownForm }
                if let der = binary(part), let one = try? cache.certificate(der: der) { decoded.append(one) }
            }
        }
        guard !decoded.isEmpty else { throw written > 0 ? .decoration : .unknownForm }
        return decoded
    }
}
