// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Testing

@Suite struct InboxTicketConformanceTests {
    @Test(arguments: StoreKind.allCases)
    func `a ticket changes with every delivery of its recipients, and with no other`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let (mine, others) = (Sample.unit(2), Sample.unit(3))
            let empty = try await store.inboxTicket(for: [mine])
            #expect(try await store.inboxTicket(for: [mine, mine]) == empty)
            let envelope = Sample.envelope()
            let delivery = try await store.take(Sample.acceptance(envelope, to: [mine])).deliveries[0]
            let accepted = try await store.inboxTicket(for: [mine])
            #expect(accepted != empty)

            _ = try await store.take(Sample.acceptance(Sample.envelope(), to: [others]))
            #expect(try await store.inboxTicket(for: [mine]) == accepted)
            let both = try await store.inboxTicket(for: [mine, others])

            try await store.apply(.fetched, to: delivery.id, at: Sample.at(1))
            let fetched = try await store.inboxTicket(for: [mine])
            #expect(fetched != accepted)
            #expect(try await store.inboxTicket(for: [mine, others]) != both)

            // Fetching again changes nothing, and a refused change neither.
            try await store.apply(.fetched, to: delivery.id, at: Sample.at(2))
            _ = try await store.apply([DeliveryChange(delivery.id, .repaired, at: Sample.at(3))])
            if kind == .sqlite { #expect(try await store.inboxTicket(for: [mine]) == fetched) }

            try await store.apply(.failedByRecipient(token: nil, reason: nil), to: delivery.id, at: Sample.at(4))
            let failed = try await store.inboxTicket(for: [mine])
            #expect(failed != fetched)
            let claimed = try await store.claim(
                for: [mine],
                kind: nil,
                limit: 1,
                until: Sample.at(60),
                at: Sample.at(5)
            )
            #expect(claimed.count == 1)
            #expect(try await store.inboxTicket(for: [mine]) != failed)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a delivery that moves changes both tickets`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let (old, new) = (Sample.unit(2), Sample.unit(3))
            let delivery = try await store.take(Sample.acceptance(Sample.envelope(), to: [old])).deliveries[0]
            let before = [try await store.inboxTicket(for: [old]), try await store.inboxTicket(for: [new])]
            let cause = DeliveryCause.rerouted(to: new, code: "H24.3", note: "thử")
            _ = try await store.apply([DeliveryChange(delivery.id, cause, at: Sample.at(1))])
            #expect(try await store.inboxTicket(for: [old]) != before[0])
            #expect(try await store.inboxTicket(for: [new]) != before[1])
        }
    }
}
