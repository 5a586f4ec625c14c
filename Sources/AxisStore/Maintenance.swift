// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Care of the store.
package protocol MaintenanceStore: Sendable {
    /// How the store is.
    func health() async -> StoreHealth

    /// Removes payload bytes whose last delivery ended before a moment, at most `limit` envelopes; returns how many.
    func removePayloads(endedBefore: Timestamp, limit: Int) async throws(StoreError) -> Int

    /// Copies a consistent state of the running store to a new directory.
    func backUp(to directory: String) async throws(StoreError) -> BackupSummary

    /// Checks rows, hashes, files and the log against each other; returns every fault found, at most `limit`.
    func check(limit: Int) async throws(StoreError) -> [StoreFault]

    /// Flushes, checkpoints and closes; pending writes finish first.
    func close() async
}

/// How the store is.
package struct StoreHealth: Hashable, Sendable {
    /// The write or flush failure that ended it, if any.
    package var failure: String?
    /// Free share of the file system, 0 to 1.
    package var freeShare: Double
    /// Size of the write-ahead log in bytes.
    package var walBytes: Int64
    /// Writes waiting for the committer.
    package var pending: Int
    /// The library's version, e.g. SQLite's.
    package var engine: String

    /// Makes a health report.
    package init(failure: String?, freeShare: Double, walBytes: Int64, pending: Int, engine: String) {
        self.failure = failure
        self.freeShare = freeShare
        self.walBytes = walBytes
        self.pending = pending
        self.engine = engine
    }
}

/// What a backup holds.
package struct BackupSummary: Hashable, Sendable, Codable {
    /// The directory.
    package var directory: String
    /// Leaves in its log.
    package var logSize: Int64
    /// Payload files copied.
    package var objects: Int
    /// Bytes in all.
    package var bytes: Int64
    /// SHA-256 of each file by relative path: the manifest.
    package var files: [String: Digest256]

    /// Makes a summary.
    package init(directory: String, logSize: Int64, objects: Int, bytes: Int64, files: [String: Digest256]) {
        self.directory = directory
        self.logSize = logSize
        self.objects = objects
        self.bytes = bytes
        self.files = files
    }
}

/// A fault that `check` found.
package struct StoreFault: Hashable, Sendable, Codable {
    /// What is at fault, e.g. an envelope's id or a file.
    package var subject: String
    /// What is wrong, in a sentence.
    package var reason: String

    /// Makes a fault.
    package init(subject: String, reason: String) {
        self.subject = subject
        self.reason = reason
    }
}
