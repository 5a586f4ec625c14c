// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension CodeList {
    /// Reads a CSV file: UTF-8, comma or semicolon, header in English or Vietnamese, columns in any order.
    ///
    /// - Throws: ``ListFaults`` with every fault of the file at once.
    package static func parse(_ bytes: [UInt8]) throws(ListFaults) -> CodeList {
        try parse(bytes, limits: .codeList)
    }

    static func parse(_ bytes: [UInt8], limits: CSVLimits) throws(ListFaults) -> CodeList {
        let table: CSVTable
        do throws(CSVFault) {
            table = try CSVReader.read(bytes, limits: limits)
        } catch {
            throw ListFaults([.list(error.line, error.english, error.vietnamese)])
        }
        guard let header = table.rows.first else {
            throw ListFaults([.list(1, "the file is empty", "tệp rỗng")])
        }
        let columns = try columns(of: header)
        guard table.rows.count > 1 else {
            throw ListFaults([
                .list(header.line, "the file has a header and no rows", "tệp chỉ có tiêu đề, không có dòng nào")
            ])
        }
        var parser = RowParser(columns: columns)
        for row in table.rows.dropFirst() where parser.faults.count < ListFaults.most { parser.read(row) }
        guard parser.faults.isEmpty else { throw ListFaults(parser.faults) }
        return CodeList(rows: parser.rows)
    }

    private static func columns(of header: CSVTable.Row) throws(ListFaults) -> [CodeListColumn] {
        var faults: [ImportFault] = []
        var columns: [CodeListColumn] = []
        for field in header.fields {
            let shown = Refusal.shortened(field)
            guard let column = CodeListColumn.named(field) else {
                let known = CodeListColumn.allCases.map(\.rawValue).joined(separator: ", ")
                faults.append(
                    .list(
                        header.line,
                        "unknown column \"\(shown)\"; known are \(known)",
                        "không nhận ra cột \"\(shown)\"; các cột hợp lệ: \(known)",
                        column: shown
                    )
                )
                continue
            }
            if columns.contains(column) {
                faults.append(
                    .list(
                        header.line,
                        "the column \(column.rawValue) stands twice",
                        "cột \(column.rawValue) xuất hiện hai lần",
                        column: shown
                    )
                )
            }
            columns.append(column)
        }
        for column in CodeListColumn.required where !columns.contains(column) {
            faults.append(
                .list(
                    header.line,
                    "the column \(column.rawValue) is missing",
                    "thiếu cột \(column.rawValue)",
                    column: column.rawValue
                )
            )
        }
        guard faults.isEmpty else { throw ListFaults(faults) }
        return columns
    }
}

/// Reads rows one by one and keeps every fault.
private struct RowParser {
    let columns: [CodeListColumn]
    var rows: [CodeList.Row] = []
    var faults: [ImportFault] = []
    /// Where a code was first named.
    private var lines: [AgencyCode: Int] = [:]
    private var line = 0

    init(columns: [CodeListColumn]) {
        self.columns = columns
    }

    mutating func read(_ row: CSVTable.Row) {
        line = row.line
        guard row.fields.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return }
        guard row.fields.count == columns.count else {
            fault(
                nil,
                nil,
                "the row has \(row.fields.count) fields, the header \(columns.count)",
                "dòng có \(row.fields.count) trường, tiêu đề có \(columns.count)"
            )
            return
        }
        var values: [CodeListColumn: String] = [:]
        for (column, field) in zip(columns, row.fields) {
            if let value = cell(field, column) { values[column] = value }
        }
        parse(values)
    }

    private mutating func parse(_ values: [CodeListColumn: String]) {
        let faultsBefore = faults.count
        let kind = kind(values[.kind])
        let code = code(values[.code], kind: kind)
        let code102 = values[.code102].flatMap { alias($0) }
        if let text = values[.adminCode] { check(adminCode: text) }
        if let text = values[.parent], AgencyCode.readings(of: text).isEmpty { fault(codeForm: text, .parent) }
        let oldCodes = (values[.oldCode] ?? "").split(separator: "|").map { CSVCell.trimmed(String($0)) }
        for text in oldCodes where AgencyCode.readings(of: text).isEmpty { fault(codeForm: text, .oldCode) }
        if values[.name] == nil { fault(missing: .name) }
        guard faults.count == faultsBefore, let code, let kind, let name = values[.name] else { return }
        var row = CodeList.Row(line: line, code: code, name: name, kind: kind)
        row.adminCode = values[.adminCode]
        row.parent = values[.parent]
        row.code102 = code102
        row.oldCodes = oldCodes
        row.contact = Contact(
            address: values[.address],
            email: values[.email],
            phone: values[.phone],
            website: values[.website]
        )
        rows.append(row)
    }

    /// A cell's text; nil when it is empty or a formula.
    private mutating func cell(_ field: String, _ column: CodeListColumn) -> String? {
        let text = CSVCell.trimmed(field)
        if text.first == "=" {
            fault(column, text, "a formula is not taken; enter its value", "không nhận công thức; hãy nhập giá trị")
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
        fault(.kind, text, "no such kind; known are \(known)", "không có loại này; các loại: \(known)")
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
            "the code stands on line \(first) already",
            "mã này đã có ở dòng \(first)",
            code: .codeTaken
        )
        return false
    }

    private mutating func check(adminCode text: String) {
        do throws(Refusal) {
            try UnitRules.check(adminCode: text)
        } catch {
            fault(.adminCode, text, error.english, error.vietnamese)
        }
    }

    private mutating func fault(missing column: CodeListColumn) {
        // A formula left no value and was named already.
        let ofThisLine = faults.reversed().prefix { $0.line == line }
        guard !ofThisLine.contains(where: { $0.column == column.rawValue }) else { return }
        fault(column, nil, "\(column.rawValue) is empty", "thiếu \(column.rawValue)")
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
        code: RefusalCode = .submissionInvalid
    ) {
        guard faults.count < ListFaults.most else { return }
        faults.append(
            .list(line, english, vietnamese, column: column?.rawValue, value: value, code: code)
        )
    }
}

extension ImportFault {
    static func list(
        _ line: Int,
        _ english: String,
        _ vietnamese: String,
        column: String? = nil,
        value: String? = nil,
        code: RefusalCode = .submissionInvalid
    ) -> ImportFault {
        ImportFault(
            line: line,
            column: column,
            value: value.map { Refusal.shortened($0) },
            code: code.rawValue,
            english: english,
            vietnamese: vietnamese
        )
    }
}
