// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

private let noon = CivilTime(year: 2025, month: 6, day: 29, hour: 12).moment()

private func campaign(
    id: String = "cd-101",
    deadline: Timestamp = noon,
    scope: [String]? = nil,
    indicators: [Indicator]? = nil,
    reminders: [Int64]? = nil,
    createdAt: Timestamp = noon - .seconds(100_000)
) throws -> Campaign {
    let request = CampaignCreateRequest(
        id: id,
        title: "Danh sách mã định danh cấp xã",
        legalBasis: "Công điện 101/CĐ-TTg",
        scope: scope,
        deadline: deadline,
        indicators: indicators,
        reminders: reminders
    )
    return try Campaign(request, by: "an", at: createdAt)
}

@Suite struct CampaignTests {
    @Test func `all 34 provinces take part, and no council or ministry`() throws {
        let fixture = try Fixture()
        let units = try campaign().participants(in: fixture.snapshot, at: fixture.now)
        #expect(units.count == 34)
        #expect(units.allSatisfy { $0.code.text.hasPrefix("H") })
        let some = try campaign(scope: ["H24", "H26"]).participants(in: fixture.snapshot, at: fixture.now)
        #expect(some.map(\.code.text) == ["H24", "H26"])
    }

    @Test func `what makes no sense is refused with its field`() {
        func field(_ body: () throws -> Campaign) -> String? {
            do { _ = try body() } catch { return (error as? Refusal)?.field }
            return nil
        }
        for id in ["", "CD 101", "-a", "a-", "ă", String(repeating: "a", count: 41)] {
            #expect(field { try campaign(id: id) } == "id")
        }
        #expect(field { try campaign(createdAt: noon) } == "deadline")
        #expect(field { try campaign(scope: ["H24", "!"]) } == "scope")
        #expect(field { try campaign(indicators: []) } == "indicators")
        #expect(field { try campaign(reminders: [60, 60]) } == "reminders")
        #expect(field { try campaign(reminders: [1]) } == "reminders")
    }

    @Test func `reminders go out once each, only the latest after an outage, none after the deadline`() throws {
        let plan = ReminderPlan(of: try campaign(reminders: [3600, 86_400, 10_800, 200_000]))
        #expect(plan.next(after: noon - .seconds(90_000), settled: []) == noon - .seconds(86_400))
        #expect(plan.due(at: noon - .seconds(86_401), settled: []).send == nil)
        #expect(plan.due(at: noon - .seconds(86_400), settled: []).send == 86_400)
        #expect(plan.due(at: noon - .seconds(86_000), settled: [86_400]).send == nil)
        let late = plan.due(at: noon - .seconds(600), settled: [86_400])
        #expect(late.send == 3600)
        #expect(late.passed == [10_800])
        let after = plan.due(at: noon, settled: [86_400])
        #expect(after.send == nil)
        #expect(after.passed == [10_800, 3600])
        #expect(plan.next(after: noon, settled: []) == nil)
    }

    @Test(arguments: [
        (-1, "on-time"), (0, "on-time"), (999, "on-time"), (1000, "late by 1 s"), (61_999, "late by 1 min 1 s"),
        (90_061_000, "late by 1 d 1 h 1 min 1 s"),
    ])
    func `on time is up to and including the deadline's whole second`(milliseconds: Int64, text: String) {
        let arrival = Timestamp(milliseconds: noon.milliseconds + milliseconds)
        #expect(Timeliness(of: arrival, deadline: noon).english == text)
        let odd = Timestamp(milliseconds: noon.milliseconds + 500)
        #expect(Timeliness(of: arrival, deadline: odd).english == text, "only whole seconds count")
    }

    @Test func `lateness is said in Vietnamese too`() {
        #expect(Timeliness.late(seconds: 3661).vietnamese == "muộn 1 giờ 1 phút 1 giây")
        #expect(Timeliness.onTime.vietnamese == "đúng hạn")
    }
}

