// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import AxisRegistry

/// A list as it arrived: the table in it, and how it was written.
package struct ListFile: Hashable, Sendable {
    /// What a file turned out to be.
    package enum Format: String, Sendable, Codable, CaseIterable {
        /// CSV or tab-separated text in UTF-8, with or without a byte order mark.
        case utf8 = "text/utf-8"
        /// The same in UTF-16, with its byte order mark: "Unicode Text" of Excel.
        case utf16 = "text/utf-16"
        /// The same in Windows-1258, the code page of Vietnamese Windows.
        case windows1258 = "text/windows-1258"
        /// A workbook of Excel or LibreOffice (ECMA-376).
        case xlsx
        /// A JSON array of objects (RFC 8259).
        case json
    }

    /// The table.
    package var table: RawTable
    /// How it was written.
    package var format: Format

    /// Reads a file; its bytes decide what it is.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - hint: its media type or its name, for the sentence when the bytes are nothing that a list can be.
    /// - Throws: ``ListFaults`` with what makes it no table: empty, binary, over a limit, broken.
    package static func read(
        _ bytes: [UInt8],
        hint: String? = nil,
        limits: ListLimits = ListLimits()
    ) throws(ListFaults) -> ListFile {
        guard bytes.count <= limits.table.bytes else {
            throw .file(
                .fileTooLarge,
                "the file has \(bytes.count) bytes; at most \(limits.table.bytes) are taken",
                "tệp có \(bytes.count) byte; chỉ nhận nhiều nhất \(limits.table.bytes) byte"
            )
        }
        guard !bytes.isEmpty else {
            throw .file(
                .fileEmpty,
                "the file is empty; put the list in it",
                "tệp rỗng; hãy đưa danh sách vào"
            )
        }
        if bytes.starts(with: [0x50, 0x4B]) {
            return ListFile(table: try Workbook.read(bytes, limits: limits), format: .xlsx)
        }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw .file(
                .fileBinary,
                "the file is an old or password-protected Excel workbook; save it as .xlsx without a password",
                "tệp là bảng tính Excel kiểu cũ hoặc có mật khẩu; hãy lưu dưới dạng .xlsx không mật khẩu"
            )
        }
        if let hint, hint.lowercased().hasSuffix("xlsx") || hint.contains("spreadsheetml") {
            throw .file(
                .fileFormat,
                "the file is named a workbook but is none; save it again as .xlsx, or as \"CSV UTF-8\"",
                "tệp mang tên bảng tính nhưng không phải; hãy lưu lại dưới dạng .xlsx hoặc \"CSV UTF-8\""
            )
        }
        let text = try ListText.decode(bytes)
        let first = text.utf8.first { !isWhite($0) }
        if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") {
            return ListFile(table: try JSONTable.read(text.utf8, limits: limits.table), format: .json)
        }
        do throws(CSVFault) {
            let table = try CSVReader.read(text.utf8, limits: limits.table)
            return ListFile(table: table.composed, format: text.format)
        } catch {
            throw ListFaults(error)
        }
    }

    private static func isWhite(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }
}

/// Bounds on a file of any format.
package struct ListLimits: Hashable, Sendable {
    /// Bytes, rows, columns, bytes of a cell.
    package var table = CSVLimits(bytes: 16 << 20, rows: 20_001, fields: 64, fieldBytes: 4096)
    /// Entries of a workbook's archive.
    package var entries = 512
    /// Bytes that one part of a workbook may unpack to.
    package var partBytes = 32 << 20
    /// How many times its packed size a part over 1 MiB may unpack to.
    package var ratio = 100
    /// XML elements of a sheet or of its strings: some two per cell.
    package var elements = 400_000

    /// The default bounds: room for all 3,321 units of the country and the worst that Excel makes of them.
    package init() {}
}

extension ListFaults {
    /// The one fault of a file that can't be read.
    static func file(_ code: ListFaultCode, _ english: String, _ vietnamese: String, line: Int = 1) -> ListFaults {
        ListFaults([.list(line, english, vietnamese, code: code)])
    }
}

extension RawTable {
    /// The same with Vietnamese letters composed.
    var composed: RawTable {
        RawTable(
            rows: rows.map { row in
                Row(line: row.line, fields: row.fields.map { VietnameseLetters.composed($0) })
            }
        )
    }
}
