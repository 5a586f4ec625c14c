// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore
import GRDB

extension SQLiteStore {
    package func envelopeFacts(
        in time: Range<Timestamp>,
        after place: EnvelopeID?,
        limit: Int
    ) async throws(StoreError) -> StatisticsPage<EnvelopeFact, EnvelopeID> {
        try await page(StatisticsSQL.envelopes, in: time, after: place, limit) { query in
            EnvelopeFact(
                id: try query.id(0),
                kind: try query.code(1),
                sender: try query.id(2),
                legalValue: try query.code(3),
                urgency: try query.code(4),
                promulgationDate: query.text(5) ?? "",
                acceptedAt: query.time(6)
            )
        }
    }

    package func deliveryFacts(
        in time: Range<Timestamp>,
        after place: DeliveryID?,
        limit: Int
    ) async throws(StoreError) -> StatisticsPage<DeliveryFact, DeliveryID> {
        try await page(StatisticsSQL.deliveries, in: time, after: place, limit) { query in
            let answers = [query.optionalTime(8), query.optionalTime(9)].compactMap { $0 }
            return DeliveryFact(
                id: try query.id(0),
                kind: try query.code(1),
                sender: try query.id(2),
                recipient: try query.id(3),
                acceptedAt: query.time(4),
                dueFrom: [query.optionalTime(10), query.optionalTime(11)].compactMap { $0 }.max(),
                state: try query.code(5),
                holdReason: query.isNull(6) ? nil : try query.code(6),
                receivedAt: query.optionalTime(7),
                answeredAt: answers.min()
            )
        }
    }

    /// Reads one page of rows that begin with their id.
    private func page<Fact: Sendable, Tag>(
        _ sql: String,
        in time: Range<Timestamp>,
        after place: Identifier<Tag>?,
        _ limit: Int,
        reading fact: @escaping @Sendable (borrowing Query) throws -> Fact
    ) async throws(StoreError) -> StatisticsPage<Fact, Identifier<Tag>> {
        let limit = min(max(limit, 1), Self.largestPage)
        return try await read { db in
            var query = try Query(db, sql)
            query.bind(place ?? .floor(of: time.lowerBound))
            query.bind(Identifier<Tag>.floor(of: time.upperBound))
            query.bind(limit)
            var page = StatisticsPage<Fact, Identifier<Tag>>(facts: [], next: nil)
            var last: Identifier<Tag>?
            while try query.step() {
                last = query.optionalID(0) ?? last
                do { page.facts.append(try fact(query)) } catch {
                    guard (error as? StoreError)?.code == .corrupt else { throw error }
                    page.unreadable += 1
                }
            }
            if page.facts.count + page.unreadable == limit { page.next = last }
            return page
        }
    }

    package func refusals(
        in time: Range<Timestamp>,
        after line: AuditRecord?,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord] {
        let limit = min(max(limit, 1), Self.largestPage)
        return try await read { db in
            var query = try Query(db, StatisticsSQL.refusals)
            query.bind(line?.at ?? time.lowerBound)
            query.bind(line?.sequence ?? 0)
            query.bind(time.upperBound)
            query.bind(limit)
            var records: [AuditRecord] = []
            while try query.step() {
                var record = AuditRecord(
                    at: query.time(1),
                    actor: query.text(2) ?? "",
                    action: query.text(3) ?? "",
                    subject: query.text(4) ?? "",
                    after: query.text(5)
                )
                record.sequence = query.int(0)
                records.append(record)
            }
            return records
        }
    }
}

/// Questions of the statistics: each walks an index in order and stops at its limit.
enum StatisticsSQL {
    /// Envelopes; a signature found valid after the receipt (5) makes a document a signed one (0).
    static let envelopes = """
        SELECT id, kind, sender, CASE reported_standing WHEN 5 THEN 0 ELSE legal_value END, urgency, promulgated, accepted_at FROM envelope
        WHERE id > ? AND id < ? ORDER BY id LIMIT ?
        """

    /// What a recipient did, of deliveries of documents: first full receipt; first acknowledgement or refusal; first
    /// status 01 or 03; when it was moved to this recipient, before which nothing counts; when Axis let it go that had
    /// kept it back. States and kinds are the numbers of `Codes.swift`.
    static let deliveries = """
        SELECT id, kind, sender, recipient, accepted_at, state, hold_reason,
            (SELECT min(at) FROM history
                WHERE delivery = d.id AND new_state = 2 AND d.kind = 0 AND step > \(moved("step"))),
            (SELECT min(at) FROM history
                WHERE delivery = d.id AND new_state IN (5, 6) AND d.kind = 0 AND step > \(moved("step"))),
            (SELECT min(accepted_at) FROM envelope
                WHERE about = d.id AND kind = 1 AND status_code IN ('01', '03') AND d.kind = 0
                AND accepted_at >= \(moved("at"))),
            nullif(\(moved("at")), -1),
            (SELECT max(at) FROM history AS h
                WHERE delivery = d.id AND old_state = 3 AND new_state = 0 AND d.kind = 0
                AND (SELECT cause FROM history WHERE delivery = d.id AND step < h.step AND new_state = 3
                    ORDER BY step DESC LIMIT 1) = 'held')
        FROM delivery AS d WHERE id > ? AND id < ? ORDER BY id LIMIT ?
        """

    /// A column of the step by which a delivery came to its recipient from another; -1 when it didn't.
    private static func moved(_ column: String) -> String {
        """
        coalesce((SELECT max(\(column)) FROM history
            WHERE delivery = d.id AND cause IN ('forwarded', 'rerouted') AND d.accepted_for IS NOT NULL AND d.kind = 0), -1)
        """
    }

    static let refusals = """
        SELECT sequence, at, actor, action, subject, after FROM audit
        WHERE action IN ('request.refused', 'request.refused.more') AND (at, sequence) > (?, ?) AND at < ?
        ORDER BY at, sequence LIMIT ?
        """
}
