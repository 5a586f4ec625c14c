// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A list as far as it could be read: what each row says in the right form, and what is wrong with the rest.
///
/// A row with one faulty cell keeps its others, so that a later check can name its own faults in the same answer.
package struct CodeListDraft: Hashable, Sendable {
    /// One row; what is missing or faulty is nil.
    package struct Row: Hashable, Sendable {
        /// The line it begins on, from 1; the header is a line too.
        package var line: Int
        /// Its code.
        package var code: AgencyCode?
        /// Its name.
        package var name: String?
        /// Its kind.
        package var kind: UnitKind?
        /// Its statistical code.
        package var adminCode: String?
        /// Its parent's code in any form.
        package var parent: String?
        /// Its QCVN 102 code.
        package var code102: AgencyCode?
        /// The codes of its predecessors.
        package var oldCodes: [String] = []
        /// Its contact fields.
        package var contact = Contact()

        /// The row of a list that it is; nil as long as code, name or kind lack.
        package var complete: CodeList.Row? {
            guard let code, let name, let kind else { return nil }
            var row = CodeList.Row(line: line, code: code, name: name, kind: kind)
            row.adminCode = adminCode
            row.parent = parent
            row.code102 = code102
            row.oldCodes = oldCodes
            row.contact = contact
            return row
        }
    }

    /// The rows in the order of the file, faulty ones too.
    package internal(set) var rows: [Row] = []
    /// The faults, at most ``ListFaults/most``.
    package internal(set) var faults: [ImportFault] = []
    /// The line of the header.
    package internal(set) var headerLine = 1

    /// Reads a table.
    package init(_ table: RawTable) {
        guard let header = table.rows.first else {
            faults = [
                .list(1, "the file is empty; put the list in it", "tệp rỗng; hãy đưa danh sách vào", code: .fileEmpty)
            ]
            return
        }
        headerLine = header.line
        let columns = readColumns(of: header)
        guard columns.contains(where: { $0 != nil }) else { return }
        guard table.rows.count > 1 else {
            guard faults.isEmpty else { return }
            faults.append(
                .list(
                    header.line,
                    "the file has a header and no rows; add a row for each unit",
                    "tệp chỉ có tiêu đề, không có dòng nào; hãy thêm mỗi đơn vị một dòng",
                    code: .fileEmpty
                )
            )
            return
        }
        var parser = RowParser(columns: columns)
        for row in table.rows.dropFirst() where parser.faults.count < ListFaults.most { parser.read(row) }
        faults += parser.faults
        rows = parser.rows
    }

    /// The columns that the header names; nil for one that can't be used.
    private mutating func readColumns(of header: RawTable.Row) -> [CodeListColumn?] {
        var columns: [CodeListColumn?] = []
        for field in header.fields {
            let shown = Refusal.shortened(field)
            guard let column = CodeListColumn.named(field) else {
                let known = CodeListColumn.allCases.map(\.rawValue).joined(separator: ", ")
                faults.append(
                    .list(
                        header.line,
                        "unknown column \"\(shown)\"; known are \(known)",
                        "không nhận ra cột \"\(shown)\"; các cột hợp lệ: \(known)",
                        column: shown,
                        code: .columnUnknown
                    )
                )
                columns.append(nil)
                continue
            }
            guard !columns.contains(column) else {
                faults.append(
                    .list(
                        header.line,
                        "the column \(column.rawValue) stands twice; leave one",
                        "cột \(column.rawValue) xuất hiện hai lần; hãy để lại một cột",
                        column: shown,
                        code: .columnDuplicate
                    )
                )
                columns.append(nil)
                continue
            }
            columns.append(column)
        }
        for column in CodeListColumn.required where !columns.contains(column) {
            faults.append(
                .list(
                    header.line,
                    "the column \(column.rawValue) is missing; add it",
                    "thiếu cột \(column.rawValue); hãy thêm cột này",
                    column: column.rawValue,
                    code: .columnMissing
                )
            )
        }
        return columns
    }
}

/// Reads rows one by one and keeps every fault.
private struct RowParser {
    let columns: [CodeListColumn?]
    var rows: [CodeListDraft.Row] = []
    var faults: [ImportFault] = []
    /// Where a code was first named.
    private var lines: [AgencyCode: Int] = [:]
    private var line = 0

    init(columns: [CodeListColumn?]) {
        self.columns = columns
    }

