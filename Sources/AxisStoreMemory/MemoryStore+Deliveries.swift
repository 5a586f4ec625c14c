// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore

extension MemoryStore {
    package func apply(_ changes: [DeliveryChange]) async throws(StoreError) -> [DeliveryChangeOutcome] {
        try perform { state in changes.map { state.apply($0) } }
    }

    package func apply(
        _ changes: [DeliveryChange],
        audit: @escaping @Sendable ([DeliveryChangeOutcome]) throws(StoreError) -> [AuditRecord]
    ) async throws(StoreError) -> [DeliveryChangeOutcome] {
        try perform { (state: inout MemoryState) throws(StoreError) in
            var changed = state
            let outcomes = changes.map { changed.apply($0) }
            changed.appendAudit(try audit(outcomes))
            state = changed
            return outcomes
        }
    }

    package func delivery(_ id: DeliveryID) async throws(StoreError) -> Delivery? {
        try perform { $0.deliveries[id] }
    }

    package func deliveries(of envelopes: [EnvelopeID]) async throws(StoreError) -> [Delivery] {
        try perform { state in envelopes.flatMap { state.deliveries(of: $0) } }
    }

    package func history(of delivery: DeliveryID, limit: Int) async throws(StoreError) -> [DeliveryStep] {
        try perform { Array(($0.histories[delivery] ?? []).prefix(max(limit, 0))) }
    }

    package func deliveries(_ filter: DeliveryFilter) async throws(StoreError) -> [Delivery] {
        let recipients = Set(filter.recipients)
        return try perform { state in
            let found = state.deliveries.values.filter { delivery in
                (recipients.isEmpty || recipients.contains(delivery.recipient))
                    && (filter.states.isEmpty ? !delivery.state.isFinal : filter.states.contains(delivery.state))
                    && (filter.after.map { $0 < delivery.id } ?? true)
            }
            return Array(found.sorted { $0.id < $1.id }.prefix(min(max(filter.limit, 1), 1000)))
        }
    }

    package func deliveries(
        from sender: UnitID,
        to recipient: UnitID,
        matching reference: DocumentReference
    ) async throws(StoreError) -> [Delivery] {
        try perform { state in
            let between = state.order.reversed().compactMap { state.envelopes[$0] }
                .filter { $0.sender == sender && ($0.kind == .document || $0.kind == .drill) }
            var named: [EnvelopeRecord] = []
            if let documentID = reference.documentID { named = between.filter { $0.documentID == documentID } }
            if named.isEmpty, let code = reference.code, !code.isEmpty {
                named = between.filter { envelope in
                    envelope.numberAndNotation == code
                        && (reference.promulgationDate.map { $0 == envelope.promulgationDate } ?? true)
                }
            }
            let found = named.flatMap { state.deliveries(of: $0.id) }.filter { $0.recipient == recipient }
            return Array(found.prefix(100))
        }
    }

    package func inbox(
        of recipients: [UnitID],
        kind: EnvelopeKind?,
        after: Delivery?,
        limit: Int
    ) async throws(StoreError) -> [Delivery] {
        try perform { state in
            let all = state.inbox(of: recipients, kind: kind)
            return Array(all.filter { after?.precedesInInbox($0) ?? true }.prefix(max(limit, 0)))
        }
    }

    package func inboxTicket(for recipients: [UnitID]) async throws(StoreError) -> InboxTicket {
        try perform { $0.tickets.ticket(for: recipients) }
    }

    package func claim(
        for recipients: [UnitID],
        kind: EnvelopeKind?,
        limit: Int,
        until: Timestamp,
        at: Timestamp
    ) async throws(StoreError) -> [Delivery] {
        try perform { state in
            var generator = SystemRandomNumberGenerator()
            var claimed: [Delivery] = []
            let free = state.inbox(of: recipients, kind: kind).filter { !$0.isLeased(at: at) }
            for delivery in free.prefix(max(limit, 0)) {
                let cause = DeliveryCause.claimed(token: LeaseToken(at: at, using: &generator), until: until)
                if case .applied(let leased) = state.apply(DeliveryChange(delivery.id, cause, at: at)) {
                    claimed.append(leased)
                }
            }
            return claimed
        }
    }

