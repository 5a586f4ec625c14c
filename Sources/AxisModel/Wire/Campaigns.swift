// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What a campaign follows of each province (chỉ tiêu), the indicators of Công điện 101/CĐ-TTg.
public enum Indicator: String, Sendable, Codable, CaseIterable {
    // MARK: Measured by Axis

    /// Danh sách mã định danh đã nộp.
    case listHandedIn = "list-handed-in"
    /// Danh sách mã định danh được chấp nhận.
    case listAccepted = "list-accepted"
    /// Mã định danh đã công bố.
    case codesPublished = "codes-published"
    /// Đơn vị có chứng thư còn hiệu lực.
    case certificatesValid = "certificates-valid"
    /// Đơn vị trả lời hoặc lấy văn bản trong số giờ quy định.
    case unitsReachable = "units-reachable"
    /// Văn bản thử nghiệm đã gửi đến và được xác nhận, ở chính Ủy ban nhân dân tỉnh, thành phố.
    case testAcknowledged = "test-acknowledged"
    /// Đơn vị cấp xã đã thử nghiệm xong.
    case unitsTested = "units-tested"

    // MARK: Declared by someone, since Axis can't see it

    /// Đã đóng giao diện cổng dịch vụ công cấp tỉnh.
    case portalClosed = "portal-closed"
    /// Đăng nhập một lần từ Cổng Dịch vụ công quốc gia.
    case singleSignOn = "single-sign-on"
    /// Thanh toán trực tuyến.
    case onlinePayment = "online-payment"
    /// Hồ sơ đã đồng bộ.
    case dossiersSynchronised = "dossiers-synchronised"
    /// Thủ tục hành chính đã công khai trên Cơ sở dữ liệu quốc gia.
    case proceduresAnnounced = "procedures-announced"
    /// Cán bộ đã được tập huấn.
    case staffTrained = "staff-trained"
    /// Đường dây nóng hoạt động.
    case hotlineOpen = "hotline-open"

    /// Whether Axis measures it itself; else someone declares it.
    public var isMeasured: Bool {
        switch self {
        case .listHandedIn, .listAccepted, .codesPublished, .certificatesValid, .unitsReachable, .testAcknowledged,
            .unitsTested:
            true
        case .portalClosed, .singleSignOn, .onlinePayment, .dossiersSynchronised, .proceduresAnnounced, .staffTrained,
            .hotlineOpen:
            false
        }
    }

    /// Its name in English.
    public var english: String {
        switch self {
        case .listHandedIn: "list handed in"
        case .listAccepted: "list accepted"
        case .codesPublished: "codes published"
        case .certificatesValid: "units with a valid certificate"
        case .unitsReachable: "units answering or pulling"
        case .testAcknowledged: "test document acknowledged"
        case .unitsTested: "units tested"
        case .portalClosed: "provincial portal closed"
        case .singleSignOn: "single sign-on"
        case .onlinePayment: "on-line payment"
        case .dossiersSynchronised: "dossiers synchronised"
        case .proceduresAnnounced: "procedures announced in the national database"
        case .staffTrained: "staff trained"
        case .hotlineOpen: "hotline open"
        }
    }

    /// Its name in Vietnamese.
    public var vietnamese: String {
        switch self {
        case .listHandedIn: "đã nộp danh sách mã"
        case .listAccepted: "danh sách được chấp nhận"
        case .codesPublished: "mã đã công bố"
        case .certificatesValid: "đơn vị có chứng thư hợp lệ"
        case .unitsReachable: "đơn vị kết nối được"
        case .testAcknowledged: "văn bản thử nghiệm được xác nhận"
        case .unitsTested: "đơn vị đã thử nghiệm"
        case .portalClosed: "đã đóng cổng cấp tỉnh"
        case .singleSignOn: "đăng nhập một lần"
        case .onlinePayment: "thanh toán trực tuyến"
        case .dossiersSynchronised: "hồ sơ đã đồng bộ"
        case .proceduresAnnounced: "thủ tục đã công khai trên CSDL quốc gia"
        case .staffTrained: "cán bộ đã tập huấn"
        case .hotlineOpen: "đường dây nóng hoạt động"
        }
    }
}

/// A campaign (chiến dịch): who must hand in what, until when.
public struct CampaignView: Hashable, Sendable, Codable {
    /// Its id, a slug such as `cd-101`.
    public var id: String
    /// Its title.
    public var title: String
    /// The decision or telegram it rests on.
    public var legalBasis: String?
    /// `provinces`, or codes and branches.
    public var scope: [String]
    /// The deadline; a list is in time up to and including its whole second.
    public var deadline: Timestamp
    /// What it follows.
    public var indicators: [Indicator]
    /// When reminders go out, in seconds before the deadline.
    public var reminders: [Int64]
    /// Whether another administrator than the preparing one must accept a list.
    public var requiresSecond: Bool
    /// When it was created.
    public var createdAt: Timestamp
    /// By which administrator.
    public var createdBy: String
    /// How many units must answer.
    public var participants: Int

    /// Makes one of its parts.
    public init(
        id: String,
        title: String,
        legalBasis: String? = nil,
        scope: [String],
        deadline: Timestamp,
        indicators: [Indicator],
        reminders: [Int64],
        requiresSecond: Bool,
        createdAt: Timestamp,
        createdBy: String,
        participants: Int
    ) {
        self.id = id
        self.title = title
        self.legalBasis = legalBasis
        self.scope = scope
        self.deadline = deadline
        self.indicators = indicators
        self.reminders = reminders
        self.requiresSecond = requiresSecond
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.participants = participants
    }
}