    mutating func read(_ row: RawTable.Row) {
        line = row.line
        guard row.fields.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return }
        guard row.fields.count == columns.count else {
            fault(
                nil,
                nil,
                "the row has \(row.fields.count) fields, the header \(columns.count); give each column one",
                "dòng có \(row.fields.count) trường, tiêu đề có \(columns.count); mỗi cột cần đúng một trường",
                code: .rowShape
            )
            return
        }
        var values: [CodeListColumn: String] = [:]
        for (column, field) in zip(columns, row.fields) {
            if let column, let value = cell(field, column) { values[column] = value }
        }
        parse(values)
    }

    private mutating func parse(_ values: [CodeListColumn: String]) {
        var row = CodeListDraft.Row(line: line)
        row.kind = kind(values[.kind])
        row.code = code(values[.code], kind: row.kind)
        row.code102 = values[.code102].flatMap { alias($0) }
        row.adminCode = values[.adminCode].flatMap { checked(adminCode: $0) }
        row.parent = values[.parent].flatMap { isCode($0, .parent) ? $0 : nil }
        row.oldCodes = (values[.oldCode] ?? "").split(separator: "|").map { CSVCell.trimmed(String($0)) }
            .filter { isCode($0, .oldCode) }
        row.name = values[.name]
        if row.name == nil { fault(missing: .name) }
        row.contact = Contact(
            address: values[.address],
            email: values[.email],
            phone: values[.phone],
            website: values[.website]
        )
        rows.append(row)
    }

    private mutating func isCode(_ text: String, _ column: CodeListColumn) -> Bool {
        guard AgencyCode.readings(of: text).isEmpty else { return true }
        fault(codeForm: text, column)
        return false
    }

    /// A cell's text; nil when it is empty or a formula.
    private mutating func cell(_ field: String, _ column: CodeListColumn) -> String? {
        let text = CSVCell.trimmed(field)
        if text.first == "=" {
            fault(
                column,
                text,
                "a formula is not taken; enter its value",
                "không nhận công thức; hãy nhập giá trị",
                code: .cellFormula
            )
            return nil
        }
        let value = CSVCell.unescaped(text)
        return value.isEmpty ? nil : value
    }

    private mutating func kind(_ text: String?) -> UnitKind? {
        guard let text else {
            fault(missing: .kind)
            return nil
        }
        if let kind = UnitKind.named(text) { return kind }
        let known = UnitKind.allCases.map(\.rawValue).joined(separator: ", ")
        fault(
            .kind,
            text,
            "no such kind; known are \(known)",
            "không có loại này; các loại: \(known)",
            code: .kindUnknown
        )
        return nil
    }

    private mutating func code(_ text: String?, kind: UnitKind?) -> AgencyCode? {
        guard let text else {
            fault(missing: .code)
            return nil
        }
        guard let code = AgencyCode.readings(of: text).first else {
            fault(codeForm: text, .code)
            return nil
        }
        // A mistyped code reads as an opaque one; only systems and others may really have one.
        guard code.kind != .foreign || kind == .system || kind == .other else {
            fault(codeForm: text, .code)
            return nil
        }
        return isFirst(code, .code) ? code : nil
    }

    private mutating func alias(_ text: String) -> AgencyCode? {
        guard let code = try? AgencyCode(text, as: .qcvn102) else {
            fault(
                .code102,
                text,
                "not of the form 000.00.00.H24 (QCVN 102:2016)",
                "không đúng dạng 000.00.00.H24 (QCVN 102:2016)",
                code: .codeInvalid
            )
            return nil
        }
        return isFirst(code, .code102) ? code : nil
    }

    private mutating func isFirst(_ code: AgencyCode, _ column: CodeListColumn) -> Bool {
        guard let first = lines[code] else {
            lines[code] = line
            return true
        }
        fault(
            column,
            code.text,
            "the code stands on line \(first) already; give each unit its own",
            "mã này đã có ở dòng \(first); mỗi đơn vị phải có mã riêng",
            code: .codeRepeated
        )
        return false
    }

    private mutating func checked(adminCode text: String) -> String? {
        do throws(Refusal) {
            try UnitRules.check(adminCode: text)
            return text
        } catch {
            fault(.adminCode, text, error.english, error.vietnamese, code: .adminCodeInvalid)
            return nil
        }
    }

    private mutating func fault(missing column: CodeListColumn) {
        // A column that is not there was named once, with the header.
        guard columns.contains(column) else { return }
        // A formula left no value and was named already.
        let ofThisLine = faults.reversed().prefix { $0.line == line }
        guard !ofThisLine.contains(where: { $0.column == column.rawValue }) else { return }
        fault(
            column,
            nil,
            "\(column.rawValue) is empty; fill it in",
            "thiếu \(column.rawValue); hãy điền vào",
            code: .cellEmpty
        )
    }

    private mutating func fault(codeForm text: String, _ column: CodeListColumn) {
        fault(
            column,
            text,
            "not a code: expected H24.12, 000.00.12.H24 or a registration number",
            "không phải mã: cần dạng H24.12, 000.00.12.H24 hoặc số đăng ký kinh doanh",
            code: .codeInvalid
        )
    }

    private mutating func fault(
        _ column: CodeListColumn?,
        _ value: String?,
        _ english: String,
        _ vietnamese: String,
        code: ListFaultCode
    ) {
        guard faults.count < ListFaults.most else { return }
        faults.append(
            .list(line, english, vietnamese, column: column?.rawValue, value: value, code: code)
        )
    }
}
