// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Which days offices work in Vietnam (ngày làm việc): Monday to Friday without public holidays.
///
/// Holidays are given, not computed: each year's are set by decision (Labour Code 45/2019/QH14, Art. 112), Tết follows
/// the moon, and a bridge day off is worked in on a Saturday.
package struct WorkingCalendar: Hashable, Sendable {
    /// Until when a morning lasts: 12:00.
    package static let noon = 12
    /// Until when an office's day lasts: 17:00.
    package static let closing = 17

    private let holidays: Set<CivilDay>
    private let makeUpDays: Set<CivilDay>
    /// No run of days off is longer than this.
    private let longestBreak: Int

    /// Makes a calendar.
    ///
    /// - Parameters:
    ///   - holidays: days off that fall on Monday to Friday; others do no harm.
    ///   - makeUpDays: days that are worked although they are a Saturday, a Sunday or a holiday (ngày làm bù).
    package init(holidays: some Sequence<CivilDay> = [], makeUpDays: some Sequence<CivilDay> = []) {
        self.holidays = Set(holidays)
        self.makeUpDays = Set(makeUpDays)
        longestBreak = self.holidays.count * 3 + 3
    }

    /// Whether offices work on a day.
    package func isWorking(_ day: CivilDay) -> Bool {
        if makeUpDays.contains(day) { return true }
        return day.weekday <= 5 && !holidays.contains(day)
    }

    /// The years, from one day's to another's, of which no holiday is known: each year has eleven at least.
    package func yearsWithoutHolidays(from first: CivilDay, to last: CivilDay) -> [Int] {
        let known = Set(holidays.map(\.date.year))
        guard first <= last else { return [] }
        return (first.date.year...last.date.year).filter { !known.contains($0) }
    }

    /// The first working day after a day.
    package func workingDay(after day: CivilDay) -> CivilDay {
        var next = day.next
        for _ in 0..<longestBreak where !isWorking(next) { next = next.next }
        return next
    }
}
