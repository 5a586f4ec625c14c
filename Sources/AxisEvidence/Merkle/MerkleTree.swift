// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Proofs about an RFC 6962 tree, made from any source of its nodes.
package struct MerkleTree<Source: MerkleNodeSource> {
    private let source: Source

    /// A tree over a source of nodes.
    package init(_ source: Source) {
        self.source = source
    }

    /// The root of the tree's first `size` leaves.
    package func root(size: Int64) throws(Source.Failure) -> Digest256 {
        size == 0 ? MerkleHash.empty : try hash(of: 0..<size)
    }

    /// The proof that a leaf is in the tree of the first `size` leaves (RFC 6962, section 2.1.1): the hashes beside
    /// the way from the leaf up.
    ///
    /// - Precondition: `0 <= index < size`.
    package func inclusionProof(index: Int64, size: Int64) throws(Source.Failure) -> [Digest256] {
        precondition((0..<size).contains(index), "A leaf outside the tree has no proof.")
        var proof: [Digest256] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = split(range)
            if index < middle {
                proof.append(try hash(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                proof.append(try hash(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return proof.reversed()
    }

    /// The proof that the tree of `newer` leaves begins with that of `older` leaves (RFC 6962, section 2.1.2).
    ///
    /// - Precondition: `0 <= older <= newer`.
    package func consistencyProof(from older: Int64, to newer: Int64) throws(Source.Failure) -> [Digest256] {
        precondition(older >= 0 && older <= newer, "The older tree is no longer than the newer one.")
        guard older > 0, older < newer else { return [] }
        var proof: [Digest256] = []
        var range = 0..<newer
        var reachesBack = true
        while older < range.upperBound {
            let middle = split(range)
            if older <= middle {
                proof.append(try hash(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                proof.append(try hash(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
                reachesBack = false
            }
        }
        // The older tree itself needs no mention where it is a subtree of the newer: its root is known.
        if !reachesBack { proof.append(try hash(of: range)) }
        return proof.reversed()
    }

    /// The root over a range that begins at a multiple of the least power of two not below its length.
    private func hash(of range: Range<Int64>) throws(Source.Failure) -> Digest256 {
        let count = range.upperBound - range.lowerBound
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return try source.node(level: level, index: range.lowerBound >> Int64(level))
        }
        let middle = split(range)
        let left = try hash(of: range.lowerBound..<middle)
        return MerkleHash.node(left, try hash(of: middle..<range.upperBound))
    }

    /// Where a range of at least two leaves is split: after the largest power of two below its length.
    private func split(_ range: Range<Int64>) -> Int64 {
        let count = range.upperBound - range.lowerBound
        return range.lowerBound + (1 << Int64(63 - (count - 1).leadingZeroBitCount))
    }
}
