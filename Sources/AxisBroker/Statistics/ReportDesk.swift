// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
package import AxisModel
package import AxisRegistry
package import AxisStore
import Foundation
import Synchronization

/// Makes the statistics of sending and receiving (QĐ 28/2018/QĐ-TTg, Art. 11, 14(3), 15(1)).
///
/// It walks the store page by page, each a short read, and keeps one set of figures for each unit and period. Only one
/// report is made at a time, so that it never takes more than one of the store's readers from deliveries.
package final class ReportDesk: Sendable {
    /// What a report is asked for.
    package struct Wish: Hashable, Sendable {
        /// The first day.
        package var from: CivilDay
        /// The last day, inclusive.
        package var to: CivilDay
        /// How rows are grouped.
        package var by: ReportGrouping
        /// How time is divided.
        package var period: ReportPeriod?

        /// Makes a wish.
        package init(from: CivilDay, to: CivilDay, by: ReportGrouping = .agency, period: ReportPeriod? = nil) {
            self.from = from
            self.to = to
            self.by = by
            self.period = period
        }
    }

    /// The longest time of one report, in days: five years.
    package static let mostDays = 1_827
    /// The most rows of one report.
    package static let mostRows = 20_000

    private let store: any StatisticsStore
    private let registry: RegistryHolder
    private let calendar: WorkingCalendar
    private let axis: UnitID?
    private let clock: any WallClock
    private let pageSize: Int
    private let isBusy = Atomic(false)

    /// Makes the desk.
    ///
    /// - Parameters:
    ///   - axis: Axis's own unit.
    ///   - pageSize: how many rows are read at once.
    package init(
        store: any StatisticsStore,
        registry: RegistryHolder,
        calendar: WorkingCalendar,
        axis: UnitID?,
        clock: any WallClock,
        pageSize: Int = 500
    ) {
        self.store = store
        self.registry = registry
        self.calendar = calendar
        self.axis = axis
        self.clock = clock
        self.pageSize = min(max(pageSize, 1), 1_000)
    }

    /// Counts what was accepted and refused from the first midnight to the last, in Vietnam's time.
    ///
    /// - Throws: `forbidden` without the role auditor or operator; `bad-request` for a time that can't be; `overloaded`
    ///   while another report is made; `too-large` for more rows than one report has.
    package func report(_ by: AdministratorCaller, _ wish: Wish) async throws(Refusal) -> StatisticsReport {
        try by.require(.auditor, .operator)
        try check(wish)
        guard isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
            throw Refusal(
                .overloaded,
                english: "another report is being made; try again shortly",
                vietnamese: "một báo cáo khác đang được lập; hãy thử lại sau ít giây",
                retryAfter: 5
            )
        }
        defer { isBusy.store(false, ordering: .releasing) }
        return try await count(wish)
    }

    private func check(_ wish: Wish) throws(Refusal) {
        guard wish.from <= wish.to else {
            throw Refusal(
                .badRequest,
                field: "to",
                english: "the last day comes before the first",
                vietnamese: "ngày cuối ở trước ngày đầu"
            )
        }
        guard wish.to.number - wish.from.number < Self.mostDays else {
            throw Refusal(
                .badRequest,
                field: "from",
                english: "a report covers at most \(Self.mostDays) days; ask for a shorter time",
                vietnamese: "một báo cáo gồm nhiều nhất \(Self.mostDays) ngày; hãy chọn khoảng ngắn hơn"
            )
        }
    }

    // MARK: - Counting

    private func count(_ wish: Wish) async throws(Refusal) -> StatisticsReport {
        let now = clock.now()
        let snapshot = registry.current
        let time = wish.from.start..<wish.to.next.start
        var counting = Counting(
            tally: StatisticsTally(by: wish.period, calendar: calendar, axis: axis, at: now),
            registry: snapshot,
            moment: now
        )
        try await countEnvelopes(in: time, &counting)
        try await countDeliveries(in: time, &counting)
        try await countRefusals(in: time, &counting)
        // Units are grouped as they stood at the end of the time, or stand now.
        let (rows, total) = counting.tally.rows(
            by: wish.by,
            in: snapshot,
            at: min(now, wish.to.next.start - .milliseconds(1))
        )
        guard rows.count <= Self.mostRows else {
            throw Refusal(
                .tooLarge,
                field: "by",
                english: "this report would have \(rows.count) rows; a shorter time or fewer periods have fewer",
                vietnamese: "báo cáo này có \(rows.count) dòng; hãy chọn khoảng ngắn hơn hoặc ít kỳ hơn"
            )
        }
        let years = calendar.yearsWithoutHolidays(from: wish.from, to: wish.to)
        return StatisticsReport(
            from: wish.from,
            to: wish.to,
            at: now,
            by: wish.by,
            period: wish.period,
            rows: rows,
            total: total,
            sentByAxis: counting.tally.sentByAxis,
            refusalsNotAttributed: counting.notAttributed,
            unreadable: counting.unreadable,
            yearsWithoutHolidays: years.isEmpty ? nil : years
        )
    }

    private func countEnvelopes(in time: Range<Timestamp>, _ counting: inout Counting) async throws(Refusal) {
        var place: EnvelopeID?
        repeat {
            let after = place
            let page = try await asking { () throws(StoreError) in
                try await store.envelopeFacts(in: time, after: after, limit: pageSize)
            }
            for fact in page.facts { counting.tally.count(fact, signed: Self.signed(fact.promulgationDate)) }
            counting.unreadable += page.unreadable
            place = page.next
            try checkCancelled()
        } while place != nil
    }

    private func countDeliveries(in time: Range<Timestamp>, _ counting: inout Counting) async throws(Refusal) {
        var place: DeliveryID?
        repeat {
            let after = place
            let page = try await asking { () throws(StoreError) in
                try await store.deliveryFacts(in: time, after: after, limit: pageSize)
            }
            for fact in page.facts { counting.tally.count(fact) }
            counting.unreadable += page.unreadable
            place = page.next
            try checkCancelled()
        } while place != nil
    }

    private func countRefusals(in time: Range<Timestamp>, _ counting: inout Counting) async throws(Refusal) {
        var line: AuditRecord?
        repeat {
            let after = line
            let lines = try await asking { () throws(StoreError) in
                try await store.refusals(in: time, after: after, limit: pageSize)
            }
            for line in lines { counting.count(line) }
            line = lines.count < pageSize ? nil : lines.last
            try checkCancelled()
        } while line != nil
    }

    /// Nobody waits for a report whose caller has gone.
    private func checkCancelled() throws(Refusal) {
        guard Task.isCancelled else { return }
        throw Refusal(
            .overloaded,
            english: "the report was broken off; ask again",
            vietnamese: "việc lập báo cáo bị ngắt; hãy yêu cầu lại",
            retryAfter: 1
        )
    }

    /// The date of a document: `yyyy/MM/dd`, or with hyphens. A day-first text may as well be month-first: no guess.
    static func signed(_ text: String) -> CivilDay? {
        guard case .date(let date, let form) = EdXMLDate.parse(text), form != .dayFirst else { return nil }
        return CivilDay(year: date.year, month: date.month, day: date.day)
    }
}

