// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// The message digests that Axis accepts and makes: the SHA-2 family of FIPS 180-4 from 256 bits on.
package enum DigestAlgorithm: Sendable, Hashable, CaseIterable {
    case sha256, sha384, sha512

    /// Length of the digest in bytes.
    package var byteCount: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// Length of the function's input block in bytes, which is what HMAC pads its key to.
    var blockByteCount: Int { self == .sha256 ? 64 : 128 }

    /// The algorithm, fetched once: OpenSSL 3 looks providers up under a lock at each implicit fetch.
    var handle: OpaquePointer {
        switch self {
        case .sha256: Self.fetchedSHA256
        case .sha384: Self.fetchedSHA384
        case .sha512: Self.fetchedSHA512
        }
    }

    // Fetched algorithms are immutable and reference-counted by OpenSSL, so any thread may use them.
    private nonisolated(unsafe) static let fetchedSHA256 = fetch("SHA2-256")
    private nonisolated(unsafe) static let fetchedSHA384 = fetch("SHA2-384")
    private nonisolated(unsafe) static let fetchedSHA512 = fetch("SHA2-512")

    private static func fetch(_ name: String) -> OpaquePointer {
        guard let algorithm = EVP_MD_fetch(nil, name, nil) else {
            fatalError("OpenSSL's providers offer no \(name); its configuration is broken.")
        }
        return algorithm
    }
}
