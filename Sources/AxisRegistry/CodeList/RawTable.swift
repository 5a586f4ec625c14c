// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A table as a file says it, whatever the file's format: the first row is the header.
package struct RawTable: Hashable, Sendable {
    /// One row.
    package struct Row: Hashable, Sendable {
        /// The line it begins on, from 1: of the text, or of the spreadsheet.
        package var line: Int
        /// Its cells; a formula's begins with `=`.
        package var fields: [String]

        /// Makes a row.
        package init(line: Int, fields: [String]) {
            self.line = line
            self.fields = fields
        }
    }

    /// The rows, empty lines left out.
    package var rows: [Row]

    /// Makes a table.
    package init(rows: [Row]) {
        self.rows = rows
    }
}
