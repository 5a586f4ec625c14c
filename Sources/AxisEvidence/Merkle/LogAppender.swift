// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Appends groups of leaves to the log and gives each its proof, without reading anything back.
///
/// A value: keep a copy until the transaction that holds the group is on disk, and go back to it when that fails.
package struct LogAppender: Sendable {
    /// The most leaves in a group.
    package static let largestGroup = 4096

    /// The tree so far.
    package private(set) var tree: CompactRange

    /// Goes on from a tree; from the empty one unless said otherwise.
    package init(_ tree: CompactRange = CompactRange()) {
        self.tree = tree
    }

    /// Goes on from what a store kept; nil when the number of digests doesn't fit the size.
    package init?(size: Int64, frontier: [Digest256]) {
        guard let tree = CompactRange(size: size, frontier: frontier) else { return nil }
        self.tree = tree
    }

    /// Appends leaves by their canonical bytes, in order.
    ///
    /// - Precondition: 1 to ``largestGroup`` leaves.
    package mutating func append(_ leaves: [[UInt8]]) -> AppendedGroup {
        precondition((1...Self.largestGroup).contains(leaves.count), "A group has 1 to 4,096 leaves.")
        let nodes = GroupNodes(appending: leaves.map(MerkleHash.leaf), to: tree)
        tree = nodes.newTree
        return AppendedGroup(
            firstIndex: nodes.oldSize,
            root: tree.root,
            tree: tree,
            leaves: nodes.leavesWithProofs,
            nodes: nodes.toKeep
        )
    }
}

/// Leaves appended together, with all that their receipts and the store need.
package struct AppendedGroup: Sendable {
    /// The first leaf's index.
    package let firstIndex: Int64
    /// The root of the tree that ends with this group.
    package let root: Digest256
    /// That tree, to go on from after a restart: size and frontier.
    package let tree: CompactRange
    /// The leaves in order.
    package let leaves: [AppendedLeaf]
    /// The nodes that became complete with this group and that a store keeps, see ``StoredNodes``; leaves excepted.
    package let nodes: [KeptNode]

    /// How many leaves the tree has.
    package var treeSize: Int64 { tree.size }
}

/// A leaf in its place.
package struct AppendedLeaf: Hashable, Sendable {
    /// The place in the log, from 0.
    package let index: Int64
    /// The leaf's hash.
    package let hash: Digest256
    /// The inclusion proof in the tree that ends with the leaf's group.
    package let proof: [Digest256]
}

/// The perfect subtrees that a group completes, with the old frontier beside them: level by level, the roots from
/// the last old one (where the frontier has one on that level) to the last new one.
///
/// Whatever stands beside the way from a new leaf to the root is among them, or is made of them.
private struct GroupNodes: MerkleNodeSource {
    let oldSize: Int64
    let newSize: Int64
    private var rows: [(first: Int64, hashes: [Digest256])] = []

    init(appending leafHashes: [Digest256], to tree: CompactRange) {
        oldSize = tree.size
        newSize = tree.size + Int64(leafHashes.count)
        var frontier = tree.frontier
        var completed = leafHashes
        for level in 0..<(64 - newSize.leadingZeroBitCount) {
            var first = oldSize >> Int64(level)
            var hashes = completed
            if first & 1 == 1 {
                first -= 1
                hashes.insert(frontier.removeLast(), at: 0)
            }
            rows.append((first: first, hashes: hashes))
            // A row begins at an even place, so its pairs are those of the tree; an odd last one waits for later.
            completed = stride(from: 0, to: hashes.count - 1, by: 2).map { MerkleHash.node(hashes[$0], hashes[$0 + 1]) }
        }
    }

    func node(level: Int, index: Int64) -> Digest256 {
        rows[level].hashes[Int(index - rows[level].first)]
    }

    var newTree: CompactRange {
        let levels = (0..<rows.count).reversed().filter { newSize >> Int64($0) & 1 == 1 }
        let frontier = levels.map { node(level: $0, index: newSize >> Int64($0) - 1) }
        guard let tree = CompactRange(size: newSize, frontier: frontier) else {
            preconditionFailure("There is one root for each one in the size.")
        }
        return tree
    }

    var leavesWithProofs: [AppendedLeaf] {
        let source = MerkleTree(self)
        return (oldSize..<newSize).map { index in
            AppendedLeaf(
                index: index,
                hash: node(level: 0, index: index),
                proof: source.inclusionProof(index: index, size: newSize)
            )
        }
    }

    var toKeep: [KeptNode] {
        stride(from: KeptNode.levelStep, to: rows.count, by: KeptNode.levelStep).flatMap { level in
            (oldSize >> Int64(level)..<newSize >> Int64(level)).map { index in
                KeptNode(level: level, index: index, hash: node(level: level, index: index))
            }
        }
    }
}
