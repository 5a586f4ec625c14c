// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Synchronization
import Testing

@testable import AxisBroker

/// Haiphong with three of its units, and a campaign.
private struct BoardWorld {
    let store = MemoryStore(sealer: CountingSealer())
    let clock = HandClock(CivilTime(year: 2026, month: 1, day: 5, hour: 8).moment())
    let registrar: Registrar
    let book: ContactBook
    let desk: CampaignDesk
    let admin = AdministratorCaller(name: "an", roles: [.registrar])
    let wards = ["H24.Z1", "H24.Z2", "H24.Z3"]

    init(reachableWithin: Duration = .seconds(7200)) async throws {
        (registrar, _) = try await Registrar.start(
            store: store,
            clock: clock,
            axis: try Registrar.OwnUnit(code: "AXIS.TEST", name: "Trục liên thông"),
            firstAdministrator: Administrator(name: "an", roles: [.registrar], uid: 1000)
        )
        for code in wards {
            let request = UnitAddRequest(code: code, name: "Phường \(code)", kind: "ward", parent: "H24")
            _ = try await registrar.addUnit(admin, request)
        }
        book = try await ContactKeeper.open(store, at: clock.now())
        desk = CampaignDesk(
            store: store,
            registry: registrar.holder,
            clock: clock,
            contacts: book,
            reachableWithin: reachableWithin
        )
        let deadline = clock.now() + .seconds(30 * 86_400)
        let request = CampaignCreateRequest(id: "cd-101", title: "Thử", scope: ["H24", "H31"], deadline: deadline)
        _ = try await desk.create(admin, request)
    }

    func unit(_ code: String) throws -> UnitID {
        try registrar.holder.current.unit(named: code, at: clock.now()).id
    }

    func caller(_ code: String) throws -> Caller {
        Caller(holder: try unit(code), holderCode: code, authentication: .mtls, credential: "00")
    }

    func value(_ indicator: Indicator) async throws -> IndicatorValue {
        let row = try await desk.board("cd-101").rows.first { $0.unit == "H24" }
        return try #require(row?.values.first { $0.indicator == indicator })
    }
}

/// Counts.
private final class Count: Sendable {
    let count = Mutex(0)
}

@Suite struct CampaignBoardTests {
    @Test func `who pulls shows on the board at once, and no longer when the time set is over`() async throws {
        let world = try await BoardWorld()
        #expect(try await world.value(.unitsReachable).source == .unmeasured)
        world.book.pulled([try world.unit("H24.Z1"), try world.unit("H24.Z2")], at: world.clock.now())
        var value = try await world.value(.unitsReachable)
        #expect(value.source == .measured && value.done == 2 && value.of == 114)
        #expect(value.detail == "within 2 h, 1 not known")
        world.clock.advance(by: .seconds(7200))
        value = try await world.value(.unitsReachable)
        #expect(value.done == 2 && value.detail == "within 2 h", "by now the third one was awaited for long enough")
        world.clock.advance(by: .seconds(60))
        value = try await world.value(.unitsReachable)
        #expect(value.source == .measured && value.done == 0)
    }

    @Test func `the campaign's drills show on the board, another campaign's do not`() async throws {
        let world = try await BoardWorld()
        func drill(_ campaign: String?, _ codes: [String], acknowledging: Bool) async throws {
            let id = DrillID(SystemIdentifiers().next(at: world.clock.now()))
            let plan = try DrillPlan(id: id, campaign: campaign, by: "an", at: world.clock.now())
            var drill = try Drill(plan, units: try codes.map(world.unit))
            for code in codes {
                let delivery = DeliveryID(SystemIdentifiers().next(at: world.clock.now()))
                drill.sent(to: try world.unit(code), delivery: delivery, at: world.clock.now())
                guard acknowledging else { continue }
                drill.record(.acknowledged, for: try world.unit(code), delivery: delivery, at: world.clock.now())
            }
            try await world.store.add(drill, audit: [])
        }
        try await drill("cd-999", ["H24", "H24.Z1"], acknowledging: true)
        try await drill(nil, ["H24", "H24.Z1"], acknowledging: true)
        #expect(try await world.value(.unitsTested).source == .unmeasured)
        #expect(try await world.value(.testAcknowledged).source == .unmeasured)
        try await drill("cd-101", ["H24", "H24.Z1", "H24.Z2"], acknowledging: false)
        #expect(try await world.value(.unitsTested).done == 0)
        #expect(try await world.value(.testAcknowledged).met == false)
        try await drill("cd-101", ["H24", "H24.Z1"], acknowledging: true)
        #expect(try await world.value(.unitsTested).text() == "1/114")
        #expect(try await world.value(.testAcknowledged).met == true)
    }

    @Test func `a unit counts until its closing takes effect`() async throws {
        let world = try await BoardWorld()
        let closing = UnitCloseRequest(legalBasis: "thử", effectiveFrom: world.clock.now() + .seconds(86_400))
        _ = try await world.registrar.close(world.admin, "H24.Z3", closing)
        #expect(try await world.value(.codesPublished).done == 3)
        world.clock.advance(by: .seconds(86_400))
        #expect(try await world.value(.codesPublished).done == 2)
    }

    @Test func `a province has as many units to publish as the reform and what came after left it`() async throws {
        let world = try await BoardWorld()
        let later = world.clock.now() + .seconds(60)
        let merge = UnitMergeRequest(units: ["H24.Z3"], into: "H24.Z1", legalBasis: "thử", effectiveFrom: later)
        _ = try await world.registrar.merge(world.admin, merge)
        #expect(try await world.value(.codesPublished).text() == "3/114")
        world.clock.advance(by: .seconds(60))
        #expect(try await world.value(.codesPublished).text() == "2/113")
        // One that was closed for nobody to succeed it was no merger: its place is still to be filled.
        _ = try await world.registrar.close(world.admin, "H24.Z2", UnitCloseRequest(legalBasis: "thử"))
        #expect(try await world.value(.codesPublished).text() == "1/113")
    }

