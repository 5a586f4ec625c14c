// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import GRDB

extension DrillUnitState: StoredCode {
    var code: Int64 {
        switch self {
        case .waiting: 0
        case .sent: 1
        case .received: 2
        case .acknowledged: 3
        case .failed: 4
        case .skipped: 5
        }
    }
}

/// A drill's row.
struct DrillRow {
    var seq: Int64
    var plan: DrillPlan

    static let columns = """
        seq, id, campaign, started_at, started_by, attempts, retry_after, includes_vxp, cancelled_at, cancelled_by
        """

    /// Reads the row that a query of ``columns`` stands on.
    init(_ query: borrowing Query) throws {
        seq = query.int(0)
        let cancelledAt = query.optionalTime(8)
        let cancelledBy = query.text(9) ?? ""
        plan = DrillPlan(
            id: try query.id(1),
            campaign: query.text(2),
            startedAt: query.time(3),
            startedBy: query.text(4) ?? "",
            mostAttempts: Int(query.int(5)),
            retryAfter: .milliseconds(query.int(6)),
            includesVXP: query.int(7) != 0,
            cancellation: cancelledAt.map { DrillPlan.Cancellation(at: $0, by: cancelledBy) }
        )
    }

    static func find(_ id: DrillID, in db: Database) throws -> DrillRow? {
        var query = try Query(db, "SELECT \(columns) FROM drill WHERE id = ?")
        query.bind(id)
        return try query.step() ? DrillRow(query) : nil
    }

    static func seq(of id: DrillID, in db: Database) throws -> Int64? {
        var query = try Query(db, "SELECT seq FROM drill WHERE id = ?")
        query.bind(id)
        return try query.step() ? query.int(0) : nil
    }

    /// Writes a new drill; its number.
    static func insert(_ plan: DrillPlan, into db: Database) throws -> Int64 {
        var query = try Query(
            db,
            """
            INSERT INTO drill (id, campaign, started_at, started_by, attempts, retry_after, includes_vxp, cancelled_at,
                cancelled_by) VALUES (?,?,?,?,?,?,?,?,?)
            """
        )
        query.bind(plan.id)
        query.bind(plan.campaign)
        query.bind(plan.startedAt)
        query.bind(plan.startedBy)
        query.bind(plan.mostAttempts)
        query.bind(plan.retryAfter.wholeMilliseconds)
        query.bind(plan.includesVXP ? 1 : 0)
        query.bind(plan.cancellation?.at)
        query.bind(plan.cancellation?.by)
        try query.run()
        return db.lastInsertedRowID
    }

    /// The drill with all its units.
    func drill(in db: Database) throws -> Drill {
        var query = try Query(db, "SELECT \(DrillUnitRow.columns) FROM drill_unit WHERE drill = ?")
        query.bind(seq)
        var units: [UnitID: Drill.Participant] = [:]
        while try query.step() {
            let row = try DrillUnitRow.read(query)
            units[row.unit] = row.participant
        }
        return Drill(plan, participants: units)
    }

    /// The drill in figures.
    func tally(in db: Database) throws -> DrillTally {
        var query = try Query(
            db,
            """
            SELECT count(*), sum(attempts > 0), sum(state IN (?2, ?3)), sum(state = ?3), count(status), count(due)
            FROM drill_unit WHERE drill = ?1
            """
        )
        query.bind(seq)
        query.bind(DrillUnitState.received)
        query.bind(DrillUnitState.acknowledged)
        _ = try query.step()
        return DrillTally(
            plan,
            total: Int(query.int(0)),
            sent: Int(query.int(1)),
            received: Int(query.int(2)),
            acknowledged: Int(query.int(3)),
            answered: Int(query.int(4)),
            due: Int(query.int(5))
        )
    }
}

/// The row of one unit of a drill.
enum DrillUnitRow {
    static let columns = names(of: "")

    /// The columns of a table that a query names otherwise: `u.`.
    static func names(of table: String) -> String {
        ["unit", "state", "attempts", "delivery", "status", "since", "failure", "failure_vi"]
            .map { table + $0 }.joined(separator: ", ")
    }

    /// Reads the row that a query of ``columns`` stands on.
    static func read(_ query: borrowing Query) throws -> DrillUnit {
        let vietnamese = query.text(7) ?? ""
        return DrillUnit(
            unit: try query.id(0),
            participant: Drill.Participant(
                state: try query.code(1),
                attempts: Int(query.int(2)),
                delivery: query.optionalID(3),
                status: query.text(4),
                since: query.optionalTime(5),
                failure: query.text(6).map { Drill.Failure(english: $0, vietnamese: vietnamese) }
            )
        )
    }

    /// Binds what changes, in the order of ``columns`` without the unit, and when a document is due.
    static func bind(_ participant: Drill.Participant, due: Timestamp?, to query: inout Query) {
        query.bind(participant.state)
        query.bind(participant.attempts)
        query.bind(participant.delivery)
        query.bind(participant.status)
        query.bind(participant.since)
        query.bind(participant.failure?.english)
        query.bind(participant.failure?.vietnamese)
        query.bind(due)
    }

    static func find(_ unit: UnitID, of drill: Int64, in db: Database) throws -> Drill.Participant? {
        var query = try Query(db, "SELECT \(columns) FROM drill_unit WHERE drill = ? AND unit = ?")
        query.bind(drill)
        query.bind(unit)
        return try query.step() ? read(query).participant : nil
    }
}
