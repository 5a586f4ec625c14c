// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisSignature

/// The hashes of an RFC 6962 tree (section 2.1): a leaf's and a node's never coincide, by their first byte.
package enum MerkleHash {
    /// The root of the tree without leaves: the digest of nothing.
    package static let empty = SHA256.digest(of: UnsafeRawBufferPointer(start: nil, count: 0))

    /// The hash of a leaf: SHA-256 of 0x00 and its bytes.
    package static func leaf(_ bytes: [UInt8]) -> Digest256 {
        withUnsafeTemporaryAllocation(byteCount: bytes.count + 1, alignment: 1) { buffer in
            buffer[0] = 0
            UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyBytes(from: bytes)
            return SHA256.digest(of: UnsafeRawBufferPointer(buffer))
        }
    }

    /// The hash of a node: SHA-256 of 0x01 and the hashes below it.
    package static func node(_ left: Digest256, _ right: Digest256) -> Digest256 {
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 1) { buffer in
            buffer[0] = 1
            UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyBytes(from: left.bytes)
            UnsafeMutableRawBufferPointer(rebasing: buffer[33..<65]).copyBytes(from: right.bytes)
            return SHA256.digest(of: UnsafeRawBufferPointer(buffer))
        }
    }
}
