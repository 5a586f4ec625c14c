// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Whether a duty with a deadline was kept; why these deadlines stands in `docs/decisions/0011-quarterly-report.md`.
package enum Punctuality: Hashable, Sendable, CaseIterable {
    /// Done in time (đúng hạn).
    case inTime
    /// Done late, or not done although the deadline is over (muộn).
    case late
    /// Not done, and there is time left (chưa đến hạn).
    case pending
    /// There is nothing to measure by (không đo được).
    case notMeasurable

    /// Whether a document was sent in time: the same day it is signed, at the latest the next working morning; an
    /// urgent one right after signing (QĐ 28/2018/QĐ-TTg, Art. 6(2)).
    ///
    /// The day of signing is the date of the document; it tells no hour, so that "right after" is the same day.
    ///
    /// - Parameters:
    ///   - signed: the date that the document bears; nil when it bears none that can be read.
    ///   - accepted: when Axis had received the last byte.
    package static func ofSending(
        signed: CivilDay?,
        accepted: Timestamp,
        urgency: Urgency,
        _ calendar: WorkingCalendar
    ) -> Punctuality {
        let day = CivilDay(of: accepted)
        // A date to come is no date of signing.
        guard let signed, signed <= day else { return .notMeasurable }
        if signed == day { return .inTime }
        guard urgency == .normal else { return .late }
        let noon = calendar.workingDay(after: signed).moment(hour: WorkingCalendar.noon)
        return accepted.seconds <= noon.seconds ? .inTime : .late
    }

    /// The last moment for a recipient to take and confirm a document on the same day (Decree 30/2020/NĐ-CP,
    /// Art. 21(2)): the end of the day of a document that came in working time, and the end of the next working day
    /// of one that came later than 17:00 or on a day off. The moment itself is too late.
    ///
    /// - Parameter accepted: when Axis accepted it, or let it go to this recipient later.
    package static func deadlineOfReceiving(accepted: Timestamp, _ calendar: WorkingCalendar) -> Timestamp {
        let day = CivilDay(of: accepted)
        let isInWorkingTime =
            calendar.isWorking(day) && accepted.seconds <= day.moment(hour: WorkingCalendar.closing).seconds
        return (isInWorkingTime ? day : calendar.workingDay(after: day)).next.start
    }

    /// Whether a recipient did its part before a deadline.
    ///
    /// - Parameters:
    ///   - done: when; nil when it has not.
    ///   - isExpected: whether it still can be.
    package static func ofReceiving(
        done: Timestamp?,
        deadline: Timestamp,
        isExpected: Bool,
        at moment: Timestamp
    ) -> Punctuality {
        if let done { return done < deadline ? .inTime : .late }
        guard isExpected else { return .notMeasurable }
        return moment < deadline ? .pending : .late
    }
}
