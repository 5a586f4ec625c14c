// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB
import Testing

@testable import AxisStoreSQLite

@Suite struct MoveConformanceTests {
    private let old = Sample.unit(2)
    private let new = Sample.unit(3)

    @Test(arguments: StoreKind.allCases)
    func `a moved delivery leaves one recipient's queue, inbox and lists, and stands in the other's`(
        kind: StoreKind
    ) async throws {
        try await withStore(kind) { store in
            let sealed = try await store.take(Sample.acceptance(to: [old, Sample.unit(4)]))
            let delivery = sealed.deliveries[0]
            try await store.apply(.hold(.unitClosed, note: "closed"), to: delivery.id, at: Sample.at(1))
            let cause = DeliveryCause.rerouted(to: new, code: "H24.3", note: "kế thừa")
            let moved = try await store.apply(cause, to: delivery.id, at: Sample.at(2))
            #expect(moved.recipient == new && moved.acceptedFor == old && moved.recipientCode == delivery.recipientCode)
            #expect(moved.move == Delivery.Move(acceptedFor: old, code: "H24.3", isTold: false))
            #expect(try await store.delivery(delivery.id) == moved)
            for unit in [old, new] {
                let expected = unit == new ? [delivery.id] : []
                let inbox = try await store.inbox(of: [unit], kind: nil, after: nil, limit: 10)
                #expect(inbox.map(\.id) == expected)
                #expect(try await store.ready(for: [unit], at: Sample.at(3), limit: 10).map(\.id) == expected)
                #expect((try await store.nextDue(for: [unit]) == Sample.at(2)) == (unit == new))
                var filter = DeliveryFilter()
                filter.recipients = [unit]
                #expect(try await store.deliveries(filter).map(\.id) == expected)
            }
            #expect(Set(try await store.recipientsWithQueuedDeliveries()) == [new, Sample.unit(4)])
            let shape = try await store.queueShape(at: Sample.at(3), limit: 10)
            #expect(Set(shape.map(\.recipient)) == [new, Sample.unit(4)])
            #expect(try await store.counts().deliveries[.queued] == 2)
            let history = try await store.history(of: delivery.id, limit: 10)
            #expect(history.map(\.cause) == ["accepted", "held", "rerouted"])
            #expect(history.last?.reason == "to H24.3: kế thừa")
            // What the receipt is made of names the unit that it was accepted for.
            let acceptance = try await store.acceptance(sealed.envelope.id)
            #expect(acceptance?.deliveries.map(\.acceptedFor) == [old, Sample.unit(4)])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `said twice a move is done once, and one who has it keeps it`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let delivery = try await store.take(Sample.acceptance(to: [old])).deliveries[0]
            let cause = DeliveryCause.forwarded(to: new, code: "H24.3")
            let moved = try await store.apply(cause, to: delivery.id, at: Sample.at(1))
            #expect(try await store.apply(cause, to: delivery.id, at: Sample.at(2)) == moved)
            #expect(try await store.history(of: delivery.id, limit: 10).count == 2)
            try await store.apply(.acknowledged(token: nil), to: delivery.id, at: Sample.at(3))
            let late = DeliveryCause.rerouted(to: old, code: "H24.2", note: "x")
            let outcomes = try await store.apply([DeliveryChange(delivery.id, late, at: Sample.at(4))])
            #expect(outcomes == [.refused(.notAllowed(.acknowledged))])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `the sender is told of a move even when it has arrived, once`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let delivery = try await store.take(Sample.acceptance(to: [old])).deliveries[0]
            try await store.apply(.forwarded(to: new, code: "H24.3"), to: delivery.id, at: Sample.at(1))
            try await store.apply(.acknowledged(token: nil), to: delivery.id, at: Sample.at(2))
            #expect(try await store.dueNotices(at: Sample.at(3), limit: 10).map(\.id) == [delivery.id])
            let envelope = Sample.envelope(kind: .notice)
            try await store.post(
                NewNotice(
                    about: delivery.id,
                    expecting: Sample.at(1),
                    nextDue: nil,
                    envelope: envelope,
                    payload: [1, 2, 3],
                    delivery: Sample.delivery(of: envelope, to: delivery.sender),
                    tellsMove: true
                )
            )
            let told = try await store.delivery(delivery.id)
            #expect(told?.noticeDue == nil && told?.move?.isTold == true)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a document accepted for a successor is stored as such`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let envelope = Sample.envelope()
            var acceptance = Sample.acceptance(envelope)
            acceptance.deliveries = [
                Delivery(
                    id: Sample.id(),
                    envelope: envelope.id,
                    kind: .document,
                    sender: envelope.sender,
                    recipient: new,
                    recipientCode: "H24.2",
                    urgency: .normal,
                    size: 3,
                    acceptedAt: Sample.start,
                    successorCode: "H24.3"
                )
            ]
            try await store.take(acceptance)
            let stored = try await store.deliveries(of: [envelope.id])
            #expect(stored == acceptance.deliveries)
            #expect(stored[0].acceptedFor == new && stored[0].noticeDue == Sample.start)
        }
    }

    @Test func `a store from before deliveries moved is opened with all it holds`() async throws {
        try await withDirectory { directory in
            let first = try await openStore(directory)
            let delivery = try await first.take(Sample.acceptance(to: [old])).deliveries[0]
            try await first.pool.write { db in
                for column in ["accepted_for", "moved_to", "move_told"] {
                    try db.execute(sql: "ALTER TABLE delivery DROP COLUMN \(column)")
                }
                try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'moved-deliveries'")
            }
            await first.close()
            let second = try await openStore(directory)
            #expect(try await second.delivery(delivery.id) == delivery)
            let moved = try await second.apply(
                .forwarded(to: new, code: "H24.3"),
                to: delivery.id,
                at: Sample.at(1)
            )
            #expect(try await second.delivery(delivery.id) == moved)
            #expect(try await second.check(limit: 10) == [])
            await second.close()
        }
    }
}
