// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// A table as CSV says it: rows with the line that each begins on.
struct CSVTable: Hashable, Sendable {
    /// One record.
    struct Row: Hashable, Sendable {
        /// The line it begins on, from 1.
        var line: Int
        /// Its fields, unquoted.
        var fields: [String]
    }

    /// The character between fields.
    var separator: UInt8
    /// The records, empty lines left out.
    var rows: [Row]
}

/// Bounds on a CSV file.
struct CSVLimits: Hashable, Sendable {
    /// Bytes of the file.
    var bytes: Int
    /// Records, the header included.
    var rows: Int
    /// Fields in a record.
    var fields: Int
    /// Bytes of a field.
    var fieldBytes: Int

    /// What a list of codes may be: more than all units of the country.
    static let codeList = CSVLimits(bytes: 32 << 20, rows: 200_001, fields: 64, fieldBytes: 4096)
}

/// Why a file is no CSV table.
struct CSVFault: Error, Hashable, Sendable {
    var line: Int
    var english: String
    var vietnamese: String
}

/// Reads CSV (RFC 4180): comma or semicolon, quotes, CRLF, LF or CR, with or without a byte order mark.
enum CSVReader {
    static func read(_ bytes: [UInt8], limits: CSVLimits) throws(CSVFault) -> CSVTable {
        guard bytes.count <= limits.bytes else {
            throw CSVFault(
                line: 1,
                english: "the file has \(bytes.count) bytes; at most \(limits.bytes) are taken",
                vietnamese: "tệp có \(bytes.count) byte; chỉ nhận nhiều nhất \(limits.bytes) byte"
            )
        }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        try checkIsText(bytes, from: start)
        let separator = separator(of: bytes[start...])
        var scanner = Scanner(bytes: bytes, position: start, separator: separator, limits: limits)
        return CSVTable(separator: separator, rows: try scanner.rows())
    }

    private static func checkIsText(_ bytes: [UInt8], from start: Int) throws(CSVFault) {
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
            throw CSVFault(
                line: 1,
                english: "the file is UTF-16; save it as \"CSV UTF-8\"",
                vietnamese: "tệp ở dạng UTF-16; hãy lưu dưới dạng \"CSV UTF-8\""
            )
        }
        if let zero = bytes.firstIndex(of: 0) {
            throw CSVFault(
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
                line: lines,
                english: "the file is not UTF-8; save it as \"CSV UTF-8\"",
                vietnamese: "tệp không phải UTF-8; hãy lưu dưới dạng \"CSV UTF-8\""
            )
        }
    }

    private static func line(of index: Int, in bytes: [UInt8]) -> Int {
        1 + bytes[..<index].count { $0 == 10 }
    }

    /// The one of comma and semicolon that the first line has more of, quoted text left out.
    private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
        var commas = 0
        var semicolons = 0
        var isQuoted = false
        for byte in bytes {
            switch byte {
            case 34: isQuoted.toggle()
            case 44 where !isQuoted: commas += 1
            case 59 where !isQuoted: semicolons += 1
            case 10 where !isQuoted, 13 where !isQuoted: return semicolons > commas ? 59 : 44
            default: break
            }
        }
        return semicolons > commas ? 59 : 44
    }
}

/// Walks over the bytes once.
private struct Scanner {
    let bytes: [UInt8]
    var position: Int
    let separator: UInt8
    let limits: CSVLimits
    var line = 1

    mutating func rows() throws(CSVFault) -> [CSVTable.Row] {
        var rows: [CSVTable.Row] = []
        while position < bytes.count {
            let first = line
            let fields = try record()
            if fields.count == 1, fields[0].isEmpty { continue }
            guard rows.count < limits.rows else {
                throw CSVFault(
                    line: first,
                    english: "the file has more than \(limits.rows - 1) rows",
                    vietnamese: "tệp có nhiều hơn \(limits.rows - 1) dòng"
                )
            }
            rows.append(CSVTable.Row(line: first, fields: fields))
        }
        return rows
    }

    private mutating func record() throws(CSVFault) -> [String] {
        var fields: [String] = []
        while true {
            guard fields.count < limits.fields else {
                throw fault(
                    "a row has more than \(limits.fields) fields",
                    "một dòng có nhiều hơn \(limits.fields) trường"
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
                "một trường có nhiều hơn \(limits.fieldBytes) byte"
            )
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func fault(_ english: String, _ vietnamese: String) -> CSVFault {
        CSVFault(line: line, english: english, vietnamese: vietnamese)
    }
}
