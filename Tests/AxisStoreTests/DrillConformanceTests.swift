// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisTestSupport
import Foundation
import GRDB
import Testing

@testable import AxisStoreSQLite

@Suite struct DrillConformanceTests {
    private static func drill(
        _ units: [UnitID],
        campaign: String? = "cd-101",
        at moment: Timestamp = Sample.start
    ) throws -> Drill {
        let plan = try DrillPlan(
            id: Sample.id(moment),
            campaign: campaign,
            attempts: 2,
            retryAfter: 60,
            by: "an",
            at: moment
        )
        return try Drill(plan, units: units)
    }

    private static let failure = Drill.Failure(english: "refused", vietnamese: "từ chối")

    /// Accepts a test document for a unit and notes that it was sent.
    private static func send(_ drill: Drill, to unit: UnitID, in store: any AxisStore) async throws -> Delivery {
        let envelope = Sample.envelope(kind: .drill)
        let sealed = try await store.take(Sample.acceptance(envelope, to: [unit]))
        let delivery = try #require(sealed.deliveries.first)
        let stored = try #require(try await store.drill(drill.id)?.participants[unit])
        var after = stored
        after.sent(as: delivery.id, at: Sample.at(1))
        let step = DrillStep(DrillUnit(unit: unit, participant: stored), to: after)
        #expect(try await store.update([step], of: drill.id) == 1)
        return delivery
    }

