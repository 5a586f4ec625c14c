// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

@Suite struct BoardTests {
    private let fixture: Fixture
    private let campaign: Campaign

    init() throws {
        fixture = try Fixture()
        let request = CampaignCreateRequest(
            id: "cd-101",
            title: "Danh sách",
            deadline: fixture.now + .seconds(3600)
        )
        campaign = try Campaign(request, by: "an", at: fixture.now)
    }

    private func version(of unit: UnitID) throws -> SubmissionVersion {
        var fixture = fixture
        return SubmissionVersion(
            id: fixture.id(),
            campaign: "cd-101",
            unit: unit,
            number: 1,
            sha256: try #require(Digest256(bytes: [UInt8](repeating: 1, count: 32))),
            count: 114,
            receivedAt: fixture.now,
            deadline: campaign.deadline
        )
    }

    private func board(_ facts: [UnitID: ProvinceFacts], _ declarations: [Declaration] = []) throws -> BoardView {
        Board.view(
            of: campaign,
            participants: try campaign.participants(in: fixture.snapshot, at: fixture.now),
            facts: facts,
            declarations: declarations,
            at: fixture.now
        )
    }

    private func total(_ indicator: Indicator, in board: BoardView) -> String? {
        board.totals.first { $0.indicator == indicator }?.text
    }

    @Test func `33 of 34 becomes 34 of 34 when the last province hands in`() throws {
        let haiphong = try fixture.unit("H24")
        var facts: [UnitID: ProvinceFacts] = [:]
        for unit in try campaign.participants(in: fixture.snapshot, at: fixture.now) where unit.id != haiphong {
            var known = ProvinceFacts(units: 100)
            known.latest = try version(of: unit.id)
            known.published = 100
            facts[unit.id] = known
        }
        #expect(total(.listHandedIn, in: try board(facts)) == "33/34")
        #expect(total(.codesPublished, in: try board(facts)) == "33/34")
        #expect(try board(facts).totals.first { $0.indicator == .codesPublished }?.unmeasured == 1)
        var known = ProvinceFacts(units: 114)
        known.latest = try version(of: haiphong)
        known.published = 113
        facts[haiphong] = known
        #expect(total(.listHandedIn, in: try board(facts)) == "34/34")
        #expect(total(.codesPublished, in: try board(facts)) == "33/34", "113 of 114 is not all")
        facts[haiphong]?.published = 114
        #expect(total(.codesPublished, in: try board(facts)) == "34/34")
    }

    @Test func `what nobody measured or declared is shown as unmeasured`() throws {
        let board = try board([:])
        #expect(board.rows.count == 34)
        let values = board.rows[0].values
        let known = values.filter { $0.source != .unmeasured }.map(\.indicator)
        #expect(known == [.listHandedIn, .listAccepted])
        #expect(values.filter { $0.source == .unmeasured }.allSatisfy { $0.met == nil })
        #expect(total(.hotlineOpen, in: board) == "0/34")
    }

    @Test func `a declaration is shown with who and when, the latest counts, and never for what is measured`() throws {
        let haiphong = try fixture.unit("H24")
        func declare(_ indicator: Indicator, _ met: Bool, after seconds: Int64) throws -> Declaration {
            try Declaration(
                IndicatorDeclareRequest(indicator: indicator, met: met),
                of: haiphong,
                in: campaign,
                by: "H24",
                at: fixture.now + .seconds(seconds)
            )
        }
        let declarations = [try declare(.portalClosed, true, after: 60), try declare(.portalClosed, false, after: 30)]
        let row = try #require(try board([:], declarations).rows.first { $0.unit == "H24" })
        let value = try #require(row.values.first { $0.indicator == .portalClosed })
        #expect(value.source == .declared)
        #expect(value.met == true)
        #expect(value.by == "H24")
        #expect(value.at == fixture.now + .seconds(60))
        for indicator in Indicator.allCases where indicator.isMeasured {
            #expect(refusal { _ = try declare(indicator, true, after: 0) } == .badRequest)
        }
    }