/// Campaigns.
public struct CampaignList: Hashable, Sendable, Codable {
    /// The campaigns, newest first.
    public var items: [CampaignView]

    /// Makes one of its parts.
    public init(items: [CampaignView]) {
        self.items = items
    }
}

/// Creates a campaign.
public struct CampaignCreateRequest: Hashable, Sendable, Codable {
    /// Its id, a slug such as `cd-101`.
    public var id: String
    /// Its title.
    public var title: String
    /// The decision or telegram it rests on.
    public var legalBasis: String?
    /// `provinces`, or codes and branches; all provinces when missing.
    public var scope: [String]?
    /// The deadline, with its zone.
    public var deadline: Timestamp
    /// What it follows; everything when missing.
    public var indicators: [Indicator]?
    /// When reminders go out, in seconds before the deadline; 24 h, 3 h and 1 h when missing.
    public var reminders: [Int64]?
    /// Whether another administrator than the preparing one must accept a list.
    public var requiresSecond: Bool?

    /// Makes one of its parts.
    public init(
        id: String,
        title: String,
        legalBasis: String? = nil,
        scope: [String]? = nil,
        deadline: Timestamp,
        indicators: [Indicator]? = nil,
        reminders: [Int64]? = nil,
        requiresSecond: Bool? = nil
    ) {
        self.id = id
        self.title = title
        self.legalBasis = legalBasis
        self.scope = scope
        self.deadline = deadline
        self.indicators = indicators
        self.reminders = reminders
        self.requiresSecond = requiresSecond
    }
}

/// The board of a campaign (bảng theo dõi): every province and every indicator.
public struct BoardView: Hashable, Sendable, Codable {
    /// The campaign.
    public var campaign: String
    /// Its title.
    public var title: String
    /// Its deadline.
    public var deadline: Timestamp
    /// As of when.
    public var at: Timestamp
    /// The indicators, in the order of the columns.
    public var indicators: [Indicator]
    /// The provinces, by code.
    public var rows: [BoardRow]
    /// Of each indicator, how many provinces have met it: `33/34`.
    public var totals: [BoardTotal]

    /// Makes one of its parts.
    public init(
        campaign: String,
        title: String,
        deadline: Timestamp,
        at: Timestamp,
        indicators: [Indicator],
        rows: [BoardRow],
        totals: [BoardTotal]
    ) {
        self.campaign = campaign
        self.title = title
        self.deadline = deadline
        self.at = at
        self.indicators = indicators
        self.rows = rows
        self.totals = totals
    }
}

/// One province of a board.
public struct BoardRow: Hashable, Sendable, Codable {
    /// Its code.
    public var unit: String
    /// Its name.
    public var name: String
    /// Its values, in the order of the board's indicators.
    public var values: [IndicatorValue]

    /// Makes one of its parts.
    public init(unit: String, name: String, values: [IndicatorValue]) {
        self.unit = unit
        self.name = name
        self.values = values
    }
}

/// How a value of a board came about.
public enum IndicatorSource: String, Sendable, Codable, CaseIterable {
    /// Axis saw it.
    case measured
    /// Someone said so.
    case declared
    /// Nobody knows; shown as such.
    case unmeasured
}

/// One indicator of one province.
public struct IndicatorValue: Hashable, Sendable, Codable {
    /// The indicator.
    public var indicator: Indicator
    /// How the value came about.
    public var source: IndicatorSource
    /// Whether it is met; nil when unmeasured.
    public var met: Bool?
    /// How many units have it, where units are counted.
    public var done: Int?
    /// Out of how many.
    public var of: Int?
    /// Days until the first certificate ends, with `certificates-valid`.
    public var daysLeft: Int?
    /// A word more: `late by 1 s`, a declaration's note.
    public var detail: String?
    /// Who declared it.
    public var by: String?
    /// When it was measured or declared.
    public var at: Timestamp?

    /// Makes one of its parts.
    public init(
        indicator: Indicator,
        source: IndicatorSource,
        met: Bool? = nil,
        done: Int? = nil,
        of: Int? = nil,
        daysLeft: Int? = nil,
        detail: String? = nil,
        by: String? = nil,
        at: Timestamp? = nil
    ) {
        self.indicator = indicator
        self.source = source
        self.met = met
        self.done = done
        self.of = of
        self.daysLeft = daysLeft
        self.detail = detail
        self.by = by
        self.at = at
    }
}

/// How many provinces have met an indicator.
public struct BoardTotal: Hashable, Sendable, Codable {
    /// The indicator.
    public var indicator: Indicator
    /// Provinces that have met it.
    public var met: Int
    /// Provinces in all.
    public var of: Int
    /// Provinces of which nobody knows.
    public var unmeasured: Int
    /// `33/34`.
    public var text: String

    /// Makes one of its parts.
    public init(indicator: Indicator, met: Int, of: Int, unmeasured: Int) {
        self.indicator = indicator
        self.met = met
        self.of = of
        self.unmeasured = unmeasured
        text = "\(met)/\(of)"
    }
}

/// Declares an indicator of a province that Axis can't measure.
public struct IndicatorDeclareRequest: Hashable, Sendable, Codable {
    /// The indicator; one that Axis measures is refused.
    public var indicator: Indicator
    /// The province's code; the caller's own unit when missing.
    public var unit: String?
    /// Whether it is met.
    public var met: Bool
    /// A word more.
    public var note: String?

    /// Makes one of its parts.
    public init(indicator: Indicator, unit: String? = nil, met: Bool, note: String? = nil) {
        self.indicator = indicator
        self.unit = unit
        self.met = met
        self.note = note
    }
}
