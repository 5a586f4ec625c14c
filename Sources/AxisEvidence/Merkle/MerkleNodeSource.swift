// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Where proofs take a tree's nodes from.
package protocol MerkleNodeSource<Failure> {
    /// What reading may throw.
    associatedtype Failure: Error

    /// The root of the perfect subtree over the leaves from `index << level` on, `1 << level` of them.
    ///
    /// Only subtrees that lie wholly in the tree are asked for; level 0 is the leaf's hash.
    func node(level: Int, index: Int64) throws(Failure) -> Digest256
}

/// What a store keeps of a tree: the leaves' hashes and the nodes of every eighth level above.
///
/// That is under half a per cent more than the leaves alone, and any other node is at most 128 of them away.
package protocol StoredNodes<Failure> {
    /// What reading may throw.
    associatedtype Failure: Error

    /// The nodes of a level that is a multiple of ``KeptNode/levelStep``, in the order of their index, without a gap.
    func nodes(level: Int, in indexes: Range<Int64>) throws(Failure) -> [Digest256]
}

/// Any node of a tree, made from those that a store keeps.
package struct DerivedNodes<Store: StoredNodes>: MerkleNodeSource {
    private let store: Store

    /// Derives from a store.
    package init(_ store: Store) {
        self.store = store
    }

    package func node(level: Int, index: Int64) throws(Store.Failure) -> Digest256 {
        let below = level % KeptNode.levelStep
        let first = index << Int64(below)
        var row = try store.nodes(level: level - below, in: first..<first + (1 << Int64(below)))
        precondition(row.count == 1 << below, "A store gives every node asked for, or throws.")
        while row.count > 1 {
            row = stride(from: 0, to: row.count, by: 2).map { MerkleHash.node(row[$0], row[$0 + 1]) }
        }
        return row[0]
    }
}

/// A node of the tree that a store keeps.
package struct KeptNode: Hashable, Sendable {
    /// Nodes are kept at the multiples of this level; at level 0 they are the leaves' hashes, kept with the leaves.
    package static let levelStep = 8

    /// The level: 0 is the leaves'.
    package var level: Int
    /// The place in its level, from the left.
    package var index: Int64
    /// The hash.
    package var hash: Digest256

    /// Makes a node.
    package init(level: Int, index: Int64, hash: Digest256) {
        self.level = level
        self.index = index
        self.hash = hash
    }
}
