// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension CodeList {
    /// Reads a CSV file: UTF-8, comma, semicolon or tab, header in English or Vietnamese, columns in any order.
    ///
    /// - Throws: ``ListFaults`` with every fault of the file at once.
    package static func parse(_ bytes: [UInt8]) throws(ListFaults) -> CodeList {
        try parse(bytes, limits: .codeList)
    }

    static func parse(_ bytes: [UInt8], limits: CSVLimits) throws(ListFaults) -> CodeList {
        let table: RawTable
        do throws(CSVFault) {
            table = try CSVReader.read(bytes, limits: limits)
        } catch {
            throw ListFaults(error)
        }
        return try parse(table)
    }

    /// Reads a table.
    ///
    /// - Throws: ``ListFaults`` with every fault of the table at once.
    package static func parse(_ table: RawTable) throws(ListFaults) -> CodeList {
        let draft = CodeListDraft(table)
        guard draft.faults.isEmpty else { throw ListFaults(draft.faults) }
        return CodeList(rows: draft.rows.compactMap(\.complete))
    }
}

extension ListFaults {
    /// The fault of a file that is no table.
    package init(_ fault: CSVFault) {
        self.init([.list(fault.line, fault.english, fault.vietnamese, code: fault.code)])
    }
}

extension ImportFault {
    /// A fault of a list; foreign text in it is shortened.
    package static func list(
        _ line: Int,
        _ english: String,
        _ vietnamese: String,
        column: String? = nil,
        value: String? = nil,
        code: ListFaultCode
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