    package func ready(for recipients: [UnitID], at: Timestamp, limit: Int) async throws(StoreError) -> [Delivery] {
        try perform { state in
            let due = state.queued(for: recipients).filter { $0.due <= at }
            return Array(due.sorted { $0.precedesWhenReady($1, at: at) }.prefix(max(limit, 0)))
        }
    }

    package func nextDue(for recipients: [UnitID]) async throws(StoreError) -> Timestamp? {
        try perform { $0.queued(for: recipients).map(\.due).min() }
    }

    package func recipientsWithQueuedDeliveries() async throws(StoreError) -> [UnitID] {
        try perform { state in
            Set(state.deliveries.values.filter { $0.state == .queued }.map(\.recipient)).sorted()
        }
    }

    package func interruptedPushes(limit: Int) async throws(StoreError) -> [DeliveryID] {
        try perform { state in
            let pushed = state.deliveries.values.filter { $0.state == .delivering && $0.lease?.isPush == true }
            return Array(pushed.map(\.id).sorted().prefix(max(limit, 0)))
        }
    }

    package func expiredLeases(at: Timestamp, limit: Int) async throws(StoreError) -> [DeliveryID] {
        try perform { state in
            let expired = state.deliveries.values.compactMap { delivery -> (Timestamp, DeliveryID)? in
                guard let lease = delivery.lease, !lease.isPush, lease.until <= at else { return nil }
                return (lease.until, delivery.id)
            }
            return Array(expired.sorted { $0 < $1 }.map(\.1).prefix(max(limit, 0)))
        }
    }

    package func dueNotices(at: Timestamp, limit: Int) async throws(StoreError) -> [Delivery] {
        try perform { state in
            let due = state.deliveries.values.compactMap { delivery in
                delivery.noticeDue.flatMap { $0 <= at ? ($0, delivery) : nil }
            }
            return Array(due.sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }.map(\.1).prefix(max(limit, 0)))
        }
    }

    package func post(_ notice: NewNotice) async throws(StoreError) {
        try perform { state in
            guard var about = state.deliveries[notice.about], about.noticeDue == notice.expecting else { return }
            about.noticeDue = notice.nextDue
            if notice.tellsMove { about.move?.isTold = true }
            state.deliveries[about.id] = about
            guard let delivery = notice.delivery else { return }
            state.insert(notice.envelope, payload: .bytes(notice.payload), deliveries: [delivery])
        }
    }

    package func queueShape(at: Timestamp, limit: Int) async throws(StoreError) -> [QueueShapeRow] {
        try perform { state in
            var rows: [UnitID: QueueShapeRow] = [:]
            for delivery in state.deliveries.values where !delivery.state.isFinal {
                let recipient = delivery.recipient
                rows[recipient, default: QueueShapeRow(recipient: recipient, oldest: delivery.acceptedAt)]
                    .add(delivery.state, acceptedAt: delivery.acceptedAt, at: at)
            }
            return Array(rows.values.sorted { ($1.total, $0.recipient) < ($0.total, $1.recipient) }.prefix(limit))
        }
    }

    package func counts() async throws(StoreError) -> StoreCounts {
        try perform { state in
            var counts = StoreCounts()
            for envelope in state.envelopes.values { counts.envelopes[envelope.kind, default: 0] += 1 }
            for delivery in state.deliveries.values { counts.deliveries[delivery.state, default: 0] += 1 }
            return counts
        }
    }
}

extension MemoryState {
    fileprivate func inbox(of recipients: [UnitID], kind: EnvelopeKind?) -> [Delivery] {
        let recipients = Set(recipients)
        return deliveries.values.filter { delivery in
            recipients.contains(delivery.recipient) && delivery.isInInbox && (kind == nil || kind == delivery.kind)
        }.sorted { $0.precedesInInbox($1) }
    }

    fileprivate func queued(for recipients: [UnitID]) -> [Delivery] {
        let recipients = Set(recipients)
        return deliveries.values.filter { $0.state == .queued && recipients.contains($0.recipient) }
    }
}
