// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Bounds on a CSV file.
package struct CSVLimits: Hashable, Sendable {
    /// Bytes of the file.
    package var bytes: Int
    /// Records, the header included.
    package var rows: Int
    /// Fields in a record.
    package var fields: Int
    /// Bytes of a field.
    package var fieldBytes: Int

    /// Makes bounds.
    package init(bytes: Int, rows: Int, fields: Int, fieldBytes: Int) {
        self.bytes = bytes
        self.rows = rows
        self.fields = fields
        self.fieldBytes = fieldBytes
    }

    /// What a list of codes may be: more than all units of the country.
    package static let codeList = CSVLimits(bytes: 32 << 20, rows: 200_001, fields: 64, fieldBytes: 4096)
}

/// Why a file is no CSV table.
package struct CSVFault: Error, Hashable, Sendable {
    /// The stable code.
    package var code = ListFaultCode.fileFormat
    /// The line, from 1.
    package var line: Int
    /// What to mend, in English.
    package var english: String
    /// What to mend, in Vietnamese.
    package var vietnamese: String
}

/// Reads CSV (RFC 4180) in UTF-8: comma, semicolon or tab, quotes, CRLF, LF or CR, with or without a byte order mark.
///
/// A first line `sep=;`, as some write it for spreadsheets, names the separator and is no row.
package enum CSVReader {
    /// Reads a file.
    ///
    /// - Throws: ``CSVFault`` with the first thing that makes it no table.
    package static func read(_ bytes: [UInt8], limits: CSVLimits) throws(CSVFault) -> RawTable {
        guard bytes.count <= limits.bytes else {
            throw CSVFault(
                code: .fileTooLarge,
                line: 1,
                english: "the file has \(bytes.count) bytes; at most \(limits.bytes) are taken",
                vietnamese: "tệp có \(bytes.count) byte; chỉ nhận nhiều nhất \(limits.bytes) byte"
            )
        }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        try checkIsText(bytes, from: start)
        var scanner = Scanner(bytes: bytes, position: start, separator: comma, limits: limits)
        if let named = namedSeparator(bytes[start...]) {
            scanner.separator = named
            scanner.skipLine()
        } else {
            scanner.separator = separator(of: bytes[start...])
        }
        return RawTable(rows: try scanner.rows())
    }

    private static func checkIsText(_ bytes: [UInt8], from start: Int) throws(CSVFault) {
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
            throw CSVFault(
                code: .fileEncoding,
                line: 1,
                english: "the file is UTF-16; save it as \"CSV UTF-8\"",
                vietnamese: "tệp ở dạng UTF-16; hãy lưu dưới dạng \"CSV UTF-8\""
            )
        }
        if let zero = bytes.firstIndex(of: 0) {
            throw CSVFault(
                code: .fileBinary,
                line: line(of: zero, in: bytes),
                english: "the file is binary, not CSV",
                vietnamese: "tệp là tệp nhị phân, không phải CSV"
            )
        }
        guard String(validating: bytes[start...], as: UTF8.self) != nil else {
            // Only a faulty file is walked a second time.
            var decoder = UTF8()
            var iterator = bytes[start...].makeIterator()
            var lines = 1
            decoding: while true {
                switch decoder.decode(&iterator) {
                case .scalarValue(let scalar): if scalar == "\n" { lines += 1 }
                case .emptyInput, .error: break decoding
                }
            }
            throw CSVFault(
                code: .fileEncoding,
                line: lines,
                english: "the file is not UTF-8; save it as \"CSV UTF-8\"",
                vietnamese: "tệp không phải UTF-8; hãy lưu dưới dạng \"CSV UTF-8\""
            )
        }
    }

    private static func line(of index: Int, in bytes: [UInt8]) -> Int {
        1 + bytes[..<index].count { $0 == 10 }
    }

    private static let comma = UInt8(ascii: ",")
    private static let separators = [comma, UInt8(ascii: ";"), UInt8(ascii: "\t")]

    /// The separator that a first line `sep=;` names.
    private static func namedSeparator(_ bytes: ArraySlice<UInt8>) -> UInt8? {
        let line = bytes.prefix { $0 != 10 && $0 != 13 }
        guard line.count == 5, line.starts(with: Array("sep=".utf8)), let last = line.last, separators.contains(last)
        else { return nil }
        return last
    }

    /// The one of comma, semicolon and tab that the first line has most of, quoted text left out.
    private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
        var counts = Array(repeating: 0, count: separators.count)
        var isQuoted = false
        for byte in bytes {
            if byte == 34 { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == 10 || byte == 13 { break }
            if let index = separators.firstIndex(of: byte) { counts[index] += 1 }
        }
        // The first of equals: a line without any has one column.
        var best = 0
        for index in counts.indices where counts[index] > counts[best] { best = index }
        return separators[best]
    }
}

