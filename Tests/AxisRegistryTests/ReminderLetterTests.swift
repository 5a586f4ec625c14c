// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

@Suite struct ReminderLetterTests {
    private let noon = CivilTime(year: 2025, month: 6, day: 29, hour: 12).moment()

    private func campaign(_ basis: String? = "Công điện 101/CĐ-TTg") throws -> Campaign {
        let request = CampaignCreateRequest(
            id: "cd-101",
            title: "Mã định danh cấp xã",
            legalBasis: basis,
            deadline: noon
        )
        return try Campaign(request, by: "an", at: noon - .seconds(30 * 86_400))
    }

    private func letter(
        _ owing: [(unit: RegisteredUnit, owes: OwedList)],
        left: Duration,
        basis: String? = "Công điện 101/CĐ-TTg"
    ) throws -> ReminderLetter {
        ReminderLetter(of: try campaign(basis), to: owing, at: noon - left)
    }

    private func unit(_ code: String) throws -> RegisteredUnit {
        let fixture = try Fixture()
        return try fixture.snapshot.unit(named: code, at: fixture.now)
    }

    @Test func `it says what, on what basis, until when on Vietnam's clock, who owes what, and how to hand in`() throws
    {
        let letter = try letter(
            [(try unit("H24"), .notHandedIn), (try unit("H26"), .rejected)],
            left: .seconds(3 * 3600)
        )
        #expect(letter.subject == "V/v nhắc nộp danh sách mã định danh, chậm nhất 12:00 ngày 29/6/2025 (cd-101)")
        let text = letter.text.joined(separator: "\n")
        #expect(text.contains("Căn cứ: Công điện 101/CĐ-TTg."))
        #expect(text.contains("chậm nhất 12:00 ngày 29/6/2025, giờ Việt Nam; còn 3 giờ."))
        #expect(letter.text.contains { $0.hasPrefix("Chưa nộp danh sách: ") && $0.hasSuffix("(H24).") })
        #expect(letter.text.contains { $0.hasPrefix("Danh sách bị từ chối") && $0.hasSuffix("(H26).") })
        #expect(text.contains("axis submit TỆP --campaign cd-101"))
    }

    @Test func `what does not apply is left out`() throws {
        let text = try letter([(try unit("H24"), .notHandedIn)], left: .seconds(60), basis: nil).text
        #expect(!text.contains { $0.hasPrefix("Căn cứ") || $0.hasPrefix("Danh sách bị từ chối") })
        let rejected = try letter([(try unit("H24"), .rejected)], left: .seconds(60)).text
        #expect(!rejected.contains { $0.hasPrefix("Chưa nộp") })
    }

    private static let times: [(Int64, Urgency, String)] = [
        (7201, .urgent, "2 giờ"), (7200, .immediate, "2 giờ"), (60, .immediate, "1 phút"), (10, .immediate, "1 phút"),
        (4800, .immediate, "1 giờ 20 phút"), (86_399, .urgent, "24 giờ"), (172_800, .urgent, "2 ngày"),
        (784_800, .urgent, "9 ngày 2 giờ"),
    ]

    @Test(arguments: times)
    func `it is khẩn, and hỏa tốc in the last two hours`(seconds: Int64, urgency: Urgency, left: String) throws {
        let letter = try letter([(try unit("H24"), .notHandedIn)], left: .seconds(seconds))
        #expect(letter.urgency == urgency)
        #expect(letter.text.contains { $0.hasSuffix("; còn \(left).") }, "\(letter.text)")
    }

    @Test func `of very many units the first are named and the others counted`() throws {
        let owing = Array(repeating: (unit: try unit("H24"), owes: OwedList.notHandedIn), count: 57)
        let line = try letter(owing, left: .seconds(60)).text.first { $0.hasPrefix("Chưa nộp") }
        #expect(line?.hasSuffix("; và 7 đơn vị khác.") == true)
    }

    @Test func `who handed in nothing, or whose latest list was rejected, owes a list`() throws {
        var fixture = try Fixture(withReferenceData: false)
        let unit: UnitID = fixture.id()
        let moment = fixture.now
        func version(_ number: Int) throws -> SubmissionVersion {
            SubmissionVersion(
                id: fixture.id(),
                campaign: "cd-101",
                unit: unit,
                number: number,
                sha256: try #require(Digest256(bytes: [UInt8](repeating: 1, count: 32))),
                count: 1,
                receivedAt: moment,
                deadline: noon
            )
        }
        #expect(OwedList([]) == .notHandedIn)
        var first = try version(1)
        #expect(OwedList([first]) == nil)
        _ = try first.reject(reason: "Sai", by: "an", at: moment)
        #expect(OwedList([first]) == .rejected)
        var second = try version(2)
        #expect(OwedList([first, second]) == nil)
        let third = try version(3)
        second.supersede(by: third.id, at: moment)
        #expect(OwedList([third, second, first]) == nil)
        #expect(OwedList([second, first]) == .rejected, "a replaced version does not stand")
    }

    @Test(arguments: [Indicator.hotlineOpen, .listHandedIn, .listAccepted])
    func `a campaign that follows no lists reminds nobody`(indicator: Indicator) throws {
        let due: Int64? = indicator == .hotlineOpen ? nil : 3600
        let request = CampaignCreateRequest(id: "c", title: "Thử", deadline: noon, indicators: [indicator])
        let plan = ReminderPlan(of: try Campaign(request, by: "an", at: noon - .seconds(100_000)))
        #expect(plan.due(at: noon - .seconds(60), settled: []).send == due)
        #expect((plan.next(after: noon - .seconds(90_000), settled: []) == nil) == (due == nil))
    }

    @Test func `what was sent settles itself and all before it`() throws {
        let plan = ReminderPlan(of: try campaign())
        #expect(plan.settled(bySent: []) == [])
        #expect(plan.settled(bySent: [10_800]) == [86_400, 10_800])
        #expect(plan.due(at: noon - .seconds(60), settled: plan.settled(bySent: [3600])).send == nil)
        #expect(plan.due(at: noon - .seconds(60), settled: plan.settled(bySent: [86_400])).send == 3600)
    }
}
