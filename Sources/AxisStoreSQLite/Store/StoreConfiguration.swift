// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisStore

/// How the store on disk is kept.
package struct StoreConfiguration: Sendable {
    /// The data directory: 0700, on a local file system, owned by the daemon's user.
    package var directory: String
    /// How long payload bytes are kept after the last delivery ended; the sweeper asks for their removal.
    package var retention: Duration
    /// Payloads up to so many bytes stand in the database; larger ones are a file each.
    package var inlineBound: Int
    /// Below this free share of the file system nothing new is accepted.
    package var minimumFreeShare: Double
    /// At most so many writes in one transaction.
    package var groupItems: Int
    /// At most so many bytes in one transaction.
    package var groupBytes: Int
    /// At most so many writes wait for the committer; more are refused as `overloaded`.
    package var pendingItems: Int
    /// At most so many bytes wait for the committer.
    package var pendingBytes: Int
    /// After so many pages in the write-ahead log it is copied into the database, between two groups.
    package var checkpointPages: Int
    /// Connections that read.
    package var readers: Int
    /// A payload file without a row is swept at start when it is older than this.
    package var orphanGrace: Duration
    /// Called once, when a write or a flush failed: the daemon ends with a status other than 0.
    package var onFailure: @Sendable (StoreError) -> Void

    /// The defaults for a directory.
    package init(
        directory: String,
        retention: Duration = .seconds(400 * 86400),
        inlineBound: Int = 64 << 10,
        minimumFreeShare: Double = 0.10,
        groupItems: Int = 256,
        groupBytes: Int = 8 << 20,
        pendingItems: Int = 4096,
        pendingBytes: Int = 64 << 20,
        checkpointPages: Int = 32768,
        readers: Int = 5,
        orphanGrace: Duration = .seconds(3600),
        onFailure: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) {
        self.directory = directory
        self.retention = retention
        self.inlineBound = inlineBound
        self.minimumFreeShare = minimumFreeShare
        self.groupItems = groupItems
        self.groupBytes = groupBytes
        self.pendingItems = pendingItems
        self.pendingBytes = pendingBytes
        self.checkpointPages = checkpointPages
        self.readers = readers
        self.orphanGrace = orphanGrace
        self.onFailure = onFailure
    }
}
