// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Foundation
import Testing

@testable import AxisLists

@Suite struct ListFileTests {
    static let expected = [
        ["mã định danh", "tên", "loại", "mã đơn vị hành chính", "địa chỉ"],
        ["H24.901", "Phường Thử Nghiệm Một", "phường", "00097", "Số 1, đường Nguyễn Huệ; tầng 2"],
        ["H24.902", "Xã Hoà Thuỷ Ưởng", "xã", "11407", "Thôn \"Đằng\", ấp Bưởi"],
        ["H24.903", "Đặc khu Ẩn Dạ", "đặc khu", "11948", ""],
    ]

    @Test(arguments: [
        ("utf8-comma.csv", ListFile.Format.utf8), ("utf8-bom-semicolon.csv", .utf8),
        ("utf8-decomposed-tab.txt", .utf8), ("utf8-sep-line.csv", .utf8), ("utf16-le-tab.txt", .utf16),
        ("utf16-be-comma.csv", .utf16), ("windows1258-semicolon.csv", .windows1258),
        ("windows1258-all-apart.csv", .windows1258), ("list.json", .json), ("list-escaped.json", .json),
        ("shared-strings.xlsx", .xlsx), ("inline-strings.xlsx", .xlsx),
        ("openpyxl.xlsx", .xlsx), ("xlsxwriter.xlsx", .xlsx),
    ])
    func `the same list comes out of every form that offices hand in`(name: String, format: ListFile.Format) throws {
        let file = try ListFile.read(try vector(name), hint: name)
        #expect(file.format == format)
        #expect(file.table.rows.map(\.fields) == Self.expected)
        let scalars = file.table.rows.flatMap(\.fields).flatMap(\.unicodeScalars)
        #expect(!scalars.contains { (0x300...0x36F).contains($0.value) }, "letters are composed")
        let list = try CodeList.parse(file.table)
        #expect(list.rows.map(\.code.text) == ["H24.901", "H24.902", "H24.903"])
        #expect(list.rows.map(\.kind) == [.ward, .commune, .specialZone])
        #expect(list.rows.map(\.adminCode) == ["00097", "11407", "11948"])
    }

    @Test func `lines are those of the text and of the sheet`() throws {
        #expect(try ListFile.read(try vector("utf8-sep-line.csv")).table.rows.map(\.line) == [2, 3, 4, 5])
        #expect(try ListFile.read(try vector("shared-strings.xlsx")).table.rows.map(\.line) == [1, 2, 3, 4])
        #expect(try ListFile.read(try vector("list.json")).table.rows.map(\.line) == [1, 2, 9, 16])
    }

    @Test func `a formula is the fault of its cell, with its column and line`() throws {
        let table = try ListFile.read(try vector("formula.xlsx")).table
        let draft = CodeListDraft(table)
        #expect(draft.faults.map(\.code) == [ListFaultCode.cellFormula.rawValue])
        #expect(draft.faults.first?.line == 3)
        #expect(draft.faults.first?.column == "code")
        #expect(draft.faults.first?.value == "=CONCAT(\"H24.\",902)")
        #expect(draft.rows.count == 3, "the other rows are still there to be checked")
    }

    @Test(arguments: [
        ("bomb-ratio.xlsx", ListFaultCode.fileTooLarge), ("bomb-entities.xlsx", .fileTooLarge),
        ("bomb-depth.xlsx", .fileTooLarge), ("bomb-entries.xlsx", .fileTooLarge), ("no-sheet.xlsx", .fileFormat),
        ("empty-sheet.xlsx", .fileEmpty), ("bad-index.xlsx", .fileFormat), ("bad-row.xlsx", .fileFormat),
        ("cut.xlsx", .fileFormat), ("old.xls", .fileBinary), ("tcvn3.csv", .fileEncoding),
        ("latin1.csv", .fileEncoding), ("binary.csv", .fileBinary), ("utf16-odd.csv", .fileEncoding),
        ("utf16-surrogate.csv", .fileEncoding),
    ])
    func `what is no list gets one clear fault`(name: String, code: ListFaultCode) throws {
        let found = faults(try vector(name))
        #expect(found.map(\.code) == [code.rawValue])
        #expect(found.allSatisfy { !$0.english.isEmpty && !$0.vietnamese.isEmpty })
    }

    @Test func `an empty file, a file of another kind and a file too large are told apart`() throws {
        #expect(faults([]).map(\.code) == ["file-empty"])
        #expect(faults(Array("code,name,kind\n".utf8), hint: "list.xlsx").map(\.code) == ["file-format"])
        var limits = ListLimits()
        limits.table.bytes = 10
        #expect(faults(Array("code,name,kind\n".utf8), limits: limits).map(\.code) == ["file-too-large"])
        #expect(faults(Array("%PDF-1.7\u{0}".utf8)).map(\.code) == ["file-binary"])
        let faultyLine = Array("code,name,kind\nH24.1,".utf8) + [0xFF, 0xFA] + Array(",ward".utf8)
        #expect(faults(faultyLine).map(\.line) == [2])
    }

