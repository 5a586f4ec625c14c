// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB

/// A delivery's row: the delivery, and what the store alone knows of it.
struct DeliveryRow {
    var delivery: Delivery
    var envelopeSeq: Int64
    /// Lines in its history, without the first, which follows from the row.
    var steps: Int64

    static let columns = """
        id, envelope, envelope_seq, kind, sender, recipient, recipient_code, urgency, size, accepted_at, state, attempts,
        failures, due, first_attempt_at, lease_token, lease_until, lease_push, hold_reason, reason, notice_due,
        changed_at, steps, accepted_for, moved_to, move_told
        """

    /// Reads the row that a query of ``columns`` stands on.
    init(_ query: borrowing Query) throws {
        delivery = Delivery(
            id: try query.id(0),
            envelope: try query.id(1),
            kind: try query.code(3),
            sender: try query.id(4),
            recipient: try query.id(5),
            recipientCode: query.text(6) ?? "",
            urgency: try query.code(7),
            size: Int(query.int(8)),
            acceptedAt: query.time(9)
        )
        envelopeSeq = query.int(2)
        delivery.state = try query.code(10)
        delivery.attempts = Int(query.int(11))
        delivery.failures = Int(query.int(12))
        delivery.due = query.time(13)
        delivery.firstAttemptAt = query.optionalTime(14)
        if let token: LeaseToken = query.optionalID(15) {
            delivery.lease = Delivery.Lease(token: token, until: query.time(16), isPush: query.int(17) != 0)
        }
        delivery.holdReason = query.isNull(18) ? nil : try query.code(18)
        delivery.reason = query.text(19)
        delivery.noticeDue = query.optionalTime(20)
        delivery.changedAt = query.time(21)
        steps = query.int(22)
        if let acceptedFor: UnitID = query.optionalID(23) {
            let isTold = query.int(25) != 0
            delivery.move = Delivery.Move(acceptedFor: acceptedFor, code: query.text(24) ?? "", isTold: isTold)
        }
    }

    /// The class in the inbox's order, the most urgent first; nil outside the inbox.
    static func inboxClass(of delivery: Delivery) -> Int64? {
        delivery.isInInbox ? 4 - delivery.urgency.code : nil
    }

    static func insert(_ delivery: Delivery, envelopeSeq: Int64, into db: Database) throws {
        var query = try Query(db, insertion)
        query.bind(delivery.id)
        query.bind(delivery.envelope)
        query.bind(envelopeSeq)
        query.bind(delivery.kind)
        query.bind(delivery.sender)
        query.bind(delivery.recipient)
        query.bind(delivery.recipientCode)
        query.bind(delivery.urgency)
        query.bind(delivery.size)
        query.bind(delivery.acceptedAt)
        bindChanging(delivery, steps: 0, to: &query)
        try query.run()
    }

    static func update(_ delivery: Delivery, steps: Int64, in db: Database) throws {
        var query = try Query(db, updating)
        bindChanging(delivery, steps: steps, to: &query)
        query.bind(delivery.recipient)
        query.bind(delivery.id)
        try query.run()
    }

    private static func bindChanging(_ delivery: Delivery, steps: Int64, to query: inout Query) {
        query.bind(delivery.state)
        query.bind(delivery.attempts)
        query.bind(delivery.failures)
        query.bind(delivery.due)
        query.bind(delivery.firstAttemptAt)
        query.bind(delivery.lease?.token)
        query.bind(delivery.lease?.until)
        query.bind(delivery.lease.map { $0.isPush ? 1 : 0 })
        query.bind(delivery.holdReason)
        query.bind(delivery.reason)
        query.bind(delivery.noticeDue)
        query.bind(delivery.changedAt)
        query.bind(steps)
        query.bind(inboxClass(of: delivery))
        query.bind(delivery.move?.acceptedFor)
        query.bind(delivery.move?.code)
        query.bind(delivery.move.map { $0.isTold ? 1 : 0 })
    }

    private static let insertion = """
        INSERT INTO delivery (
            id, envelope, envelope_seq, kind, sender, recipient, recipient_code, urgency, size, accepted_at, state,
            attempts, failures, due, first_attempt_at, lease_token, lease_until, lease_push, hold_reason, reason,
            notice_due, changed_at, steps, inbox, accepted_for, moved_to, move_told
        ) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """

    private static let updating = """
        UPDATE delivery SET
            state = ?, attempts = ?, failures = ?, due = ?, first_attempt_at = ?, lease_token = ?, lease_until = ?,
            lease_push = ?, hold_reason = ?, reason = ?, notice_due = ?, changed_at = ?, steps = ?, inbox = ?,
            accepted_for = ?, moved_to = ?, move_told = ?, recipient = ?
        WHERE id = ?
        """

    // MARK: Look-ups

    static func find(_ id: DeliveryID, in db: Database) throws -> DeliveryRow? {
        var query = try Query(db, finding)
        query.bind(id)
        return try query.step() ? DeliveryRow(query) : nil
    }

    static func find(_ ids: some Sequence<DeliveryID>, in db: Database) throws -> [Delivery] {
        try ids.compactMap { try find($0, in: db)?.delivery }
    }

    /// Those that can be read: a row that is wrong must not keep the others from being delivered. The check names it.
    static func readable(_ ids: some Sequence<DeliveryID>, in db: Database) throws -> [Delivery] {
        try ids.compactMap { id in
            do { return try find(id, in: db)?.delivery } catch let error as StoreError where error.code == .corrupt {
                return nil
            }
        }
    }

    private static let finding = "SELECT \(columns) FROM delivery WHERE id = ?"
}
