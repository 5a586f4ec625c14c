// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore
import Foundation
import GRDB

/// The log, the registry's events and the audit log.
extension SQLiteStore {
    package func latestCheckpoint() async throws(StoreError) -> StoredCheckpoint? {
        try await read { db in
            var query = try Query(
                db,
                "SELECT tree_size, text, signature FROM checkpoint ORDER BY tree_size DESC LIMIT 1"
            )
            guard try query.step() else { return nil }
            return StoredCheckpoint(size: query.int(0), text: query.text(1) ?? "", signature: query.bytes(2))
        }
    }

    package func leafDigests(_ range: Range<Int64>) async throws(StoreError) -> [Digest256] {
        try await read { db in
            var query = try Query(
                db,
                "SELECT digest FROM leaf WHERE place >= ? AND place < ? ORDER BY place LIMIT 4096"
            )
            query.bind(range.lowerBound)
            query.bind(range.upperBound)
            var digests: [Digest256] = []
            while try query.step() { digests.append(try query.digest(0)) }
            return digests
        }
    }

    package func node(level: Int, index: Int64) async throws(StoreError) -> LogNode? {
        try await read { db in
            var query = try Query(db, "SELECT digest FROM node WHERE level = ? AND place = ?")
            query.bind(level)
            query.bind(index)
            guard try query.step() else { return nil }
            return LogNode(level: level, index: index, digest: try query.digest(0))
        }
    }

    package func registryEvents(after version: Int64, limit: Int) async throws(StoreError) -> [RegistryEvent] {
        try await read { db in
            var query = try Query(
                db,
                "SELECT event FROM registry_event WHERE version > ? ORDER BY version LIMIT ?"
            )
            query.bind(version)
            query.bind(limit)
            let decoder = JSONDecoder()
            var events: [RegistryEvent] = []
            while try query.step() {
                events.append(try decoder.decode(RegistryEvent.self, from: Data(query.bytes(0))))
            }
            return events
        }
    }

    package func append(_ events: [RegistryEvent], audit: [AuditRecord]) async throws(StoreError) {
        let texts = try Self.texts(events)
        let bytes = texts.reduce(0) { $0 + $1.utf8.count }
        let refusal: StoreError? = try await committer.write(bytes: bytes) { transaction in
            if let error = try transaction.append(events, texts) { return { _ in error } }
            try transaction.append(audit)
            return { _ in nil }
        }
        if let refusal { throw refusal }
    }

    static func texts(_ events: [RegistryEvent]) throws(StoreError) -> [String] {
        do {
            let encoder = JSONEncoder()
            return try events.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        } catch {
            throw StoreError(.corrupt, "A registry event can't be written.")
        }
    }

    package func appendAudit(_ records: [AuditRecord]) async throws(StoreError) {
        if records.isEmpty { return }
        try await committer.write { transaction in
            try transaction.append(records)
            return { _ in () }
        }
    }

    package func auditRecords(after sequence: Int64, limit: Int) async throws(StoreError) -> [AuditRecord] {
        try await read { db in
            var query = try Query(
                db,
                """
                SELECT sequence, at, actor, action, subject, before, after FROM audit WHERE sequence > ?
                ORDER BY sequence LIMIT ?
                """
            )
            query.bind(sequence)
            query.bind(limit)
            var records: [AuditRecord] = []
            while try query.step() {
                var record = AuditRecord(
                    at: query.time(1),
                    actor: query.text(2) ?? "",
                    action: query.text(3) ?? "",
                    subject: query.text(4) ?? "",
                    before: query.text(5),
                    after: query.text(6)
                )
                record.sequence = query.int(0)
                records.append(record)
            }
            return records
        }
    }
}

extension GroupTransaction {
    /// Appends the registry's events, or says what they conflict with; then nothing was written.
    func append(_ events: [RegistryEvent], _ texts: [String]) throws -> StoreError? {
        let stored = try Int64.fetchOne(db, sql: "SELECT max(version) FROM registry_event") ?? 0
        for (offset, event) in events.enumerated() where event.version != stored + Int64(offset) + 1 {
            return StoreError(.versionConflict, "The registry's stored version is \(stored).")
        }
        var query = try Query(db, "INSERT INTO registry_event VALUES (?, ?)")
        for (event, text) in zip(events, texts) {
            query.bind(event.version)
            query.bind(text)
            try query.run()
        }
        return nil
    }

    /// Appends audit records.
    func append(_ records: [AuditRecord]) throws {
        var query = try Query(
            db,
            "INSERT INTO audit (at, actor, action, subject, before, after) VALUES (?, ?, ?, ?, ?, ?)"
        )
        for record in records {
            query.bind(record.at)
            query.bind(record.actor)
            query.bind(record.action)
            query.bind(record.subject)
            query.bind(record.before)
            query.bind(record.after)
            try query.run()
        }
    }
}
