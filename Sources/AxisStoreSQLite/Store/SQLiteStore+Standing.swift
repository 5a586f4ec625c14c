// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import AxisRegistry
package import AxisStore
import GRDB

/// What boards and reminders go by.
extension SQLiteStore {
    package func standingVersions(of campaign: String) async throws(StoreError) -> [SubmissionVersion] {
        try await read { db in
            var query = try Query(db, QuerySQL.standingVersions)
            query.bind(campaign)
            var found: [SubmissionVersion] = []
            while try query.step() { found.append(try StoredJSON.value(query.text(0))) }
            return found
        }
    }

    package func settle(
        reminder: Int64,
        of campaign: String,
        audit: [AuditRecord]
    ) async throws(StoreError) -> Bool {
        try await committer.write { transaction in
            var query = try Query(
                transaction.db,
                "INSERT INTO campaign_reminder VALUES (?, ?) ON CONFLICT DO NOTHING"
            )
            query.bind(campaign)
            query.bind(reminder)
            try query.run()
            guard transaction.db.changesCount > 0 else { return { _ in false } }
            try transaction.append(audit)
            return { _ in true }
        }
    }

    package func settledReminders(of campaign: String) async throws(StoreError) -> Set<Int64> {
        try await read { db in
            var query = try Query(db, "SELECT seconds_before FROM campaign_reminder WHERE campaign = ?")
            query.bind(campaign)
            var settled: Set<Int64> = []
            while try query.step() { settled.insert(query.int(0)) }
            return settled
        }
    }

    package func testedUnits(ofCampaign campaign: String, limit: Int) async throws(StoreError) -> TestedUnits {
        try await read { db in
            // Of each unit the row of the greatest rank; beside max(), SQLite takes the other columns from that row.
            var query = try Query(
                db,
                """
                SELECT \(DrillUnitRow.columns), max((iif(state = ?3, 0, state) << 40) | drill) FROM drill_unit
                WHERE attempts > 0
                    AND drill IN (SELECT seq FROM drill WHERE campaign = ?1 ORDER BY seq DESC LIMIT ?2)
                GROUP BY unit
                """
            )
            query.bind(campaign)
            query.bind(max(limit, 0))
            query.bind(DrillUnitState.failed)
            var best: [UnitID: Drill.Participant] = [:]
            while try query.step() {
                let row = try DrillUnitRow.read(query)
                best[row.unit] = row.participant
            }
            return TestedUnits(best)
        }
    }
}

extension QuerySQL {
    static let standingVersions = """
        SELECT version FROM submission
        WHERE campaign = ? AND json_extract(version, '$.outcome.superseded') IS NULL
        """
}
