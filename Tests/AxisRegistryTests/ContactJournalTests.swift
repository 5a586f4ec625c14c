// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

@Suite struct ContactJournalTests {
    private let start = CivilTime(year: 2026, month: 1, day: 5, hour: 8).moment()
    private let day: Duration = .seconds(86_400)

    @Test(arguments: 1...20)
    func `whatever order signs come in, the latest minute of each stays and goes to the store once`(seed: UInt64) throws
    {
        var generator = SeededGenerator(seed: seed)
        let units: [UnitID] = (0..<4).map { _ in Identifier(at: start, using: &generator) }
        var journal = ContactJournal(beganAt: start)
        var latest: [UnitID: [LastContact.Sign: Timestamp]] = [:]
        var stored: [UnitID: LastContact] = [:]
        for _ in 0..<300 {
            let unit = units[Int.random(in: 0..<4, using: &generator)]
            let sign = LastContact.Sign.allCases[Int.random(in: 0..<3, using: &generator)]
            let moment = start + .milliseconds(Int64.random(in: 0..<7_200_000, using: &generator))
            journal.note(sign, of: unit, at: moment)
            let minute = Timestamp(seconds: moment.seconds / 60 * 60)
            latest[unit, default: [:]][sign] = max(latest[unit]?[sign] ?? minute, minute)
            guard Bool.random(using: &generator) else { continue }
            let taken = journal.takeChanged(atMost: 2)
            if Bool.random(using: &generator) {
                for contact in taken { stored[contact.unit] = contact }
            } else {
                journal.putBack(taken)
            }
        }
        for unit in units {
            let contact = try #require(journal.contacts[unit])
            #expect(contact.pulledAt == latest[unit]?[.pulled])
            #expect(contact.answeredAt == latest[unit]?[.answered])
            #expect(contact.failedAt == latest[unit]?[.failed])
        }
        for contact in journal.takeChanged(atMost: 10) { stored[contact.unit] = contact }
        #expect(stored == journal.contacts, "nothing that changed was left out")
        #expect(journal.takeChanged(atMost: 10) == [])
        journal.note(.pulled, of: units[0], at: start)
        #expect(journal.takeChanged(atMost: 10) == [], "an older sign changes nothing")
    }

    @Test func `who pulls is reached when it did, and missed only after somebody listened for long enough`() throws {
        var fixture = try Fixture(withReferenceData: false)
        let unit = try fixture.register("H24")
        let now = fixture.now + .seconds(7 * 86_400)
        func reachability(_ journal: ContactJournal, at moment: Timestamp) -> Reachability {
            journal.reachability(of: unit, within: day, in: fixture.snapshot, at: moment)
        }
        #expect(reachability(ContactJournal(), at: now) == .unknown)
        #expect(reachability(ContactJournal(beganAt: now - .seconds(3600)), at: now) == .unknown)
        var journal = ContactJournal(beganAt: now - day)
        #expect(reachability(journal, at: now) == .missed)
        journal.note(.pulled, of: unit, at: now - day)
        #expect(reachability(journal, at: now) == .reached)
        #expect(reachability(journal, at: now + .seconds(60)) == .missed)
        // A former endpoint's answers are not the unit's.
        journal.note(.answered, of: unit, at: now)
        #expect(reachability(journal, at: now + .seconds(60)) == .missed)
    }

    @Test func `who is pushed to is reached by its endpoint's answers, and unknown while nothing was pushed`() throws {
        var fixture = try Fixture(withReferenceData: false)
        let province = try fixture.register("H24")
        let ward = try fixture.register("H24.901", parent: province)
        try fixture.apply(
            .setEndpoint(Endpoint(unit: province, url: "https://h24.example/axis", isBranch: true))
        )
        let now = fixture.now + .seconds(7 * 86_400)
        var journal = ContactJournal(beganAt: fixture.now)
        func reachability() -> Reachability {
            journal.reachability(of: ward, within: day, in: fixture.snapshot, at: now)
        }
        #expect(reachability() == .unknown)
        journal.note(.failed, of: province, at: now - .seconds(60))
        #expect(reachability() == .missed)
        journal.note(.answered, of: province, at: now - .seconds(3600))
        #expect(reachability() == .reached, "it answered within the time")
        journal = ContactJournal(beganAt: fixture.now)
        journal.note(.failed, of: province, at: now)
        journal.note(.pulled, of: ward, at: now)
        #expect(reachability() == .reached, "it fetches while its endpoint is down")
    }
}

