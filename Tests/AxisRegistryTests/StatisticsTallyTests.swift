// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

@Suite struct StatisticsTallyTests {
    private static let start = Timestamp("2025-06-20T08:00:00+07:00")!

    /// Facts at random, counted again in the plainest way.
    private struct World {
        var generator: SeededGenerator
        var registry = RegistrySnapshot()
        var units: [UnitID] = []
        var tops: [UnitID: String] = [:]
        let axis: UnitID
        var envelopes: [(fact: EnvelopeFact, signed: CivilDay?)] = []
        var deliveries: [DeliveryFact] = []

        init(seed: UInt64) throws {
            generator = SeededGenerator(seed: seed)
            axis = UnitID(at: start, using: &generator)
            try add(axis, "AXIS", under: nil)
            for top in ["G22", "H24", "H26"] {
                let id = UnitID(at: start, using: &generator)
                try add(id, top, under: nil)
                for number in 1...3 {
                    let child = UnitID(at: start, using: &generator)
                    try add(child, "\(top).ZZ\(number)", under: id)
                    tops[child] = top
                }
                tops[id] = top
            }
            units = Array(tops.keys).sorted()
            for _ in 0..<200 {
                envelopes.append((envelope(), Bool.random(using: &generator) ? CivilDay(of: start) : nil))
                deliveries.append(delivery())
            }
        }

        mutating func add(_ unit: UnitID, _ code: String, under parent: UnitID?) throws {
            let registration = UnitRegistration(
                unit: unit,
                code: try AgencyCode(code, as: code == "AXIS" ? .foreign : .qd20),
                name: "Đơn vị \(code)",
                kind: .other,
                parent: parent
            )
            try registry.apply(
                RegistryEvent(
                    version: registry.version + 1,
                    change: .register(registration),
                    effectiveAt: start,
                    recordedAt: start,
                    actor: "test",
                    legalBasis: "thử nghiệm"
                )
            )
        }

        mutating func someone() -> UnitID {
            Int.random(in: 0..<20, using: &generator) == 0 ? axis : units.randomElement(using: &generator)!
        }

        mutating func moment() -> Timestamp {
            start + .milliseconds(Int64.random(in: 0...(20 * 86_400_000), using: &generator))
        }

        mutating func envelope() -> EnvelopeFact {
            let at = moment()
            return EnvelopeFact(
                id: EnvelopeID(at: at, using: &generator),
                kind: EnvelopeKind.allCases.randomElement(using: &generator)!,
                sender: someone(),
                legalValue: Bool.random(using: &generator) ? .signed : .informationOnly,
                urgency: Urgency.allCases.randomElement(using: &generator)!,
                promulgationDate: "",
                acceptedAt: at
            )
        }

        mutating func delivery() -> DeliveryFact {
            let at = moment()
            return DeliveryFact(
                id: DeliveryID(at: at, using: &generator),
                kind: Int.random(in: 0..<4, using: &generator) == 0 ? .drill : .document,
                sender: someone(),
                recipient: units.randomElement(using: &generator)!,
                acceptedAt: at,
                state: DeliveryState.allCases.randomElement(using: &generator)!,
                holdReason: .administrator,
                receivedAt: Bool.random(using: &generator) ? at + .seconds(60) : nil,
                answeredAt: Bool.random(using: &generator) ? at + .seconds(86_400 * 5) : nil
            )
        }

        func rows(
            by grouping: ReportGrouping,
            _ period: ReportPeriod?
        ) -> (rows: [StatisticsRow], total: StatisticsFigures, sentByAxis: Int) {
            let now = start + .seconds(86_400 * 30)
            var tally = StatisticsTally(by: period, calendar: WorkingCalendar(), axis: axis, at: now)
            for (fact, signed) in envelopes { tally.count(fact, signed: signed) }
            for fact in deliveries { tally.count(fact) }
            tally.count(refusals: 2, "schema", of: units[0], at: start)
            tally.count(refusals: 1, "certificate-unbound", of: nil, at: start)
            let (rows, total) = tally.rows(by: grouping, in: registry, at: now)
            return (rows, total, tally.sentByAxis)
        }
    }

    @Test(arguments: 0..<20)
    func `sub-totals, units and periods each add up to the total`(seed: UInt64) throws {
        let world = try World(seed: seed)
        for period in [nil, ReportPeriod.month, .quarter] {
            let report = world.rows(by: .unit, period)
            for level in ReportGrouping.allCases {
                var sum = StatisticsFigures()
                for row in report.rows where row.level == level { sum.add(row.figures) }
                #expect(sum == report.total, "\(level)")
            }
            let agencies = report.rows.filter { $0.level == .agency }
            #expect(world.rows(by: .agency, period).rows == agencies)
            for agency in agencies {
                var sum = StatisticsFigures()
                for row in report.rows
                where row.level == .unit && row.agency == agency.unit && row.period == agency.period {
                    sum.add(row.figures)
                }
                #expect(sum == agency.figures)
            }
        }
    }

