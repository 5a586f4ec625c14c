// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension DrillView {
    /// The report as CSV for spreadsheets: a row for each unit that is listed, the total last.
    package func csv(vietnamese: Bool = false) -> [UInt8] {
        let titles =
            vietnamese
            ? ["mã", "tên", "trạng thái", "số lần thử", "trạng thái trả lời", "từ lúc", "lượt gửi", "lý do"]
            : ["code", "name", "state", "attempts", "status", "since", "delivery", "reason"]
        var lines = [titles]
        for unit in units ?? missing ?? [] {
            lines.append([
                unit.unit, unit.name, vietnamese ? unit.state.vietnamese : unit.state.rawValue, "\(unit.attempts)",
                unit.status ?? "", unit.since.map { "\($0)" } ?? "", unit.delivery.map { "\($0)" } ?? "",
                (vietnamese ? unit.vietnamese : unit.english) ?? "",
            ])
        }
        lines.append(["", vietnamese ? "tổng" : "total", text, "", "", "", "", ""])
        let text = lines.map { $0.map(CSVCell.written).joined(separator: ",") + "\r\n" }.joined()
        return Array(("\u{FEFF}" + text).utf8)
    }
}

extension DrillUnitState {
    /// The state in Vietnamese.
    fileprivate var vietnamese: String {
        switch self {
        case .waiting: "chưa gửi"
        case .sent: "đã gửi"
        case .received: "đã nhận"
        case .acknowledged: "đã xác nhận"
        case .failed: "không thành công"
        case .skipped: "bỏ qua"
        }
    }
}
