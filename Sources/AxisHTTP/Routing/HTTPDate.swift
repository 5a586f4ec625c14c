// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Dates as HTTP writes them (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    static func text(_ moment: Timestamp) -> String {
        let time = CivilTime(moment, offset: 0)
        let days = (moment.seconds - (moment.seconds % 86_400 + 86_400) % 86_400) / 86_400
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
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
