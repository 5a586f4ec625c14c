// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Rows and columns as text, aligned on a terminal.
package struct Table: Sendable {
    /// One column.
    package struct Column: Sendable {
        /// The heading.
        package var title: String
        /// Whether the cells stand at the right, as numbers do.
        package var isNumber: Bool
        /// Whether the cells may be cut when the table is wider than the terminal.
        package var isFlexible: Bool

        /// A column of texts.
        package static func text(_ title: String) -> Column {
            Column(title: title, isNumber: false, isFlexible: false)
        }

        /// A column of texts that may be cut.
        package static func flexible(_ title: String) -> Column {
            Column(title: title, isNumber: false, isFlexible: true)
        }

        /// A column of numbers.
        package static func number(_ title: String) -> Column {
            Column(title: title, isNumber: true, isFlexible: false)
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    /// Makes an empty table.
    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; missing cells are empty, control characters are taken out.
    package mutating func add(_ cells: [String?]) {
        rows.append(columns.indices.map { $0 < cells.count ? Output.plain(cells[$0] ?? "", lineBreaks: false) : "" })
    }

    /// The lines, the heading first.
    ///
    /// - Parameter width: the terminal's columns; nil to cut nothing.
    package func lines(width: Int? = nil) -> [String] {
        var widths = columns.indices.map { column in
            rows.reduce(DisplayWidth.columns(of: columns[column].title)) {
                max($0, DisplayWidth.columns(of: $1[column]))
            }
        }
        if let width { shrink(&widths, to: width) }
        return ([columns.map(\.title)] + rows).map { line($0, widths) }
    }

    private func shrink(_ widths: inout [Int], to width: Int) {
        let gaps = 2 * max(0, columns.count - 1)
        while widths.reduce(gaps, +) > width {
            let flexible = columns.indices.filter { columns[$0].isFlexible && widths[$0] > Self.narrowest }
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let text = DisplayWidth.clip(cell, to: widths[index])
            let blanks = String(repeating: " ", count: widths[index] - DisplayWidth.columns(of: text))
            if index > 0 { line += "  " }
            line += columns[index].isNumber ? blanks + text : text + blanks
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// A flexible column is never cut below this.
    private static let narrowest = 12
}
