// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// The soft faults found so far, bounded: 5,000 recipients may each have one.
struct WarningList {
    /// The most that one envelope gets; behind them stands one more that says so.
    static let most = 64

    private(set) var warnings: [EnvelopeWarning] = []

    mutating func add(_ code: String, at field: String, _ english: String, _ vietnamese: String) {
        guard warnings.count <= Self.most else { return }
        guard warnings.count < Self.most else {
            warnings.append(
                EnvelopeWarning(
                    code: "more-warnings",
                    field: "edXML",
                    english: "There are more faults than are listed here.",
                    vietnamese: "Còn những lỗi khác chưa được liệt kê ở đây."
                )
            )
            return
        }
        warnings.append(EnvelopeWarning(code: code, field: field, english: english, vietnamese: vietnamese))
    }

    mutating func addMissing(_ field: String) {
        add("element-missing", at: field, "\(field) is missing or empty.", "Thiếu \(field) hoặc phần tử này rỗng.")
    }

    mutating func addRepeated(_ field: String) {
        add(
            "element-repeated",
            at: field,
            "\(field) occurs more than once; the first is used.",
            "\(field) xuất hiện nhiều lần; hệ thống dùng phần tử đầu tiên."
        )
    }

    /// Notes a text that is longer than the regulation's tables intend.
    mutating func check(length text: String, atMost limit: Int, at field: @autoclosure () -> String) {
        guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return }
        let field = field()
        add(
            "text-too-long",
            at: field,
            "\(field) is longer than \(limit) characters; some receivers cut it.",
            "\(field) dài hơn \(limit) ký tự; một số phần mềm nhận sẽ cắt bớt."
        )
    }

    /// Notes a date that is not written `yyyy/MM/dd`, or that does not exist.
    mutating func check(date text: String?, at field: @autoclosure () -> String) {
        guard let text, !text.isEmpty else { return }
        switch EdXMLDate.parse(text) {
        case .date(_, .standard): return
        case .impossible:
            let field = field()
            add(
                "date-impossible",
                at: field,
                "\(field) names a day or time that does not exist.",
                "\(field) ghi ngày hoặc giờ không tồn tại."
            )
        case .date, .unreadable:
            let field = field()
            add(
                "date-form",
                at: field,
                "\(field) is not written yyyy/MM/dd; receivers misread other forms.",
                "\(field) không đúng dạng yyyy/MM/dd; phần mềm nhận có thể hiểu sai."
            )
        }
    }
}
