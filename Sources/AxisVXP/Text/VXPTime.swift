// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Times as VXP systems write them: Vietnam's clock, without a zone.
package enum VXPTime {
    /// Reads the SDK's timestamp `ddMMyyyy'T'HHmmss+SSSS`; what follows the plus are milliseconds, not a zone.
    package static func timestamp(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "+"),
            let day = number(bytes[0..<2]), let month = number(bytes[2..<4]), let year = number(bytes[4..<8]),
            let hour = number(bytes[9..<11]), let minute = number(bytes[11..<13]), let second = number(bytes[13..<15]),
            let millisecond = number(bytes[16..<20])
        else { return nil }
        let time = CivilTime(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: second,
            millisecond: millisecond
        )
        return time.isValid ? time.moment() : nil
    }

    /// Reads a bound of a list: `dd/MM/yyyy` or `yyyy/MM/dd`, with or without `HH:mm:ss`.
    ///
    /// A year of two digits is not read: taken for the year 26, it would make a list empty without a word.
    ///
    /// - Parameter endOfDay: whether what the text leaves out, the time or its seconds, is at its last.
    package static func moment(_ text: String, endOfDay: Bool) -> Timestamp? {
        let parts = text.split { $0 == " " || $0 == "T" }
        guard (1...2).contains(parts.count) else { return nil }
        let date = parts[0].split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "-" }.map { Array($0.utf8) }
        guard date.count == 3 else { return nil }
        let isYearFirst = date[0].count == 4
        guard isYearFirst || date[2].count == 4 else { return nil }
        guard let year = number(isYearFirst ? date[0][...] : date[2][...]), let month = number(date[1][...]),
            let day = number(isYearFirst ? date[2][...] : date[0][...])
        else { return nil }
        var time = CivilTime(year: year, month: month, day: day)
        if endOfDay { (time.hour, time.minute, time.second, time.millisecond) = (23, 59, 59, 999) }
        if parts.count == 2 {
            let clock = parts[1].split(separator: ":").map { number(Array($0.utf8)[...]) }
            guard (2...3).contains(clock.count), let hour = clock[0], let minute = clock[1] else { return nil }
            time.hour = hour
            time.minute = minute
            if clock.count == 3 {
                guard let second = clock[2] else { return nil }
                time.second = second
            }
        }
        return time.isValid ? time.moment() : nil
    }

    /// `yyyy/MM/dd HH:mm:ss`, as lists show times.
    package static func text(_ moment: Timestamp) -> String {
        let time = CivilTime(moment)
        let date = pad(time.year, 4) + "/" + pad(time.month, 2) + "/" + pad(time.day, 2)
        return date + " " + pad(time.hour, 2) + ":" + pad(time.minute, 2) + ":" + pad(time.second, 2)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...4).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let text = "\(value)"
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
