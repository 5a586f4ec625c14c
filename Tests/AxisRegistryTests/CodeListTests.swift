// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Testing

@testable import AxisRegistry

@Suite struct CodeListTests {
    private func parse(_ text: String) throws -> [CodeList.Row] { try CodeList.parse(Array(text.utf8)).rows }

    private func faults(_ text: String) -> [ImportFault] { faults(Array(text.utf8)) }

    private func faults(_ bytes: [UInt8], limits: CSVLimits = .codeList) -> [ImportFault] {
        do throws(ListFaults) {
            _ = try CodeList.parse(bytes, limits: limits)
            return []
        } catch {
            return error.faults
        }
    }

    @Test(arguments: [
        "code,name,kind,admin_code\nH24.1,Phường Một,ward,11407\n",
        "\u{FEFF}Tên;Mã định danh;Loại;Mã đơn vị hành chính\r\nPhường Một;H24.1;Phường;11407\r\n",
        "TEN,MA DINH DANH,LOAI,Mã ĐVHC\rPhường Một,H24.1,phuong,11407",
        "\"name\",\"code\",\"kind\",\"admin_code\"\n\"Phường Một\",\" H24.1 \",\"PHƯỜNG\",\u{A0}11407\n\n,,,\n",
    ])
    func `headers may be English or Vietnamese, in any order, as spreadsheets write them`(text: String) throws {
        let row = try #require(try parse(text).first)
        #expect(row.code == (try AgencyCode("H24.1", as: .qd20)))
        #expect(row.name == "Phường Một")
        #expect(row.kind == .ward)
        #expect(row.adminCode == "11407")
        #expect(try parse(text).count == 1)
    }

    @Test func `tabs separate, and a first line may name the separator`() throws {
        #expect(try parse("code\tname\tkind\nH24.1\tA, B; C\tward\n").map(\.name) == ["A, B; C"])
        let rows = try parse("sep=;\ncode;name;kind\nH24.1;A,B,C,D,E;ward\n")
        #expect(rows.map(\.name) == ["A,B,C,D,E"])
        #expect(rows.map(\.line) == [3])
    }

    @Test func `a fault of the header does not hide those of the rows`() {
        let found = faults("code,name,colour,code\nh24.1,A,red,x\nH24.2,,blue,y\n")
        #expect(
            found.map { "\($0.line) \($0.code)" } == [
                "1 column-unknown", "1 column-duplicate", "1 column-missing", "2 code-invalid", "3 cell-empty",
            ]
        )
    }

    @Test func `quoted cells keep separators, quotes and line breaks, and lines are counted on`() throws {
        let rows = try parse("code,name,kind\nH24.1,\"A, \"\"B\"\"\r\nC\",ward\nH24.2,D,ward\n")
        #expect(rows.map(\.name) == ["A, \"B\"\r\nC", "D"])
        #expect(rows.map(\.line) == [2, 4])
    }

    @Test func `all faults are named at once, with line, column and value`() {
        let found = faults(
            """
            code,name,kind,admin_code,code102,parent
            H24.1,Một,ward,1,,
            h24.2,Hai,ward,,,
            H24.3,,huyện,,000.3.H24,???
            H24.1,=1+1,ward,,,
            H24.5,Năm
            """
        )
        let places = found.map { "\($0.line) \($0.column ?? "-") \($0.code)" }
        #expect(
            places == [
                "2 admin_code admin-code-invalid", "3 code code-invalid", "4 kind kind-unknown",
                "4 code102 code-invalid", "4 parent code-invalid", "4 name cell-empty", "5 name cell-formula",
                "5 code code-repeated", "6 - row-shape",
            ]
        )
        #expect(found.allSatisfy { !$0.english.isEmpty && !$0.vietnamese.isEmpty })
    }

    @Test(arguments: [
        ("code,name,kind,colour\n", 1), ("code,name,kind,Tên\n", 1), ("code,name\nH24.1,x\n", 1), ("", 1),
        ("code,name,kind\n", 1), ("code,name,kind\nH24.1,\"x,ward\n", 2), ("code,name,kind\nH24.1,x\"y,ward\n", 2),
        ("code,name,kind\nH24.1,\"x\"y,ward\n", 2), ("code,name,kind\nH24.1,x\u{0},ward\n", 2),
    ])
    func `a file that is no list is refused with the line`(text: String, line: Int) {
        #expect(faults(text).first?.line == line)
        #expect(faults(text).count == 1)
    }

    @Test func `other encodings and too much of anything are refused`() {
        #expect(faults([0xFF, 0xFE, 0x63, 0x00]).first?.english.contains("UTF-16") == true)
        let windows = Array("code,name,kind\nH24.1,".utf8) + [0xD0, 0xF5] + Array(",ward\n".utf8)
        #expect(faults(windows).first?.line == 2)
        let small = CSVLimits(bytes: 60, rows: 3, fields: 4, fieldBytes: 10)
        #expect(faults(Array(String(repeating: "x", count: 61).utf8), limits: small).count == 1)
        #expect(faults(Array("code,name,kind\na\na\na\n".utf8), limits: small).first?.line == 4)
        #expect(faults(Array("code,name,kind\na,b,c,d,e\n".utf8), limits: small).first?.line == 2)
        #expect(faults(Array("code,name,kind\n\"01234567890\"\n".utf8), limits: small).first?.line == 2)
    }

    @Test(arguments: 1...30)
    func `what is written is read back the same`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = ["=", "'", "+", "-", "@", "\"", ",", ";", "\n", "\r\n", "Đ", "ạ", "a", " b", "\t"]
        func text() -> String {
            let body = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }
            return CSVCell.trimmed(body.joined())
        }
        let rows = try (2..<12).map { number in
            var row = CodeList.Row(
                line: number,
                code: try AgencyCode("H24.\(number)", as: .qd20),
                name: "x" + text(),
                kind: UnitKind.allCases.randomElement(using: &generator) ?? .ward
            )
            let values = (0..<4).map { _ in text() }.map { $0.isEmpty ? nil : $0 }
            row.contact = Contact(address: values[0], email: values[1], phone: values[2], website: values[3])
            return row
        }
        let written = CodeList(rows: rows).csv()
        let read = try CodeList.parse(written).rows.enumerated().map { offset, row in
            var row = row
            row.line = offset + 2
            return row
        }
        #expect(read == rows)
        let cells = try CSVReader.read(written, limits: .codeList).rows.flatMap(\.fields)
        #expect(cells.allSatisfy { !"=+-@\t\r".contains($0.first ?? " ") }, "a spreadsheet would run a formula")
    }
}

