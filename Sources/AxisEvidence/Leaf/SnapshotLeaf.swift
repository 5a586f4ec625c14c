// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What a leaf of the evidence log says about a snapshot of all codes (bản chụp danh mục mã) that Axis published.
package struct SnapshotLeaf: Hashable, Sendable {
    /// The registry's version: that of the last change in the snapshot.
    package var version: Int64
    /// How many units it has.
    package var units: Int
    /// SHA-256 of the snapshot's content, see ``CodeSnapshotFile``.
    package var sha256: Digest256
    /// The content's size in bytes.
    package var size: Int
    /// When it was first published.
    package var publishedAt: Timestamp

    /// Makes a leaf.
    package init(version: Int64, units: Int, sha256: Digest256, size: Int, publishedAt: Timestamp) {
        self.version = version
        self.units = units
        self.sha256 = sha256
        self.size = size
        self.publishedAt = publishedAt
    }

    /// The leaf's one form in bytes: the lines of `axis-leaf/1`, of the kind `codes-snapshot`.
    ///
    /// After the form: `codes-version`, `kind`, `published-at`, `units`, `sha256`, `size`.
    package var canonicalBytes: [UInt8] {
        let lines = [
            LeafContent.form,
            "codes-version: \(version)",
            "kind: codes-snapshot",
            "published-at: \(publishedAt)",
            "units: \(units)",
            "sha256: \(sha256)",
            "size: \(size)",
        ]
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Reads a leaf's bytes; anything but the one form is refused.
    ///
    /// - Throws: ``EvidenceFault/Code/leafUnreadable`` with the line's name.
    package init(canonicalBytes bytes: [UInt8]) throws(EvidenceFault) {
        guard bytes.count <= 1024, bytes.allSatisfy({ $0 == 10 || (32...126).contains($0) }) else {
            throw .unreadableLeaf("form")
        }
        var lines = LeafLines(bytes)
        guard lines.next() == LeafContent.form else { throw .unreadableLeaf("form") }
        version = try lines.value("codes-version") { Int64($0) }
        _ = try lines.value("kind") { $0 == "codes-snapshot" ? $0 : nil }
        publishedAt = try lines.value("published-at") { Timestamp($0) }
        units = try lines.value("units") { Int($0) }
        sha256 = try lines.value("sha256") { Digest256($0) }
        size = try lines.value("size") { Int($0) }
        guard lines.isAtEnd, canonicalBytes == bytes else { throw .unreadableLeaf("form") }
    }
}
