// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Testing

@Suite struct DeliveryConformanceTests {
    /// Accepts one document for a unit.
    private func post(
        to recipient: UnitID,
        urgency: Urgency = .normal,
        kind: EnvelopeKind = .document,
        at: Timestamp = Sample.start,
        in store: any AxisStore
    ) async throws -> Delivery {
        let envelope = Sample.envelope(kind: kind, urgency: urgency, at: at)
        return try await store.take(Sample.acceptance(envelope, to: [recipient])).deliveries[0]
    }

    @Test(arguments: StoreKind.allCases)
    func `each change is in the history, with its cause`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let delivery = try await post(to: Sample.unit(2), in: store)
            let token: LeaseToken = Sample.id()
            try await store.apply(.claimed(token: token, until: Sample.at(60)), to: delivery.id, at: Sample.at(1))
            try await store.apply(.failedByRecipient(token: token, reason: "hỏng"), to: delivery.id, at: Sample.at(2))
            let history = try await store.history(of: delivery.id, limit: 10)
            #expect(history.map(\.to) == [.queued, .delivering, .delivered, .queued])
            #expect(history.map(\.from) == [nil, .queued, .delivering, .delivered])
            #expect(history.map(\.cause) == ["accepted", "claimed", "failed-by-recipient", "failed-by-recipient"])
            #expect(history.last?.reason == "hỏng")
            #expect(history.map(\.at) == [Sample.start, Sample.at(1), Sample.at(2), Sample.at(2)])
            #expect(try await store.history(of: delivery.id, limit: 2).count == 2)
            #expect(try await store.history(of: Sample.id(), limit: 2).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a change that does not apply is refused and changes nothing`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let delivery = try await post(to: Sample.unit(2), in: store)
            let token: LeaseToken = Sample.id()
            let until = Sample.at(60)
            let outcomes = try await store.apply([
                DeliveryChange(delivery.id, .claimed(token: token, until: until), at: Sample.at(1)),
                DeliveryChange(delivery.id, .claimed(token: Sample.id(), until: until), at: Sample.at(2)),
                DeliveryChange(delivery.id, .acknowledged(token: Sample.id()), at: Sample.at(3)),
                DeliveryChange(delivery.id, .repaired, at: Sample.at(4)),
                DeliveryChange(Sample.id(), .fetched, at: Sample.at(5)),
            ])
            #expect(
                Array(outcomes.dropFirst())
                    == [.refused(.leaseLost), .refused(.leaseLost), .refused(.notAllowed(.delivering)), .unknown]
            )
            let stored = try await store.delivery(delivery.id)
            #expect(stored?.lease == Delivery.Lease(token: token, until: until, isPush: false))
            #expect(stored?.state == .delivering)
            let acknowledged = try await store.apply(.acknowledged(token: token), to: delivery.id, at: Sample.at(6))
            #expect(acknowledged.state == .acknowledged)
            #expect(try await store.delivery(delivery.id) == acknowledged)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `counters follow every change`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            var deliveries: [Delivery] = []
            for _ in 0..<4 { deliveries.append(try await post(to: Sample.unit(2), in: store)) }
            try await store.apply(.acknowledged(token: nil), to: deliveries[0].id, at: Sample.at(1))
            try await store.apply(.hold(.administrator, note: nil), to: deliveries[1].id, at: Sample.at(1))
            try await store.apply(.fetched, to: deliveries[2].id, at: Sample.at(1))
            let counts = try await store.counts()
            #expect(counts.envelopes == [.document: 4])
            #expect(counts.deliveries == [.queued: 1, .acknowledged: 1, .held: 1, .delivered: 1])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `an inbox shows the urgent first, then the old, across units and pages`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let (mine, other) = (Sample.unit(2), Sample.unit(3))
            let old = try await post(to: mine, at: Sample.at(0), in: store)
            let drill = try await post(to: other, kind: .drill, at: Sample.at(1), in: store)
            let urgent = try await post(to: other, urgency: .immediate, at: Sample.at(2), in: store)
            let young = try await post(to: mine, at: Sample.at(3), in: store)
            _ = try await post(to: Sample.unit(4), at: Sample.at(4), in: store)
            let held = try await post(to: mine, at: Sample.at(5), in: store)
            try await store.apply(.hold(.administrator, note: nil), to: held.id, at: Sample.at(6))
            let exhausted = try await post(to: mine, at: Sample.at(7), in: store)
            let token: LeaseToken = Sample.id()
            let start = DeliveryCause.pushStarted(token: token, until: Sample.at(60), nextDue: Sample.at(60))
            try await store.apply(start, to: exhausted.id, at: Sample.at(8))
            try await store.apply(.pushExhausted(token: token, reason: "x"), to: exhausted.id, at: Sample.at(9))
            let done = try await post(to: mine, at: Sample.at(10), in: store)
            try await store.apply(.acknowledged(token: nil), to: done.id, at: Sample.at(11))

            let both = [mine, other]
            let expected = [urgent.id, old.id, drill.id, young.id, exhausted.id]
            #expect(try await store.inbox(of: both, kind: nil, after: nil, limit: 10).map(\.id) == expected)
            #expect(try await store.inbox(of: both, kind: .drill, after: nil, limit: 10).map(\.id) == [drill.id])
            #expect(try await store.inbox(of: [mine], kind: nil, after: nil, limit: 1).map(\.id) == [old.id])
            var paged: [DeliveryID] = []
            var last: Delivery?
            while let next = try await store.inbox(of: both, kind: nil, after: last, limit: 1).first {
                paged.append(next.id)
                last = next
            }
            #expect(paged == expected)
            #expect(try await store.inbox(of: both, kind: nil, after: nil, limit: 0).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what one claimed no other gets until the lease ends`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let unit = Sample.unit(2)
            var ids: Set<DeliveryID> = []
            for number in 0..<5 { ids.insert(try await post(to: unit, at: Sample.at(Int64(number)), in: store).id) }
            let until = Sample.at(100)
            let first = try await store.claim(for: [unit], kind: nil, limit: 2, until: until, at: Sample.at(10))
            let second = try await store.claim(for: [unit], kind: nil, limit: 10, until: until, at: Sample.at(10))
            #expect(first.count == 2)
            #expect(second.count == 3)
            #expect(Set((first + second).map(\.id)) == ids)
            #expect(Set((first + second).compactMap(\.lease?.token)).count == 5)
            #expect((first + second).allSatisfy { $0.state == .delivering && $0.lease?.until == until })
            #expect(try await store.claim(for: [unit], kind: nil, limit: 9, until: until, at: Sample.at(99)).isEmpty)
            #expect(try await store.expiredLeases(at: Sample.at(99), limit: 10).isEmpty)
            #expect(Set(try await store.expiredLeases(at: until, limit: 10)) == ids)
            let later = try await store.claim(for: [unit], kind: nil, limit: 1, until: Sample.at(300), at: until)
            #expect(later.map(\.id) == [first[0].id])
            #expect(try await store.expiredLeases(at: until, limit: 10).count == 4)
            let lost = try await store.apply([
                DeliveryChange(first[0].id, .acknowledged(token: first[0].lease?.token), at: Sample.at(150))
            ])
            #expect(lost == [.refused(.leaseLost)])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `concurrent claims never share an item`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let unit = Sample.unit(2)
            for _ in 0..<40 { _ = try await post(to: unit, in: store) }
            let claimed = try await withThrowingTaskGroup(of: [Delivery].self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        try await store.claim(for: [unit], kind: nil, limit: 5, until: Sample.at(60), at: Sample.at(1))
                    }
                }
                return try await group.reduce(into: [Delivery]()) { $0 += $1 }
            }
            #expect(claimed.count == 40)
            #expect(Set(claimed.map(\.id)).count == 40)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `due deliveries come urgent first, but none starves`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let (mine, other) = (Sample.unit(2), Sample.unit(3))
            let now = Sample.at(3000)
            let ancient = try await post(to: mine, at: Sample.at(0), in: store)
            let fresh = try await post(to: other, at: Sample.at(2990), in: store)
            let older = try await post(to: mine, at: Sample.at(2980), in: store)
            let urgent = try await post(to: other, urgency: .veryUrgent, at: Sample.at(2995), in: store)
            let future = try await post(to: mine, urgency: .immediate, at: Sample.at(4000), in: store)
            _ = try await post(to: Sample.unit(4), at: Sample.at(0), in: store)
            let pushed = try await post(to: mine, at: Sample.at(1), in: store)
            let token: LeaseToken = Sample.id()
            let start = DeliveryCause.pushStarted(token: token, until: now, nextDue: now)
            try await store.apply(start, to: pushed.id, at: Sample.at(2))

            let both = [mine, other]
            let expected = [ancient.id, urgent.id, older.id, fresh.id]
            #expect(try await store.ready(for: both, at: now, limit: 10).map(\.id) == expected)
            #expect(try await store.ready(for: both, at: now, limit: 2).map(\.id) == Array(expected.prefix(2)))
            #expect(try await store.ready(for: [], at: now, limit: 2).isEmpty)
            #expect(try await store.nextDue(for: both) == Sample.at(0))
            #expect(try await store.nextDue(for: [Sample.unit(9)]) == nil)
            #expect(try await store.recipientsWithQueuedDeliveries() == [mine, other, Sample.unit(4)])
            #expect(try await store.interruptedPushes(limit: 10) == [pushed.id])
            #expect(try await store.expiredLeases(at: now, limit: 10).isEmpty)
            #expect(try await store.ready(for: both, at: Sample.at(4000), limit: 10).contains { $0.id == future.id })
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `thousands of recipients are one list`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let recipients = (0..<3500).map { Sample.unit(UInt64(1000 + $0)) }
            let delivery = try await post(to: recipients[3000], in: store)
            #expect(try await store.ready(for: recipients, at: Sample.at(1), limit: 64).map(\.id) == [delivery.id])
            #expect(try await store.inbox(of: recipients, kind: nil, after: nil, limit: 9).map(\.id) == [delivery.id])
            #expect(try await store.nextDue(for: recipients) == Sample.start)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a notice is posted once`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let delivery = try await post(to: Sample.unit(2), in: store)
            let due = Sample.start + DeliveryStateMachine.firstDelayNotice
            #expect(try await store.dueNotices(at: due - .milliseconds(1), limit: 10).isEmpty)
            #expect(try await store.dueNotices(at: due, limit: 10).map(\.id) == [delivery.id])
            let next = due + .seconds(86400)
            for number in 0..<2 {
                var envelope = Sample.envelope(kind: .notice, bytes: [UInt8(number)], at: due)
                envelope.about = delivery.id
                let notice = NewNotice(
                    about: delivery.id,
                    expecting: due,
                    nextDue: next,
                    envelope: envelope,
                    payload: [UInt8(number)],
                    delivery: Sample.delivery(of: envelope, to: delivery.sender)
                )
                try await store.post(notice)
            }
            #expect(try await store.dueNotices(at: due, limit: 10).isEmpty)
            #expect(try await store.delivery(delivery.id)?.noticeDue == next)
            let inbox = try await store.inbox(of: [delivery.sender], kind: .notice, after: nil, limit: 10)
            #expect(inbox.count == 1)
            #expect(try await store.payload(of: inbox[0].envelope) == .bytes([0]))
            #expect(try await store.acceptance(inbox[0].envelope) == nil)
            #expect(try await store.counts().envelopes == [.document: 1, .notice: 1])
            #expect(try await store.envelopes(about: delivery.envelope, limit: 10).map(\.id) == [inbox[0].envelope])
            let silent = NewNotice(
                about: delivery.id,
                expecting: next,
                nextDue: nil,
                envelope: Sample.envelope(kind: .notice),
                payload: [],
                delivery: nil
            )
            try await store.post(silent)
            #expect(try await store.delivery(delivery.id)?.noticeDue == nil)
            #expect(try await store.counts().envelopes == [.document: 1, .notice: 1])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a reference finds the deliveries it may mean`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let (sender, recipient) = (Sample.unit(1), Sample.unit(2))
            func take(_ documentID: String?, _ number: String, _ second: Int64) async throws -> DeliveryID {
                var envelope = Sample.envelope(documentID: documentID, at: Sample.at(second))
                envelope.numberAndNotation = number
                let new = Sample.acceptance(envelope, to: [Sample.unit(7), recipient])
                return try await store.take(new).deliveries[1].id
            }
            let first = try await take("D1", "1/X", 1)
            let second = try await take(nil, "2/X", 2)
            let third = try await take(nil, "2/X", 3)
            func find(_ reference: DocumentReference) async throws -> [DeliveryID] {
                try await store.deliveries(from: sender, to: recipient, matching: reference).map(\.id)
            }
            #expect(try await find(DocumentReference(documentID: "D1")) == [first])
            #expect(try await find(DocumentReference(code: "2/X", promulgationDate: "2026/01/01")) == [third, second])
            #expect(try await find(DocumentReference(code: "2/X")) == [third, second])
            #expect(try await find(DocumentReference(code: "2/X", promulgationDate: "2026/01/02")).isEmpty)
            #expect(try await find(DocumentReference(code: "1/X", documentID: "unknown")) == [first])
            #expect(try await find(DocumentReference()).isEmpty)
            let elsewhere = try await store.deliveries(
                from: recipient,
                to: sender,
                matching: DocumentReference(documentID: "D1")
            )
            #expect(elsewhere.isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `queues are listed and shaped by recipient`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let (mine, other) = (Sample.unit(2), Sample.unit(3))
            let old = try await post(to: mine, at: Sample.at(-7200), in: store)
            let held = try await post(to: mine, at: Sample.at(0), in: store)
            try await store.apply(.hold(.administrator, note: nil), to: held.id, at: Sample.at(0))
            let bad = try await post(to: mine, at: Sample.at(1), in: store)
            try await store.apply(.quarantined(reason: "hash"), to: bad.id, at: Sample.at(1))
            let fresh = try await post(to: other, at: Sample.at(2), in: store)
            let done = try await post(to: other, at: Sample.at(3), in: store)
            try await store.apply(.acknowledged(token: nil), to: done.id, at: Sample.at(3))

            let shape = try await store.queueShape(at: Sample.at(10), limit: 10)
            #expect(shape.map(\.recipient) == [mine, other])
            #expect(shape[0].ages == [0, 0, 1, 0, 0, 0])
            #expect(shape[0].held == 1)
            #expect(shape[0].quarantined == 1)
            #expect(shape[0].oldest == Sample.at(-7200))
            #expect(shape[1].ages == [1, 0, 0, 0, 0, 0])
            #expect(try await store.queueShape(at: Sample.at(10), limit: 1).count == 1)

            func list(_ change: (inout DeliveryFilter) -> Void) async throws -> [DeliveryID] {
                var filter = DeliveryFilter()
                change(&filter)
                return try await store.deliveries(filter).map(\.id)
            }
            #expect(try await list { _ in } == [old.id, held.id, bad.id, fresh.id])
            #expect(try await list { $0.recipients = [mine] } == [old.id, held.id, bad.id])
            #expect(try await list { $0.states = [.held, .acknowledged] } == [held.id, done.id])
            #expect(
                try await list {
                    $0.states = [.acknowledged]; $0.recipients = [other]
                } == [done.id]
            )
            #expect(try await list { $0.limit = 2 } == [old.id, held.id])
            #expect(
                try await list {
                    $0.limit = 2; $0.after = held.id
                } == [bad.id, fresh.id]
            )
        }
    }
}
