// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A day on Vietnam's clock (UTC+7, no daylight saving), written `2025-07-01`.
public struct CivilDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int

    /// Makes a day from the days since 1970-01-01.
    public init(number: Int) {
        self.number = number
    }

    /// The day in Vietnam that a moment falls on.
    public init(of moment: Timestamp) {
        let time = CivilTime(moment)
        number = CivilTime.day(year: time.year, month: time.month, day: time.day)
    }

    /// Makes a day of the calendar; nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard CivilTime(year: year, month: month, day: day).isValid else { return nil }
        number = CivilTime.day(year: year, month: month, day: day)
    }

    /// Year, month and day.
    public var date: (year: Int, month: Int, day: Int) { CivilTime.date(ofDay: number) }

    /// The day after.
    public var next: CivilDay { CivilDay(number: number + 1) }

    /// Midnight in Vietnam, with which the day begins.
    public var start: Timestamp { moment() }

    /// A time of the day in Vietnam.
    public func moment(hour: Int = 0, minute: Int = 0) -> Timestamp {
        Timestamp(seconds: Int64(number) * 86_400 + Int64(hour * 3600 + minute * 60) - CivilTime.vietnamOffset)
    }

    /// The day of the week, from 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int {
        // 1970-01-01 was a Thursday.
        let days = (number + 3) % 7
        return (days < 0 ? days + 7 : days) + 1
    }

    /// The earlier day sorts first.
    public static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }
}

extension CivilDay: CustomStringConvertible, LosslessStringConvertible, Codable {
    /// `2025-07-01`.
    public var description: String {
        let (year, month, day) = date
        var text = ""
        text.append(padded: year, to: 4)
        text += "-"
        text.append(padded: month, to: 2)
        text += "-"
        text.append(padded: day, to: 2)
        return text
    }

    /// Reads `2025-07-01`.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.digits(4), scanner.skip("-"),
            let month = scanner.digits(2), scanner.skip("-"),
            let day = scanner.digits(2), scanner.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Decodes `2025-07-01`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = CivilDay(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date such as 2025-07-01")
        }
        self = day
    }

    /// Encodes `2025-07-01`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
