// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore
import GRDB
import Logging

extension QuerySQL {
    /// Envelopes whose signature waits for a look, from a place in the order of acceptance on.
    static let unchecked = """
        SELECT seq FROM envelope
        WHERE signature = 2 AND reported_at IS NULL AND looks < 3 AND place < 2 AND seq > ? ORDER BY seq LIMIT ?
        """
}

extension SQLiteStore {
    package func uncheckedEnvelopes(
        after: EnvelopeID?,
        limit: Int
    ) async throws(StoreError) -> [EnvelopeRecord] {
        let (found, wrong): ([EnvelopeRecord], [Int64]) = try await read { db in
            let start = try after.flatMap { try EnvelopeRow.find($0, in: db)?.seq } ?? 0
            var places: [Int64] = []
            do {
                var query = try Query(db, QuerySQL.unchecked)
                query.bind(start)
                query.bind(min(max(limit, 1), 1000))
                while try query.step() { places.append(query.int(0)) }
            }
            var found: [EnvelopeRecord] = []
            var wrong: [Int64] = []
            for place in places {
                do {
                    guard let row = try EnvelopeRow.find(seq: place, in: db), row.place != .removed else { continue }
                    found.append(row.record)
                } catch let error as StoreError where error.code == .corrupt {
                    wrong.append(place)
                }
            }
            return (found, wrong)
        }
        for place in wrong { logger.error("an envelope's row can't be read", metadata: ["row": "\(place)"]) }
        return found
    }

    package func beginLook(at envelope: EnvelopeID) async throws(StoreError) {
        try await committer.write { transaction in
            var query = try Query(transaction.db, "UPDATE envelope SET looks = looks + 1 WHERE id = ?")
            query.bind(envelope)
            try query.run()
            return { _ in () }
        }
    }

    @discardableResult
    package func recordSignature(
        _ report: SignatureReport,
        of envelope: EnvelopeID
    ) async throws(StoreError) -> Bool {
        try await committer.write { transaction in
            var query = try Query(
                transaction.db,
                """
                UPDATE envelope SET reported_standing = ?, reported_signer = ?, reported_reason = ?, reported_at = ?
                WHERE id = ? AND signature = 2 AND reported_at IS NULL
                """
            )
            query.bind(report.standing)
            query.bind(report.signer)
            query.bind(report.reason)
            query.bind(report.checkedAt)
            query.bind(envelope)
            try query.run()
            let isKept = transaction.db.changesCount == 1
            if isKept, let row = try EnvelopeRow.find(envelope, in: transaction.db) {
                let deliveries = try DeliveryRow.find(row.deliveries, in: transaction.db)
                transaction.changes.recipients.formUnion(deliveries.map(\.recipient))
            }
            return { _ in isKept }
        }
    }
}
