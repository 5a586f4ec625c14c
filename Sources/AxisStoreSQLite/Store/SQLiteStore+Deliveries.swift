// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore
import GRDB

extension SQLiteStore {
    package func apply(_ changes: [DeliveryChange]) async throws(StoreError) -> [DeliveryChangeOutcome] {
        if changes.isEmpty { return [] }
        return try await committer.write { transaction in
            let outcomes = try changes.map { try transaction.apply($0) }
            return { _ in outcomes }
        }
    }

    package func apply(
        _ changes: [DeliveryChange],
        audit: @escaping @Sendable ([DeliveryChangeOutcome]) throws(StoreError) -> [AuditRecord]
    ) async throws(StoreError) -> [DeliveryChangeOutcome] {
        try await committer.write { transaction in
            let outcomes = try changes.map { try transaction.apply($0) }
            try transaction.append(try audit(outcomes))
            return { _ in outcomes }
        }
    }

    package func claim(
        for recipients: [UnitID],
        kind: EnvelopeKind?,
        limit: Int,
        until: Timestamp,
        at: Timestamp
    ) async throws(StoreError) -> [Delivery] {
        try await committer.write { transaction in
            let page = InboxPage(recipients: recipients, kind: kind, after: nil, limit: limit, freeAt: at)
            let ids = try page.ids(in: transaction.db)
            var generator = SystemRandomNumberGenerator()
            var claimed: [Delivery] = []
            for id in ids {
                let cause = DeliveryCause.claimed(token: LeaseToken(at: at, using: &generator), until: until)
                let outcome = try transaction.apply(DeliveryChange(id, cause, at: at))
                if case .applied(let delivery) = outcome { claimed.append(delivery) }
            }
            return { [claimed] _ in claimed }
        }
    }

    package func post(_ notice: NewNotice) async throws(StoreError) {
        try await committer.write(bytes: notice.payload.count) { transaction in
            guard let row = try DeliveryRow.find(notice.about, in: transaction.db),
                row.delivery.noticeDue == notice.expecting
            else { return { _ in () } }
            var about = row.delivery
            about.noticeDue = notice.nextDue
            if notice.tellsMove { about.move?.isTold = true }
            try DeliveryRow.update(about, steps: row.steps, in: transaction.db)
            if let delivery = notice.delivery {
                try transaction.insert(
                    notice.envelope,
                    key: nil,
                    leaf: nil,
                    inline: notice.payload,
                    deliveries: [delivery]
                )
            }
            return { _ in () }
        }
    }

    package func delivery(_ id: DeliveryID) async throws(StoreError) -> Delivery? {
        try await read { db in try DeliveryRow.find(id, in: db)?.delivery }
    }

    package func deliveries(of envelopes: [EnvelopeID]) async throws(StoreError) -> [Delivery] {
        try await read { db in
            try envelopes.flatMap { id in
                try EnvelopeRow.find(id, in: db).map { try DeliveryRow.find($0.deliveries, in: db) } ?? []
            }
        }
    }

    package func history(of delivery: DeliveryID, limit: Int) async throws(StoreError) -> [DeliveryStep] {
        try await read { db in
            guard let row = try DeliveryRow.find(delivery, in: db), limit > 0 else { return [] }
            // The first line follows from the row; see ``Delivery/firstStep``.
            var steps = [row.delivery.firstStep]
            var query = try Query(
                db,
                """
                SELECT old_state, new_state, cause, reason, at FROM history WHERE delivery = ?
                ORDER BY step LIMIT ?
                """
            )
            query.bind(delivery)
            query.bind(limit - 1)
            while try query.step() {
                steps.append(
                    DeliveryStep(
                        from: query.isNull(0) ? nil : try query.code(0),
                        to: try query.code(1),
                        cause: query.text(2) ?? "",
                        reason: query.text(3),
                        at: query.time(4)
                    )
                )
            }
            return steps
        }
    }

