// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel

/// Times on the VXP interface.
enum VXPTime {
    /// `yyyy/MM/dd HH:mm:ss`, Vietnam's clock.
    static func text(_ moment: Timestamp) -> String { EdXMLDate.format(time: CivilTime(moment)) }

    /// The beginning of what `fromDate` says; nil when it can't be read, which is then ignored.
    static func from(_ text: String?) -> Timestamp? { read(text)?.moment }

    /// The first moment behind what `toDate` says: a date without a time is that whole day, a time its second.
    static func until(_ text: String?) -> Timestamp? {
        guard let read = read(text) else { return nil }
        return read.moment + (read.hasTime ? .seconds(1) : .seconds(86_400))
    }

    private static func read(_ text: String?) -> (moment: Timestamp, hasTime: Bool)? {
        guard let text, text.utf8.count <= 40, case .date(let time, _) = EdXMLDate.parse(text) else { return nil }
        return (time.moment(), text.contains(":"))
    }
}