@Suite struct ImportPlanTests {
    private func plan(_ text: String, into fixture: inout Fixture) throws -> ImportPlan {
        let list = try CodeList.parse(Array(text.utf8))
        var ids: [UnitID] = (0..<list.rows.count).map { _ in fixture.id() }
        return try ImportPlan(of: list, into: fixture.snapshot, at: fixture.now, actor: "a") { ids.removeLast() }
    }

    @Test func `parents may stand below their children, and are guessed from the code`() throws {
        var fixture = try Fixture()
        let plan = try plan(
            "code,name,kind,parent\nH24.1.2,C,department,\nsys-1,S,system,H24.1\nH24.1,B,ward,000.00.00.H24\n",
            into: &fixture
        )
        #expect(plan.registrations.map(\.code.text) == ["H24.1", "H24.1.2", "sys-1"])
        let ward = plan.registrations[0].unit
        #expect(plan.registrations.map(\.parent) == [try fixture.unit("H24"), ward, ward])
    }

    @Test func `rows that say nothing new change nothing`() throws {
        var fixture = try Fixture()
        let plan = try plan("code,name,kind\nH24,Thành phố Hải Phòng,thành phố\nH24.1,B,ward\n", into: &fixture)
        #expect(plan.unchanged == 1)
        #expect(plan.registrations.count == 1)
    }

    @Test func `each faulty row is named, rows beneath one are not blamed`() throws {
        var fixture = try Fixture()
        let text = """
            code,name,kind,parent,old_code
            H24,Thành phố khác,city,,
            H24.1,A,ward,H99,
            H24.1.1,B,ward,H24.1,
            H26.5,C,ward,H24,
            X1,D,system,X2,
            X2,E,system,X1,
            H24.9,F,ward,,H23.9
            """
        let error = #expect(throws: ListFaults.self) { _ = try plan(text, into: &fixture) }
        let places = error?.faults.map { "\($0.line) \($0.column ?? "-") \($0.code)" }
        #expect(
            places == [
                "2 code code-taken", "3 parent not-found", "5 code code-invalid", "6 parent registry-rule",
                "7 parent registry-rule", "8 old_code registry-rule",
            ]
        )
    }
}