@Suite struct FirstArrivalTests {
    private let digest = Digest256(bytes: [UInt8](repeating: 7, count: 32))
    private let other = Digest256(bytes: [UInt8](repeating: 8, count: 32))

    private func line(
        _ seconds: Int64,
        _ end: ArrivalLine.End?,
        read: Bool = true,
        digest: Digest256? = nil,
        unit: UnitID,
        campaign: String = "c"
    ) -> ArrivalLine {
        ArrivalLine(
            campaign: campaign,
            unit: unit,
            beganAt: noon - .seconds(seconds + 5),
            sha256: digest ?? self.digest,
            readAt: read ? noon - .seconds(seconds) : nil,
            end: end
        )
    }

    private func lent(_ lines: [ArrivalLine], to unit: UnitID) throws -> Int64 {
        let moment = FirstArrival.moment(
            lastByte: noon,
            sha256: try #require(digest),
            campaign: "c",
            unit: unit,
            journal: lines
        )
        return (noon - moment).components.seconds
    }

    @Test func `only what Axis lost or refused itself, of the same bytes, within 15 minutes, lends its time`() throws {
        var fixture = try Fixture()
        let unit: UnitID = fixture.id()
        let stranger: UnitID = fixture.id()
        let submission: SubmissionID = fixture.id()
        #expect(try lent([], to: unit) == 0)
        #expect(try lent([line(60, nil, unit: unit)], to: unit) == 60)
        #expect(try lent([line(60, .refusedByAxis(.overloaded), unit: unit)], to: unit) == 60)
        #expect(try lent([line(60, nil, read: false, unit: unit)], to: unit) == 65)
        #expect(try lent([line(900, nil, unit: unit)], to: unit) == 900)
        #expect(try lent([line(901, nil, unit: unit)], to: unit) == 0)
        #expect(try lent([line(60, .refused, unit: unit)], to: unit) == 0)
        #expect(try lent([line(60, .brokenOff, unit: unit)], to: unit) == 0)
        #expect(try lent([line(60, .stored(submission), unit: unit)], to: unit) == 0)
        #expect(try lent([line(60, nil, digest: other, unit: unit)], to: unit) == 0)
        #expect(try lent([line(60, nil, unit: stranger)], to: unit) == 0)
        #expect(try lent([line(60, nil, unit: unit, campaign: "d")], to: unit) == 0)
        #expect(try lent([line(60, nil, unit: unit), line(120, nil, unit: unit)], to: unit) == 120)
        #expect(try lent([line(1000, nil, unit: unit), line(500, nil, unit: unit)], to: unit) == 500)
        #expect(RefusalCode.allCases.filter(\.isOfAxis) == [.overloaded, .storageUnavailable])
    }

    @Test(arguments: 1...50)
    func `no journal makes a list later, or earlier than 15 minutes`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var fixture = try Fixture(withReferenceData: false)
        let unit: UnitID = fixture.id()
        let ends: [ArrivalLine.End?] = [nil, .refused, .brokenOff, .refusedByAxis(.storageUnavailable)]
        let lines = (0..<20).map { _ in
            line(
                Int64.random(in: -100...2000, using: &generator),
                ends[Int.random(in: 0..<4, using: &generator)],
                read: Bool.random(using: &generator),
                unit: unit
            )
        }
        #expect((0...900).contains(try lent(lines, to: unit)))
        #expect(try lent(lines, to: unit) == (try lent(lines.reversed(), to: unit)))
    }
}

@Suite struct SubmissionVersionTests {
    private func version(lateBy seconds: Int64 = 0) throws -> SubmissionVersion {
        var fixture = try Fixture(withReferenceData: false)
        return SubmissionVersion(
            id: fixture.id(),
            campaign: "cd-101",
            unit: fixture.id(),
            number: 1,
            sha256: try #require(Digest256(bytes: [UInt8](repeating: 1, count: 32))),
            count: 114,
            receivedAt: noon + .seconds(seconds),
            deadline: noon
        )
    }

