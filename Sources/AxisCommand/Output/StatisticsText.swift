// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The statistics on a terminal, headed in the words of QĐ 28/2018/QĐ-TTg: what was sent, then what was received.
package enum StatisticsText {
    /// Over the tables: what is counted, and when.
    package static func head(_ report: StatisticsReport) -> [String] {
        ["Thống kê gửi, nhận văn bản điện tử từ \(report.from) đến hết \(report.to), lập lúc \(report.at)"]
    }

    /// What was sent (văn bản gửi).
    package static func sent(_ report: StatisticsReport) -> Table {
        table(
            report,
            ["GỬI", "KÝ SỐ", "ĐỂ BIẾT", "KHẨN", "ĐÚNG HẠN", "MUỘN", "KHÔNG ĐO", "TRỤC TỪ CHỐI", "LƯỢT GỬI", "TRẢ LẠI"]
        ) { figures in
            let sent = figures.sent
            return [
                sent.documents, sent.signed, sent.informationOnly, sent.documents - sent.byUrgency.normal,
                sent.sending.inTime, sent.sending.late, sent.sending.notMeasurable, sent.refusedByAxis,
                sent.deliveries.total, sent.deliveries.rejected,
            ]
        }
    }

    /// What was received (văn bản nhận).
    package static func received(_ report: StatisticsReport) -> Table {
        table(
            report,
            [
                "LƯỢT NHẬN", "ĐÃ ĐẾN", "ĐÃ TIẾP NHẬN", "TỪ CHỐI", "THU HỒI", "CHỜ, GIỮ", "XÁC NHẬN ĐÚNG HẠN", "MUỘN",
                "CHƯA ĐẾN HẠN", "KHÔNG ĐO",
            ]
        ) { figures in
            let (received, all) = (figures.received, figures.received.deliveries)
            return [
                all.total, received.arrived, all.acknowledged, all.rejected, all.recalled,
                all.waiting + all.held + all.quarantined, received.confirmation.inTime, received.confirmation.late,
                received.confirmation.pending, received.confirmation.notMeasurable,
            ]
        }
    }

    /// Beneath the tables: what they don't show.
    package static func foot(_ report: StatisticsReport) -> [String] {
        var lines: [String] = []
        let codes = report.total.sent.refusedByCode.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        if !codes.isEmpty { lines.append("Trục từ chối theo mã: \(codes.joined(separator: ", "))") }
        if report.total.sent.statuses > 0 { lines.append("Gói tin trạng thái: \(report.total.sent.statuses)") }
        if report.sentByAxis > 0 { lines.append("Văn bản do trục gửi, không tính ở trên: \(report.sentByAxis)") }
        if report.refusalsNotAttributed > 0 {
            lines.append("Yêu cầu bị từ chối dồn dập, chỉ đếm số lượng: \(report.refusalsNotAttributed)")
        }
        if report.unreadable > 0 {
            lines.append("Bản ghi không đọc được, không tính: \(report.unreadable); xem axisctl check-store")
        }
        if let years = report.yearsWithoutHolidays {
            let list = years.map { "\($0)" }.joined(separator: ", ")
            lines.append("Chưa khai ngày nghỉ lễ năm \(list) (report.holidays): số muộn quanh dịp lễ, Tết có thể sai")
        }
        return lines
    }

    private static func table(
        _ report: StatisticsReport,
        _ titles: [String],
        _ values: (StatisticsFigures) -> [Int]
    ) -> Table {
        let divided = report.period != nil
        let columns: [Table.Column] =
            [.text("MÃ"), .flexible("TÊN")] + (divided ? [.text("KỲ")] : []) + titles.map { .number($0) }
        var table = Table(columns)
        for row in report.rows {
            // Units stand under their agency.
            let code = report.by == .unit && row.level == .unit ? "  " + row.unit : row.unit
            let head: [String?] = [code, row.name] + (divided ? [row.period] : [])
            table.add(head + values(row.figures).map { String($0) })
        }
        let head: [String?] = ["TỔNG", ""] + (divided ? [""] : [])
        table.add(head + values(report.total).map { String($0) })
        return table
    }
}
