// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Decoded certificates by the SHA-256 of their bytes, so that the next document of the same signer costs one hash
/// instead of decoding a certificate and setting its key up.
///
/// Holds nothing that depends on trust: a cached certificate may well be one that no list accepts.
package final class CertificateCache: Sendable {
    private let cache: Mutex<LRUCache<[UInt8], Certificate>>

    /// An empty cache.
    ///
    /// - Parameter capacity: how many certificates are kept; about 8 KiB of memory each.
    package init(capacity: Int = 4096) {
        cache = Mutex(LRUCache(capacity: capacity))
    }

    /// How many certificates are kept now.
    package var count: Int { cache.withLock { $0.count } }

    /// The certificate that these bytes are, decoded now or before.
    package func certificate(der: [UInt8]) throws(SignatureError) -> Certificate {
        let fingerprint = SHA256.hash(der)
        if let known = cache.withLock({ $0.value(for: fingerprint) }) { return known }
        let certificate = try Certificate(der: der)
        cache.withLock { $0.insert(certificate, for: fingerprint) }
        return certificate
    }

    /// The certificate of this fingerprint (SHA-256 of its bytes), if it was seen lately.
    package func certificate(fingerprint: [UInt8]) -> Certificate? {
        cache.withLock { $0.value(for: fingerprint) }
    }
}
