// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The names that the one signature form consists of.
enum SignatureNames {
    /// XML-DSig (W3C Recommendation, 11 April 2013).
    static let namespace = "http://www.w3.org/2000/09/xmldsig#"
    /// The envelope's own namespace (QCVN 102:2016/BTTTT).
    static let edXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
    /// Exclusive XML Canonicalization 1.0 without comments.
    static let exclusiveC14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
    /// XML-DSig, section 6.6.4.
    static let envelopedTransform = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
}

/// The signature algorithms that documents may be signed with (RFC 6931).
package enum SignatureMethod: Sendable, Hashable, CaseIterable {
    case rsaSHA256, rsaSHA384, rsaSHA512, ecdsaSHA256, ecdsaSHA384

    /// The algorithm's identifier in XML.
    package var uri: String {
        switch self {
        case .rsaSHA256: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
        case .rsaSHA384: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"
        case .rsaSHA512: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"
        case .ecdsaSHA256: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
        case .ecdsaSHA384: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"
        }
    }

    /// The digest within the algorithm.
    package var digest: DigestAlgorithm {
        switch self {
        case .rsaSHA256, .ecdsaSHA256: .sha256
        case .rsaSHA384, .ecdsaSHA384: .sha384
        case .rsaSHA512: .sha512
        }
    }

    /// True for ECDSA, false for RSA with PKCS#1 v1.5 padding.
    package var isECDSA: Bool { self == .ecdsaSHA256 || self == .ecdsaSHA384 }

    /// The algorithm with this identifier; nil for all that are not accepted (SHA-1, HMAC, DSA, …).
    init?(uri: String) {
        guard let method = Self.allCases.first(where: { $0.uri == uri }) else { return nil }
        self = method
    }

    /// The algorithm for a key and digest; nil when there is none in the form (ECDSA with SHA-512).
    init?(key: KeyKind, digest: DigestAlgorithm) {
        let fitting = Self.allCases.first { method in
            switch key {
            case .rsa: !method.isECDSA && method.digest == digest
            case .ec: method.isECDSA && method.digest == digest
            case .other: false
            }
        }
        guard let fitting else { return nil }
        self = fitting
    }
}

extension DigestAlgorithm {
    /// The digest's identifier in XML (RFC 6931, XML Encryption).
    package var uri: String {
        switch self {
        case .sha256: "http://www.w3.org/2001/04/xmlenc#sha256"
        case .sha384: "http://www.w3.org/2001/04/xmldsig-more#sha384"
        case .sha512: "http://www.w3.org/2001/04/xmlenc#sha512"
        }
    }

    init?(uri: String) {
        guard let algorithm = Self.allCases.first(where: { $0.uri == uri }) else { return nil }
        self = algorithm
    }
}
