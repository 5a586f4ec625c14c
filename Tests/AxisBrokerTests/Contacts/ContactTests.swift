// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Logging
import Testing

@testable import AxisBroker

@Suite struct ContactTests {
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    @Test func `whoever lists, claims or fetches has pulled, for every unit that it does it for and no other`()
        async throws
    {
        let world = try IntakeWorld()
        let book = ContactBook()
        let mailbox = Mailbox(
            store: world.store,
            registry: world.holder,
            clock: world.clock,
            waiters: InboxWaiters(timer: SystemTimer()),
            signal: world.signal,
            contacts: book
        )
        func pulled() -> Set<String> {
            Set(IntakeWorld.codes.filter { book.contact(of: world.units[$0]!)?.pulledAt != nil })
        }
        let province = try world.caller("H24")
        _ = try? await mailbox.list(province, unit: "H24.TEST01", kind: nil, after: nil, limit: 1, wait: .zero)
        #expect(pulled() == [], "who is refused has not pulled")
        _ = try await mailbox.list(province, unit: nil, kind: nil, after: nil, limit: 1, wait: .zero)
        #expect(pulled() == ["H24"])
        try world.apply(
            .grant(
                Grant(
                    id: GrantID(SystemIdentifiers().next(at: world.clock.now())),
                    holder: world.units["H24"]!,
                    over: world.units["H24"]!,
                    isBranch: true,
                    rights: [.receive],
                    period: Period(from: IntakeWorld.start)
                )
            )
        )
        _ = try await mailbox.claim(province, ClaimRequest(unit: "H24.TEST01"))
        #expect(pulled() == ["H24", "H24.TEST01"])
        world.clock.advance(by: .seconds(3600))
        _ = try await mailbox.list(province, unit: "H24.*", kind: nil, after: nil, limit: 1, wait: .zero)
        #expect(pulled() == ["H24", "H24.TEST01", "H24.TEST02"])
        let hour = world.clock.now()
        #expect(book.contact(of: world.units["H24.TEST01"]!)?.pulledAt == hour)

        world.clock.advance(by: .seconds(3600))
        try await world.send(TestEnvelope.document(to: ["H24.TEST02"]), as: "G22")
        let page = try await world.mailbox.list(
            try world.caller("H24.TEST02"),
            unit: nil,
            kind: nil,
            after: nil,
            limit: 1,
            wait: .zero
        )
        _ = try await mailbox.open(province, try #require(page.items.first).deliveryId)
        #expect(book.contact(of: world.units["H24.TEST02"]!)?.pulledAt == world.clock.now())
        #expect(book.contact(of: world.units["H24.TEST01"]!)?.pulledAt == hour)
    }

    @Test func `an endpoint's answers and failures are noted under the unit that it belongs to`() async throws {
        let world = try RelayWorld()
        let book = ContactBook()
        let dispatcher = Dispatcher(
            store: world.store,
            registry: world.registry,
            courier: Courier(transport: world.transport, clock: world.timer),
            timer: world.timer,
            contacts: book,
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await dispatcher.run() }
            let first = world.timer.now()
            let delivery = try await world.accept(to: world.beneath)
            dispatcher.wake([world.beneath])
            #expect(try await eventually { try await world.state(delivery.id) == .acknowledged })
            #expect(book.contact(of: world.pushed)?.answeredAt == first)
            #expect(book.contact(of: world.beneath) == nil)
            world.transport.follow(down)
            world.timer.advance(by: .seconds(600))
            try await world.accept(to: world.pushed)
            dispatcher.wake([world.pushed])
            #expect(await eventually { book.contact(of: world.pushed)?.failedAt == world.timer.now() })
            #expect(book.contact(of: world.pushed)?.answeredAt == first)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test func `what changed is written down, and once more after the store could not take it`() async throws {
        let timer = ManualTimer()
        let store = MemoryStore(sealer: CountingSealer())
        let book = try await ContactKeeper.open(store, at: timer.now())
        let keeper = ContactKeeper(book: book, store: store, timer: timer, logger: logger)
        let units = (0..<1200).map { _ in UnitID(SystemIdentifiers().next(at: timer.now())) }
        book.pulled(units, at: timer.now())
        store.fail(with: StoreError(.overloaded, "busy"))
        await keeper.flush()
        store.fail(with: nil)
        #expect(try await store.contactJournal(beginningAt: timer.now()).contacts.isEmpty)
        await keeper.flush()
        let kept = try await ContactKeeper.open(store, at: timer.now() + .seconds(60)).current
        #expect(kept.contacts.count == 1200 && kept.beganAt == timer.now())
        #expect(kept.contacts == book.current.contacts)
    }
}
