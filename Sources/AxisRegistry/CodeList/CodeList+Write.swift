// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension CodeList {
    /// Writes CSV that ``parse(_:)`` reads back as the same rows.
    ///
    /// With a byte order mark, without which spreadsheets garble Vietnamese; a cell that a spreadsheet would take for
    /// a formula gets an apostrophe in front.
    package func csv() -> [UInt8] {
        var text = "\u{FEFF}"
        text += CodeListColumn.allCases.map(\.rawValue).joined(separator: ",")
        text += "\r\n"
        for row in rows {
            text += CodeListColumn.allCases.map { CSVCell.written(row.value(of: $0)) }.joined(separator: ",")
            text += "\r\n"
        }
        return Array(text.utf8)
    }
}

extension CodeList.Row {
    func value(of column: CodeListColumn) -> String {
        switch column {
        case .code: code.text
        case .name: name
        case .kind: kind.rawValue
        case .adminCode: adminCode ?? ""
        case .parent: parent ?? ""
        case .code102: code102?.text ?? ""
        case .oldCode: oldCodes.joined(separator: "|")
        case .email: contact.email ?? ""
        case .phone: contact.phone ?? ""
        case .website: contact.website ?? ""
        case .address: contact.address ?? ""
        }
    }
}

/// How the text of a cell and the cell differ.
enum CSVCell {
    /// Without white space around it, no-break spaces of spreadsheets included.
    static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }

    /// Without the apostrophe that ``written(_:)`` puts in front.
    static func unescaped(_ text: String) -> String {
        text.first == "'" && looksLikeFormula(text) ? String(text.dropFirst()) : text
    }

    /// Escaped and quoted (RFC 4180, section 2).
    static func written(_ text: String) -> String {
        let safe = looksLikeFormula(text) ? "'" + text : text
        guard safe.utf8.contains(where: { $0 == 34 || $0 == 44 || $0 == 59 || $0 == 10 || $0 == 13 }) else {
            return safe
        }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func looksLikeFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first(where: { $0 != 39 }) else { return false }
        return first == 61 || first == 43 || first == 45 || first == 64 || first == 9 || first == 13
    }
}
