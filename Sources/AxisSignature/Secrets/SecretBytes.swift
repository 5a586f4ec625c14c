// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Bytes that nobody else may see: no description shows them, and their memory is wiped when they are let go.
///
/// `@unchecked Sendable`: the memory is written while it is made and only read afterwards.
package final class SecretBytes: @unchecked Sendable, CustomStringConvertible, CustomReflectable {
    private let memory: UnsafeMutableRawBufferPointer

    /// Takes a copy of bytes; the caller wipes its own, ``wipe(_:)``.
    package init(copying bytes: some Collection<UInt8>) {
        memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        memory.copyBytes(from: bytes)
    }

    deinit {
        OPENSSL_cleanse(memory.baseAddress, memory.count)
        memory.deallocate()
    }

    /// How many bytes.
    package var count: Int { memory.count }

    /// Lends the bytes.
    package func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        body(UnsafeRawBufferPointer(memory))
    }

    /// HMAC-SHA256 (RFC 2104) of a message with these bytes as the key, 32 bytes.
    package func authenticationCode(of message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.byteCount)
        var length: UInt32 = 0
        // A null pointer for an empty key would mean "the key of the last call" to OpenSSL.
        let key: UnsafeRawPointer? = memory.baseAddress.map { UnsafeRawPointer($0) }
        let made = HMAC(
            DigestAlgorithm.sha256.handle,
            key,
            Int32(memory.count),
            message,
            message.count,
            &code,
            &length
        )
        precondition(made != nil && length == UInt32(SHA256.byteCount), "HMAC-SHA256 of bytes in memory never fails.")
        return code
    }

    /// Whether both have the same bytes; the time depends on the lengths only.
    package func equals(_ other: SecretBytes) -> Bool {
        count == other.count && CRYPTO_memcmp(memory.baseAddress, other.memory.baseAddress, count) == 0
    }

    /// Overwrites bytes that were secret.
    package static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
        bytes = []
    }

    /// Bytes from OpenSSL's random generator for keys.
    package static func random(_ count: Int) throws(SignatureError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_priv_bytes(&bytes, Int32(count)) == 1 else { throw .library("make random bytes") }
        return bytes
    }

    /// A word in their place.
    package var description: String { "(secret)" }
    /// Shows no part of them.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
