// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry

/// Text of a file, whatever encoding it came in.
struct ListText {
    /// The text in UTF-8, without a byte order mark.
    var utf8: [UInt8]
    /// The encoding it came in.
    var format: ListFile.Format

    /// Tells the encoding and decodes.
    ///
    /// In this order: a byte order mark decides; without one, what is valid UTF-8 is UTF-8 (text in a code page is so
    /// by chance only when it is ASCII); then what reads as Vietnamese in ``Windows1258``; nothing else is guessed.
    static func decode(_ bytes: [UInt8]) throws(ListFaults) -> ListText {
        if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes.dropFirst(2), isLittleEndian: true) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes.dropFirst(2), isLittleEndian: false) }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if let control = body.firstIndex(where: isBinary) {
            throw .file(
                .fileBinary,
                "the file is binary, no list; send CSV, .xlsx or JSON",
                "tệp là tệp nhị phân, không phải danh sách; hãy gửi CSV, .xlsx hoặc JSON",
                line: 1 + bytes[..<control].count { $0 == 10 }
            )
        }
        if String(validating: body, as: UTF8.self) != nil { return ListText(utf8: Array(body), format: .utf8) }
        if body.startIndex == 0, let text = Windows1258.decode(body) {
            return ListText(utf8: Array(text.utf8), format: .windows1258)
        }
        throw .file(
            .fileEncoding,
            "the file is neither UTF-8, UTF-16 nor Windows-1258; save it as \"CSV UTF-8\" "
                + "(TCVN3 and VNI fonts are not taken)",
            "tệp không phải UTF-8, UTF-16 hay Windows-1258; hãy lưu dưới dạng \"CSV UTF-8\" "
                + "(không nhận phông TCVN3, VNI)",
            line: firstFaultyLine(of: body)
        )
    }

    /// A control character that no text has: all but tab, line feed, carriage return.
    private static func isBinary(_ byte: UInt8) -> Bool {
        byte < 32 && byte != 9 && byte != 10 && byte != 13 || byte == 127
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) throws(ListFaults) -> ListText {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let first = UInt16(bytes[index])
            let second = UInt16(bytes[index + 1])
            units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
            index += 2
        }
        guard bytes.count % 2 == 0, let text = String(validating: units, as: UTF16.self),
            !text.utf8.contains(where: isBinary)
        else {
            throw .file(
                .fileEncoding,
                "the file begins as UTF-16 but is not; save it as \"CSV UTF-8\"",
                "tệp mở đầu như UTF-16 nhưng không phải; hãy lưu dưới dạng \"CSV UTF-8\""
            )
        }
        return ListText(utf8: Array(text.utf8), format: .utf16)
    }

    private static func firstFaultyLine(of bytes: ArraySlice<UInt8>) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var line = 1
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): if scalar == "\n" { line += 1 }
            case .emptyInput, .error: return line
            }
        }
    }
}
