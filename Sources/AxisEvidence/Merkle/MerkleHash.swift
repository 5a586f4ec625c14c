// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisSignature

/// The hashes of an RFC 6962 tree (section 2.1): a leaf's and a node's never coincide, by their first byte.
package enum MerkleHash {
    /// The root of the tree without leaves: the digest of nothing.
    package static let empty = digest(of: UnsafeRawBufferPointer(start: nil, count: 0))

    /// The hash of a leaf: SHA-256 of 0x00 and its bytes.
    package static func leaf(_ bytes: [UInt8]) -> Digest256 {
        withUnsafeTemporaryAllocation(byteCount: bytes.count + 1, alignment: 1) { buffer in
            buffer[0] = 0
            UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyBytes(from: bytes)
            return digest(of: UnsafeRawBufferPointer(buffer))
        }
    }

    /// The hash of a node: SHA-256 of 0x01 and the hashes below it.
    package static func node(_ left: Digest256, _ right: Digest256) -> Digest256 {
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 1) { buffer in
            buffer[0] = 1
            UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyBytes(from: left.bytes)
            UnsafeMutableRawBufferPointer(rebasing: buffer[33..<65]).copyBytes(from: right.bytes)
            return digest(of: UnsafeRawBufferPointer(buffer))
        }
    }

    private static func digest(of bytes: UnsafeRawBufferPointer) -> Digest256 {
        guard let digest = Digest256(bytes: SHA256.hash(bytes)) else { fatalError("SHA-256 has 32 bytes.") }
        return digest
    }
}
