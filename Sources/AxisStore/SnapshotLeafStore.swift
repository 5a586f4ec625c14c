// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The leaves of published snapshots of all codes (bản chụp danh mục mã).
package protocol SnapshotLeafStore: Sendable {
    /// The evidence of a snapshot: its leaf is appended to the log at the first call, and stays the same ever after.
    ///
    /// A snapshot is known by its version and its bytes: a registry grows the log by one leaf for each version that
    /// somebody asked for, however often that is, across restarts.
    func seal(_ snapshot: NewSnapshotLeaf) async throws(StoreError) -> LeafEvidence
}

/// A snapshot's leaf to be appended, unless the snapshot has one.
package struct NewSnapshotLeaf: Hashable, Sendable {
    /// The row's id.
    package var id: UUIDv7
    /// The registry's version: that of the last change in the snapshot.
    package var version: Int64
    /// SHA-256 of the snapshot's content.
    package var sha256: Digest256
    /// The canonical bytes of its leaf.
    package var leaf: [UInt8]

    /// Makes a leaf to be appended.
    package init(id: UUIDv7, version: Int64, sha256: Digest256, leaf: [UInt8]) {
        self.id = id
        self.version = version
        self.sha256 = sha256
        self.leaf = leaf
    }
}
