// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@Suite struct CivilTimeTests {
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
        return calendar
    }()

    @Test func `random moments have the date and time that Foundation's calendar gives them`() {
        var generator = SeededGenerator(seed: 1582)
        for _ in 0..<5_000 {
            let moment = Timestamp(seconds: Int64.random(in: -12_212_000_000...253_402_200_000, using: &generator))
            let parts = Self.calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second],
                from: Date(timeIntervalSince1970: TimeInterval(moment.seconds))
            )
            let time = CivilTime(moment)
            #expect(time.year == parts.year && time.month == parts.month && time.day == parts.day)
            #expect(time.hour == parts.hour && time.minute == parts.minute && time.second == parts.second)
            #expect(time.isValid)
        }
    }

    @Test func `a civil time leads back to its moment at every offset`() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<10_000 {
            let moment = Timestamp(milliseconds: Int64.random(in: -(1 << 46)...(1 << 47), using: &generator))
            let offset = Int64.random(in: -50_400...50_400, using: &generator)
            #expect(CivilTime(moment, offset: offset).moment(offset: offset) == moment)
        }
    }

    @Test func `Vietnam's clock is seven hours ahead all year`() throws {
        #expect(CivilTime(Timestamp(milliseconds: 0)) == CivilTime(year: 1970, month: 1, day: 1, hour: 7))
        for month in 1...12 {
            let local = CivilTime(year: 2026, month: month, day: 1)
            #expect(CivilTime(local.moment(), offset: 0).hour == 17)
        }
    }

    @Test func `every day of four centuries follows the one before`() {
        var expected = CivilTime(year: 1800, month: 1, day: 1)
        var moment = expected.moment()
        for _ in 0..<146_097 {
            moment = moment + .seconds(86_400)
            var next = expected
            next.day += 1
            if !next.isValid { (next.month, next.day) = (next.month + 1, 1) }
            if !next.isValid { (next.year, next.month) = (next.year + 1, 1) }
            let found = CivilTime(moment)
            guard found == next else {
                Issue.record("\(found) follows \(expected)")
                return
            }
            expected = next
        }
        #expect(expected == CivilTime(year: 2200, month: 1, day: 1))
    }

    @Test(arguments: [(2024, true), (2023, false), (1900, false), (2000, true), (2100, false), (2400, true)])
    func `leap years have a 29 February`(year: Int, isLeap: Bool) {
        #expect(CivilTime(year: year, month: 2, day: 29).isValid == isLeap)
    }

    @Test func `parts out of their range make no valid time`() {
        let good = CivilTime(year: 2026, month: 4, day: 30, hour: 23, minute: 59, second: 59, millisecond: 999)
        #expect(good.isValid)
        for (path, values) in [
            (\CivilTime.year, [0, 10_000]), (\.month, [0, 13]), (\.day, [0, 31]), (\.hour, [-1, 24]),
            (\.minute, [-1, 60]), (\.second, [-1, 60]), (\.millisecond, [-1, 1000]),
        ] as [(WritableKeyPath<CivilTime, Int>, [Int])] {
            for value in values {
                var bad = good
                bad[keyPath: path] = value
                #expect(!bad.isValid)
            }
        }
    }
}