/// Walks over the bytes once.
private struct Scanner {
    let bytes: [UInt8]
    var position: Int
    var separator: UInt8
    let limits: CSVLimits
    var line = 1

    mutating func skipLine() {
        while position < bytes.count, bytes[position] != 10, bytes[position] != 13 { position += 1 }
        if position < bytes.count { endLine() }
    }

    mutating func rows() throws(CSVFault) -> [RawTable.Row] {
        var rows: [RawTable.Row] = []
        while position < bytes.count {
            let first = line
            let fields = try record()
            if fields.count == 1, fields[0].isEmpty { continue }
            guard rows.count < limits.rows else {
                throw CSVFault(
                    code: .fileTooLarge,
                    line: first,
                    english: "the file has more than \(limits.rows - 1) rows",
                    vietnamese: "tệp có nhiều hơn \(limits.rows - 1) dòng"
                )
            }
            rows.append(RawTable.Row(line: first, fields: fields))
        }
        return rows
    }

    private mutating func record() throws(CSVFault) -> [String] {
        var fields: [String] = []
        while true {
            guard fields.count < limits.fields else {
                throw fault(
                    "a row has more than \(limits.fields) fields",
                    "một dòng có nhiều hơn \(limits.fields) trường",
                    code: .fileTooLarge
                )
            }
            fields.append(try position < bytes.count && bytes[position] == 34 ? quoted() : plain())
            guard position < bytes.count else { return fields }
            if bytes[position] == separator {
                position += 1
                continue
            }
            endLine()
            return fields
        }
    }

    /// Takes CRLF, LF or CR.
    private mutating func endLine() {
        if bytes[position] == 13, position + 1 < bytes.count, bytes[position + 1] == 10 { position += 1 }
        position += 1
        line += 1
    }

    private mutating func plain() throws(CSVFault) -> String {
        let start = position
        while position < bytes.count, !isEnd(bytes[position]) {
            guard bytes[position] != 34 else {
                throw fault(
                    "a quote stands inside a field that does not begin with one",
                    "có dấu nháy kép bên trong một trường không bắt đầu bằng dấu nháy kép"
                )
            }
            position += 1
        }
        return try text(bytes[start..<position])
    }

    private mutating func quoted() throws(CSVFault) -> String {
        let first = line
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 34 {
                guard position < bytes.count, bytes[position] == 34 else {
                    guard position == bytes.count || isEnd(bytes[position]) else {
                        throw fault("there is text behind a closing quote", "có chữ sau dấu nháy kép đóng")
                    }
                    return try text(content[...])
                }
                position += 1
            } else if byte == 10 || (byte == 13 && !(position < bytes.count && bytes[position] == 10)) {
                line += 1
            }
            content.append(byte)
            if content.count > limits.fieldBytes { return try text(content[...]) }
        }
        throw CSVFault(line: first, english: "a quote is never closed", vietnamese: "dấu nháy kép không được đóng")
    }

    private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == 10 || byte == 13 }

    private func text(_ bytes: ArraySlice<UInt8>) throws(CSVFault) -> String {
        guard bytes.count <= limits.fieldBytes else {
            throw fault(
                "a field has more than \(limits.fieldBytes) bytes",
                "một trường có nhiều hơn \(limits.fieldBytes) byte",
                code: .fileTooLarge
            )
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func fault(
        _ english: String,
        _ vietnamese: String,
        code: ListFaultCode = .fileFormat
    ) -> CSVFault {
        CSVFault(code: code, line: line, english: english, vietnamese: vietnamese)
    }
}
