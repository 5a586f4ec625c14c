// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension StatisticsReport {
    /// The report as CSV for spreadsheets: a line for each row, the total last.
    ///
    /// Its headings are Vietnamese, in the words of QĐ 28/2018/QĐ-TTg; with a byte order mark, without which
    /// spreadsheets garble them.
    package func csv() -> [UInt8] {
        var lines = [
            ["Cấp", "Mã định danh", "Tên cơ quan, đơn vị", "Cơ quan cấp 1", "Kỳ"] + Self.columns.map(\.title) + [
                "Bị trục từ chối theo mã"
            ]
        ]
        for row in rows {
            let level = row.level == .agency ? "Cộng" : "Đơn vị"
            lines.append([level, row.unit, row.name, row.agency, row.period ?? span] + Self.cells(of: row.figures))
        }
        lines.append(["Tổng cộng", "", "", "", span] + Self.cells(of: total))
        let text = lines.map { $0.map(CSVCell.written).joined(separator: ",") + "\r\n" }.joined()
        return Array(("\u{FEFF}" + text).utf8)
    }

    private var span: String { "\(from) – \(to)" }

    private static func cells(of figures: StatisticsFigures) -> [String] {
        columns.map { String(figures[keyPath: $0.value]) } + [codes(figures.sent.refusedByCode)]
    }

    private static func codes(_ codes: [String: Int]) -> String {
        codes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "; ")
    }

    private static var columns: [(title: String, value: KeyPath<StatisticsFigures, Int>)] {
        [
            ("Văn bản gửi", \.sent.documents),
            ("Có ký số", \.sent.signed),
            ("Để biết, tham khảo", \.sent.informationOnly),
            ("Thường", \.sent.byUrgency.normal),
            ("Khẩn", \.sent.byUrgency.urgent),
            ("Thượng khẩn", \.sent.byUrgency.veryUrgent),
            ("Hỏa tốc", \.sent.byUrgency.immediate),
            ("Hỏa tốc hẹn giờ", \.sent.byUrgency.immediateTimed),
            ("Gửi đúng hạn", \.sent.sending.inTime),
            ("Gửi muộn", \.sent.sending.late),
            ("Gửi không đo được", \.sent.sending.notMeasurable),
            ("Lượt gửi", \.sent.deliveries.total),
            ("Lượt gửi: đã tiếp nhận", \.sent.deliveries.acknowledged),
            ("Lượt gửi: đã đến", \.sent.deliveries.delivered),
            ("Lượt gửi: bị từ chối nhận (trả lại)", \.sent.deliveries.rejected),
            ("Lượt gửi: đã thu hồi", \.sent.deliveries.recalled),
            ("Lượt gửi: hủy chuyển", \.sent.deliveries.dead),
            ("Lượt gửi: tạm giữ", \.sent.deliveries.held),
            ("Lượt gửi: đang chờ", \.sent.deliveries.waiting),
            ("Lượt gửi: cách ly", \.sent.deliveries.quarantined),
            ("Gói tin trạng thái gửi", \.sent.statuses),
            ("Lượt nhận", \.received.deliveries.total),
            ("Lượt nhận: đã đến nơi", \.received.arrived),
            ("Lượt nhận: đã tiếp nhận", \.received.deliveries.acknowledged),
            ("Lượt nhận: từ chối nhận (trả lại)", \.received.deliveries.rejected),
            ("Lượt nhận: bị thu hồi", \.received.deliveries.recalled),
            ("Lượt nhận: tạm giữ", \.received.deliveries.held),
            ("Lượt nhận: đang chờ", \.received.deliveries.waiting),
            ("Nhận đúng hạn", \.received.receipt.inTime),
            ("Nhận muộn", \.received.receipt.late),
            ("Nhận: chưa đến hạn", \.received.receipt.pending),
            ("Nhận: không đo được", \.received.receipt.notMeasurable),
            ("Xác nhận đúng hạn", \.received.confirmation.inTime),
            ("Xác nhận muộn", \.received.confirmation.late),
            ("Xác nhận: chưa đến hạn", \.received.confirmation.pending),
            ("Xác nhận: không đo được", \.received.confirmation.notMeasurable),
            ("Bị trục từ chối", \.sent.refusedByAxis),
        ]
    }
}