    @Test func `agencies share a board of the last second, and who declares reads it at once`() async throws {
        let world = try await BoardWorld()
        let first = try await world.desk.sharedBoard("cd-101")
        world.book.pulled([try world.unit("H24.Z1")], at: world.clock.now())
        world.clock.advance(by: .milliseconds(999))
        #expect(try await world.desk.sharedBoard("cd-101") == first)
        let request = IndicatorDeclareRequest(indicator: .hotlineOpen, met: true)
        let row = try await world.desk.declare(try world.caller("H24"), "cd-101", request)
        let shared = try await world.desk.sharedBoard("cd-101")
        #expect(shared.at == first.at && shared.rows.first { $0.unit == "H24" } == row)
        #expect(shared.totals.first { $0.indicator == .hotlineOpen }?.text == "1/2")
        let declared = row.values.first { $0.indicator == .hotlineOpen }
        #expect(declared?.met == true && declared?.by == "H24" && declared?.at == world.clock.now())
        world.clock.advance(by: .milliseconds(1))
        let next = try await world.desk.sharedBoard("cd-101")
        let reached = next.rows.first { $0.unit == "H24" }?.values.first { $0.indicator == .unitsReachable }
        #expect(next.at == world.clock.now() && reached?.done == 1)
        #expect(next.rows.first { $0.unit == "H24" }?.values.first { $0.indicator == .hotlineOpen } == declared)
        world.clock.advance(by: .seconds(-3600))
        #expect(try await world.desk.sharedBoard("cd-101").at == world.clock.now(), "the clock was set back")
        await #expect(throws: Refusal.self) { try await world.desk.sharedBoard("cd-999") }
    }

    @Test func `a board asked for by many at once is put together once`() async throws {
        let world = try await BoardWorld()
        let boards = SharedBoards()
        let made = Count()
        let board = try await world.desk.board("cd-101")
        let clock = world.clock
        try await withThrowingTaskGroup(of: BoardView.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await boards.board(of: "cd-101", clock: clock) {
                        made.count.withLock { $0 += 1 }
                        await Task.yield()
                        return board
                    }
                }
            }
            for try await shared in group { #expect(shared == board) }
        }
        #expect(made.count.withLock { $0 } == 1)
    }

    @Test func `a campaign has no more units than a reminder can go to`() async throws {
        let world = try await BoardWorld()
        var snapshot = world.registrar.holder.current
        let parent = try world.unit("G22")
        for number in 0...Campaign.mostParticipants {
            let registration = UnitRegistration(
                unit: UnitID(SystemIdentifiers().next(at: world.clock.now())),
                code: try AgencyCode("G22.N\(number)", as: .qd20),
                name: "Đơn vị \(number)",
                kind: .ward,
                parent: parent
            )
            let event = RegistryEvent(
                version: snapshot.version + 1,
                change: .register(registration),
                effectiveAt: world.clock.now(),
                recordedAt: world.clock.now(),
                actor: "an",
                legalBasis: nil
            )
            try snapshot.apply(event)
        }
        let desk = CampaignDesk(store: world.store, registry: RegistryHolder(snapshot), clock: world.clock)
        let deadline = world.clock.now() + .seconds(86_400)
        let request = CampaignCreateRequest(id: "cd-102", title: "Thử", scope: ["G22.*"], deadline: deadline)
        let refusal = await #expect(throws: Refusal.self) { try await desk.create(world.admin, request) }
        #expect(refusal?.code == .badRequest && refusal?.field == "scope")
    }

    @Test func `of a unit that is no province nothing beneath it is measured`() async throws {
        let world = try await BoardWorld()
        let deadline = world.clock.now() + .seconds(86_400)
        let request = CampaignCreateRequest(id: "cd-102", title: "Thử", scope: ["H24.Z1"], deadline: deadline)
        _ = try await world.desk.create(world.admin, request)
        let values = try #require(try await world.desk.board("cd-102").rows.first?.values)
        for indicator in [Indicator.codesPublished, .certificatesValid, .unitsTested] {
            #expect(values.first { $0.indicator == indicator }?.source == .unmeasured, "\(indicator)")
        }
        #expect(values.first { $0.indicator == .listHandedIn }?.source == .measured)
    }

    @Test func `whoever may hand in for a province may declare for it, and the record names the one who did`()
        async throws
    {
        let world = try await BoardWorld()
        let request = IndicatorDeclareRequest(indicator: .hotlineOpen, unit: "H24", met: true)
        let holder = try world.caller("G22")
        await #expect(throws: Refusal.self) { try await world.desk.declare(holder, "cd-101", request) }
        let grant = GrantAddRequest(
            holder: "G22",
            over: try #require(UnitPattern("H24")),
            rights: ["submit"],
            legalBasis: "thử"
        )
        _ = try await world.registrar.addGrant(world.admin, grant)
        let row = try await world.desk.declare(holder, "cd-101", request)
        #expect(row.unit == "H24")
        let value = try await world.value(.hotlineOpen)
        #expect(value.source == .declared && value.by == "G22" && value.at == world.clock.now())
        let trail = try await world.store.auditRecords(after: 0, limit: 100).filter { $0.action == "campaign.declare" }
        #expect(trail.map(\.actor) == ["G22"] && trail.map(\.subject) == ["cd-101 H24"])
        var own = request
        own.unit = nil
        await #expect(throws: Refusal.self) { try await world.desk.declare(holder, "cd-101", own) }
    }
}