    @Test(arguments: 0..<20)
    func `every figure is the plain count, and every division adds up to what it divides`(seed: UInt64) throws {
        let world = try World(seed: seed)
        let (rows, total, sentByAxis) = world.rows(by: .unit, nil)
        let documents = world.envelopes.map(\.fact).filter { $0.kind == .document }
        #expect(sentByAxis == documents.count { $0.sender == world.axis })
        #expect(total.sent.documents == documents.count - sentByAxis)
        #expect(total.sent.documents == total.sent.signed + total.sent.informationOnly)
        #expect(total.sent.documents == total.sent.byUrgency.total)
        #expect(total.sent.documents == total.sent.sending.total)
        let statuses = world.envelopes.count { $0.fact.kind == .status }
        #expect(total.sent.statuses == statuses)
        let deliveries = world.deliveries.filter { $0.kind == .document && $0.sender != world.axis }
        for figures in [total.sent.deliveries, total.received.deliveries] {
            #expect(figures.total == deliveries.count)
            #expect(figures.rejected == deliveries.count { $0.state == .rejected })
            #expect(figures.waiting == deliveries.count { $0.state == .queued || $0.state == .delivering })
            let parts =
                figures.acknowledged + figures.delivered + figures.rejected + figures.recalled + figures.dead
                + figures.held + figures.waiting + figures.quarantined
            #expect(parts == figures.total)
        }
        #expect(total.received.receipt.total == deliveries.count)
        #expect(total.received.confirmation.total == deliveries.count)
        #expect(total.received.arrived == deliveries.count { $0.receivedAt != nil })
        #expect(total.sent.refusedByAxis == 3)
        #expect(total.sent.refusedByCode == ["schema": 2, "certificate-unbound": 1])
        for row in rows where row.level == .unit && row.unit != "-" {
            let unit = try world.registry.unit(named: row.unit, at: Self.start).id
            #expect(row.agency == (world.tops[unit] ?? "AXIS"))
            #expect(row.figures.sent.documents == documents.count { $0.sender == unit && unit != world.axis })
            #expect(row.figures.received.deliveries.total == deliveries.count { $0.recipient == unit })
        }
        #expect(rows.last?.unit == "-")
    }

    @Test func `a quarter ends at midnight in Vietnam`() throws {
        let last = try #require(Timestamp("2025-09-30T23:59:59.999+07:00"))
        #expect(ReportPeriod.quarter.label(of: CivilDay(of: last)) == "2025-Q3")
        #expect(ReportPeriod.quarter.label(of: CivilDay(of: last + .milliseconds(1))) == "2025-Q4")
        #expect(ReportPeriod.month.label(of: CivilDay(of: last)) == "2025-09")
        #expect(ReportPeriod.month.label(of: CivilDay(of: last + .milliseconds(1))) == "2025-10")
    }

    /// How many cells a line has: commas outside quotes, and one.
    private func cells(in line: Substring) -> Int {
        line.reduce(into: (count: 1, isQuoted: false)) { state, character in
            if character == "\"" { state.isQuoted.toggle() }
            if character == ",", !state.isQuoted { state.count += 1 }
        }.count
    }

    @Test func `the table for spreadsheets has one cell for each heading, and no cell is a formula`() throws {
        let day = try #require(CivilDay("2025-07-01"))
        var figures = StatisticsFigures()
        figures.sent.documents = 7
        figures.sent.refusedByCode = ["schema": 2, "guard": 1]
        let row = StatisticsRow(level: .unit, unit: "H24.1", name: "=1+1, \"x\"", agency: "H24", figures: figures)
        let report = StatisticsReport(
            from: day,
            to: day,
            at: day.start,
            by: .unit,
            period: nil,
            rows: [row],
            total: figures,
            sentByAxis: 0,
            refusalsNotAttributed: 0,
            unreadable: 0
        )
        let text = String(decoding: report.csv(), as: UTF8.self)
        #expect(Array(report.csv().prefix(3)) == [0xEF, 0xBB, 0xBF])
        let lines = text.split(separator: "\r\n")
        #expect(lines.count == 3)
        #expect(lines[1].contains(#""'=1+1, ""x""""#))
        #expect(lines[1].hasSuffix(#","guard 1; schema 2""#))
        #expect(Set(lines.map { cells(in: $0) }).count == 1)
        #expect(lines[0].contains("Gửi đúng hạn") && lines[2].hasPrefix("Tổng cộng,"))
    }
}
