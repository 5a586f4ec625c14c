// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB
import Testing

@testable import AxisStoreSQLite

/// The calls that must stay quick among millions of rows walk an index, and sort nothing that grows.
@Suite struct QueryPlanTests {
    private static let walks: [(String, String)] = [
        (QuerySQL.ready, "delivery_queue (recipient=? AND state=? AND urgency=? AND due<?)"),
        (QuerySQL.firstDue, "delivery_queue (recipient=? AND state=? AND urgency=? AND due>?)"),
        (QuerySQL.inbox, "delivery_inbox (recipient=? AND (inbox,id)>(?,?))"),
        (QuerySQL.nextQueued, "delivery_queue (recipient>?)"),
        (QuerySQL.expired, "delivery_lease (lease_push=? AND lease_until<?)"),
        (QuerySQL.interrupted, "delivery_lease (lease_push=?"),
        (QuerySQL.dueNotices, "delivery_notice (notice_due<?)"),
        (QuerySQL.dueDrillUnits, "drill_unit_due (drill=? AND due"),
        (QuerySQL.nextDrillDue, "drill_due (due>?"),
        (QuerySQL.standingVersions, "submission_standing (campaign=?)"),
        (QuerySQL.byDocumentID, "envelope_document (document_id=? AND sender=?)"),
        (QuerySQL.byNumber, "envelope_number (number=? AND sender=?)"),
        (QuerySQL.unchecked, "envelope_unchecked"),
        ("SELECT seq FROM envelope WHERE sender = ? AND seq < ? ORDER BY seq DESC", "envelope_sender"),
        (
            "SELECT seq FROM envelope WHERE ended_at < ? AND ended_at IS NOT NULL AND place < 2 ORDER BY ended_at",
            "envelope_ended (ended_at>? AND ended_at<?)"
        ),
    ]

    @Test(arguments: walks.indices)
    func `a hot query walks its index`(place: Int) async throws {
        let (sql, index) = Self.walks[place]
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let plan = try await store.pool.read { db in
                var query = try Query(db, "EXPLAIN QUERY PLAN " + sql)
                var lines: [String] = []
                while try query.step() { lines.append(query.text(3) ?? "") }
                return lines
            }
            #expect(plan.count == 1, "\(plan)")
            #expect(plan.first?.contains(index) == true, "\(plan)")
            await store.close()
        }
    }
}
