// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Dates and times as edXML writes them: `yyyy/MM/dd` and `yyyy/MM/dd HH:mm:ss`, on Vietnam's clock, without a zone.
package enum EdXMLDate {
    /// How a date was written.
    package enum Form: Hashable, Sendable {
        /// `yyyy/MM/dd`: as the regulation has it.
        case standard
        /// `yyyy-MM-dd`, which the official reader takes for no date.
        case hyphenated
        /// `dd/MM/yyyy` or `dd-MM-yyyy`, which the official reader misreads without an error.
        case dayFirst
    }

    /// What a text says.
    package enum Reading: Hashable, Sendable {
        /// A date that exists, and how it was written.
        case date(CivilTime, Form)
        /// Written like a date, but no such day exists: `2014/02/30`.
        case impossible(Form)
        /// Not written like a date.
        case unreadable
    }

    /// Reads a date, with or without a time of day; tolerant of the other two forms in use, and of one-digit parts.
    package static func parse(_ text: String) -> Reading {
        var text = text.trimmingXMLSpace()
        return text.withUTF8 { bytes in
            guard bytes.count <= longest else { return .unreadable }
            var scan = DigitScan(bytes: bytes)
            guard let first = scan.number(), let separator = scan.separator(), let second = scan.number(),
                scan.take(separator), let third = scan.number()
            else { return .unreadable }
            let parts: (year: DigitScan.Number, month: DigitScan.Number, day: DigitScan.Number)
            let form: Form
            switch (first.digits, third.digits) {
            case (4, 1...2):
                parts = (first, second, third)
                form = separator == UInt8(ascii: "/") ? .standard : .hyphenated
            case (1...2, 4):
                parts = (third, second, first)
                form = .dayFirst
            default: return .unreadable
            }
            guard second.digits <= 2, let clock = clockTime(&scan) else { return .unreadable }
            let time = CivilTime(
                year: parts.year.value,
                month: parts.month.value,
                day: parts.day.value,
                hour: clock.hour,
                minute: clock.minute,
                second: clock.second
            )
            return time.isValid ? .date(time, form) : .impossible(form)
        }
    }

    /// `yyyy/MM/dd`.
    package static func format(date: CivilTime) -> String {
        "\(pad(date.year, 4))/\(pad(date.month, 2))/\(pad(date.day, 2))"
    }

    /// `yyyy/MM/dd HH:mm:ss`.
    package static func format(time: CivilTime) -> String {
        "\(format(date: time)) \(pad(time.hour, 2)):\(pad(time.minute, 2)):\(pad(time.second, 2))"
    }

    /// Longer texts are no dates: `yyyy-MM-ddTHH:mm:ss.SSSSSSS+07:00` has 33 bytes.
    private static let longest = 40

    /// The time of day behind a date: nothing, `HH:mm` or `HH:mm:ss`, after a space or `T`; fractions and a zone are
    /// skipped, since .NET writes them and nothing here depends on them.
    private static func clockTime(_ scan: inout DigitScan) -> (hour: Int, minute: Int, second: Int)? {
        if scan.isAtEnd { return (0, 0, 0) }
        guard scan.take(UInt8(ascii: " ")) || scan.take(UInt8(ascii: "T")),
            let hour = scan.number(), hour.digits <= 2, scan.take(UInt8(ascii: ":")),
            let minute = scan.number(), minute.digits == 2
        else { return nil }
        guard scan.take(UInt8(ascii: ":")) else { return scan.isAtEnd ? (hour.value, minute.value, 0) : nil }
        guard let second = scan.number(), second.digits == 2, scan.isAtEnd || scan.isAtZoneOrFraction else {
            return nil
        }
        return (hour.value, minute.value, second.value)
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Reads digits from bytes.
private struct DigitScan {
    struct Number {
        var value: Int
        var digits: Int
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    var isAtZoneOrFraction: Bool {
        position < bytes.count
            && [UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "Z")].contains(bytes[position])
    }

    mutating func number() -> Number? {
        var number = Number(value: 0, digits: 0)
        while position < bytes.count, (48...57).contains(bytes[position]), number.digits < 5 {
            number.value = number.value * 10 + Int(bytes[position] - 48)
            number.digits += 1
            position += 1
        }
        return number.digits == 0 ? nil : number
    }

    mutating func separator() -> UInt8? {
        guard position < bytes.count, bytes[position] == 0x2F || bytes[position] == 0x2D else { return nil }
        position += 1
        return bytes[position - 1]
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}
