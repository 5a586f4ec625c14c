// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import COpenSSL

/// A digest computed piece by piece.
struct StreamHasher: ~Copyable {
    private let handle: OpaquePointer
    private let byteCount: Int
    private let context: OpaquePointer

    init(_ algorithm: DigestAlgorithm) {
        self.init(handle: algorithm.handle, byteCount: algorithm.byteCount)
    }

    /// A hasher with a fetched algorithm of OpenSSL whose digests have `byteCount` bytes.
    init(handle: OpaquePointer, byteCount: Int) {
        guard let context = EVP_MD_CTX_new() else { fatalError("Out of memory for a digest.") }
        self.handle = handle
        self.byteCount = byteCount
        self.context = context
        restart()
    }

    deinit { EVP_MD_CTX_free(context) }

    func restart() {
        let started = EVP_DigestInit_ex2(context, handle, nil)
        precondition(started == 1, "A fetched digest always starts.")
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        let updated = EVP_DigestUpdate(context, start, bytes.count)
        precondition(updated == 1, "A started digest always takes bytes.")
    }

    /// Another hasher that has seen the same.
    func copy() -> StreamHasher {
        let other = StreamHasher(handle: handle, byteCount: byteCount)
        let copied = EVP_MD_CTX_copy_ex(other.context, context)
        precondition(copied == 1, "A started digest can always be copied.")
        return other
    }

    /// The digest of everything since the start; the hasher begins anew.
    func finalize() -> [UInt8] {
        let digest = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            let finished = EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            precondition(finished == 1, "A started digest always ends.")
            count = byteCount
        }
        restart()
        return digest
    }
}

/// SHA-256 (FIPS 180-4) computed piece by piece, for bodies that stream.
///
/// ```swift
/// var hasher = SHA256Hasher()
/// hasher.update(chunk)
/// let digest = hasher.finalize()
/// ```
package struct SHA256Hasher: ~Copyable {
    private let stream: StreamHasher

    /// A hasher that has seen nothing yet.
    package init() { stream = StreamHasher(.sha256) }

    private init(_ stream: consuming StreamHasher) { self.stream = stream }

    /// Another hasher that has seen the same.
    package func copy() -> SHA256Hasher { SHA256Hasher(stream.copy()) }

    /// Adds bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) { stream.update(bytes) }

    /// Adds bytes.
    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { stream.update($0) } }

    /// Adds the bytes of any collection: a slice, a view of a buffer.
    package mutating func update(_ bytes: some Collection<UInt8>) {
        let contiguous: Void? = bytes.withContiguousStorageIfAvailable { stream.update(UnsafeRawBufferPointer($0)) }
        if contiguous == nil { Array(bytes).withUnsafeBytes { stream.update($0) } }
    }

    /// The 32 bytes of the digest of everything added so far; the hasher begins anew.
    package mutating func finalize() -> [UInt8] { stream.finalize() }

    /// ``finalize()`` as a value.
    package mutating func finalizeDigest() -> Digest256 { SHA256.digest(finalize()) }
}

// `EVP_MD_CTX` has no ties to a thread, and a noncopyable value has one owner at a time.
extension SHA256Hasher: @unchecked Sendable {}

/// SHA-256 (FIPS 180-4) and HMAC-SHA256 (RFC 2104) of bytes that are all there.
package enum SHA256 {
    /// Length of a digest in bytes.
    package static let byteCount = 32

    /// The digest of `bytes`.
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            let handle = DigestAlgorithm.sha256.handle
            let hashed = EVP_Digest(bytes.baseAddress, bytes.count, buffer.baseAddress, nil, handle, nil)
            precondition(hashed == 1, "A fetched digest always hashes.")
            count = byteCount
        }
    }

    /// The digest of `bytes`.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { hash($0) } }

    /// The digest of a text's UTF-8 bytes.
    package static func hash(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }

    /// The digest of `bytes` as a value.
    package static func digest(of bytes: UnsafeRawBufferPointer) -> Digest256 { digest(hash(bytes)) }

    /// The digest of `bytes` as a value.
    package static func digest(of bytes: [UInt8]) -> Digest256 { digest(hash(bytes)) }

    fileprivate static func digest(_ hash: [UInt8]) -> Digest256 {
        guard let digest = Digest256(bytes: hash) else { preconditionFailure("SHA-256 gives 32 bytes.") }
        return digest
    }

    /// HMAC-SHA256 of `message` under `key`, 32 bytes.
    package static func authenticationCode(of message: UnsafeRawBufferPointer, key: [UInt8]) -> [UInt8] {
        let algorithm = DigestAlgorithm.sha256
        var block = key.count > algorithm.blockByteCount ? hash(key) : key
        block.append(contentsOf: repeatElement(0, count: algorithm.blockByteCount - block.count))
        var hasher = SHA256Hasher()
        hasher.update(block.map { $0 ^ 0x36 })
        hasher.update(message)
        let inner = hasher.finalize()
        hasher.update(block.map { $0 ^ 0x5c })
        hasher.update(inner)
        return hasher.finalize()
    }

    /// HMAC-SHA256 of `message` under `key`, 32 bytes.
    package static func authenticationCode(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        message.withUnsafeBytes { authenticationCode(of: $0, key: key) }
    }
}

/// Comparison that takes the same time wherever two secrets differ.
package enum ConstantTime {
    /// True when both have the same bytes. The time depends on the lengths only.
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }
}
