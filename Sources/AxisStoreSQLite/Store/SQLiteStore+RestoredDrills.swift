// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import GRDB

extension SQLiteStore {
    /// Calls off the drills that were under way when a backup was made: nobody expects them to go on from there.
    static func callOffDrills(_ db: Database, at moment: Timestamp) throws {
        // A backup of an earlier version has no drills; its tables come with the first start.
        guard try db.tableExists("drill_unit") else { return }
        try db.execute(
            sql: """
                UPDATE drill SET cancelled_at = ?, cancelled_by = 'restore'
                WHERE cancelled_at IS NULL AND seq IN (SELECT drill FROM drill_unit WHERE due IS NOT NULL)
                """,
            arguments: [moment.milliseconds]
        )
        try db.execute(sql: "UPDATE drill_unit SET due = NULL WHERE due IS NOT NULL")
    }
}
