// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import AxisStore
import Foundation
import GRDB
import Synchronization

extension SQLiteStore {
    package func backUp(to directory: String) async throws(StoreError) -> BackupSummary {
        backups.add(1, ordering: .sequentiallyConsistent)
        defer { backups.subtract(1, ordering: .sequentiallyConsistent) }
        let result = await payloads.perform { [self] in try backUpNow(to: directory) }
        do { return try result.get() } catch { throw Self.backupError(error) }
    }

    static func backupError(_ error: any Error) -> StoreError {
        if let error = error as? StoreError { return error }
        return StoreError(.unusable, "The copy could not be made: \(error).")
    }

    /// The database first, by SQLite's online backup off the writer; then the objects that its rows name.
    private func backUpNow(to directory: String) throws -> BackupSummary {
        let files = payloads.files
        guard try files.makeDirectory(directory) || files.list(directory).isEmpty else {
            throw StoreError(.unusable, "\(directory) is not empty: name a new directory for the backup.")
        }
        let database = directory + "/axis.sqlite"
        try files.makeFile(database)
        let copy = try DatabaseQueue(path: database)
        try pool.backup(to: copy, pagesPerStep: 1024)
        let (logSize, objects) = try copy.read { db in
            (try LogState.stored(in: db).size, try Self.objects(in: db))
        }
        try copy.writeWithoutTransaction { try Self.leaveLog($0) }
        try copy.close()
        // The copy stands alone, without a log beside it.
        for suffix in ["-wal", "-shm", "-journal"] { try files.remove(database + suffix) }
        try files.flushFile(database)
        var summary = BackupSummary(directory: directory, logSize: logSize, objects: 0, bytes: 0, files: [:])
        try summary.add("axis.sqlite", in: directory, payloads)
        for id in objects {
            let source = payloads.path(of: id)
            let name = String(source.dropFirst(self.directory.path.count + 1))
            try Self.copy(source, to: directory, as: name, files)
            try summary.add(name, in: directory, payloads)
            summary.objects += 1
        }
        try files.flushDirectory(directory)
        return summary
    }

    /// Copies a write-ahead log into its database and does without it from now on, which opening a store changes back.
    static func leaveLog(_ db: Database) throws {
        guard try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
            throw StoreError(.unusable, "The copy's log could not be written into it.")
        }
        try db.execute(sql: "PRAGMA synchronous = FULL")
    }

    /// Envelopes whose bytes are a file.
    static func objects(in db: Database) throws -> [EnvelopeID] {
        var query = try Query(db, "SELECT id FROM envelope WHERE place = 1 ORDER BY seq")
        var ids: [EnvelopeID] = []
        while try query.step() { ids.append(try query.id(0)) }
        return ids
    }

    /// Copies a file below a directory, with the directories on its way, all flushed.
    static func copy(_ source: String, to directory: String, as name: String, _ files: any FileSystem) throws {
        var parent = directory
        for part in name.split(separator: "/").dropLast() {
            let child = parent + "/" + part
            if try files.makeDirectory(child) { try files.flushDirectory(parent) }
            parent = child
        }
        let target = directory + "/" + name
        try FileManager.default.copyItem(atPath: source, toPath: target)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
        try files.flushFile(target)
        try files.flushDirectory(parent)
    }
}

extension BackupSummary {
    fileprivate mutating func add(_ name: String, in directory: String, _ payloads: PayloadFiles) throws {
        let path = directory + "/" + name
        files[name] = try payloads.digest(of: path)
        bytes += Int64(try payloads.files.facts(path)?.size ?? 0)
    }
}
