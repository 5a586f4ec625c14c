// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry

/// A list as a JSON array of objects (RFC 8259), each a unit with the columns' names as keys.
///
/// Values are texts, whole numbers, null or, for predecessors, arrays of texts. Read by hand: faults are named with
/// their line, nothing nests deeper, and no number loses a leading zero or a digit.
struct JSONTable {
    private let bytes: [UInt8]
    private let limits: CSVLimits
    private var position = 0
    private var line = 1
    private var keys: [String] = []
    private var places: [String: Int] = [:]
    private var rows: [RawTable.Row] = []

    /// Reads a text.
    static func read(_ bytes: [UInt8], limits: CSVLimits) throws(ListFaults) -> RawTable {
        var reader = JSONTable(bytes: bytes, limits: limits)
        return try reader.table()
    }

    private init(bytes: [UInt8], limits: CSVLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    private mutating func table() throws(ListFaults) -> RawTable {
        let header = line
        try expect("[", "an array of units", "một mảng các đơn vị")
        if !take("]") {
            repeat { try object() } while take(",")
            try expect("]", "a comma or the array's end", "dấu phẩy hoặc dấu đóng mảng")
        }
        skipWhite()
        guard position == bytes.count else {
            throw fault("there is text behind the array", "có chữ sau mảng")
        }
        guard !rows.isEmpty else {
            throw .file(
                .fileEmpty,
                "the array is empty; add an object for each unit",
                "mảng rỗng; hãy thêm mỗi đơn vị một đối tượng"
            )
        }
        let padded = rows.map { row in
            RawTable.Row(
                line: row.line,
                fields: row.fields + Array(repeating: "", count: keys.count - row.fields.count)
            )
        }
        return RawTable(rows: [RawTable.Row(line: header, fields: keys)] + padded).composed
    }

    private mutating func object() throws(ListFaults) {
        skipWhite()
        let first = line
        guard rows.count + 1 < limits.rows else {
            throw fault(
                "the array has more than \(limits.rows - 1) units",
                "mảng có nhiều hơn \(limits.rows - 1) đơn vị",
                .fileTooLarge
            )
        }
        try expect("{", "an object for a unit", "một đối tượng cho mỗi đơn vị")
        var fields = Array(repeating: "", count: keys.count)
        var seen: Set<Int> = []
        if !take("}") {
            repeat {
                let key = try string()
                let place = try place(of: key)
                if place == fields.count { fields.append("") }
                guard seen.insert(place).inserted else {
                    throw fault("the key \(key) stands twice", "khóa \(key) xuất hiện hai lần", .columnDuplicate)
                }
                try expect(":", "a colon", "dấu hai chấm")
                fields[place] = try value()
            } while take(",")
            try expect("}", "a comma or the object's end", "dấu phẩy hoặc dấu đóng đối tượng")
        }
        rows.append(RawTable.Row(line: first, fields: fields))
    }

    private mutating func place(of key: String) throws(ListFaults) -> Int {
        if let place = places[key] { return place }
        guard keys.count < limits.fields else {
            throw fault(
                "there are more than \(limits.fields) keys",
                "có nhiều hơn \(limits.fields) khóa",
                .fileTooLarge
            )
        }
        places[key] = keys.count
        keys.append(key)
        return keys.count - 1
    }

    private mutating func value() throws(ListFaults) -> String {
        skipWhite()
        switch peek {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "["):
            var parts: [String] = []
            position += 1
            if take("]") { return "" }
            repeat {
                guard parts.count < 1000 else {
                    throw fault("an array has more than 1000 texts", "một mảng có hơn 1000 chuỗi", .fileTooLarge)
                }
                parts.append(try string())
            } while take(",")
            try expect("]", "a comma or the array's end", "dấu phẩy hoặc dấu đóng mảng")
            return parts.joined(separator: "|")
        case UInt8(ascii: "n"):
            guard bytes[position...].starts(with: Array("null".utf8)) else { break }
            position += 4
            return ""
        case .some(let byte) where (48...57).contains(byte):
            let digits = bytes[position...].prefix { (48...57).contains($0) }
            position += digits.count
            guard digits.count <= 20, peek != UInt8(ascii: "."), peek != UInt8(ascii: "e"), peek != UInt8(ascii: "E")
            else { break }
            return String(decoding: digits, as: UTF8.self)
        default: break
        }
        throw fault(
            "expected a text in quotes, a whole number or null",
            "cần một chuỗi trong ngoặc kép, một số nguyên hoặc null"
        )
    }

    // MARK: - Tokens

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipWhite() {
        while let byte = peek, byte == 32 || byte == 9 || byte == 10 || byte == 13 {
            if byte == 10 { line += 1 }
            position += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipWhite()
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(
        _ character: Unicode.Scalar,
        _ english: String,
        _ vietnamese: String
    ) throws(ListFaults) {
        guard take(character) else { throw fault("expected \(english)", "cần \(vietnamese)") }
    }

    private mutating func string() throws(ListFaults) -> String {
        try expect("\"", "a text in quotes", "một chuỗi trong ngoặc kép")
        var content: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 32 else { break }
            guard content.count < limits.fieldBytes else {
                throw fault(
                    "a text has more than \(limits.fieldBytes) bytes",
                    "một chuỗi có nhiều hơn \(limits.fieldBytes) byte",
                    .fileTooLarge
                )
            }
            position += 1
            if byte == UInt8(ascii: "\\") {
                content.append(contentsOf: String(try escaped()).utf8)
            } else {
                content.append(byte)
            }
        }
        guard peek == UInt8(ascii: "\"") else { throw fault("a text is never closed", "một chuỗi không được đóng") }
        position += 1
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func escaped() throws(ListFaults) -> Unicode.Scalar {
        let byte = peek
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let high = hex4() else { break }
            if let scalar = Unicode.Scalar(high) { return scalar }
            guard (0xD800...0xDBFF).contains(high), bytes[position...].starts(with: Array("\\u".utf8)) else { break }
            position += 2
            guard let low = hex4(), (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + UInt32(low) - 0xDC00)
            else { break }
            return scalar
        default: break
        }
        throw fault("an escape in a text is none", "một ký tự thoát trong chuỗi không hợp lệ")
    }

    private mutating func hex4() -> UInt16? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = bytes[position..<position + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        position += 4
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private func fault(
        _ english: String,
        _ vietnamese: String,
        _ code: ListFaultCode = .fileFormat
    ) -> ListFaults {
        .file(code, english + " (JSON)", vietnamese + " (JSON)", line: line)
    }
}