/// A report in the making.
private struct Counting {
    var tally: StatisticsTally
    let registry: RegistrySnapshot
    let moment: Timestamp
    var notAttributed = 0
    var unreadable = 0
    private var units: [String: UnitID?] = [:]

    init(tally: StatisticsTally, registry: RegistrySnapshot, moment: Timestamp) {
        self.tally = tally
        self.registry = registry
        self.moment = moment
    }

    /// Counts a line of the audit log about refused requests.
    mutating func count(_ record: AuditRecord) {
        guard let text = record.after,
            let line = try? JSONDecoder().decode(Line.self, from: Data(text.utf8))
        else { return }
        let times = max(0, line.count ?? 1)
        guard let sender = line.sender else {
            if line.count != nil { notAttributed += times }
            return
        }
        // Of a flood only the number is known.
        let code = line.code ?? "more"
        tally.count(refusals: times, code, of: unit(sender), at: record.at)
    }

    private mutating func unit(_ code: String) -> UnitID? {
        if let known = units[code] { return known }
        let unit = (try? registry.unit(named: code, at: moment))?.id
        units[code] = .some(unit)
        return unit
    }

    /// What `RefusalLog` writes.
    private struct Line: Decodable {
        var code: String?
        var sender: String?
        var count: Int?
    }
}
