// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// How a report groups its rows.
public enum ReportGrouping: String, Sendable, Codable, CaseIterable {
    /// A row for each level-1 agency with all beneath it.
    case agency
    /// Beneath each level-1 agency a row for each unit too.
    case unit
}

/// How a report divides its time.
public enum ReportPeriod: String, Sendable, Codable, CaseIterable {
    /// By calendar month: `2025-07`.
    case month
    /// By quarter, in which QĐ 28/2018/QĐ-TTg asks for reports: `2025-Q3`.
    case quarter

    /// The period that a day falls into.
    public func label(of day: CivilDay) -> String {
        let (year, month, _) = day.date
        switch self {
        case .month: return String(CivilDay(year: year, month: month, day: 1)?.description.prefix(7) ?? "")
        case .quarter: return "\(year)-Q\((month + 2) / 3)"
        }
    }
}

/// What was kept and what was missed of a duty with a deadline (đúng hạn, muộn).
public struct PunctualityFigures: Hashable, Sendable, Codable {
    /// Done in time (đúng hạn).
    public var inTime = 0
    /// Done late, or not done and the deadline is over (muộn).
    public var late = 0
    /// Not done, and the deadline is still to come (chưa đến hạn).
    public var pending = 0
    /// Nothing to measure by (không đo được): never guessed.
    public var notMeasurable = 0

    /// Makes figures of nothing.
    public init() {}

    /// All of them.
    public var total: Int { inTime + late + pending + notMeasurable }
}

/// Documents by how urgent they are (mức độ khẩn).
public struct UrgencyFigures: Hashable, Sendable, Codable {
    /// Thường.
    public var normal = 0
    /// Khẩn.
    public var urgent = 0
    /// Thượng khẩn.
    public var veryUrgent = 0
    /// Hỏa tốc.
    public var immediate = 0
    /// Hỏa tốc hẹn giờ.
    public var immediateTimed = 0

    /// Makes figures of nothing.
    public init() {}

    /// All of them.
    public var total: Int { normal + urgent + veryUrgent + immediate + immediateTimed }
}

/// Deliveries by where each stands when the report is made; each is counted in one state.
public struct DeliveryFigures: Hashable, Sendable, Codable {
    /// All of them: a document to three recipients is three deliveries (lượt).
    public var total = 0
    /// The recipient has the bytes and confirmed (đã tiếp nhận).
    public var acknowledged = 0
    /// The recipient has the bytes and has not confirmed to Axis (đã đến).
    public var delivered = 0
    /// The recipient refused: status 02, or a final refusal of its system (từ chối nhận, trả lại).
    public var rejected = 0
    /// Taken back by the sender before the first fetch (thu hồi).
    public var recalled = 0
    /// Ended by an administrator (hủy chuyển).
    public var dead = 0
    /// Held, until an administrator releases it or the recipient fetches it (tạm giữ).
    public var held = 0
    /// Queued or under way (đang chờ).
    public var waiting = 0
    /// The stored bytes don't match their hash (cách ly).
    public var quarantined = 0

    /// Makes figures of nothing.
    public init() {}
}

/// What a unit sent (văn bản gửi).
public struct SentFigures: Hashable, Sendable, Codable {
    /// Documents accepted from it (văn bản điện tử gửi); status packages, drills and notices are none.
    public var documents = 0
    /// Of these, signed (có giá trị pháp lý; QĐ 28/2018/QĐ-TTg, Art. 4).
    public var signed = 0
    /// Of these, for information only (để biết, tham khảo).
    public var informationOnly = 0
    /// The same by urgency.
    public var byUrgency = UrgencyFigures()
    /// Sent on the day of signing or the next working morning; urgent ones on the day (Art. 6(2)).
    public var sending = PunctualityFigures()
    /// The ways of these documents to their recipients.
    public var deliveries = DeliveryFigures()
    /// Envelopes that Axis refused at the door (bị trục từ chối).
    public var refusedByAxis = 0
    /// The same by the refusal's stable code.
    public var refusedByCode: [String: Int] = [:]
    /// Status packages accepted from it (gói tin trạng thái).
    public var statuses = 0

