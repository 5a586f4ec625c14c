// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore
import GRDB

/// Drills.
extension SQLiteStore {
    package func add(_ drill: Drill, audit: [AuditRecord]) async throws(StoreError) {
        try await requireSpace()
        try await committer.write { transaction in
            let seq = try DrillRow.insert(drill.plan, into: transaction.db)
            var query = try Query(transaction.db, "INSERT INTO drill_unit VALUES (?,?,?,?,?,?,?,?,?,?)")
            for (unit, participant) in drill.participants {
                query.bind(seq)
                query.bind(unit)
                DrillUnitRow.bind(participant, due: participant.due(in: drill.plan), to: &query)
                try query.run()
            }
            try transaction.append(audit)
            return { _ in () }
        }
    }

    package func drill(_ id: DrillID) async throws(StoreError) -> Drill? {
        try await read { db in try DrillRow.find(id, in: db)?.drill(in: db) }
    }

    package func tallies(campaign: String?, limit: Int) async throws(StoreError) -> [DrillTally] {
        try await read { db in
            try Self.rows(campaign: campaign, limit: limit, in: db).map { try $0.tally(in: db) }
        }
    }

    private static func rows(campaign: String?, limit: Int, in db: Database) throws -> [DrillRow] {
        let named = campaign == nil ? "" : "WHERE campaign = ?"
        var query = try Query(db, "SELECT \(DrillRow.columns) FROM drill \(named) ORDER BY seq DESC LIMIT ?")
        if let campaign { query.bind(campaign) }
        query.bind(max(limit, 0))
        var rows: [DrillRow] = []
        while try query.step() { rows.append(try DrillRow(query)) }
        return rows
    }

    package func cancel(
        _ id: DrillID,
        _ cancellation: DrillPlan.Cancellation,
        audit: [AuditRecord]
    ) async throws(StoreError) -> Bool {
        try await committer.write { transaction in
            guard let row = try DrillRow.find(id, in: transaction.db), row.plan.cancellation == nil else {
                return { _ in false }
            }
            var drill = try Query(
                transaction.db,
                "UPDATE drill SET cancelled_at = ?, cancelled_by = ? WHERE seq = ?"
            )
            drill.bind(cancellation.at)
            drill.bind(cancellation.by)
            drill.bind(row.seq)
            try drill.run()
            var units = try Query(
                transaction.db,
                "UPDATE drill_unit SET due = NULL WHERE drill = ? AND due IS NOT NULL"
            )
            units.bind(row.seq)
            try units.run()
            try transaction.append(audit)
            return { _ in true }
        }
    }

    package func plans(startedAfter moment: Timestamp, limit: Int) async throws(StoreError) -> [DrillPlan] {
        try await read { db in
            var query = try Query(
                db,
                "SELECT \(DrillRow.columns) FROM drill WHERE started_at > ? ORDER BY started_at DESC, seq DESC LIMIT ?"
            )
            query.bind(moment)
            query.bind(max(limit, 0))
            var plans: [DrillPlan] = []
            while try query.step() { plans.append(try DrillRow(query).plan) }
            return plans.reversed()
        }
    }

    package func dueUnits(
        of drill: DrillID,
        at moment: Timestamp,
        limit: Int
    ) async throws(StoreError) -> [DrillUnit] {
        try await read { db in
            guard let seq = try DrillRow.seq(of: drill, in: db) else { return [] }
            var query = try Query(db, QuerySQL.dueDrillUnits)
            query.bind(seq)
            query.bind(moment)
            query.bind(max(limit, 0))
            var units: [DrillUnit] = []
            while try query.step() { units.append(try DrillUnitRow.read(query)) }
            return units
        }
    }

    package func nextDrillDue(after moment: Timestamp) async throws(StoreError) -> Timestamp? {
        try await read { db in
            var query = try Query(db, QuerySQL.nextDrillDue)
            query.bind(moment)
            return try query.step() ? query.optionalTime(0) : nil
        }
    }

    package func news(of drill: DrillID, limit: Int) async throws(StoreError) -> [DrillNews] {
        try await read { db in
            guard let seq = try DrillRow.seq(of: drill, in: db) else { return [] }
            var query = try Query(db, QuerySQL.drillNews)
            query.bind(seq)
            query.bind(max(limit, 0))
            var news: [DrillNews] = []
            while try query.step() {
                let id: DeliveryID = try query.id(8)
                // A row that is wrong is the check's to name; it must not hide the others.
                guard let delivery = try DeliveryRow.readable([id], in: db).first else { continue }
                let before = DrillSight(state: try query.code(9), status: query.text(10))
                let now = DrillSight(state: delivery.state, status: query.text(11))
                let unit = try DrillUnitRow.read(query)
                news.append(DrillNews(unit: unit, delivery: delivery, before: before, now: now))
            }
            return news
        }
    }

