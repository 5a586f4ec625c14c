// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisEvidence
package import AxisModel
package import AxisStore

/// Seals groups of leaves for the store's committer: appends them to the log and signs the checkpoint.
package struct EvidenceSealer: GroupSealer {
    private let signer: CheckpointSigner
    private let origin: String
    private let clock: any WallClock

    /// Makes a sealer.
    ///
    /// - Parameters:
    ///   - signer: holds Axis's sealing certificate and key.
    ///   - origin: the log's name, the first line of every checkpoint.
    ///   - clock: gives the checkpoint's time.
    package init(signer: CheckpointSigner, origin: String, clock: any WallClock) {
        self.signer = signer
        self.origin = origin
        self.clock = clock
    }

    /// Appends leaves and signs the checkpoint over the tree afterwards.
    package func seal(_ leaves: [[UInt8]], after state: LogState) throws -> SealedGroup {
        guard var log = LogAppender(size: state.size, frontier: state.frontier) else {
            throw StoreError(.corrupt, "the stored state of the evidence log contradicts itself")
        }
        let group = log.append(leaves)
        let sealed = try signer.seal(try Checkpoint(origin: origin, of: group, time: clock.now()))
        return SealedGroup(
            state: LogState(size: group.treeSize, frontier: group.tree.frontier),
            leafDigests: group.leaves.map(\.hash),
            proofs: group.leaves.map(\.proof),
            nodes: group.nodes.map { LogNode(level: $0.level, index: $0.index, digest: $0.hash) },
            checkpoint: sealed.checkpoint.text,
            signature: sealed.signature
        )
    }
}