    private let decision = AcceptanceDecision(effective: noon + .seconds(43_200), legalBasis: "QĐ 1")

    @Test func `an accepted list stays so, and is applied once`() throws {
        var version = try version()
        #expect(version.isRepeated(by: version.sha256))
        #expect(try version.accept(decision, by: "an", at: noon, requiringSecond: false) == .apply(decision))
        #expect(version.state == .accepted)
        #expect(version.decidedBy == "an")
        let before = version
        #expect(
            refusal { _ = try version.accept(decision, by: "be", at: noon, requiringSecond: false) }
                == .duplicateConflict
        )
        #expect(refusal { _ = try version.reject(reason: "x", by: "be", at: noon) } == .duplicateConflict)
        version.supersede(by: version.id, at: noon)
        #expect(version == before)
    }

    @Test func `a rejection needs a reason and reaches the province`() throws {
        var version = try version()
        #expect(refusal { _ = try version.reject(reason: " ", by: "an", at: noon) } == .badRequest)
        #expect(try version.reject(reason: "thiếu dấu", by: "an", at: noon) == .tellRejected(reason: "thiếu dấu"))
        #expect(version.state == .rejected)
        #expect(!version.isRepeated(by: version.sha256), "the same bytes after a rejection are a new version")
    }

    @Test func `with four eyes another administrator accepts what the first prepared`() throws {
        var version = try version()
        func accept(_ decision: AcceptanceDecision, _ name: String) throws -> SubmissionVersion.Action {
            try version.accept(decision, by: name, at: noon, requiringSecond: true)
        }
        #expect(try accept(decision, "an") == .keepPreparation)
        #expect(version.state == .received)
        #expect(refusal { _ = try accept(decision, "an") } == .forbidden)
        let otherDecision = AcceptanceDecision(effective: noon, legalBasis: "QĐ 2")
        #expect(refusal { _ = try accept(otherDecision, "be") } == .duplicateConflict)
        #expect(try accept(otherDecision, "an") == .keepPreparation, "who prepared it may change it")
        #expect(try accept(otherDecision, "be") == .apply(otherDecision))
        #expect(version.preparation?.by == "an")
        #expect(version.decidedBy == "be")
    }

    @Test func `a late list is accepted only with a reason`() throws {
        var version = try version(lateBy: 1)
        var decision = decision
        #expect(
            refusal { _ = try version.accept(decision, by: "an", at: noon, requiringSecond: false) } == .deadlinePassed
        )
        decision.lateReason = "mất điện"
        #expect(try version.accept(decision, by: "an", at: noon, requiringSecond: false) == .apply(decision))
        var blank = try self.version()
        let nothing = AcceptanceDecision(effective: noon, legalBasis: " ")
        #expect(refusal { _ = try blank.accept(nothing, by: "an", at: noon, requiringSecond: false) } == .badRequest)
    }

    @Test func `a later version replaces one that waits`() throws {
        var version = try version()
        let id = version.id
        version.supersede(by: id, at: noon)
        #expect(version.state == .superseded)
        #expect(
            refusal { _ = try version.accept(decision, by: "an", at: noon, requiringSecond: false) }
                == .duplicateConflict
        )
    }

    @Test(arguments: 1...50)
    func `whatever happens, a version is decided once and by two when that is asked`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var version = try version()
        var applied = 0
        var ends = 0
        for _ in 0..<20 {
            let name = ["an", "be", "chi"][Int.random(in: 0..<3, using: &generator)]
            let before = version.state
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: _ = try? version.reject(reason: "x", by: name, at: noon)
            case 1: version.supersede(by: version.id, at: noon)
            default:
                let action = try? version.accept(decision, by: name, at: noon, requiringSecond: true)
                if case .apply = action {
                    applied += 1
                    #expect(version.preparation?.by != name)
                }
            }
            if before != version.state {
                ends += 1
                #expect(before == .received)
            }
        }
        #expect(applied <= 1)
        #expect(ends <= 1)
    }
}
