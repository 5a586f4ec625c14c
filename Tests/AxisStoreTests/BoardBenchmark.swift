// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisStore
import AxisTestSupport
import Foundation
import Testing

@testable import AxisStoreSQLite

/// What the board of the whole country costs, and what a drill of 10,000 units does to those who write meanwhile;
/// numbers for people, not a gate.
///
/// `AXIS_BOARD_BENCHMARK=1 swift test --filter BoardBenchmark`
@Suite(.enabled(if: ProcessInfo.processInfo.environment["AXIS_BOARD_BENCHMARK"] != nil), .serialized)
struct BoardBenchmark {
    private static let clock = HandClock(Sample.at(86_400))

    /// 34 provinces with their 3,321 units under made-up codes, each with a certificate of its own.
    private func country() throws -> RegistrySnapshot {
        var registry = RegistrySnapshot()
        var version: Int64 = 0
        func apply(_ change: RegistryChange) throws {
            version += 1
            try registry.apply(
                RegistryEvent(
                    version: version,
                    change: change,
                    effectiveAt: Sample.start,
                    recordedAt: Sample.start,
                    actor: "axis",
                    legalBasis: nil
                )
            )
        }
        for event in ReferenceData.events(startingAt: 1, at: Sample.start) {
            try registry.apply(event)
            version = event.version
        }
        for (province, communes) in Dictionary(grouping: ReferenceData.communes, by: \.province) {
            let parent = ReferenceData.unitID(of: province)
            for (place, commune) in communes.enumerated() {
                let unit: UnitID = Sample.id()
                let registration = UnitRegistration(
                    unit: unit,
                    code: try AgencyCode("\(province).Z\(place)", as: .qd20),
                    name: commune.name,
                    kind: commune.kind,
                    parent: parent
                )
                try apply(.register(registration))
                let binding = Binding(
                    id: Sample.id(),
                    holder: unit,
                    fingerprint: SHA256Key.of("\(province).\(place)"),
                    use: .both,
                    period: Period(from: Sample.start),
                    subject: "CN=\(province).Z\(place)",
                    notAfter: Sample.at(365 * 86_400)
                )
                try apply(.bind(binding))
            }
        }
        return registry
    }

    /// A drill that all of these units acknowledged.
    private func drill(_ units: [UnitID], _ second: Int64, campaign: String?) throws -> Drill {
        let plan = try DrillPlan(id: Sample.id(Sample.at(second)), campaign: campaign, by: "an", at: Sample.at(second))
        var drill = try Drill(plan, units: units)
        for unit in units {
            let delivery: DeliveryID = Sample.id(Sample.at(second))
            drill.sent(to: unit, delivery: delivery, at: Sample.at(second))
            drill.record(.acknowledged, for: unit, delivery: delivery, at: Sample.at(second + 1))
        }
        return drill
    }

    @Test func `the board of 34 provinces and 3,321 units, with ten drills and 20 lists of each`() async throws {
        let registry = try country()
        let units = registry.units.filter { $0.state(at: Self.clock.now()) == .active }
        let provinces = units.filter(\.isProvince)
        try await withDirectory { directory in
            let store = try await openStore(directory, clock: Self.clock)
            let request = CampaignCreateRequest(id: "cd-101", title: "Thử", deadline: Sample.at(90 * 86_400))
            _ = try await store.add(try Campaign(request, by: "an", at: Sample.start), audit: [])
            let members = units.filter { $0.kind.isCommuneLevel || $0.isProvince }.map(\.id)
            for second in 0..<10 {
                try await store.add(try drill(members, Int64(second), campaign: "cd-101"), audit: [])
            }
            for province in provinces { try await handIn(20, from: province.id, to: store) }
            let contacts = ContactBook(ContactJournal(beganAt: Sample.start))
            contacts.pulled(members, at: Self.clock.now())
            let desk = CampaignDesk(
                store: store,
                registry: RegistryHolder(registry),
                clock: Self.clock,
                contacts: contacts
            )
            print("\(provinces.count) provinces, \(members.count) units")
            for round in 0..<4 {
                let time = try await ContinuousClock().measure {
                    let board = try await desk.board("cd-101")
                    #expect(board.totals.first { $0.indicator == .unitsTested }?.met == 34)
                }
                print("board \(round): \(time)")
            }
            await store.close()
        }
    }

    private func handIn(_ count: Int, from province: UnitID, to store: some AxisStore) async throws {
        var last: SubmissionVersion?
        for number in 1...count {
            let line = ArrivalLine(campaign: "cd-101", unit: province, beganAt: Sample.at(9), sha256: nil)
            let place = try await store.begin(line)
            var replaced = last
            var new = CampaignConformanceTests.submission(number, unit: province, arrival: place)
            if let last {
                replaced?.supersede(by: new.version.id, at: Sample.at(11))
                new.replaced = [SubmissionStep(from: last, to: replaced ?? last)]
            }
            last = try await store.submit(new).version
        }
    }

    @Test func `a drill of 10,000 units beside those who write`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory, clock: Self.clock)
            let units = (1...10_000).map { Sample.unit($0) }
            let plan = try DrillPlan(id: Sample.id(), campaign: nil, by: "an", at: Sample.start)
            let drill = try Drill(plan, units: units)
            let slowest = try await withThrowingTaskGroup(of: Duration.self) { group in
                group.addTask {
                    var slowest = Duration.zero
                    while !Task.isCancelled {
                        let time = try await ContinuousClock().measure { try await store.appendAudit([.sample("x")]) }
                        slowest = max(slowest, time)
                    }
                    return slowest
                }
                let time = try await ContinuousClock().measure { try await store.add(drill, audit: []) }
                print("starting 10,000 units: \(time)")
                group.cancelAll()
                return try await group.next() ?? .zero
            }
            print("the slowest write beside it: \(slowest)")
            let sent = try await send(drill, to: units, in: store)
            try await look(drill, "a look without news", in: store)
            _ = try await store.apply(sent.map { DeliveryChange($0, .acknowledged(token: nil), at: Sample.at(5)) })
            try await look(drill, "a look when all have news", in: store)
            let news = try await store.news(of: drill.id, limit: units.count)
            let seen = news.prefix(units.count - 64).map { item in
                let sight = DrillStep.Seen(delivery: item.delivery.id, sight: item.now)
                return DrillStep(item.unit, to: item.unit.participant, seen: sight)
            }
            _ = try await store.update(seen, of: drill.id)
            try await look(drill, "a look when the last 64 have", in: store)
            await store.close()
        }
    }

    private func send(_ drill: Drill, to units: [UnitID], in store: some AxisStore) async throws -> [DeliveryID] {
        var steps: [DrillStep] = []
        for page in stride(from: 0, to: units.count, by: 500) {
            let acceptance = Sample.acceptance(Sample.envelope(kind: .drill), to: Array(units[page..<page + 500]))
            steps += try await store.take(acceptance).deliveries.map { delivery in
                var after = Drill.Participant()
                after.sent(as: delivery.id, at: Sample.start)
                return DrillStep(DrillUnit(unit: delivery.recipient, participant: .init()), to: after)
            }
        }
        #expect(try await store.update(steps, of: drill.id) == units.count)
        return steps.compactMap(\.after.delivery)
    }

    private func look(_ drill: Drill, _ what: String, in store: some AxisStore) async throws {
        let time = try await ContinuousClock().measure { _ = try await store.news(of: drill.id, limit: 64) }
        print("\(what): \(time)")
    }
}
