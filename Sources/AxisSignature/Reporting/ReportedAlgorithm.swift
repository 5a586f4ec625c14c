// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// The digests that a reported signature may use: those of the native form, and SHA-1, which is told as weak.
enum ReportedDigest: Hashable, Sendable {
    case sha1
    case strong(DigestAlgorithm)

    /// The digest with this identifier in XML; nil for any other.
    init?(uri: String) {
        if uri == "http://www.w3.org/2000/09/xmldsig#sha1" {
            self = .sha1
        } else if let algorithm = DigestAlgorithm(uri: uri) {
            self = .strong(algorithm)
        } else {
            return nil
        }
    }

    var byteCount: Int {
        switch self {
        case .sha1: 20
        case .strong(let algorithm): algorithm.byteCount
        }
    }

    /// OpenSSL's algorithm; nil where its configuration forbids it.
    var handle: OpaquePointer? {
        switch self {
        case .sha1: Self.fetchedSHA1
        case .strong(let algorithm): algorithm.handle
        }
    }

    // A fetched algorithm is immutable and reference-counted by OpenSSL, so any thread may use it.
    private nonisolated(unsafe) static let fetchedSHA1 = EVP_MD_fetch(nil, "SHA1", nil)
}

/// The signature algorithms that a reported signature may use (RFC 6931).
struct ReportedMethod: Hashable, Sendable {
    let digest: ReportedDigest
    let isECDSA: Bool

    /// The algorithm with this identifier; nil for what is never executed (HMAC, DSA, PSS, …).
    init?(uri: String) {
        let more = "http://www.w3.org/2001/04/xmldsig-more#"
        let known: (ReportedDigest, Bool)? =
            switch uri {
            case "http://www.w3.org/2000/09/xmldsig#rsa-sha1": (.sha1, false)
            case more + "rsa-sha256": (.strong(.sha256), false)
            case more + "rsa-sha384": (.strong(.sha384), false)
            case more + "rsa-sha512": (.strong(.sha512), false)
            case more + "ecdsa-sha1": (.sha1, true)
            case more + "ecdsa-sha256": (.strong(.sha256), true)
            case more + "ecdsa-sha384": (.strong(.sha384), true)
            case more + "ecdsa-sha512": (.strong(.sha512), true)
            default: nil
            }
        guard let known else { return nil }
        (digest, isECDSA) = known
    }
}