    @Test func `bounds on rows, columns, cells and elements hold for workbooks`() throws {
        let bytes = try vector("shared-strings.xlsx")
        var limits = ListLimits()
        limits.table.rows = 3
        #expect(faults(bytes, limits: limits).first?.code == "file-too-large")
        limits = ListLimits()
        limits.table.fields = 4
        #expect(faults(bytes, limits: limits).first?.code == "file-too-large")
        limits = ListLimits()
        limits.table.fieldBytes = 8
        #expect(faults(bytes, limits: limits).first?.code == "file-too-large")
        limits = ListLimits()
        limits.elements = 20
        #expect(faults(bytes, limits: limits).first?.code == "file-too-large")
        limits = ListLimits()
        limits.partBytes = 100
        #expect(faults(bytes, limits: limits).first?.code == "file-too-large")
    }

    @Test(arguments: 1...40)
    func `a damaged workbook or JSON text is refused or read, and never crashes`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for name in ["shared-strings.xlsx", "list-escaped.json", "windows1258-semicolon.csv", "utf16-le-tab.txt"] {
            var bytes = try vector(name)
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            }
            let found = faults(bytes)
            #expect(found.allSatisfy { ListFaultCode(rawValue: $0.code) != nil })
        }
    }
}

@Suite struct JSONTableTests {
    private func codes(_ text: String) -> [String] { faults(Array(text.utf8)).map { "\($0.line) \($0.code)" } }

    @Test func `numbers keep every digit, null is empty, predecessors may be an array`() throws {
        let text = """
            [{"code": "H24.1", "admin_code": 11407, "email": null, "old_code": ["H24.8", "H24.9"]},
             {"phone": "\\u0111\\uD83D\\uDE00\\/", "code": "x"}]
            """
        let table = try ListFile.read(Array(text.utf8)).table
        #expect(
            table.rows.map(\.fields) == [
                ["code", "admin_code", "email", "old_code", "phone"],
                ["H24.1", "11407", "", "H24.8|H24.9", ""],
                ["x", "", "", "", "đ😀/"],
            ]
        )
    }

    @Test(arguments: [
        ("[]", "1 file-empty"), ("{}", "1 file-format"), ("[{}", "1 file-format"), ("[\n{\"a\":1.5}]", "2 file-format"),
        ("[{\"a\":true}]", "1 file-format"), ("[{\"a\":\"b\"}] x", "1 file-format"),
        ("[{\"a\":{}}]", "1 file-format"), ("[{\"a\":\"\n\"}]", "1 file-format"), ("[{\"a\":\"", "1 file-format"),
        ("[{\"a\":\"\\uD800\"}]", "1 file-format"), ("[{\"a\":\"\\q\"}]", "1 file-format"),
        ("[\n\n{\"a\":\"1\",\"a\":\"2\"}]", "3 column-duplicate"), ("[{\"a\":[[\"b\"]]}]", "1 file-format"),
        ("[{\"a\":-1}]", "1 file-format"), ("[{\"a\":\"\\u12", "1 file-format"), ("[{\"a\":\"\\", "1 file-format"),
    ])
    func `what is no array of units is refused with its line`(text: String, fault: String) {
        #expect(codes(text) == [fault])
    }

    @Test func `unknown and doubled columns are named as in CSV`() throws {
        let text = "[{\"code\":\"H24.1\",\"mã\":\"H24.2\",\"name\":\"Xã A\",\"kind\":\"xã\",\"màu\":\"x\"}]"
        let draft = CodeListDraft(try ListFile.read(Array(text.utf8)).table)
        #expect(draft.faults.map(\.code) == ["column-duplicate", "column-unknown"])
    }
}

@Suite struct Windows1258Tests {
    @Test func `every Vietnamese letter survives the code page`() throws {
        for tone in ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"] {
            for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" {
                let text = (String(letter) + tone).precomposedStringWithCanonicalMapping
                let apart = String(letter).unicodeScalars + tone.unicodeScalars
                let bytes = try apart.map { try #require(Self.byte($0)) }
                let decoded = try #require(Windows1258.decode(bytes[...]))
                #expect(decoded.unicodeScalars.elementsEqual(text.unicodeScalars))
            }
        }
    }

    /// The byte of a scalar in the code page, looked up by decoding each.
    private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.isASCII { return UInt8(scalar.value) }
        let marks: [UInt32: UInt8] = [0x300: 0xCC, 0x309: 0xD2, 0x303: 0xDE, 0x301: 0xEC, 0x323: 0xF2]
        if let mark = marks[scalar.value] { return mark }
        return (UInt8(0x80)...0xFF).first { Windows1258.decode([$0]) == String(Character(scalar)) }
    }

    @Test(arguments: [[0x62, 0xEC], [0xEC], [0x61, 0xEC, 0xF2], [0xE0, 0xF2], [0x81], [0xE4], [0xDF]])
    func `bytes that Vietnamese would not write are not taken for it`(bytes: [UInt8]) {
        #expect(Windows1258.decode(bytes[...]) == nil)
    }
}
