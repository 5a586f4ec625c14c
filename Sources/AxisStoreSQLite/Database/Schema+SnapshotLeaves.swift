// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The leaves of published snapshots: one for each version and content that was asked for.
///
/// The leaf stands in `leaf` as an envelope's does, under the row's id.
extension Schema {
    static let snapshotLeaves = """
        CREATE TABLE snapshot_leaves (
            version INTEGER NOT NULL,
            sha256 BLOB NOT NULL,
            id BLOB NOT NULL UNIQUE,
            leaf INTEGER NOT NULL,
            PRIMARY KEY (version, sha256)
        ) WITHOUT ROWID;
        """
}