    @Test func `the board as CSV has a row for each province and the totals`() throws {
        var known = ProvinceFacts(units: 114)
        known.certified = 113
        known.daysLeft = 12
        let bytes = try board([try fixture.unit("H24"): known]).csv()
        let table = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(table.count == 36)
        let line = try #require(table.first { $0.hasPrefix("H24,") })
        #expect(line.contains(",113/114 (12 d left),"))
        #expect(line.contains(",unmeasured,"))
        #expect(table.last?.hasPrefix(",total,0/34,") == true)
        let vietnamese = String(decoding: try board([:]).csv(vietnamese: true), as: UTF8.self)
        #expect(vietnamese.contains("chưa đo"))
    }

    @Test func `a unit is covered by its own certificate or by that of whoever receives for it`() throws {
        var fixture = fixture
        let province = try fixture.unit("H24")
        let wards = try (1...3).map { try fixture.register("H24.90\($0)", parent: province) }
        func bind(_ holder: UnitID, days: Int64, seed: UInt8) throws {
            let end = fixture.now + .seconds(days * 86_400 + 60)
            try fixture.apply(
                .bind(
                    Binding(
                        id: fixture.id(),
                        holder: holder,
                        fingerprint: try #require(Digest256(bytes: [UInt8](repeating: seed, count: 32))),
                        use: .both,
                        period: Period(from: fixture.now),
                        subject: "CN=test",
                        notAfter: end
                    )
                )
            )
        }
        func cover() -> (certified: Int, daysLeft: Int?) {
            CertificateCover(of: fixture.snapshot, at: fixture.now).count(of: wards)
        }
        #expect(cover() == (0, nil))
        try bind(wards[0], days: 30, seed: 1)
        #expect(cover() == (1, 30))
        try bind(province, days: 10, seed: 2)
        #expect(cover() == (1, 30))
        try fixture.apply(
            .grant(
                Grant(
                    id: fixture.id(),
                    holder: province,
                    over: province,
                    isBranch: true,
                    rights: [.receive],
                    period: Period(from: fixture.now)
                )
            )
        )
        #expect(cover() == (3, 10))
    }
}

@Suite struct DrillTests {
    private var fixture: Fixture
    private let start = CivilTime(year: 2026, month: 1, day: 1).moment()
    private let failure = Drill.Failure(english: "connection refused", vietnamese: "không kết nối được")

    init() throws {
        fixture = try Fixture(withReferenceData: false)
    }

    private mutating func drill(_ count: Int) throws -> (Drill, [UnitID]) {
        let units: [UnitID] = (0..<count).map { _ in fixture.id() }
        let plan = try DrillPlan(
            id: fixture.id(),
            campaign: "cd-101",
            attempts: 2,
            retryAfter: 60,
            by: "an",
            at: start
        )
        return (try Drill(plan, units: units), units)
    }

    @Test mutating func `each unit gets one document, and only a failed one another`() throws {
        var (drill, units) = try drill(3)
        #expect(drill.due(at: start, atMost: 2).count == 2)
        #expect(Set(drill.due(at: start, atMost: 9)) == Set(units))
        let deliveries: [DeliveryID] = units.map { _ in fixture.id() }
        for (unit, delivery) in zip(units, deliveries) { drill.sent(to: unit, delivery: delivery, at: start) }
        #expect(drill.due(at: start + .seconds(9999), atMost: 9) == [], "one that waits to be fetched is not doubled")
        drill.record(.received, for: units[0], delivery: deliveries[0], at: start)
        drill.record(.acknowledged, for: units[0], delivery: deliveries[0], at: start)
        drill.record(.answered(status: "03"), for: units[0], delivery: deliveries[0], at: start)
        drill.record(.failed(failure), for: units[1], delivery: deliveries[1], at: start)
        #expect(drill.next(after: start) == start + .seconds(60))
        #expect(drill.due(at: start + .seconds(59), atMost: 9) == [])
        #expect(drill.due(at: start + .seconds(60), atMost: 9) == [units[1]])

        var view = drill.view(in: fixture.snapshot)
        #expect(view.text == "1/3")
        #expect(view.sent == 3)
        #expect(view.received == 1)
        #expect(view.answered == 1)
        #expect(view.missing?.count == 2)
        #expect(view.missing?.allSatisfy { $0.english?.isEmpty == false && $0.vietnamese?.isEmpty == false } == true)
        #expect(view.missing?.contains { $0.english == "attempt 1/2 failed: connection refused" } == true)
        #expect(!view.finished)

        let second: DeliveryID = fixture.id()
        drill.sent(to: units[1], delivery: second, at: start + .seconds(60))
        drill.record(.failed(failure), for: units[1], delivery: deliveries[1], at: start)
        #expect(drill.participants[units[1]]?.state == .sent, "bad news of an earlier attempt changes nothing")
        drill.record(.failed(failure), for: units[1], delivery: second, at: start)
        #expect(drill.due(at: start + .seconds(9999), atMost: 9) == [], "two attempts are all")
        #expect(drill.isFinished)
        drill.record(.acknowledged, for: units[1], delivery: deliveries[1], at: start)
        view = drill.view(in: fixture.snapshot, allUnits: true)
        #expect(view.text == "2/3", "late good news counts")
        #expect(view.units?.count == 3)
        #expect(drill.acknowledged(among: units) == 2)
        #expect(drill.acknowledged(among: []) == nil)
    }