    /// Makes figures of nothing.
    public init() {}
}

/// What went to a unit (văn bản nhận).
public struct ReceivedFigures: Hashable, Sendable, Codable {
    /// Deliveries to it of documents accepted in the period.
    public var deliveries = DeliveryFigures()
    /// Deliveries whose bytes it has, or had when it refused them (đã đến).
    public var arrived = 0
    /// First full receipt on the day (Decree 30/2020/NĐ-CP, Art. 21(2)).
    public var receipt = PunctualityFigures()
    /// Confirmation on the day, by acknowledgement, status 01 or 03, or a refusal.
    public var confirmation = PunctualityFigures()

    /// Makes figures of nothing.
    public init() {}
}

/// All figures of a row.
public struct StatisticsFigures: Hashable, Sendable, Codable {
    /// What was sent.
    public var sent = SentFigures()
    /// What was received.
    public var received = ReceivedFigures()

    /// Makes figures of nothing.
    public init() {}
}

/// The figures of one unit, or of one level-1 agency with all beneath it.
public struct StatisticsRow: Hashable, Sendable, Codable {
    /// `agency` for a sub-total over a level-1 agency and all beneath it, `unit` for one unit alone.
    public var level: ReportGrouping
    /// The code; `-` for what nobody known sent.
    public var unit: String
    /// The name.
    public var name: String
    /// The code of the level-1 agency that the unit is beneath, or is.
    public var agency: String
    /// The month or quarter; nil for the whole time of the report.
    public var period: String?
    /// The figures.
    public var figures: StatisticsFigures

    /// Makes a row.
    public init(
        level: ReportGrouping,
        unit: String,
        name: String,
        agency: String,
        period: String? = nil,
        figures: StatisticsFigures
    ) {
        self.level = level
        self.unit = unit
        self.name = name
        self.agency = agency
        self.period = period
        self.figures = figures
    }
}

/// The statistics of sending and receiving (thống kê tình hình gửi, nhận văn bản điện tử) that QĐ 28/2018/QĐ-TTg asks
/// of the axis (Art. 11, 14(3), 15(1)).
public struct StatisticsReport: Hashable, Sendable, Codable {
    /// The first day: documents accepted from its midnight in Vietnam on.
    public var from: CivilDay
    /// The last day, inclusive.
    public var to: CivilDay
    /// When the report was made: states of deliveries are those of then.
    public var at: Timestamp
    /// How its rows are grouped.
    public var by: ReportGrouping
    /// How its time is divided; nil when it is not.
    public var period: ReportPeriod?
    /// The rows, by agency; beneath each its units; of each its periods.
    public var rows: [StatisticsRow]
    /// Everything.
    public var total: StatisticsFigures
    /// Documents that Axis itself sent: counted nowhere else.
    public var sentByAxis: Int
    /// Refused requests of any kind beyond ten a second of one source, of which only a number was kept: some may have
    /// been envelopes.
    public var refusalsNotAttributed: Int
    /// Rows of the store that contradict themselves and are counted nowhere; `axisctl check-store` names them.
    public var unreadable: Int
    /// Years of the report without one public holiday in the configuration: what is late around Tết may not be; nil when
    /// each has some.
    public var yearsWithoutHolidays: [Int]?

    /// Makes a report.
    public init(
        from: CivilDay,
        to: CivilDay,
        at: Timestamp,
        by: ReportGrouping,
        period: ReportPeriod?,
        rows: [StatisticsRow],
        total: StatisticsFigures,
        sentByAxis: Int,
        refusalsNotAttributed: Int,
        unreadable: Int,
        yearsWithoutHolidays: [Int]? = nil
    ) {
        self.from = from
        self.to = to
        self.at = at
        self.by = by
        self.period = period
        self.rows = rows
        self.total = total
        self.sentByAxis = sentByAxis
        self.refusalsNotAttributed = refusalsNotAttributed
        self.unreadable = unreadable
        self.yearsWithoutHolidays = yearsWithoutHolidays
    }
}
