// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@Suite struct CivilDayTests {
    /// Foundation's calendar on Vietnam's clock: an outside oracle.
    private static let oracle: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600)!
        return calendar
    }()

    @Test func `a day, its weekday and its midnight agree with Foundation's calendar`() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let moment = Timestamp(milliseconds: .random(in: 0...4_000_000_000_000, using: &generator))
            let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
            let parts = Self.oracle.dateComponents([.year, .month, .day, .weekday], from: date)
            let day = CivilDay(of: moment)
            #expect(day == CivilDay(year: parts.year!, month: parts.month!, day: parts.day!))
            // Foundation counts from Sunday.
            #expect(day.weekday % 7 + 1 == parts.weekday)
            #expect(Double(day.start.seconds) == Self.oracle.startOfDay(for: date).timeIntervalSince1970)
            #expect(day.start <= moment && moment < day.next.start)
            #expect(CivilDay(day.description) == day)
        }
    }

    @Test(arguments: ["2025-02-29", "2025-13-01", "2025-7-1", "2025/07/01", "2025-07-01T00", "", "２０２５-07-01"])
    func `what is no day is none`(text: String) {
        #expect(CivilDay(text) == nil)
    }

    @Test func `noon of a day is five o'clock in UTC`() throws {
        let day = try #require(CivilDay("2025-07-01"))
        #expect(day.moment(hour: 12) == Timestamp("2025-07-01T05:00:00Z"))
        #expect(day.weekday == 2)
    }
}
