// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisSignature
package import AxisStore
import Dispatch
import GRDB

extension SQLiteStore {
    /// Makes a data directory out of a backup.
    ///
    /// What happened after the backup is not known, so every delivery that is not final becomes `held: restored`,
    /// until an administrator releases it.
    ///
    /// - Parameters:
    ///   - backup: the backup's directory, as ``AxisStore/MaintenanceStore/backUp(to:)`` left it.
    ///   - data: the new data directory; it must not exist, or be empty.
    ///   - minimumLogSize: the size of the newest checkpoint that anyone holds: a shorter log would contradict it.
    ///   - manifest: SHA-256 of each file by relative path, when it is known; all are checked before anything else.
    ///   - at: when.
    /// - Returns: how many deliveries are held now.
    package static func restore(
        from backup: String,
        to data: String,
        minimumLogSize: Int64,
        manifest: [String: Digest256]? = nil,
        at: Timestamp,
        fileSystem: any FileSystem = SystemFileSystem()
    ) async throws(StoreError) -> Int {
        let result: Result<Int, any Error> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: Result {
                        if let manifest { try verify(backup, manifest, fileSystem) }
                        return try restoreNow(backup, data, minimumLogSize, at, fileSystem)
                    }
                )
            }
        }
        do { return try result.get() } catch { throw backupError(error) }
    }

    private static func verify(
        _ backup: String,
        _ manifest: [String: Digest256],
        _ files: any FileSystem
    ) throws {
        for (name, expected) in manifest.sorted(by: { $0.key < $1.key }) {
            var hasher = SHA256Hasher()
            try files.read(backup + "/" + name) { hasher.update($0) }
            guard hasher.finalizeDigest() == expected else {
                throw StoreError(.corrupt, "\(name) in the backup does not match its manifest.")
            }
        }
    }

    private static func restoreNow(
        _ backup: String,
        _ data: String,
        _ minimumLogSize: Int64,
        _ at: Timestamp,
        _ files: any FileSystem
    ) throws -> Int {
        guard try files.makeDirectory(data) || files.list(data).isEmpty else {
            throw StoreError(.unusable, "\(data) is not empty: name a new data directory.")
        }
        try copy(backup + "/axis.sqlite", to: data, as: "restoring.db", files)
        let queue = try DatabaseQueue(path: data + "/restoring.db")
        let objects: [EnvelopeID]
        let held: Int
        do {
            defer { try? queue.close() }
            let size = try queue.read { try LogState.stored(in: $0).size }
            guard size >= minimumLogSize else {
                try files.remove(data + "/restoring.db")
                throw StoreError(
                    .unusable,
                    "The backup's log has \(size) leaves, a checkpoint covers \(minimumLogSize): use a newer backup."
                )
            }
            // Without a log beside it, so that closing has nothing left to copy and nothing to lose.
            try queue.writeWithoutTransaction { try Self.leaveLog($0) }
            objects = try queue.read { try Self.objects(in: $0) }
            held = try queue.write { db in
                try Schema.forgetContactJournal(db)
                try callOffDrills(db, at: at)
                return try hold(db, at: at)
            }
        }
        for id in objects {
            let name = objectName(of: id)
            // A payload that the backup lacks is found by the check, and its delivery quarantined.
            guard try files.facts(backup + "/" + name) != nil else { continue }
            try copy(backup + "/" + name, to: data, as: name, files)
        }
        for suffix in ["-wal", "-shm", "-journal"] { try files.remove(data + "/restoring.db" + suffix) }
        try files.flushFile(data + "/restoring.db")
        // Under its own name last: a directory that was not finished holds no database, and is refused.
        try files.rename(data + "/restoring.db", to: data + "/axis.sqlite")
        try files.flushDirectory(data)
        return held
    }

    private static func objectName(of id: EnvelopeID) -> String {
        let name = id.description
        return "objects/\(name.suffix(2))/\(name.suffix(4).prefix(2))/\(name)"
    }

    /// Holds every open delivery, each with a line in its history.
    private static func hold(_ db: Database, at: Timestamp) throws -> Int {
        let held = DeliveryState.held.code
        let reason = "restored from a backup; what happened since is not known"
        try db.execute(
            sql: """
                INSERT INTO history
                SELECT id, steps + 1, state, ?, 'restored', ?, ? FROM delivery WHERE state < 5
                """,
            arguments: [held, reason, at.milliseconds]
        )
        try db.execute(
            sql: """
                UPDATE delivery SET
                    state = ?, hold_reason = ?, reason = ?, changed_at = ?, steps = steps + 1, inbox = NULL,
                    lease_token = NULL, lease_until = NULL, lease_push = NULL,
                    notice_due = iif(kind = ?, ?, notice_due)
                WHERE state < 5
                """,
            arguments: [
                held, HoldReason.restored.code, reason, at.milliseconds, EnvelopeKind.document.code, at.milliseconds,
            ]
        )
        let count = db.changesCount
        try db.execute(sql: "DELETE FROM counter WHERE family = 1 AND code < 5")
        try db.execute(sql: "INSERT INTO counter VALUES (1, ?, ?)", arguments: [held, count])
        return count
    }
}
