// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A date and time of day on Vietnam's clock (UTC+7, no daylight saving), after the proleptic Gregorian calendar.
public struct CivilTime: Hashable, Sendable {
    /// Vietnam's offset from UTC: seven hours, in seconds.
    public static let vietnamOffset: Int64 = 7 * 3600

    /// The calendar year.
    public var year: Int
    /// The month, 1 to 12.
    public var month: Int
    /// The day of the month, 1 to 31.
    public var day: Int
    /// The hour, 0 to 23.
    public var hour: Int
    /// The minute, 0 to 59.
    public var minute: Int
    /// The second, 0 to 59.
    public var second: Int
    /// The millisecond, 0 to 999.
    public var millisecond: Int

    /// Makes a civil time; the parts are taken as given.
    public init(
        year: Int,
        month: Int,
        day: Int,
        hour: Int = 0,
        minute: Int = 0,
        second: Int = 0,
        millisecond: Int = 0
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// The civil time of a moment at an offset from UTC in seconds; Vietnam's unless said otherwise.
    public init(_ moment: Timestamp, offset: Int64 = CivilTime.vietnamOffset) {
        let local = moment.milliseconds + offset * 1000
        let days = local.flooredQuotient(by: 86_400_000)
        let inDay = Int(local - days * 86_400_000)
        let date = CivilTime.date(ofDay: Int(days))
        self.init(
            year: date.year,
            month: date.month,
            day: date.day,
            hour: inDay / 3_600_000,
            minute: inDay / 60_000 % 60,
            second: inDay / 1000 % 60,
            millisecond: inDay % 1000
        )
    }

    /// The moment this civil time names at an offset from UTC in seconds; Vietnam's unless said otherwise.
    public func moment(offset: Int64 = CivilTime.vietnamOffset) -> Timestamp {
        let days = Int64(CivilTime.day(year: year, month: month, day: day))
        let inDay = Int64(hour * 3600 + minute * 60 + second)
        return Timestamp(milliseconds: (days * 86_400 + inDay - offset) * 1000 + Int64(millisecond))
    }

    /// Whether every part is within its range and the day exists in its month.
    public var isValid: Bool {
        (1...9999).contains(year) && (1...12).contains(month) && day >= 1
            && day <= CivilTime.days(inMonth: month, of: year)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
            && (0...999).contains(millisecond)
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 of a Gregorian date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    static func day(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func date(ofDay days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
