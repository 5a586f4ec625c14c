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

@Suite struct ReportDeskTests {
    private let auditor = AdministratorCaller(name: "kiem.toan", roles: [.auditor])
    private static let day = CivilDay("2025-07-01")!

    private func desk(_ world: IntakeWorld, pageSize: Int = 500) -> ReportDesk {
        ReportDesk(
            store: world.store,
            registry: world.holder,
            calendar: WorkingCalendar(),
            axis: world.units["H24.TEST02"],
            clock: world.clock,
            pageSize: pageSize
        )
    }

    private func code(_ run: () async throws -> Void) async -> RefusalCode? {
        do {
            try await run()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }

    /// A document with a number of its own.
    private func document(
        _ number: Int,
        from sender: String = "G22",
        to recipients: [String],
        dated: String,
        priority: Int = 0
    ) -> [UInt8] {
        let bytes = TestEnvelope.document(from: sender, to: recipients, documentID: id(number))
        let text = String(decoding: bytes, as: UTF8.self)
            .replacing(
                "<edXML:PromulgationDate>2025/07/01<",
                with: "<edXML:PromulgationDate>\(dated)<"
            )
            .replacing(
                "</edXML:Subject>",
                with: "</edXML:Subject><edXML:OtherInfo><edXML:Priority>\(priority)</edXML:Priority></edXML:OtherInfo>"
            )
        return Array(text.utf8)
    }

    private func id(_ number: Int) -> String { "G22,2025/07/01,\(number)/VPCP-TEST" }

    /// Tuesday 1 July 2025, from eight o'clock in the morning.
    private func day(in world: IntakeWorld) async throws {
        // In time: today's, and Monday's before noon.
        let first = document(1, to: ["H24", "H24.TEST01"], dated: "2025/07/01")
        try await world.send(try world.signed(first, by: "G22"), as: "G22")
        try await world.send(document(2, to: ["H24"], dated: "2025-06-30"), as: "G22")
        // Late: Friday's, and Monday's that is urgent.
        try await world.send(document(3, to: ["H24"], dated: "2025/06/27"), as: "G22")
        try await world.send(document(4, to: ["H24"], dated: "2025/06/30", priority: 3), as: "G22")
        // No date that can be read without a guess.
        try await world.send(document(5, from: "H24.TEST01", to: ["G22"], dated: ""), as: "H24.TEST01")
        try await world.send(document(6, from: "H24.TEST01", to: ["G22"], dated: "01/07/2025"), as: "H24.TEST01")
        // Axis's own, which count for nobody.
        try await world.send(document(7, from: "H24.TEST02", to: ["H24"], dated: "2025/07/01"), as: "H24.TEST02")

        // H24 confirms the first by status 01, H24.TEST01 refuses it.
        world.clock.advance(by: .seconds(3600))
        try await world.send(TestEnvelope.status("01", from: "H24", to: "G22", documentID: id(1)), as: "H24")
        try await world.send(
            TestEnvelope.status("02", from: "H24.TEST01", to: "G22", documentID: id(1)),
            as: "H24.TEST01"
        )
        // The second is recalled, the third acknowledged a day late.
        try await world.send(TestEnvelope.status("13", from: "G22", to: "H24", documentID: id(2)), as: "G22")
        world.clock.advance(by: .seconds(86_400))
        let third = try #require(try await delivery(of: 3, in: world))
        _ = try await world.store.apply([DeliveryChange(third.id, .acknowledged(token: nil), at: world.clock.now())])

        let refusals = [
            #"{"code":"schema","field":"From","sender":"H24.TEST01"}"#, #"{"code":"guard","sender":"-"}"#,
            #"{"code":"forbidden"}"#, #"{"count":4,"sender":"H24"}"#, #"{"count":9}"#, "no JSON",
        ]
        try await world.store.appendAudit(
            refusals.map { text in
                AuditRecord(
                    at: IntakeWorld.start,
                    actor: "192.0.2.1",
                    action: text.contains("count") ? "request.refused.more" : "request.refused",
                    subject: "/v1/envelopes",
                    after: text
                )
            }
        )
    }

    private func delivery(of number: Int, in world: IntakeWorld) async throws -> Delivery? {
        var filter = EnvelopeFilter()
        filter.documentID = id(number)
        guard let envelope = try await world.store.envelopes(filter).first(where: { $0.kind == .document }) else {
            return nil
        }
        return try await world.store.deliveries(of: [envelope.id]).first
    }

    @Test(arguments: [1, 2, 500])
    func `a day's figures are those counted by hand, whatever the page`(pageSize: Int) async throws {
        let world = try IntakeWorld()
        try await day(in: world)
        let wish = ReportDesk.Wish(from: Self.day, to: Self.day, by: .unit, period: .quarter)
        let report = try await desk(world, pageSize: pageSize).report(auditor, wish)
        func row(_ unit: String, _ level: ReportGrouping) throws -> StatisticsFigures {
            try #require(report.rows.first { $0.unit == unit && $0.level == level }).figures
        }
        #expect(report.yearsWithoutHolidays == [2025])
        let g22 = try row("G22", .unit)
        #expect(g22.sent.documents == 4 && g22.sent.signed == 1 && g22.sent.informationOnly == 3)
        #expect(g22.sent.byUrgency.normal == 3 && g22.sent.byUrgency.immediate == 1)
        #expect(g22.sent.sending.inTime == 2 && g22.sent.sending.late == 2 && g22.sent.sending.notMeasurable == 0)
        #expect(g22.sent.deliveries.total == 5)
        #expect(g22.sent.deliveries.rejected == 1 && g22.sent.deliveries.recalled == 1)
        #expect(g22.sent.deliveries.acknowledged == 1 && g22.sent.deliveries.waiting == 2)
        #expect(g22.sent.statuses == 1)
        // Nobody fetched its two, and its day is over.
        #expect(g22.received.deliveries.total == 2 && g22.received.confirmation.late == 2)

        let ward = try row("H24.TEST01", .unit)
        #expect(ward.sent.documents == 2 && ward.sent.sending.notMeasurable == 2)
        #expect(ward.received.deliveries.total == 1 && ward.received.deliveries.rejected == 1)
        #expect(ward.received.arrived == 1 && ward.received.receipt.inTime == 1)
        // A refusal is an answer.
        #expect(ward.received.confirmation.inTime == 1)
        #expect(ward.sent.refusedByCode == ["schema": 1] && ward.sent.statuses == 1)

        let province = try row("H24", .unit)
        #expect(province.received.deliveries.total == 4)
        #expect(province.received.confirmation.inTime == 1)
        #expect(province.received.confirmation.late == 2)
        #expect(province.received.confirmation.notMeasurable == 1)
        #expect(province.received.receipt.late == 3 && province.received.receipt.notMeasurable == 1)
        #expect(province.sent.refusedByAxis == 4)

        var together = province
        together.add(ward)
        #expect(try row("H24", .agency) == together)
        #expect(try row("-", .agency).sent.refusedByCode == ["guard": 1])
        #expect(report.sentByAxis == 1 && report.refusalsNotAttributed == 9 && report.unreadable == 0)
        #expect(report.total.sent.documents == 6 && report.total.sent.refusedByAxis == 6)
        #expect(report.rows.allSatisfy { $0.period == "2025-Q3" })
    }

    @Test func `a report begins and ends at midnight in Vietnam`() async throws {
        let world = try IntakeWorld()
        let midnight = Self.day.next.start
        world.clock.advance(by: midnight - .milliseconds(1) - world.clock.now())
        try await world.send(document(1, to: ["H24"], dated: "2025/07/01"), as: "G22")
        world.clock.advance(by: .milliseconds(1))
        try await world.send(document(2, to: ["H24"], dated: "2025/07/01"), as: "G22")
        for (from, to, count) in [
            (Self.day, Self.day, 1), (Self.day.next, Self.day.next, 1), (Self.day, Self.day.next, 2),
        ] {
            let report = try await desk(world).report(auditor, ReportDesk.Wish(from: from, to: to))
            #expect(report.total.sent.documents == count && report.total.received.deliveries.total == count)
        }
    }

    @Test func `roles and days are checked`() async throws {
        let world = try IntakeWorld()
        let desk = desk(world)
        let wish = ReportDesk.Wish(from: Self.day, to: Self.day)
        let registrar = AdministratorCaller(name: "an", roles: [.registrar])
        #expect(await code { _ = try await desk.report(registrar, wish) } == .forbidden)
        let backwards = ReportDesk.Wish(from: Self.day.next, to: Self.day)
        #expect(await code { _ = try await desk.report(auditor, backwards) } == .badRequest)
        let long = ReportDesk.Wish(from: Self.day, to: CivilDay(number: Self.day.number + ReportDesk.mostDays))
        #expect(await code { _ = try await desk.report(auditor, long) } == .badRequest)
        let op = AdministratorCaller(name: "van", roles: [.operator])
        #expect(await code { _ = try await desk.report(op, wish) } == nil)
    }

    /// Asks for another report while the first one reads.
    private final class Curious: StatisticsStore {
        let other = Mutex<(@Sendable () async throws -> Void)?>(nil)
        let seen = Mutex<[RefusalCode?]>([])

        func envelopeFacts(
            in time: Range<Timestamp>,
            after place: EnvelopeID?,
            limit: Int
        ) async throws(StoreError) -> StatisticsPage<EnvelopeFact, EnvelopeID> {
            guard let other = other.withLock({ $0 }) else { return StatisticsPage(facts: [], next: nil) }
            do {
                try await other()
                seen.withLock { $0.append(nil) }
            } catch {
                let code = (error as? Refusal)?.code
                seen.withLock { $0.append(code) }
            }
            return StatisticsPage(facts: [], unreadable: 2, next: nil)
        }

        func deliveryFacts(
            in time: Range<Timestamp>,
            after place: DeliveryID?,
            limit: Int
        ) async throws(StoreError) -> StatisticsPage<DeliveryFact, DeliveryID> {
            StatisticsPage(facts: [], next: nil)
        }

        func refusals(
            in time: Range<Timestamp>,
            after line: AuditRecord?,
            limit: Int
        ) async throws(StoreError) -> [AuditRecord] { [] }
    }

    @Test func `one report is made at a time, and the next one after it`() async throws {
        let world = try IntakeWorld()
        let store = Curious()
        let desk = ReportDesk(
            store: store,
            registry: world.holder,
            calendar: WorkingCalendar(),
            axis: nil,
            clock: world.clock
        )
        let wish = ReportDesk.Wish(from: Self.day, to: Self.day)
        let auditor = auditor
        store.other.withLock { $0 = { _ = try await desk.report(auditor, wish) } }
        #expect(try await desk.report(auditor, wish).unreadable == 2)
        #expect(store.seen.withLock { $0 } == [.overloaded])
        store.other.withLock { $0 = nil }
        #expect(try await desk.report(auditor, wish).total == StatisticsFigures())
    }
}
