// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisXML

/// Reads the cells of a sheet (ECMA-376, part 1, section 18.3.1).
struct SheetReader {
    let strings: [String]
    let limits: ListLimits

    /// The last row that a sheet can have.
    private static let lastRow = 1_048_576

    /// A cell's text, and whether the spreadsheet keeps it as a number.
    private struct Cell {
        var text: String
        var isNumber = false
    }

    init(strings: [String], limits: ListLimits) {
        self.strings = strings
        self.limits = limits
    }

    /// The rows that hold anything; their lines are the sheet's row numbers.
    mutating func table(of document: XMLDocument) throws(ListFaults) -> RawTable {
        guard let data = document.root.first("sheetData") else { throw .damaged }
        var rows: [RawTable.Row] = []
        var adminColumns: Set<Int> = []
        var width = 0
        var number = 0
        for element in data.children where element.hasLocalName("row") {
            number = element.attribute("r").flatMap { Int($0) } ?? number + 1
            guard (1...Self.lastRow).contains(number) else { throw .damaged }
            var cells = try cells(of: element, row: number)
            while let last = cells.last, last.text.allSatisfy(\.isWhitespace) { cells.removeLast() }
            guard !cells.isEmpty else { continue }
            guard rows.count < limits.table.rows else {
                throw .file(
                    .fileTooLarge,
                    "the sheet has more than \(limits.table.rows - 1) rows",
                    "bảng tính có nhiều hơn \(limits.table.rows - 1) dòng",
                    line: number
                )
            }
            if rows.isEmpty {
                width = cells.count
                adminColumns = Set(
                    cells.indices.filter { CodeListColumn.named(cells[$0].text) == .adminCode }
                )
            } else if cells.count < width {
                cells += Array(repeating: Cell(text: ""), count: width - cells.count)
            }
            let fields = cells.enumerated().map { index, cell in
                adminColumns.contains(index) && cell.isNumber ? Self.fiveDigits(cell.text) : cell.text
            }
            rows.append(RawTable.Row(line: number, fields: fields))
        }
        guard !rows.isEmpty else {
            throw .file(
                .fileEmpty,
                "the first sheet is empty; put the list on it",
                "trang tính đầu tiên rỗng; hãy đưa danh sách vào đó"
            )
        }
        return RawTable(rows: rows).composed
    }

    /// A spreadsheet makes the number 97 of the statistical code 00097; nowhere else are zeros put back.
    private static func fiveDigits(_ text: String) -> String {
        guard text.utf8.count < 5, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return text }
        return String(repeating: "0", count: 5 - text.utf8.count) + text
    }

    private func cells(of row: XMLElement, row number: Int) throws(ListFaults) -> [Cell] {
        var cells: [Cell] = []
        for element in row.children where element.hasLocalName("c") {
            let column = element.attribute("r").flatMap { Self.column($0) } ?? cells.count
            // An empty cell far out is formatting only.
            let cell = try cell(element, row: number)
            guard !cell.text.isEmpty else { continue }
            guard column < limits.table.fields, column >= cells.count else {
                throw .file(
                    column < limits.table.fields ? .fileFormat : .fileTooLarge,
                    "the sheet has cells out of order or beyond column \(limits.table.fields)",
                    "trang tính có ô sai thứ tự hoặc vượt quá cột \(limits.table.fields)",
                    line: number
                )
            }
            cells += Array(repeating: Cell(text: ""), count: column - cells.count)
            cells.append(cell)
        }
        return cells
    }

    private func cell(_ element: XMLElement, row: Int) throws(ListFaults) -> Cell {
        // Told apart again where the rows are read: a formula is a fault of its cell, not of the file.
        if let formula = element.first("f") { return Cell(text: "=" + formula.text.prefix(100)) }
        let value = element.first("v")?.text ?? ""
        guard value.utf8.count <= limits.table.fieldBytes else {
            throw .file(
                .fileTooLarge,
                "a cell has more than \(limits.table.fieldBytes) bytes",
                "một ô có nhiều hơn \(limits.table.fieldBytes) byte",
                line: row
            )
        }
        switch element.attribute("t") {
        case "s":
            guard let index = Int(value), strings.indices.contains(index) else { throw .damaged }
            return Cell(text: strings[index])
        case "inlineStr":
            return Cell(
                text: try element.first("is").map { item throws(ListFaults) in
                    try RichText.text(of: item, limits)
                } ?? ""
            )
        case nil, "n": return Cell(text: Self.number(value), isNumber: true)
        default: return Cell(text: value)
        }
    }

    /// A whole number without point and exponent, as the cell shows it: `1.1407E4` is 11407. Others as they stand.
    private static func number(_ text: String) -> String {
        guard text.contains(where: { ".eE".contains($0) }), let value = Double(text), value == value.rounded(),
            abs(value) < 1e15
        else { return text }
        return String(Int64(value))
    }

    /// The column of a reference such as `AB12`, from 0.
    private static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8.prefix(4) {
            guard (65...90).contains(byte) else { break }
            column = column * 26 + Int(byte - 64)
        }
        return column > 0 ? column - 1 : nil
    }
}
