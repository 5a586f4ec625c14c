// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

extension Timestamp: CustomStringConvertible, LosslessStringConvertible, Codable {
    /// ISO 8601 with milliseconds and Vietnam's offset, e.g. `2025-06-29T12:00:00.000+07:00`.
    public var description: String {
        let time = CivilTime(self)
        var text = ""
        text.reserveCapacity(29)
        text.append(padded: time.year, to: 4)
        text += "-"
        text.append(padded: time.month, to: 2)
        text += "-"
        text.append(padded: time.day, to: 2)
        text += "T"
        text.append(padded: time.hour, to: 2)
        text += ":"
        text.append(padded: time.minute, to: 2)
        text += ":"
        text.append(padded: time.second, to: 2)
        text += "."
        text.append(padded: time.millisecond, to: 3)
        text += "+07:00"
        return text
    }

    /// Reads ISO 8601 with an offset or `Z`; seconds and fractions may be missing, further fraction digits are cut.
    ///
    /// A text without an offset is refused: a deadline without a zone has been a dispute before.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.digits(4), scanner.skip("-"),
            let month = scanner.digits(2), scanner.skip("-"),
            let day = scanner.digits(2), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.digits(2), scanner.skip(":"),
            let minute = scanner.digits(2)
        else { return nil }
        var second = 0
        var millisecond = 0
        if scanner.skip(":") {
            guard let value = scanner.digits(2) else { return nil }
            second = value
            if scanner.skip(".") || scanner.skip(",") {
                guard let value = scanner.fractionInMilliseconds() else { return nil }
                millisecond = value
            }
        }
        guard let offset = scanner.offsetInSeconds(), scanner.isAtEnd else { return nil }
        let time = CivilTime(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: second,
            millisecond: millisecond
        )
        guard time.isValid else { return nil }
        self = time.moment(offset: offset)
    }

    /// Decodes the ISO 8601 form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let moment = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ISO 8601 time with offset")
        }
        self = moment
    }

    /// Encodes the ISO 8601 form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension String {
    /// Appends a number with leading zeros to `width` digits.
    package mutating func append(padded number: Int, to width: Int) {
        let digits = String(number)
        for _ in 0..<Swift.max(0, width - digits.utf8.count) { self += "0" }
        self += digits
    }
}

/// Reads fixed-width numbers from the front of an ASCII text.
struct DigitScanner {
    private var rest: Substring.UTF8View

    /// Starts at the front of `text`.
    init(_ text: String) {
        rest = Substring(text).utf8
    }

    /// Whether all of the text has been read.
    var isAtEnd: Bool { rest.isEmpty }

    /// Reads exactly `count` digits as a number.
    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        var left = rest
        for _ in 0..<count {
            guard let byte = left.popFirst(), (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        rest = left
        return value
    }

    /// Skips one character when it comes next.
    mutating func skip(_ character: Character) -> Bool {
        guard let byte = rest.first, byte == character.asciiValue else { return false }
        rest.removeFirst()
        return true
    }

    /// Reads one to nine digits of a decimal fraction as milliseconds.
    mutating func fractionInMilliseconds() -> Int? {
        var value = 0
        var count = 0
        while count < 9, let byte = rest.first, (48...57).contains(byte) {
            if count < 3 { value = value * 10 + Int(byte - 48) }
            rest.removeFirst()
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in count..<Swift.max(count, 3) { value *= 10 }
        return value
    }

    /// Reads `Z`, `+07:00` or `+0700` as seconds east of UTC.
    mutating func offsetInSeconds() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = digits(2), hours <= 14, minutes <= 59 else { return nil }
        return sign * Int64(hours * 3600 + minutes * 60)
    }
}
