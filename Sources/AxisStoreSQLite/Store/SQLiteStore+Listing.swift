// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import AxisStore
import GRDB

extension SQLiteStore {
    /// At most so many envelopes are looked at for one page; a page may end before its limit then, never wrongly.
    static let scanBound = 200_000

    package func envelopes(_ filter: EnvelopeFilter) async throws(StoreError) -> [EnvelopeRecord] {
        try await read { db in
            var before = Int64.max
            if let after = filter.after {
                guard let row = try EnvelopeRow.find(after, in: db) else { return [] }
                before = row.seq
            }
            let limit = min(max(filter.limit, 1), 1000)
            var found: [EnvelopeRow] = []
            for source in Self.sources(filter) {
                // Each source yields its newest `limit`; the newest of all are among them.
                found += try Self.scan(source, filter, before: before, limit: limit, in: db)
            }
            return found.sorted { $0.seq > $1.seq }.prefix(limit).map(\.record)
        }
    }

    /// Which index a listing walks, newest first: the narrowest that the filter allows.
    private enum Source {
        case document(String, sender: UnitID?)
        case sender(UnitID)
        case all
    }

    private static func sources(_ filter: EnvelopeFilter) -> [Source] {
        if let documentID = filter.documentID {
            if filter.senders.isEmpty { return [.document(documentID, sender: nil)] }
            return Set(filter.senders).map { .document(documentID, sender: $0) }
        }
        if !filter.senders.isEmpty { return Set(filter.senders).map { .sender($0) } }
        return [.all]
    }

    private static func scan(
        _ source: Source,
        _ filter: EnvelopeFilter,
        before: Int64,
        limit: Int,
        in db: Database
    ) throws -> [EnvelopeRow] {
        var query = try seqs(source, before: before, in: db)
        var found: [EnvelopeRow] = []
        var looked = 0
        while looked < scanBound, found.count < limit, try query.step() {
            looked += 1
            guard let row = try EnvelopeRow.find(seq: query.int(0), in: db) else { continue }
            if let from = filter.from, row.record.acceptedAt < from { break }
            if try matches(row, filter, in: db) { found.append(row) }
        }
        return found
    }

    private static func seqs(_ source: Source, before: Int64, in db: Database) throws -> Query {
        switch source {
        case .document(let documentID, let sender?):
            var query = try Query(
                db,
                "SELECT seq FROM envelope WHERE document_id = ? AND sender = ? AND seq < ? ORDER BY seq DESC"
            )
            query.bind(documentID)
            query.bind(sender)
            query.bind(before)
            return query
        case .document(let documentID, nil):
            var query = try Query(
                db,
                "SELECT seq FROM envelope WHERE document_id = ? AND seq < ? ORDER BY seq DESC"
            )
            query.bind(documentID)
            query.bind(before)
            return query
        case .sender(let sender):
            var query = try Query(db, "SELECT seq FROM envelope WHERE sender = ? AND seq < ? ORDER BY seq DESC")
            query.bind(sender)
            query.bind(before)
            return query
        case .all:
            var query = try Query(db, "SELECT seq FROM envelope WHERE seq < ? ORDER BY seq DESC")
            query.bind(before)
            return query
        }
    }

    private static func matches(_ row: EnvelopeRow, _ filter: EnvelopeFilter, in db: Database) throws -> Bool {
        let envelope = row.record
        if !filter.senders.isEmpty, !filter.senders.contains(envelope.sender) { return false }
        if let documentID = filter.documentID, envelope.documentID != documentID { return false }
        if let kind = filter.kind, envelope.kind != kind { return false }
        if let until = filter.until, envelope.acceptedAt >= until { return false }
        guard filter.recipient != nil || filter.state != nil else { return true }
        return try DeliveryRow.find(row.deliveries, in: db).contains { delivery in
            (filter.recipient == nil || filter.recipient == delivery.recipient)
                && (filter.state == nil || filter.state == delivery.state)
        }
    }
}
