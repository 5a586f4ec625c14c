// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

@Suite struct PunctualityTests {
    /// The National Day of 2025: Monday 1 and Tuesday 2 September off; Saturday 6 taken as worked in.
    private static let calendar = WorkingCalendar(
        holidays: [day("2025-09-01"), day("2025-09-02")],
        makeUpDays: [day("2025-09-06")]
    )

    private static func day(_ text: String) -> CivilDay { CivilDay(text)! }

    private static func moment(_ text: String) -> Timestamp { Timestamp("\(text)+07:00")! }

    // MARK: - The calendar

    @Test(arguments: [
        ("2025-08-29", true), ("2025-08-30", false), ("2025-08-31", false), ("2025-09-01", false),
        ("2025-09-02", false), ("2025-09-03", true), ("2025-09-06", true), ("2025-09-07", false),
    ])
    func `Monday to Friday are worked, but for holidays, and days made up for are too`(day: String, isWorking: Bool) {
        #expect(Self.calendar.isWorking(Self.day(day)) == isWorking)
    }

    @Test func `years of which no holiday is known are named`() throws {
        let tet = try #require(CivilDay("2026-02-17"))
        let (first, last) = (try #require(CivilDay("2025-12-31")), try #require(CivilDay("2027-01-01")))
        #expect(WorkingCalendar(holidays: [tet]).yearsWithoutHolidays(from: first, to: last) == [2025, 2027])
        #expect(WorkingCalendar(holidays: [tet]).yearsWithoutHolidays(from: tet, to: tet) == [])
        #expect(WorkingCalendar().yearsWithoutHolidays(from: first, to: first) == [2025])
    }

    @Test func `the next working day is the first one worked, for any holidays`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let first = Int.random(in: 18_000...22_000, using: &generator)
            let count = Int.random(in: 0...30, using: &generator)
            let calendar = WorkingCalendar(
                holidays: (0..<count).map { _ in
                    CivilDay(number: first + .random(in: 0...40, using: &generator))
                },
                makeUpDays: [CivilDay(number: first + .random(in: 0...40, using: &generator))]
            )
            let day = CivilDay(number: first + .random(in: 0...40, using: &generator))
            let next = calendar.workingDay(after: day)
            #expect(next > day && calendar.isWorking(next))
            #expect((day.number + 1..<next.number).allSatisfy { !calendar.isWorking(CivilDay(number: $0)) })
        }
    }

    // MARK: - Sending

    @Test(arguments: [
        // Signed on a Thursday.
        ("2025-08-28", "2025-08-28T00:00:00", Punctuality.inTime), ("2025-08-28", "2025-08-28T23:59:59.999", .inTime),
        ("2025-08-28", "2025-08-29T12:00:00.999", .inTime), ("2025-08-28", "2025-08-29T12:00:01", .late),
        // Signed on a Friday before a long weekend: the next working morning is Wednesday's.
        ("2025-08-29", "2025-08-31T10:00:00", .inTime), ("2025-08-29", "2025-09-03T12:00:00", .inTime),
        ("2025-08-29", "2025-09-03T12:00:01", .late),
        // Signed on a Sunday.
        ("2025-08-24", "2025-08-25T11:00:00", .inTime), ("2025-08-24", "2025-08-25T13:00:00", .late),
        // Signed on a Friday, with the Saturday worked.
        ("2025-09-05", "2025-09-06T11:00:00", .inTime), ("2025-09-05", "2025-09-08T09:00:00", .late),
        // A date to come is no date of signing.
        ("2025-08-29", "2025-08-28T23:59:59.999", .notMeasurable),
    ])
    func `a document is in time on its day and on the next working morning`(
        signed: String,
        accepted: String,
        expected: Punctuality
    ) {
        let punctuality = Punctuality.ofSending(
            signed: Self.day(signed),
            accepted: Self.moment(accepted),
            urgency: .normal,
            Self.calendar
        )
        #expect(punctuality == expected)
    }

    @Test(arguments: Urgency.allCases.filter { $0 != .normal })
    func `an urgent document is in time on its day alone`(urgency: Urgency) {
        func punctuality(_ accepted: String) -> Punctuality {
            .ofSending(
                signed: Self.day("2025-08-28"),
                accepted: Self.moment(accepted),
                urgency: urgency,
                Self.calendar
            )
        }
        #expect(punctuality("2025-08-28T23:59:59.999") == .inTime)
        #expect(punctuality("2025-08-29T00:00:00") == .late)
    }

    @Test func `without a date nothing is guessed, and later is never better`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let urgency = Urgency.allCases.randomElement(using: &generator)!
            let signed = CivilDay(number: 20_320 + .random(in: 0...30, using: &generator))
            let accepted = signed.start + .milliseconds(Int64.random(in: 0...(12 * 86_400_000), using: &generator))
            func punctuality(_ moment: Timestamp, _ urgency: Urgency, signed: CivilDay?) -> Punctuality {
                .ofSending(signed: signed, accepted: moment, urgency: urgency, Self.calendar)
            }
            #expect(punctuality(accepted, urgency, signed: nil) == .notMeasurable)
            let first = punctuality(accepted, urgency, signed: signed)
            #expect(first == .inTime || first == .late)
            let later = accepted + .milliseconds(Int64.random(in: 0...86_400_000, using: &generator))
            if first == .late { #expect(punctuality(later, urgency, signed: signed) == .late) }
            // Whatever is in time for an urgent document is for another one.
            if first == .inTime { #expect(punctuality(accepted, .normal, signed: signed) == .inTime) }
        }
    }

    // MARK: - Receiving

    @Test(arguments: [
        // In working time, before it begins too: the same day.
        ("2025-08-28T03:00:00", "2025-08-29"), ("2025-08-28T17:00:00.999", "2025-08-29"),
        // Later than 17:00: the next working day, here the Friday.
        ("2025-08-28T17:00:01", "2025-08-30"),
        // On a Friday evening and on a holiday: Wednesday.
        ("2025-08-29T18:00:00", "2025-09-04"), ("2025-09-01T09:00:00", "2025-09-04"),
        // On a Saturday that is worked.
        ("2025-09-06T09:00:00", "2025-09-07"),
    ])
    func `a recipient has the day, or the next working day after hours`(accepted: String, endsBefore: String) {
        let deadline = Punctuality.deadlineOfReceiving(accepted: Self.moment(accepted), Self.calendar)
        #expect(deadline == Self.day(endsBefore).start)
    }

    @Test func `what was done counts by its time, what was not by the deadline and by whether it still can be`() {
        let deadline = Self.moment("2025-08-29T00:00:00")
        let before = deadline - .milliseconds(1)
        func punctuality(_ done: Timestamp?, _ isExpected: Bool, at moment: Timestamp) -> Punctuality {
            .ofReceiving(done: done, deadline: deadline, isExpected: isExpected, at: moment)
        }
        for isExpected in [true, false] {
            #expect(punctuality(before, isExpected, at: deadline) == .inTime)
            #expect(punctuality(deadline, isExpected, at: deadline) == .late)
        }
        #expect(punctuality(nil, true, at: before) == .pending)
        #expect(punctuality(nil, true, at: deadline) == .late)
        #expect(punctuality(nil, false, at: before) == .notMeasurable)
        #expect(punctuality(nil, false, at: deadline) == .notMeasurable)
    }
}
