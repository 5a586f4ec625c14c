// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Logging
import Testing

@testable import AxisBroker

@Suite struct DrillTests {
    private let first = "H24.TEST01"
    private let second = "H24.TEST02"

    private func code(_ run: () async throws -> Void) async -> RefusalCode? {
        do {
            try await run()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }

    @Test func `every unit of a branch gets one test document that says what it is`() async throws {
        let world = try DrillWorld()
        let view = try await world.start()
        #expect(view.total == 2 && view.sent == 0)
        #expect(world.woken == 1)
        _ = try await world.follower.look()
        #expect(try await world.accepted() == 2, "looking again sends nothing more")
        let report = try await world.report(view.id)
        #expect(report.sent == 2 && report.text == "0/2" && report.finished)
        let delivery = try await world.document(for: first)
        #expect(delivery.kind == .drill)
        let envelope = try #require(try await world.store.envelopes([delivery.envelope])[delivery.envelope])
        #expect(envelope.subject.hasPrefix("[DIỄN TẬP] "))
        #expect(envelope.signature == .valid)
        guard case .bytes(let bytes) = try await world.store.payload(of: delivery.envelope) else {
            Issue.record("a test document is small")
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        for word in ["VĂN BẢN DIỄN TẬP", "Xác nhận đã nhận", "01 (Đã đến)", "03 (Đã tiếp nhận)", "TEST DOCUMENT"] {
            #expect(text.contains(word), "\(word)")
        }
        let audit = try await world.store.auditRecords(after: 0, limit: 10)
        #expect(audit.map(\.action) == ["drill.start"] && audit.first?.actor == "an")
    }

    @Test func `fetching, acknowledging and answering are followed`() async throws {
        let world = try DrillWorld()
        let id = try await world.start().id
        let delivery = try await world.document(for: first)
        try await world.apply(.fetched, to: delivery.id)
        var line = try await world.line(first, of: id)
        #expect(line.state == .received && line.english?.hasPrefix("received at ") == true)
        try await world.apply(.acknowledged(token: nil), to: delivery.id)
        let documentID = try #require(
            try await world.store.envelopes([delivery.envelope])[delivery.envelope]?.documentID
        )
        try await world.intake.send(
            TestEnvelope.status("03", from: first, to: "G22", documentID: documentID),
            as: first
        )
        line = try await world.line(first, of: id)
        #expect(line.state == .acknowledged && line.status == "03" && line.english == nil)
        let report = try await world.report(id)
        #expect(report.text == "1/2" && report.answered == 1)
        #expect(report.missing?.map(\.unit) == [second])
        #expect(report.missing?.first?.english?.contains("waits in the inbox") == true)
        #expect(try await world.desk.list(world.admin, campaign: nil, limit: nil).items.map(\.text) == ["1/2"])
    }

    @Test func `what failed is tried again after a while, as often as was ordered`() async throws {
        let world = try DrillWorld()
        let id = try await world.start(attempts: 2).id
        for attempt in 1...2 {
            let delivery = try await world.document(for: first)
            try await world.apply(.statusRejected(reason: "hết chỗ"), to: delivery.id)
            _ = try await world.follower.look()
            let line = try await world.line(first, of: id)
            #expect(line.state == .failed && line.attempts == attempt)
            #expect(line.english == "attempt \(attempt)/2 failed: the unit refused it: hết chỗ")
            world.intake.clock.advance(by: .seconds(59))
            _ = try await world.follower.look()
            #expect(try await world.accepted() == attempt + 1, "not before its time")
            world.intake.clock.advance(by: .seconds(1))
            _ = try await world.follower.look()
            #expect(try await world.accepted() == min(attempt + 2, 3))
        }
        #expect(try await world.report(id).finished)
    }

    @Test func `good news of an earlier test document counts, however late`() async throws {
        let world = try DrillWorld()
        let id = try await world.start().id
        let early = try await world.document(for: first)
        try await world.apply(.hold(.pushExhausted, note: "connection refused"), to: early.id)
        _ = try await world.follower.look()
        #expect(try await world.line(first, of: id).english?.hasSuffix("took it: connection refused") == true)
        world.intake.clock.advance(by: .seconds(60))
        _ = try await world.follower.look()
        #expect(try await world.line(first, of: id).state == .sent)
        try await world.apply(.acknowledged(token: nil), to: early.id)
        #expect(try await world.line(first, of: id).state == .acknowledged)
    }

    @Test func `a document that was accepted before the process ended is noted, not sent again`() async throws {
        let world = try DrillWorld()
        let plan = try DrillPlan(
            id: DrillID(SystemIdentifiers().next(at: world.intake.clock.now())),
            campaign: nil,
            by: "an",
            at: world.intake.clock.now()
        )
        let unit = try #require(world.intake.units[first].flatMap { world.intake.holder.current.unit($0) })
        try await world.store.add(try Drill(plan, units: [unit.id]), audit: [])
        let sealed = try await world.own.send(DrillLetter.make(for: unit, attempt: 1, of: plan))
        // It was even acknowledged meanwhile.
        try await world.apply(.acknowledged(token: nil), to: try #require(sealed.deliveries.first).id)
        world.intake.clock.advance(by: .seconds(3600))
        _ = try await world.follower.look()
        #expect(try await world.accepted() == 1)
        let line = try await world.line(first, of: plan.id)
        #expect(line.state == .acknowledged && line.attempts == 1)
    }

    @Test func `a suspended unit is a failed attempt, and is reached when it is resumed`() async throws {
        let world = try DrillWorld()
        let unit = try #require(world.intake.units[first])
        try world.intake.apply(.suspend(unit: unit, reason: "thử"))
        let id = try await world.start().id
        let line = try await world.line(first, of: id)
        #expect(line.state == .failed && line.delivery == nil)
        #expect(line.english == "attempt 1/2 failed: the unit is suspended")
        try world.intake.apply(.resume(unit: unit))
        world.intake.clock.advance(by: .seconds(60))
        _ = try await world.follower.look()
        #expect(try await world.line(first, of: id).state == .sent)
    }

    @Test func `a drill called off right after a crash takes back what was sent and not noted`() async throws {
        let world = try DrillWorld()
        let order = DrillStartRequest(units: [try #require(UnitPattern("H24.*"))])
        let id = try await world.desk.start(world.admin, order).id
        let plan = try #require(try await world.store.drill(id)?.plan)
        let unit = try #require(world.intake.units[first].flatMap { world.intake.holder.current.unit($0) })
        _ = try await world.own.send(DrillLetter.make(for: unit, attempt: 1, of: plan))
        _ = try await world.desk.cancel(world.admin, id)
        #expect(try await world.store.inbox(of: [unit.id], kind: .drill, after: nil, limit: 10).isEmpty)
        let line = try await world.line(first, of: id)
        #expect(line.attempts == 1 && line.english?.contains("an called the drill off") == true)
        #expect(try await world.line(second, of: id).attempts == 0)
    }

    /// Closes the first unit in favour of the second, which gets its documents.
    private func close(_ world: DrillWorld) throws {
        let closed = try #require(world.intake.units[first])
        let successor = try #require(world.intake.units[second])
        let now = world.intake.clock.now()
        try world.intake.apply(.close(unit: closed, successors: [successor], windUpAt: now + .seconds(7200)))
        try world.intake.apply(.setForwarding(unit: closed, until: now + .seconds(86_400)))
    }

    @Test func `what a successor would get in its place says nothing of a closed unit`() async throws {
        let world = try DrillWorld()
        let order = DrillStartRequest(units: [try #require(UnitPattern("H24.*"))])
        let id = try await world.desk.start(world.admin, order).id
        try close(world)
        _ = try await world.follower.look()
        #expect(try await world.accepted() == 1, "only the successor's own")
        let line = try await world.line(first, of: id)
        #expect(line.state == .failed && line.english == "attempt 1/3 failed: the unit is closed")
        #expect(try await world.line(second, of: id).state == .sent)
    }

    @Test func `a test document that went to the successor on the way does not count for the closed unit`() async throws
    {
        let world = try DrillWorld()
        let id = try await world.start().id
        let document = try await world.document(for: first)
        try close(world)
        let successor = try #require(world.intake.units[second])
        try await world.apply(.forwarded(to: successor, code: second), to: document.id)
        #expect(try await world.line(first, of: id).english?.contains("it went to \(second) instead") == true)
        try await world.apply(.acknowledged(token: nil), to: document.id)
        let line = try await world.line(first, of: id)
        #expect(line.state == .failed && line.english == "attempt 1/2 failed: it went to \(second) instead")
        #expect(try await world.report(id).acknowledged == 0)
    }

    @Test func `a unit behind VXP is left out and named, unless it was asked for`() async throws {
        let world = try DrillWorld(behindVXP: [first])
        let id = try await world.start().id
        let line = try await world.line(first, of: id)
        #expect(line.state == .skipped && line.attempts == 0)
        #expect(line.english == "behind VXP; start with --include-vxp")
        #expect(world.looks == 1, "asked once, however many units there are")
        #expect(try await world.accepted() == 1)
        let other = try await world.start([first], includeVXP: true)
        #expect(try await world.line(first, of: other.id).state == .sent)
    }

    @Test func `a drill that is called off sends nothing more and takes back what nobody fetched`() async throws {
        let world = try DrillWorld()
        let id = try await world.start().id
        try await world.apply(.fetched, to: try await world.document(for: first).id)
        let view = try await world.desk.cancel(world.admin, id)
        #expect(view.cancelledBy == "an" && view.finished)
        #expect(try await world.line(first, of: id).state == .received)
        let line = try await world.line(second, of: id)
        #expect(line.english?.contains("an called the drill off") == true)
        world.intake.clock.advance(by: .seconds(3600))
        _ = try await world.follower.look()
        #expect(try await world.accepted() == 2)
        try await world.apply(.acknowledged(token: nil), to: try await world.document(for: first).id)
        #expect(try await world.report(id).text == "1/2", "what was received is still followed")
        _ = try await world.desk.cancel(world.admin, id)
        let audit = try await world.store.auditRecords(after: 0, limit: 10)
        #expect(audit.map(\.action) == ["drill.start", "drill.cancel"])
    }

    @Test func `while the store is full nothing counts as an attempt`() async throws {
        let world = try DrillWorld()
        let view = try await world.desk.start(
            world.admin,
            DrillStartRequest(units: [try #require(UnitPattern("H24.*"))])
        )
        world.store.fail(with: StoreError(.full, "no space"))
        #expect(await code { _ = try await world.follower.look() } == .storageUnavailable)
        world.store.fail(with: nil)
        #expect(try await world.report(view.id).missing?.map(\.attempts) == [0, 0])
        _ = try await world.follower.look()
        #expect(try await world.report(view.id).sent == 2)
    }

    @Test func `auditors may look and not start, and what names nothing is refused`() async throws {
        let world = try DrillWorld()
        let auditor = AdministratorCaller(name: "binh", roles: [.auditor])
        let order = DrillStartRequest(units: [try #require(UnitPattern("H24.*"))])
        #expect(await code { _ = try await world.desk.start(auditor, order) } == .forbidden)
        var wrong = order
        wrong.campaign = "cd-999"
        #expect(await code { _ = try await world.desk.start(world.admin, wrong) } == .notFound)
        wrong = DrillStartRequest(units: [try #require(UnitPattern("H99.*"))])
        #expect(await code { _ = try await world.desk.start(world.admin, wrong) } == .notFound)
        #expect(await code { _ = try await world.desk.start(world.admin, DrillStartRequest(units: [])) } == .badRequest)
        let own = DrillStartRequest(units: [try #require(UnitPattern("G22"))])
        #expect(
            await code { _ = try await world.desk.start(world.admin, own) } == .badRequest,
            "Axis does not test itself"
        )
        let view = try await world.start()
        #expect(try await world.desk.report(auditor, view.id).total == 2)
        #expect(await code { _ = try await world.desk.cancel(auditor, view.id) } == .forbidden)
    }

    @Test func `a runner sends when it is woken and again when a failure has waited long enough`() async throws {
        let world = try DrillWorld()
        let timer = ManualTimer(world.intake.clock.now())
        let follower = world.follower
        let runner = DrillRunner(
            follower: follower,
            timer: timer,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runner.run() }
            #expect(await eventually { timer.isWaitedFor })
            let order = DrillStartRequest(units: [try #require(UnitPattern("H24.*"))], attempts: 2, retryAfter: 60)
            let id = try await world.desk.start(world.admin, order).id
            runner.wake()
            #expect(try await eventually { try await world.accepted() == 2 })
            let delivery = try await world.document(for: first)
            try await world.apply(.statusRejected(reason: nil), to: delivery.id)
            for _ in 0..<80 where try await world.accepted() == 2 {
                #expect(await eventually { timer.isWaitedFor })
                world.intake.clock.advance(by: .seconds(1))
                timer.advance(by: .seconds(1))
            }
            #expect(try await eventually { try await world.accepted() == 3 })
            #expect(try await world.line(first, of: id).attempts == 2)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test func `a drill is looked at each second while it moves, and more seldom when it rests`() async throws {
        let world = try DrillWorld()
        #expect(try await world.follower.look() == nil, "without a drill there is nothing to look at")
        let id = try await world.start().id
        let clock = world.intake.clock
        clock.advance(by: .seconds(100))
        #expect(try await world.follower.look() == clock.now() + .seconds(5))
        try await world.apply(.acknowledged(token: nil), to: try await world.document(for: first).id)
        _ = try await world.follower.look()
        #expect(try await world.store.drill(id)?.tally.acknowledged == 0, "it is not its turn")
        clock.advance(by: .seconds(5))
        #expect(try await world.follower.look() == clock.now() + .seconds(1), "it moves again")
        #expect(try await world.store.drill(id)?.tally.acknowledged == 1)
    }

    @Test func `the pause grows with the time that nothing happened`() {
        #expect(DrillPace.pause(after: .zero) == .seconds(1))
        #expect(DrillPace.pause(after: .seconds(60)) == .seconds(3))
        #expect(DrillPace.pause(after: .seconds(30 * 86_400)) == .seconds(900))
    }
}