    @Test(arguments: StoreKind.allCases)
    func `drills are kept whole with who started them, newest first, by campaign`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let first = try Self.drill([Sample.unit(1), Sample.unit(2)])
            let second = try Self.drill([Sample.unit(3)], campaign: nil, at: Sample.at(5))
            let third = try Self.drill([Sample.unit(4)], at: Sample.at(9))
            for drill in [first, second, third] { try await store.add(drill, audit: [.sample("\(drill.id)")]) }
            #expect(try await store.drill(first.id) == first)
            #expect(try await store.drill(Sample.id()) == nil)
            #expect(try await store.tallies(campaign: nil, limit: 2) == [third.tally, second.tally])
            #expect(try await store.tallies(campaign: "cd-101", limit: 9) == [third.tally, first.tally])
            #expect(try await store.plans(startedAfter: Sample.start, limit: 10) == [second.plan, third.plan])
            #expect(try await store.plans(startedAfter: Sample.at(-1), limit: 2) == [second.plan, third.plan])
            #expect(try await store.auditRecords(after: 0, limit: 10).count == 3)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `of a campaign's drills the best result of each unit counts, of equal ones the newest`(
        kind: StoreKind
    ) async throws {
        try await withStore(kind) { store in
            var generator = SeededGenerator(seed: 7)
            let units = (1...20).map { Sample.unit($0) }
            var drills: [Drill] = []
            for number in 0..<5 {
                let chosen = units.filter { _ in Bool.random(using: &generator) } + [units[0]]
                let campaign = number == 2 ? "cd-999" : "cd-101"
                var drill = try Self.drill(chosen, campaign: campaign, at: Sample.at(Int64(number)))
                for unit in chosen {
                    let delivery: DeliveryID = Sample.id()
                    let events: [Drill.Event] = [.received, .acknowledged, .failed(Self.failure)]
                    guard Int.random(in: 0..<5, using: &generator) > 0 else { continue }
                    drill.sent(to: unit, delivery: delivery, at: Sample.at(10))
                    guard let event = events.randomElement(using: &generator), Bool.random(using: &generator) else {
                        continue
                    }
                    drill.record(event, for: unit, delivery: delivery, at: Sample.at(11))
                }
                try await store.add(drill, audit: [])
                if campaign == "cd-101" { drills.insert(drill, at: 0) }
            }
            for limit in 1...5 {
                let expected = TestedUnits(of: drills.prefix(limit))
                #expect(try await store.testedUnits(ofCampaign: "cd-101", limit: limit) == expected)
            }
            #expect(try await store.testedUnits(ofCampaign: "cd-102", limit: 10) == TestedUnits(of: []))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what is due comes in pages, and a step that is not expected is passed over`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let units = (1...5).map { Sample.unit($0) }
            let drill = try Self.drill(units)
            try await store.add(drill, audit: [])
            #expect(try await store.nextDrillDue(after: Sample.at(-1)) == Sample.start)
            #expect(try await store.nextDrillDue(after: Sample.start) == nil)
            #expect(try await store.dueUnits(of: drill.id, at: Sample.at(-1), limit: 10) == [])
            let page = try await store.dueUnits(of: drill.id, at: Sample.start, limit: 3)
            #expect(page.map(\.unit) == Array(units.prefix(3)))
            let steps = page.map { unit in
                var after = unit.participant
                after.refused(Self.failure, at: Sample.at(10))
                return DrillStep(unit, to: after)
            }
            #expect(try await store.update(steps, of: drill.id) == 3)
            #expect(try await store.update(steps, of: drill.id) == 0, "the units are no longer as expected")
            #expect(try await store.update(steps, of: Sample.id()) == 0)
            let rest = try await store.dueUnits(of: drill.id, at: Sample.at(69), limit: 10)
            #expect(rest.map(\.unit) == Array(units.suffix(2)))
            let all = try await store.dueUnits(of: drill.id, at: Sample.at(70), limit: 10)
            #expect(all.map(\.unit) == Array(units.suffix(2) + units.prefix(3)), "the longest due first")
            let failed = try #require(try await store.drill(drill.id)?.participants[units[0]])
            #expect(failed.state == .failed && failed.attempts == 1 && failed.failure == Self.failure)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what became of a test document is news until it is noted`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let (first, second) = (Sample.unit(11), Sample.unit(12))
            let drill = try Self.drill([first, second])
            try await store.add(drill, audit: [])
            let sent = try await Self.send(drill, to: first, in: store)
            _ = try await Self.send(drill, to: second, in: store)
            #expect(try await store.news(of: drill.id, limit: 10) == [])
            #expect(try await store.unreceived(of: drill.id, after: nil, limit: 10).map(\.unit) == [first, second])
            #expect(try await store.unreceived(of: drill.id, after: first, limit: 10).map(\.unit) == [second])

            try await store.apply(
                .claimed(token: Sample.id(), until: Sample.at(60)),
                to: sent.id,
                at: Sample.at(2)
            )
            #expect(try await store.news(of: drill.id, limit: 10) == [], "an attempt under way is no news")
            try await store.apply(.fetched, to: sent.id, at: Sample.at(3))
            var answer = Sample.envelope(from: first, kind: .status)
            answer.about = sent.id
            answer.statusCode = "03"
            _ = try await store.take(Sample.acceptance(answer, to: [Sample.unit(1)]))

            let news = try #require(try await store.news(of: drill.id, limit: 10).first)
            #expect(news.unit.unit == first)
            #expect(news.delivery.state == .delivered)
            #expect(news.before == .fresh)
            #expect(news.now == DrillSight(state: .delivered, status: "03"))
            var after = news.unit.participant
            after.record(.answered(status: "03"), for: sent.id, at: Sample.at(3))
            let seen = DrillStep.Seen(delivery: sent.id, sight: news.now)
            let step = DrillStep(news.unit, to: after, seen: seen)
            #expect(try await store.update([step], of: drill.id) == 1)
            #expect(try await store.news(of: drill.id, limit: 10) == [])
            #expect(try await store.unreceived(of: drill.id, after: nil, limit: 10).map(\.unit) == [second])
            let tally = try #require(try await store.tallies(campaign: nil, limit: 1).first)
            #expect(tally.sent == 2 && tally.received == 1 && tally.answered == 1 && tally.due == 0)
            #expect(try await store.drill(drill.id)?.tally == tally)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `an earlier test document is followed beside the latest`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let unit = Sample.unit(11)
            let drill = try Self.drill([unit])
            try await store.add(drill, audit: [])
            let first = try await Self.send(drill, to: unit, in: store)
            let stored = try #require(try await store.drill(drill.id)?.participants[unit])
            var failed = stored
            failed.record(.failed(Self.failure), for: first.id, at: Sample.at(2))
            let step = DrillStep(DrillUnit(unit: unit, participant: stored), to: failed)
            #expect(try await store.update([step], of: drill.id) == 1)
            let second = try await Self.send(drill, to: unit, in: store)
            try await store.apply(.acknowledged(token: nil), to: first.id, at: Sample.at(3))
            let news = try await store.news(of: drill.id, limit: 10)
            #expect(news.map(\.delivery.id) == [first.id])
            #expect(news.first?.unit.participant.delivery == second.id)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a drill is called off once, and nothing is due in it then`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let drill = try Self.drill([Sample.unit(1)])
            try await store.add(drill, audit: [])
            let end = DrillPlan.Cancellation(at: Sample.at(9), by: "binh")
            #expect(try await store.cancel(Sample.id(), end, audit: [.sample("none")]) == false)
            #expect(try await store.cancel(drill.id, end, audit: [.sample("drill")]))
            #expect(try await store.cancel(drill.id, end, audit: [.sample("again")]) == false)
            #expect(try await store.auditRecords(after: 0, limit: 10).map(\.subject) == ["drill"])
            #expect(try await store.drill(drill.id)?.plan.cancellation == end)
            #expect(try await store.dueUnits(of: drill.id, at: Sample.at(99), limit: 10) == [])
            #expect(try await store.nextDrillDue(after: Sample.at(-1)) == nil)
            // A step made before the drill was called off brings nothing back.
            let unit = DrillUnit(unit: Sample.unit(1), participant: Drill.Participant())
            var after = unit.participant
            after.refused(Self.failure, at: Sample.at(10))
            #expect(try await store.update([DrillStep(unit, to: after)], of: drill.id) == 1)
            #expect(try await store.nextDrillDue(after: Sample.at(-1)) == nil)
        }
    }

    @Test func `a drill under way in a backup is called off by a restore, and a finished one stays`() async throws {
        try await withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let store = try await openStore(directory + "/data")
            let (open, done) = (try Self.drill([Sample.unit(1)]), try Self.drill([Sample.unit(2)]))
            for drill in [open, done] { try await store.add(drill, audit: []) }
            _ = try await Self.send(done, to: Sample.unit(2), in: store)
            _ = try await store.backUp(to: directory + "/backup")
            await store.close()
            _ = try await SQLiteStore.restore(
                from: directory + "/backup",
                to: directory + "/restored",
                minimumLogSize: 1,
                at: Sample.at(100)
            )
            let restored = try await openStore(directory + "/restored")
            let cancellation = try await restored.drill(open.id)?.plan.cancellation
            #expect(cancellation == DrillPlan.Cancellation(at: Sample.at(100), by: "restore"))
            #expect(try await restored.drill(done.id)?.plan.cancellation == nil)
            #expect(try await restored.nextDrillDue(after: Sample.at(-1)) == nil)
            #expect(try await restored.news(of: done.id, limit: 10).first?.delivery.holdReason == .restored)
            await restored.close()
        }
    }

    @Test func `the check names a drill whose rows can't be read`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let drill = try Self.drill([Sample.unit(1)])
            try await store.add(drill, audit: [])
            #expect(try await store.check(limit: 10) == [])
            try await store.pool.write { try $0.execute(sql: "UPDATE drill_unit SET state = 99") }
            #expect(try await store.check(limit: 10).map(\.subject) == [drill.id.description])
            await store.close()
        }
    }

    @Test func `ten thousand units are kept, and one step writes one unit`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let drill = try Self.drill((1...10_000).map { Sample.unit($0) })
            try await store.add(drill, audit: [])
            _ = try await Self.send(drill, to: Sample.unit(5000), in: store)
            #expect(try await store.tallies(campaign: nil, limit: 1).first?.sent == 1)
            let changed = try await store.drill(drill.id)?.participants.count { $0.value.state == .sent }
            #expect(changed == 1)
            await store.close()
        }
    }
}
