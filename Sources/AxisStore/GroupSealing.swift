// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The log's state between two groups: all that appending needs.
package struct LogState: Hashable, Sendable {
    /// How many leaves the log has.
    package var size: Int64
    /// The roots of the perfect subtrees that make up the tree, the largest first.
    package var frontier: [Digest256]

    /// Makes a state; the empty log unless said otherwise.
    package init(size: Int64 = 0, frontier: [Digest256] = []) {
        self.size = size
        self.frontier = frontier
    }
}

/// An inner node of the log that is kept, so that proofs can be built later.
package struct LogNode: Hashable, Sendable {
    /// Levels above the leaves; a multiple of 8.
    package var level: Int
    /// The place in the level, from 0.
    package var index: Int64
    /// The node's digest.
    package var digest: Digest256

    /// Makes a node.
    package init(level: Int, index: Int64, digest: Digest256) {
        self.level = level
        self.index = index
        self.digest = digest
    }
}

/// A group of leaves, sealed.
package struct SealedGroup: Sendable {
    /// The log's state afterwards.
    package var state: LogState
    /// The leaves' digests, in order.
    package var leafDigests: [Digest256]
    /// Each leaf's inclusion proof in the tree afterwards.
    package var proofs: [[Digest256]]
    /// Inner nodes completed by the group.
    package var nodes: [LogNode]
    /// The checkpoint's text.
    package var checkpoint: String
    /// Detached CMS over the checkpoint, DER.
    package var signature: [UInt8]

    /// Makes a sealed group.
    package init(
        state: LogState,
        leafDigests: [Digest256],
        proofs: [[Digest256]],
        nodes: [LogNode],
        checkpoint: String,
        signature: [UInt8]
    ) {
        self.state = state
        self.leafDigests = leafDigests
        self.proofs = proofs
        self.nodes = nodes
        self.checkpoint = checkpoint
        self.signature = signature
    }
}

/// Seals a group of leaves: called by the committer on its writer, once a group, before the transaction commits.
///
/// The checkpoint is stored in the same transaction as its leaves, so that the receipt after a crash is the receipt
/// before it.
package protocol GroupSealer: Sendable {
    /// Appends leaves to the log and signs the checkpoint over the tree afterwards.
    func seal(_ leaves: [[UInt8]], after state: LogState) throws -> SealedGroup
}
