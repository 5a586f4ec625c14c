// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A reminder of a campaign's deadline, as the document that units read (thông báo nhắc việc).
package struct ReminderLetter: Hashable, Sendable {
    /// `Subject` (trích yếu).
    package let subject: String
    /// The text, in lines.
    package let text: [String]
    /// Khẩn; hỏa tốc when two hours or less are left.
    package let urgency: Urgency

    /// From how long before the deadline on a reminder is hỏa tốc.
    private static let flash: Duration = .seconds(7200)
    /// Units that a letter names of each kind; of more it gives the number.
    private static let mostNamed = 50

    /// Writes a reminder.
    ///
    /// - Parameters:
    ///   - owing: who owes what, in the order in which they are named.
    ///   - moment: when it goes out.
    package init(
        of campaign: Campaign,
        to owing: [(unit: RegisteredUnit, owes: OwedList)],
        at moment: Timestamp
    ) {
        let left = campaign.deadline - moment
        let deadline = Self.text(of: campaign.deadline)
        subject = "V/v nhắc nộp danh sách mã định danh, chậm nhất \(deadline) (\(campaign.id))"
        urgency = left <= Self.flash ? .immediate : .urgent
        var text = ["Chiến dịch: \(campaign.title) (\(campaign.id))."]
        if let basis = campaign.legalBasis { text.append("Căn cứ: \(basis).") }
        text.append("Thời hạn nộp danh sách: chậm nhất \(deadline), giờ Việt Nam; còn \(Self.text(of: left)).")
        let missing = owing.filter { $0.owes == .notHandedIn }.map(\.unit)
        let rejected = owing.filter { $0.owes == .rejected }.map(\.unit)
        if !missing.isEmpty { text.append("Chưa nộp danh sách: \(Self.names(of: missing)).") }
        if !rejected.isEmpty {
            text.append("Danh sách bị từ chối, phải nộp lại: \(Self.names(of: rejected)).")
            text.append("Lý do từ chối đã gửi đến hộp văn bản đến của đơn vị.")
        }
        text.append(
            "Đề nghị các đơn vị nêu trên nộp danh sách đúng thời hạn bằng lệnh: axis submit TỆP --campaign "
                + "\(campaign.id) (thêm --dry-run để kiểm tra trước), hoặc qua giao diện POST "
                + "/v1/campaigns/\(campaign.id)/submissions."
        )
        text.append("Đơn vị đã nộp sau khi thông báo này được phát hành không phải làm gì thêm.")
        self.text = text
    }

    private static func names(of units: [RegisteredUnit]) -> String {
        var names = units.prefix(mostNamed).map { "\($0.name) (\($0.code.text))" }
        if units.count > mostNamed { names.append("và \(units.count - mostNamed) đơn vị khác") }
        return names.joined(separator: "; ")
    }

    /// `12:00 ngày 29/6/2025`.
    private static func text(of moment: Timestamp) -> String {
        let time = CivilTime(moment)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let seconds = time.second == 0 ? "" : ":\(two(time.second))"
        return "\(two(time.hour)):\(two(time.minute))\(seconds) ngày \(time.day)/\(time.month)/\(time.year)"
    }

    /// `2 ngày`, `3 giờ 20 phút`, `45 phút`; rounded to the minute, from two days on to the hour.
    private static func text(of left: Duration) -> String {
        let minutes = max((left.wholeMilliseconds + 30_000) / 60_000, 1)
        let days = minutes / 1440
        var parts: [String] = []
        if days >= 2 { parts.append("\(days) ngày") }
        let hours = days >= 2 ? minutes / 60 % 24 : minutes / 60
        if hours > 0 { parts.append("\(hours) giờ") }
        if days < 2, minutes % 60 > 0 { parts.append("\(minutes % 60) phút") }
        return parts.joined(separator: " ")
    }
}
