// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Dates as HTTP writes them (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    /// Reads a date in the one form that is written today; nil for anything else.
    static func moment(_ field: String) -> Timestamp? {
        let parts = field.split(separator: " ", omittingEmptySubsequences: false)
        guard field.utf8.count == 29, parts.count == 6, let day = Int(parts[1]), let year = Int(parts[3]),
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let time = "\(parts[3])-\(month < 9 ? "0" : "")\(month + 1)-\(parts[1])T\(parts[4])Z"
        // The weekday and every digit must be as they would be written.
        guard (1...31).contains(day), (1970...9999).contains(year), let moment = Timestamp(time), text(moment) == field
        else { return nil }
        return moment
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ moment: Timestamp) -> String {
        let time = CivilTime(moment, offset: 0)
        let days = (moment.seconds - (moment.seconds % 86_400 + 86_400) % 86_400) / 86_400
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        var text = "\(weekdays[Int((days % 7 + 7) % 7)]), "
        text.append(padded: time.day, to: 2)
        text += " \(months[time.month - 1]) "
        text.append(padded: time.year, to: 4)
        text += " "
        text.append(padded: time.hour, to: 2)
        text += ":"
        text.append(padded: time.minute, to: 2)
        text += ":"
        text.append(padded: time.second, to: 2)
        return text + " GMT"
    }
}
