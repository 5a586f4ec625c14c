// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore
import Foundation
import GRDB

/// Campaigns, the journal of arrivals and declarations.
extension SQLiteStore {
    package func add(_ campaign: Campaign, audit: [AuditRecord]) async throws(StoreError) -> Bool {
        let content = try StoredJSON.text(campaign)
        return try await committer.write(bytes: content.utf8.count) { transaction in
            var known = try Query(transaction.db, "SELECT 1 FROM campaign WHERE id = ?")
            known.bind(campaign.id)
            if try known.step() { return { _ in false } }
            var query = try Query(transaction.db, "INSERT INTO campaign (id, content) VALUES (?, ?)")
            query.bind(campaign.id)
            query.bind(content)
            try query.run()
            try transaction.append(audit)
            return { _ in true }
        }
    }

    package func campaign(_ id: String) async throws(StoreError) -> Campaign? {
        try await read { db in
            var query = try Query(db, "SELECT content FROM campaign WHERE id = ?")
            query.bind(id)
            return try query.step() ? try StoredJSON.value(query.text(0)) : nil
        }
    }

    package func campaigns(limit: Int) async throws(StoreError) -> [Campaign] {
        try await read { db in
            var query = try Query(db, "SELECT content FROM campaign ORDER BY seq DESC LIMIT ?")
            query.bind(max(limit, 0))
            var found: [Campaign] = []
            while try query.step() { found.append(try StoredJSON.value(query.text(0))) }
            return found
        }
    }

    package func begin(_ arrival: ArrivalLine) async throws(StoreError) -> Int64 {
        try await requireSpace()
        let line = try StoredJSON.text(arrival)
        return try await committer.write { transaction in
            var query = try Query(
                transaction.db,
                "INSERT INTO arrival (campaign, unit, began_at, line) VALUES (?, ?, ?, ?)"
            )
            query.bind(arrival.campaign)
            query.bind(arrival.unit)
            query.bind(arrival.beganAt)
            query.bind(line)
            try query.run()
            let place = transaction.db.lastInsertedRowID
            return { _ in place }
        }
    }

    package func update(_ arrival: ArrivalLine, at place: Int64) async throws(StoreError) {
        let line = try StoredJSON.text(arrival)
        try await committer.write { transaction in
            try transaction.updateArrival(line, at: place)
            return { _ in () }
        }
    }

    package func arrivals(
        campaign: String,
        unit: UnitID,
        since: Timestamp
    ) async throws(StoreError) -> [StoredArrival] {
        try await read { db in
            var query = try Query(
                db,
                """
                SELECT place, line FROM arrival WHERE campaign = ? AND unit = ? AND began_at >= ?
                ORDER BY began_at, place LIMIT 1000
                """
            )
            query.bind(campaign)
            query.bind(unit)
            query.bind(since)
            var found: [StoredArrival] = []
            while try query.step() {
                // A line that can't be read lends no list its time, and keeps none out.
                guard let line: ArrivalLine = try? StoredJSON.value(query.text(1)) else { continue }
                found.append(StoredArrival(place: query.int(0), line: line))
            }
            return found
        }
    }

    package func declare(_ declaration: Declaration, audit: [AuditRecord]) async throws(StoreError) {
        let content = try StoredJSON.text(declaration)
        try await committer.write(bytes: content.utf8.count) { transaction in
            var query = try Query(
                transaction.db,
                """
                INSERT INTO declaration VALUES (?, ?, ?, ?)
                ON CONFLICT (campaign, unit, indicator) DO UPDATE SET content = excluded.content
                """
            )
            query.bind(declaration.campaign)
            query.bind(declaration.unit)
            query.bind(declaration.indicator.rawValue)
            query.bind(content)
            try query.run()
            try transaction.append(audit)
            return { _ in () }
        }
    }

    package func declarations(of campaign: String) async throws(StoreError) -> [Declaration] {
        try await read { db in
            var query = try Query(db, "SELECT content FROM declaration WHERE campaign = ? LIMIT 10000")
            query.bind(campaign)
            var found: [Declaration] = []
            while try query.step() { found.append(try StoredJSON.value(query.text(0))) }
            return found
        }
    }
}

/// Values that are kept as JSON.
enum StoredJSON {
    static func text(_ value: some Encodable) throws(StoreError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return String(decoding: try encoder.encode(value), as: UTF8.self) } catch {
            throw StoreError(.corrupt, "A value can't be written: \(type(of: value)).")
        }
    }

    static func value<Value: Decodable>(_ text: String?) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data((text ?? "").utf8))
    }
}