    package func update(_ steps: [DrillStep], of drill: DrillID) async throws(StoreError) -> Int {
        if steps.isEmpty { return 0 }
        return try await committer.write { transaction in
            guard let row = try DrillRow.find(drill, in: transaction.db) else { return { _ in 0 } }
            let written = try steps.count { try transaction.take($0, of: row) }
            return { _ in written }
        }
    }

    package func unreceived(
        of drill: DrillID,
        after unit: UnitID?,
        limit: Int
    ) async throws(StoreError) -> [UnreceivedDrill] {
        try await read { db in
            guard let seq = try DrillRow.seq(of: drill, in: db) else { return [] }
            var query = try Query(
                db,
                """
                SELECT unit, delivery FROM drill_unit
                WHERE drill = ?1 AND (?2 IS NULL OR unit > ?2) AND state = ?3 AND delivery IS NOT NULL
                ORDER BY unit LIMIT ?4
                """
            )
            query.bind(seq)
            query.bind(unit)
            query.bind(DrillUnitState.sent)
            query.bind(max(limit, 0))
            var found: [UnreceivedDrill] = []
            while try query.step() {
                let unit: UnitID = try query.id(0)
                let delivery: DeliveryID = try query.id(1)
                guard let delivery = try DeliveryRow.readable([delivery], in: db).first else { continue }
                found.append(UnreceivedDrill(unit: unit, delivery: delivery))
            }
            return found
        }
    }
}

extension SQLiteStore {
    /// Drills with units or test documents that can't be read.
    static func drillFaults(in db: Database, limit: Int) throws -> [StoreFault] {
        var query = try Query(
            db,
            """
            SELECT d.id,
                (SELECT count(*) FROM drill_unit u WHERE u.drill = d.seq AND u.state NOT BETWEEN 0 AND ?1),
                (SELECT count(*) FROM drill_attempt a WHERE a.drill = d.seq
                    AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.id = a.delivery))
            FROM drill d ORDER BY d.seq
            """
        )
        query.bind(DrillUnitState.allCases.map(\.code).max())
        var faults: [StoreFault] = []
        while faults.count < limit, try query.step() {
            let id: DrillID = try query.id(0)
            let (units, documents) = (query.int(1), query.int(2))
            guard units > 0 || documents > 0 else { continue }
            let reason = "A drill: \(units) units can't be read, \(documents) test documents have no delivery."
            faults.append(StoreFault(subject: id.description, reason: reason))
        }
        return faults
    }
}

extension GroupTransaction {
    /// Writes a unit's next step; false when the unit is not as expected.
    fileprivate func take(_ step: DrillStep, of row: DrillRow) throws -> Bool {
        let drill = row.seq
        guard try DrillUnitRow.find(step.unit, of: drill, in: db) == step.before else { return false }
        if step.after != step.before {
            var query = try Query(
                db,
                """
                UPDATE drill_unit SET state = ?, attempts = ?, delivery = ?, status = ?, since = ?, failure = ?,
                    failure_vi = ?, due = ?
                WHERE drill = ? AND unit = ?
                """
            )
            DrillUnitRow.bind(step.after, due: step.after.due(in: row.plan), to: &query)
            query.bind(drill)
            query.bind(step.unit)
            try query.run()
        }
        if let delivery = step.after.delivery, delivery != step.before.delivery {
            var query = try Query(db, "INSERT INTO drill_attempt VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            query.bind(drill)
            query.bind(delivery)
            query.bind(step.unit)
            query.bind(DrillSight.fresh.state)
            query.bind(DrillSight.fresh.status)
            try query.run()
        }
        if let seen = step.seen {
            var query = try Query(
                db,
                "UPDATE drill_attempt SET seen_state = ?, seen_status = ? WHERE drill = ? AND delivery = ?"
            )
            query.bind(seen.sight.state)
            query.bind(seen.sight.status)
            query.bind(drill)
            query.bind(seen.delivery)
            try query.run()
        }
        return true
    }
}

extension QuerySQL {
    static let dueDrillUnits = """
        SELECT \(DrillUnitRow.columns) FROM drill_unit
        WHERE drill = ? AND due <= ? AND due IS NOT NULL ORDER BY due, unit LIMIT ?
        """
    static let nextDrillDue = "SELECT due FROM drill_unit WHERE due > ? AND due IS NOT NULL ORDER BY due LIMIT 1"
    /// Among the test documents of one drill, those whose delivery stands elsewhere (an attempt under way, 1, counts as
    /// queued, 0), or that a status package came about.
    static let drillNews = """
        SELECT \(DrillUnitRow.names(of: "u.")), a.delivery, a.seen_state, a.seen_status,
            (SELECT s.status_code FROM envelope s WHERE s.about = a.delivery AND s.kind = 1 ORDER BY s.seq DESC LIMIT 1)
                AS answer
        FROM drill_attempt a JOIN delivery d ON d.id = a.delivery
            JOIN drill_unit u ON u.drill = a.drill AND u.unit = a.unit
        WHERE a.drill = ? AND (a.seen_state != iif(d.state = 1, 0, d.state) OR a.seen_status IS NOT answer) LIMIT ?
        """
}
