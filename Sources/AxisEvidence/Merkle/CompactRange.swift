// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// All that appending needs of a tree: its size and the roots of its perfect subtrees, the largest first.
///
/// There are as many of them as the size has binary ones, so a log of any length fits into 64 digests.
package struct CompactRange: Hashable, Sendable {
    /// How many leaves the tree has.
    package private(set) var size: Int64
    /// The roots of the perfect subtrees that the leaves fall into, from the left.
    package private(set) var frontier: [Digest256]

    /// The tree without leaves.
    package init() {
        size = 0
        frontier = []
    }

    /// A tree read back from a store; nil when the number of digests doesn't fit the size.
    package init?(size: Int64, frontier: [Digest256]) {
        guard size >= 0, frontier.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.frontier = frontier
    }

    /// Appends a leaf by its hash.
    package mutating func append(_ leafHash: Digest256) {
        var hash = leafHash
        for _ in 0..<(~size).trailingZeroBitCount { hash = MerkleHash.node(frontier.removeLast(), hash) }
        frontier.append(hash)
        size += 1
    }

    /// The root of the whole tree (RFC 6962, section 2.1).
    package var root: Digest256 {
        guard var hash = frontier.last else { return MerkleHash.empty }
        for left in frontier.dropLast().reversed() { hash = MerkleHash.node(left, hash) }
        return hash
    }
}