@Suite struct MeasuredFactsTests {
    private func value(_ indicator: Indicator, _ facts: ProvinceFacts) throws -> IndicatorValue {
        let fixture = try Fixture()
        let deadline = fixture.now + .seconds(3600)
        let campaign = try Campaign(
            CampaignCreateRequest(id: "c", title: "c", scope: ["H24"], deadline: deadline),
            by: "an",
            at: fixture.now
        )
        let board = Board.view(
            of: campaign,
            participants: try campaign.participants(in: fixture.snapshot, at: fixture.now),
            facts: [try fixture.unit("H24"): facts],
            declarations: [],
            at: fixture.now
        )
        return try #require(board.rows.first?.values.first { $0.indicator == indicator })
    }

    @Test func `reachable units are counted, those of whom nobody knows are named, and none known is unmeasured`()
        throws
    {
        var facts = ProvinceFacts(units: 4)
        #expect(try value(.unitsReachable, facts).source == .unmeasured)
        facts.note([.unknown, .unknown], within: .seconds(86_400))
        #expect(try value(.unitsReachable, facts).source == .unmeasured)
        facts.note([], within: .seconds(86_400))
        #expect(try value(.unitsReachable, facts).source == .unmeasured)
        facts.note([.missed, .missed, .missed, .missed], within: .seconds(86_400))
        var found = try value(.unitsReachable, facts)
        #expect(found.source == .measured && found.met == false && found.done == 0 && found.of == 4)
        #expect(found.detail == "within 24 h")
        facts.note([.reached, .missed, .unknown, .reached], within: .seconds(5400))
        found = try value(.unitsReachable, facts)
        #expect(found.done == 2 && found.detail == "within 90 min, 1 not known")
        facts.note([.reached, .reached, .reached, .reached], within: .seconds(7200))
        #expect(try value(.unitsReachable, facts).met == true)
    }

    @Test func `a unit is tested when any drill of the campaign reached it, and unmeasured when none asked`() throws {
        var fixture = try Fixture()
        let units: [UnitID] = (0..<3).map { _ in fixture.id() }
        func drill(_ asked: [UnitID], acknowledged: [UnitID]) throws -> Drill {
            let plan = try DrillPlan(id: fixture.id(), campaign: "c", by: "an", at: fixture.now)
            var drill = try Drill(plan, units: asked + [units[2]])
            for unit in asked {
                let delivery: DeliveryID = fixture.id()
                drill.sent(to: unit, delivery: delivery, at: fixture.now)
                guard acknowledged.contains(unit) else { continue }
                drill.record(.acknowledged, for: unit, delivery: delivery, at: fixture.now)
            }
            return drill
        }
        let tested = TestedUnits(of: [
            try drill([units[0], units[1]], acknowledged: [units[0]]), try drill([units[1]], acknowledged: []),
        ])
        #expect(units.map { tested.result(of: $0)?.state } == [.acknowledged, .sent, nil], "not sent yet is not asked")
        #expect(tested.count(of: units) == 1)
        #expect(tested.count(of: [units[2]]) == nil)
        #expect(TestedUnits(of: []).count(of: units) == nil)
        var facts = ProvinceFacts(units: 3)
        #expect(try value(.testAcknowledged, facts).source == .unmeasured)
        #expect(try value(.unitsTested, facts).source == .unmeasured)
        facts.test = tested.result(of: units[1])
        facts.tested = 3
        let sent = try value(.testAcknowledged, facts)
        #expect(sent.source == .measured && sent.met == false && sent.detail == "sent, not delivered yet")
        facts.test = tested.result(of: units[0])
        #expect(try value(.testAcknowledged, facts).met == true)
        #expect(try value(.unitsTested, facts).met == true)
    }
}
