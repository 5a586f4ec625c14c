// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore
import GRDB

extension SQLiteStore {
    package func recipientsWithQueuedDeliveries() async throws(StoreError) -> [UnitID] {
        try await read { db in
            // A loose scan: one seek for each recipient, however much waits for it.
            try Self.walk(QuerySQL.nextQueued, in: db)
        }
    }

    private static func walk(_ sql: String, in db: Database) throws -> [UnitID] {
        var query = try Query(db, sql)
        var found: [UnitID] = []
        while true {
            query.reset()
            if let last = found.last { query.bind(last) } else { query.bind([]) }
            guard try query.step() else { return found }
            found.append(try query.id(0))
        }
    }

    package func interruptedPushes(limit: Int) async throws(StoreError) -> [DeliveryID] {
        try await read { db in
            var query = try Query(db, QuerySQL.interrupted)
            query.bind(limit)
            var found: [DeliveryID] = []
            while try query.step() { found.append(try query.id(0)) }
            return found
        }
    }

    package func expiredLeases(at: Timestamp, limit: Int) async throws(StoreError) -> [DeliveryID] {
        try await read { db in
            var query = try Query(db, QuerySQL.expired)
            query.bind(at)
            query.bind(limit)
            var found: [DeliveryID] = []
            while try query.step() { found.append(try query.id(0)) }
            return found
        }
    }

    package func dueNotices(at: Timestamp, limit: Int) async throws(StoreError) -> [Delivery] {
        try await read { db in
            var query = try Query(db, QuerySQL.dueNotices)
            query.bind(at)
            query.bind(limit)
            var found: [DeliveryID] = []
            while try query.step() { found.append(try query.id(0)) }
            return try DeliveryRow.readable(found, in: db)
        }
    }

    package func deliveries(_ filter: DeliveryFilter) async throws(StoreError) -> [Delivery] {
        try await read { db in
            let limit = min(max(filter.limit, 1), 1000)
            let open = DeliveryState.allCases.filter { !$0.isFinal }
            let states = Set(filter.states.isEmpty ? open : filter.states)
            var best = Best<DeliveryID>(limit)
            if filter.recipients.isEmpty {
                try Self.listAll(states, after: filter.after, limit: limit, into: &best, in: db)
            } else {
                for recipient in Set(filter.recipients) {
                    try Self.list(recipient, states, after: filter.after, limit: limit, into: &best, in: db)
                }
            }
            return try DeliveryRow.readable(best.elements, in: db)
        }
    }

    /// Ids of one recipient's deliveries in states: open ones from the queue's index.
    private static func list(
        _ recipient: UnitID,
        _ states: Set<DeliveryState>,
        after: DeliveryID?,
        limit: Int,
        into best: inout Best<DeliveryID>,
        in db: Database
    ) throws {
        for state in states {
            var query = try Query(db, listing(state))
            query.bind(recipient)
            query.bind(state)
            if let after { query.bind(after) } else { query.bind([]) }
            query.bind(limit)
            while try query.step() { guard best.insert(try query.id(0)) else { break } }
        }
    }

    private static func listing(_ state: DeliveryState) -> String {
        switch state {
        case .acknowledged: "SELECT id FROM delivery WHERE recipient = ? AND state = ? AND id > ? ORDER BY id LIMIT ?"
        case .rejected, .recalled, .dead:
            """
            SELECT id FROM delivery INDEXED BY delivery_undelivered
            WHERE recipient = ? AND state = ? AND state > 5 AND id > ? ORDER BY id LIMIT ?
            """
        case .queued, .delivering, .delivered, .held, .quarantined:
            """
            SELECT id FROM delivery INDEXED BY delivery_queue
            WHERE recipient = ? AND state = ? AND state < 5 AND id > ? ORDER BY id LIMIT ?
            """
        }
    }

    private static func listAll(
        _ states: Set<DeliveryState>,
        after: DeliveryID?,
        limit: Int,
        into best: inout Best<DeliveryID>,
        in db: Database
    ) throws {
        for state in states {
            let sql =
                switch state {
                case .acknowledged: "SELECT id FROM delivery WHERE state = ? AND id > ? ORDER BY id LIMIT ?"
                case .rejected, .recalled, .dead:
                    "SELECT id FROM delivery WHERE state = ? AND state > 5 AND id > ? ORDER BY id LIMIT ?"
                case .queued, .delivering, .delivered, .held, .quarantined:
                    """
                    SELECT id FROM delivery INDEXED BY delivery_queue
                    WHERE state = ? AND state < 5 AND id > ? ORDER BY id LIMIT ?
                    """
                }
            var query = try Query(db, sql)
            query.bind(state)
            if let after { query.bind(after) } else { query.bind([]) }
            query.bind(limit)
            while try query.step() { guard best.insert(try query.id(0)) else { break } }
        }
    }

    package func queueShape(at: Timestamp, limit: Int) async throws(StoreError) -> [QueueShapeRow] {
        try await read { db in
            var rows: [UnitID: QueueShapeRow] = [:]
            var query = try Query(
                db,
                "SELECT recipient, state, accepted_at FROM delivery INDEXED BY delivery_queue WHERE state < 5"
            )
            while try query.step() {
                let recipient: UnitID = try query.id(0)
                let accepted = query.time(2)
                rows[recipient, default: QueueShapeRow(recipient: recipient, oldest: accepted)]
                    .add(try query.code(1), acceptedAt: accepted, at: at)
            }
            let largest = rows.values.sorted { ($1.total, $0.recipient) < ($0.total, $1.recipient) }
            return Array(largest.prefix(max(limit, 0)))
        }
    }

    package func counts() async throws(StoreError) -> StoreCounts {
        try await read { db in
            var counts = StoreCounts()
            var query = try Query(db, "SELECT family, code, value FROM counter WHERE value <> 0")
            while try query.step() {
                let value = Int(query.int(2))
                if query.int(0) == 0 {
                    counts.envelopes[try query.code(1)] = value
                } else {
                    counts.deliveries[try query.code(1)] = value
                }
            }
            return counts
        }
    }
}
