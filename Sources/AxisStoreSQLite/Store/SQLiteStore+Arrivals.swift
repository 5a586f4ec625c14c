// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore
import GRDB

/// Removing what the journal of arrivals no longer needs.
extension SQLiteStore {
    package func removeArrivals(
        beganBefore moment: Timestamp,
        after place: Int64,
        limit: Int
    ) async throws(StoreError) -> RemovedArrivals {
        try await committer.write { transaction in
            let removed = try transaction.removeArrivals(beganBefore: moment, after: place, limit: limit)
            return { _ in removed }
        }
    }

    /// Lines that can't be read.
    static func arrivalFaults(in db: Database, limit: Int) throws -> [StoreFault] {
        var query = try Query(db, "SELECT place, line FROM arrival ORDER BY place")
        var faults: [StoreFault] = []
        while faults.count < limit, try query.step() {
            if let _: ArrivalLine = try? StoredJSON.value(query.text(1)) { continue }
            faults.append(
                StoreFault(subject: "arrival \(query.int(0))", reason: "A line of the journal can't be read.")
            )
        }
        return faults
    }
}

extension GroupTransaction {
    fileprivate func removeArrivals(
        beganBefore moment: Timestamp,
        after place: Int64,
        limit: Int
    ) throws -> RemovedArrivals {
        var removed = RemovedArrivals(count: 0, last: nil)
        var useless: [Int64] = []
        var query = try Query(
            db,
            "SELECT place, line FROM arrival WHERE place > ? AND began_at < ? ORDER BY place LIMIT ?"
        )
        query.bind(place)
        query.bind(moment)
        query.bind(max(limit, 0))
        while try query.step() {
            removed.last = query.int(0)
            // What can't be read may be evidence.
            guard let line: ArrivalLine = try? StoredJSON.value(query.text(1)) else { continue }
            if try !isEvidence(line) { useless.append(query.int(0)) }
        }
        var deletion = try Query(db, "DELETE FROM arrival WHERE place = ?")
        for place in useless {
            deletion.bind(place)
            try deletion.run()
        }
        removed.count = useless.count
        return removed
    }

    /// Whether a line is a kept version's, or may have lent it its time.
    private func isEvidence(_ line: ArrivalLine) throws -> Bool {
        if case .stored = line.end { return true }
        guard let sha256 = line.sha256 else { return false }
        var query = try Query(
            db,
            """
            SELECT 1 FROM submission JOIN submission_list USING (seq)
            WHERE campaign = ? AND unit = ? AND submission_list.sha256 = ? LIMIT 1
            """
        )
        query.bind(line.campaign)
        query.bind(line.unit)
        query.bind(sha256)
        return try query.step()
    }
}