    @Test mutating func `a unit left out is no attempt, and nothing more is due in a drill that is called off`() throws
    {
        var (drill, units) = try drill(3)
        drill.skip(units[0], failure, at: start)
        drill.sent(to: units[1], delivery: fixture.id(), at: start)
        drill.skip(units[1], failure, at: start)
        #expect(drill.participants[units[1]]?.state == .sent, "what was sent is not left out")
        #expect(drill.due(at: start, atMost: 9) == [units[2]])
        drill.plan.cancellation = DrillPlan.Cancellation(at: start, by: "binh")
        #expect(drill.isFinished)
        let view = drill.view(in: fixture.snapshot)
        #expect(view.sent == 1)
        #expect(view.cancelledBy == "binh")
        let reasons = Set((view.missing ?? []).compactMap(\.english))
        #expect(reasons.contains("not sent: binh called the drill off"))
        #expect(reasons.contains("connection refused"))
    }

    @Test mutating func `no units, too many attempts and no time between them are refused`() throws {
        let unit: UnitID = fixture.id()
        let id: DrillID = fixture.id()
        let moment = start
        func refused(_ units: [UnitID], _ attempts: Int, _ seconds: Int64) -> RefusalCode? {
            refusal {
                let plan = try DrillPlan(
                    id: id,
                    campaign: nil,
                    attempts: attempts,
                    retryAfter: seconds,
                    by: "an",
                    at: moment
                )
                _ = try Drill(plan, units: units)
            }
        }
        #expect(refused([], 1, 1) == .badRequest)
        #expect(refused([unit], 0, 1) == .badRequest)
        #expect(refused([unit], 1, 0) == .badRequest)
        #expect(refused([unit], 1, 1) == nil)
    }

    @Test(arguments: 1...40)
    mutating func `whatever comes in whatever order, good news is never lost and attempts are bounded`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: seed)
        var (drill, units) = try drill(5)
        var reached: Set<UnitID> = []
        var deliveries: [UnitID: [DeliveryID]] = [:]
        var now = start
        for _ in 0..<200 {
            now = now + .seconds(Int64.random(in: 0...40, using: &generator))
            for unit in drill.due(at: now, atMost: 2) {
                let delivery: DeliveryID = fixture.id()
                deliveries[unit, default: []].append(delivery)
                drill.sent(to: unit, delivery: delivery, at: now)
            }
            let unit = units[Int.random(in: 0..<5, using: &generator)]
            guard let delivery = deliveries[unit]?.randomElement(using: &generator) else { continue }
            let event: Drill.Event
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: event = .received
            case 1: event = .failed(failure)
            case 2: event = .answered(status: "01")
            default: event = .acknowledged
            }
            drill.record(event, for: unit, delivery: delivery, at: now)
            if event == .acknowledged { reached.insert(unit) }
            let view = drill.view(in: fixture.snapshot)
            #expect(view.acknowledged == reached.count)
            #expect(view.missing?.count == 5 - reached.count)
            #expect(view.acknowledged <= view.received && view.received <= view.sent && view.sent <= view.total)
            #expect(drill.participants.values.allSatisfy { $0.attempts <= 2 })
        }
    }
}