    package func deliveries(
        from sender: UnitID,
        to recipient: UnitID,
        matching reference: DocumentReference
    ) async throws(StoreError) -> [Delivery] {
        try await read { db in
            var rows: [EnvelopeRow] = []
            if let documentID = reference.documentID {
                var query = try Query(db, QuerySQL.byDocumentID)
                query.bind(documentID)
                query.bind(sender)
                while rows.count < 1000, try query.step() { rows.append(try EnvelopeRow(query)) }
            }
            if rows.isEmpty, let code = reference.code, !code.isEmpty {
                var query = try Query(db, QuerySQL.byNumber)
                query.bind(code)
                query.bind(sender)
                query.bind(reference.promulgationDate)
                while rows.count < 1000, try query.step() { rows.append(try EnvelopeRow(query)) }
            }
            var found: [Delivery] = []
            for row in rows where found.count < 100 {
                found += try DeliveryRow.find(row.deliveries, in: db).filter { $0.recipient == recipient }
            }
            return Array(found.prefix(100))
        }
    }

    package func inbox(
        of recipients: [UnitID],
        kind: EnvelopeKind?,
        after: Delivery?,
        limit: Int
    ) async throws(StoreError) -> [Delivery] {
        let page = InboxPage(recipients: recipients, kind: kind, after: after, limit: limit, freeAt: nil)
        return try await read { db in try DeliveryRow.readable(try page.ids(in: db), in: db) }
    }

    package func inboxTicket(for recipients: [UnitID]) async throws(StoreError) -> InboxTicket {
        committer.tickets.ticket(for: recipients)
    }

    package func ready(for recipients: [UnitID], at: Timestamp, limit: Int) async throws(StoreError) -> [Delivery] {
        try await read { db in
            let ids = try ReadyPage(recipients: recipients, at: at, limit: limit).ids(in: db)
            return try DeliveryRow.readable(ids, in: db)
        }
    }

    package func nextDue(for recipients: [UnitID]) async throws(StoreError) -> Timestamp? {
        try await read { db in try ReadyPage.nextDue(for: recipients, in: db) }
    }
}

/// Statements that tests look at the plans of.
enum QuerySQL {
    static let byDocumentID = """
        SELECT \(EnvelopeRow.columns) FROM envelope
        WHERE document_id = ? AND sender = ? AND kind IN (0, 3) ORDER BY seq DESC
        """
    static let byNumber = """
        SELECT \(EnvelopeRow.columns) FROM envelope
        WHERE number = ?1 AND sender = ?2 AND kind IN (0, 3) AND (?3 IS NULL OR promulgated = ?3) ORDER BY seq DESC
        """
    static let inbox = """
        SELECT inbox, id FROM delivery
        WHERE recipient = ?1 AND (inbox, id) > (?2, ?3) AND (?4 IS NULL OR kind = ?4)
            AND (?5 IS NULL OR lease_until IS NULL OR lease_until <= ?5) AND inbox IS NOT NULL
        ORDER BY inbox, id LIMIT ?6
        """
    static let ready = """
        SELECT due, id FROM delivery
        WHERE recipient = ? AND state = 0 AND state < 5 AND urgency = ? AND due <= ? ORDER BY due LIMIT ?
        """
    static let firstDue = """
        SELECT due FROM delivery WHERE recipient = ? AND state = 0 AND state < 5 AND urgency = ? AND due > -1
        ORDER BY due LIMIT 1
        """
    static let nextQueued = """
        SELECT recipient FROM delivery INDEXED BY delivery_queue
        WHERE recipient > ? AND state = 0 AND state < 5 ORDER BY recipient LIMIT 1
        """
    static let interrupted = """
        SELECT id FROM delivery WHERE lease_push = 1 AND lease_until IS NOT NULL AND state = 1
        ORDER BY lease_until LIMIT ?
        """
    static let expired = """
        SELECT id FROM delivery WHERE lease_push = 0 AND lease_until <= ? ORDER BY lease_until, id LIMIT ?
        """
    static let dueNotices = """
        SELECT id FROM delivery WHERE notice_due <= ? ORDER BY notice_due, id LIMIT ?
        """
}
