// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisRegistry

/// A province with a small statistical list, and lists to hand in; all codes below level 1 are synthetic.
private struct Province {
    var fixture: Fixture
    var reference = [
        ReferenceUnit(adminCode: "11407", kind: .ward, name: "Phường Hòa Thủy"),
        ReferenceUnit(adminCode: "11411", kind: .commune, name: "Xã Tân Tiến"),
        ReferenceUnit(adminCode: "11413", kind: .ward, name: "Phường Tân An"),
        ReferenceUnit(adminCode: "11948", kind: .specialZone, name: "Đặc khu Cát Bà"),
    ]

    init() throws {
        fixture = try Fixture()
    }

    static let header = "code,name,kind,admin_code,parent,old_code,code102\n"
    static let rows = [
        "H24.901,Phường Hòa Thủy,phường,11407,H24,,", "H24.902,Xã Tân Tiến,xã,11411,,,",
        "H24.903,Phường Tân An,phường,11413,000.00.00.H24,,", "H24.904,Đặc khu Cát Bà,đặc khu,11948,H24,,",
    ]

    func check(_ rows: [String], header: String = Province.header) throws -> SubmissionCheck {
        let text = header + rows.joined(separator: "\n") + "\n"
        let table = try CSVReader.read(Array(text.utf8), limits: .codeList)
        let province = try fixture.snapshot.unit(named: "H24", at: fixture.now)
        return SubmissionCheck(
            of: table,
            from: province,
            against: fixture.snapshot,
            reference: reference,
            at: fixture.now
        )
    }

    /// The faults of the good list with some rows replaced.
    func faults(_ changes: [Int: String]) throws -> [String] {
        var rows = Province.rows
        for (row, text) in changes { rows[row] = text }
        return try check(rows.filter { !$0.isEmpty }).faults.map { "\($0.line) \($0.column ?? "-") \($0.code)" }
    }

    @discardableResult
    mutating func register(
        _ code: String,
        _ name: String,
        _ kind: UnitKind,
        adminCode: String? = nil,
        parent: String = "H24"
    ) throws -> UnitID {
        let unit: UnitID = fixture.id()
        try fixture.apply(
            .register(
                UnitRegistration(
                    unit: unit,
                    code: try AgencyCode(code, as: .qd20),
                    name: name,
                    kind: kind,
                    parent: try fixture.unit(parent),
                    adminCode: adminCode
                )
            )
        )
        return unit
    }
}

@Suite struct SubmissionCheckTests {
    @Test func `a good list passes, with the province as every parent`() throws {
        let check = try Province().check(Province.rows)
        #expect(check.faults == [])
        #expect(check.warnings == [])
        #expect(check.count == 4)
        #expect(check.list?.rows.map(\.parent) == ["H24", "H24", "000.00.00.H24", "H24"])
    }

    @Test func `spelling is a warning, and the decision's spelling is taken`() throws {
        let rows = [
            "H24.901,Phường Hoà Thuỷ,phường,11407,,,", "H24.902,XÃ TÂN TIẾN,xã,11411,,,",
            "H24.903,Tân An,phường,,,,", "H24.904,UBND đặc khu Cát Bà,đặc khu,11948,,,",
        ]
        let check = try Province().check(rows)
        #expect(check.faults == [])
        #expect(
            check.warnings.map { "\($0.line) \($0.code)" } == [
                "2 name-spelling", "3 name-spelling", "4 admin-code-filled", "5 name-spelling",
            ]
        )
        let list = try #require(check.list)
        #expect(list.rows.map(\.name) == ["Phường Hòa Thủy", "Xã Tân Tiến", "Phường Tân An", "Đặc khu Cát Bà"])
        #expect(list.rows.map(\.adminCode) == ["11407", "11411", "11413", "11948"])
        #expect(list.rows[0].name.unicodeScalars.elementsEqual("Phường Hòa Thủy".unicodeScalars))
    }

    @Test(arguments: [
        ([1: "H24.901,Xã Tân Tiến,xã,11411,,,"], ["3 code code-repeated"]),
        ([1: "h24.902,Xã Tân Tiến,xã,11411,,,"], ["3 code code-invalid"]),
        ([1: "H23.902,Xã Tân Tiến,xã,11411,,,"], ["3 code code-elsewhere"]),
        ([1: "H24,Xã Tân Tiến,xã,11411,,,"], ["3 code code-elsewhere"]),
        ([1: "0201234567,Xã Tân Tiến,xã,11411,,,"], ["3 code code-elsewhere"]),
        ([1: "H24.902,Xã Tân Tiến,xã,11411,H26,,"], ["3 parent parent-elsewhere"]),
        ([1: "H24.902,Xã Tân Tiến,xã,11411,H24.901,,"], ["3 parent parent-elsewhere"]),
        ([1: "H24.902,Xã Tân Tiền,xã,11411,,,"], ["3 name name-differs"]),
        ([1: "H24.902,Tân Tiến,phường,11411,,,"], ["3 kind kind-differs"]),
        ([1: "H24.902,Phường Tân Tiến,phường,11411,,,"], ["3 kind kind-differs"]),
        ([1: "H24.902,Xã Tân Tiến,phường,11411,,,"], ["3 kind kind-differs"]),
        ([1: "H24.902,Xã Tân Tiến,xã,99999,,,"], ["3 admin_code unit-unknown"]),
        ([1: "H24.902,Xã Tan Tien,xã,,,,"], ["3 name unit-unknown"]),
        ([1: "H24.902,Xã Lạ,xã,99998,,,"], ["1 admin_code unit-missing", "3 admin_code unit-unknown"]),
        ([1: "H24.902,Sở Nội vụ,sở,,,,"], ["1 admin_code unit-missing", "3 name unit-unknown"]),
        ([1: ""], ["1 admin_code unit-missing"]),
        ([1: "H24.902,Phường Hòa Thủy,phường,11407,,,"], ["1 admin_code unit-missing", "3 admin_code unit-repeated"]),
        ([1: "H24.902,Xã Tân Tiến,xã,11411,,H24.77,"], ["3 old_code old-code-unknown"]),
        ([1: "H24.902,Xã Tân Tiến,xã,11411,,,000.00.92.H26"], ["3 code102 code-elsewhere"]),
        ([1: "H24.902,=A1,xã,11411,,,"], ["3 name cell-formula"]),
        ([1: "H24.902,,xã,11411,,,"], ["3 name cell-empty"]),
    ])
    func `each fault is named once, with line and column`(changes: [Int: String], expected: [String]) throws {
        #expect(try Province().faults(changes) == expected)
    }

    @Test func `faults say reason and mend in both languages`() throws {
        let check = try Province().check(["H24.902,Xã Tân Tiền,xã,11411,,,"])
        for fault in check.faults {
            #expect(fault.english.contains("; "))
            #expect(fault.vietnamese.contains("; "))
        }
        #expect(check.list == nil)
        #expect(check.faults.first { $0.code == "name-differs" }?.value == "Xã Tân Tiền")
    }

    @Test func `codes given before belong to their unit for all time`() throws {
        var province = try Province()
        try province.register("H24.902", "Sở Một", .department)
        #expect(try province.faults([:]) == ["3 code code-taken"])
        #expect(try province.faults([1: "H24.912,Xã Tân Tiến,xã,11411,,,"]) == [])
    }

    @Test func `a unit of today keeps its code; another code for it needs it named as predecessor`() throws {
        var province = try Province()
        try province.register("H24.902", "Xã Tân Tiến", .commune, adminCode: "11411")
        #expect(try province.faults([:]) == [])
        #expect(try province.faults([1: "H24.912,Xã Tân Tiến,xã,11411,,,"]) == ["3 code unit-coded"])
        #expect(try province.faults([1: "H24.912,Xã Tân Tiến,xã,11411,,H24.902,"]) == [])
        #expect(
            try province.faults([0: "H24.901,Phường Hòa Thủy,phường,11407,H24,H24.902,"]) == [
                "2 old_code old-code-kept"
            ]
        )
        // The same code with another unit's statistical code is another unit.
        #expect(
            try province.faults([
                1: "H24.903,Xã Tân Tiến,xã,11411,,H24.902,", 2: "H24.902,Phường Tân An,phường,11413,,,",
            ])
            .contains("4 code code-taken")
        )
    }

    @Test func `a code whose unit is closed, or is to be, never comes back; its successors may name it`() throws {
        var province = try Province()
        let old = try province.register("H24.902", "Xã Tân Tiến", .commune, adminCode: "11411")
        let closing = province.fixture.now + .seconds(86_400)
        try province.fixture.apply(
            .close(unit: old, successors: [], windUpAt: closing + .seconds(86_400)),
            from: closing
        )
        #expect(try province.faults([:]) == ["3 code code-reused"])
        let check = try province.check(
            Province.rows.map { $0.hasPrefix("H24.902") ? "H24.912,Xã Tân Tiến,xã,11411,,H24.902," : $0 }
        )
        #expect(check.faults == [])
        #expect(check.warnings == [])
        let diff = SubmissionDiff(
            of: try #require(check.list),
            from: try province.fixture.unit("H24"),
            to: province.fixture.snapshot,
            at: province.fixture.now
        )
        #expect(diff.count(.new) == 4)
        #expect(diff.count(.closed) == 0, "its end is recorded already")
    }

    @Test func `units of today that nothing follows, and predecessors elsewhere, are warned of`() throws {
        var province = try Province()
        try province.register("H24.801", "Xã Cũ", .commune, adminCode: "11999")
        try province.register("H26.801", "Xã Khác", .commune, parent: "H26")
        let check = try province.check(
            Province.rows.map { $0.hasPrefix("H24.902") ? "H24.902,Xã Tân Tiến,xã,11411,,H26.801," : $0 }
        )
        #expect(check.faults == [])
        #expect(check.warnings.map(\.code) == ["unit-closing", "old-code-elsewhere"])
    }

    @Test func `a list of another province is told from one with a slip`() throws {
        let province = try Province()
        #expect(try province.check(Province.rows).otherProvince == nil)
        #expect(try province.check(["H26.1,A,xã,,,,", "H24.1,B,xã,,,,"]).otherProvince == nil)
        #expect(try province.check(["H26.1,A,xã,,,,", "H26.2,B,xã,,,,"]).otherProvince == "H26")
    }

    @Test func `a file without a usable header has no fault for each unit`() throws {
        let check = try Province().check(["x"], header: "colour\n")
        #expect(check.faults.map(\.code).contains("unit-missing") == false)
        #expect(check.faults.map(\.code) == ["column-unknown", "column-missing", "column-missing", "column-missing"])
    }

    @Test func `the difference to today is new, renamed, changed, closed and unchanged`() throws {
        var province = try Province()
        try province.register("H24.901", "Phường Hòa Thủy", .ward, adminCode: "11407")
        try province.register("H24.902", "Xã Tân Tiền", .ward, adminCode: "11411")
        try province.register("H24.801", "Xã Cũ", .commune, adminCode: "11999")
        try province.register("H24.802", "Xã Bỏ", .commune, adminCode: "11998")
        try province.register("H24.05", "Sở Một", .department)
        let rows = Province.rows.map { $0.hasPrefix("H24.903") ? "H24.903,Tân An,phường,11413,,H24.801," : $0 }
        let check = try province.check(rows)
        let list = try #require(check.list)
        let diff = SubmissionDiff(
            of: list,
            from: try province.fixture.unit("H24"),
            to: province.fixture.snapshot,
            at: province.fixture.now
        )
        let lines = diff.rows.map { row in
            "\(row.code) \(row.changes.map(\.rawValue).joined(separator: "+")) \(row.links.joined(separator: "|"))"
        }
        #expect(
            lines == [
                "H24.903 new H24.801", "H24.904 new ", "H24.902 renamed+kind-changed ", "H24.801 closed H24.903",
                "H24.802 closed ", "H24.901 unchanged ",
            ]
        )
        #expect(diff.rows[2].oldName == "Xã Tân Tiền")
        #expect(diff.rows[2].oldKind == .ward)
        #expect(diff.count(.new) == 2)
        #expect(!diff.isEmpty)
    }

    @Test func `once applied, the same list is no fault and changes nothing`() throws {
        var province = try Province()
        let list = try #require(try province.check(Province.rows).list)
        var ids: [UnitID] = list.rows.map { _ in province.fixture.id() }
        let plan = try ImportPlan(
            of: list,
            into: province.fixture.snapshot,
            at: province.fixture.now,
            actor: "an"
        ) { ids.removeLast() }
        for registration in plan.registrations { try province.fixture.apply(.register(registration)) }
        let again = try province.check(Province.rows)
        #expect(again.faults == [])
        #expect(again.warnings == [])
        let diff = SubmissionDiff(
            of: try #require(again.list),
            from: try province.fixture.unit("H24"),
            to: province.fixture.snapshot,
            at: province.fixture.now
        )
        #expect(diff.isEmpty)
        #expect(diff.rows.count == 4)
    }
}

@Suite struct StatisticalListTests {
    /// A table of the statistical list, where this machine has it: `AXIS_TEST_DATA`, or `../shared/data`.
    private static func table(_ name: String) -> [[String]]? {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let named = ProcessInfo.processInfo.environment["AXIS_TEST_DATA"].map { URL(filePath: $0) }
        let folders = [named, root.appending(path: "../shared/data"), root.appending(path: "../../shared/data")]
        for folder in folders.compactMap(\.self) {
            let file = folder.appending(path: name)
            guard let data = try? Data(contentsOf: file),
                let table = try? CSVReader.read(Array(data), limits: .codeList)
            else { continue }
            return table.rows.dropFirst().map(\.fields)
        }
        return nil
    }

    private static let haiphong = table("haiphong_114_units_QD19_2025.csv")
    private static let communes = table("communes_3321_QD19_2025.csv")

    @Test(.enabled(if: communes != nil))
    func `within a province names and kinds tell all 3,321 units apart, whatever the school of tone marks`() throws {
        let rows = try #require(Self.communes)
        #expect(rows.count == 3321)
        var seen: Set<String> = []
        for row in rows {
            let (kind, rest) = NameForm.parts(row[2])
            #expect(kind == UnitKind.named(row[1]))
            let key = "\(row[3]) \(kind?.rawValue ?? "-") \(rest)"
            #expect(seen.insert(key).inserted)
            var other = row[2]
            for (old, new) in [("òa", "oà"), ("óa", "oá"), ("ọa", "oạ"), ("ỏa", "oả"), ("ủy", "uỷ"), ("úy", "uý")] {
                other = other.replacingOccurrences(of: old, with: new)
            }
            #expect(NameForm.parts(other.decomposedStringWithCanonicalMapping.uppercased()).rest == rest)
        }
    }

    @Test(.enabled(if: haiphong != nil))
    func `five planted faults among 114 rows are all named, and the mended list passes`()
        throws
    {
        let rows = try #require(Self.haiphong)
        #expect(rows.count == 114)
        var province = try Province()
        province.reference = try rows.map {
            ReferenceUnit(adminCode: $0[0], kind: try #require(UnitKind.named($0[1])), name: $0[2])
        }
        let good = rows.enumerated().map {
            "H24.9\(String($0.offset + 100)),\($0.element[2]),\($0.element[1]),\($0.element[0])"
        }
        let header = "code,name,kind,admin_code\n"
        let check = try province.check(good, header: header)
        #expect(check.faults == [])
        #expect(check.warnings == [])
        #expect(check.list?.rows.count == 114)

        var bad = good
        bad[3] = good[3].replacingOccurrences(of: "H24.9103", with: "H24.9102")
        bad[20] = good[20].replacingOccurrences(of: "H24.", with: "H23.")
        bad[40] = good[40].replacingOccurrences(of: rows[40][2], with: rows[40][2] + " Đông Tây")
        bad[60] = "H24.9999,Xã Không Có,xã,99999"
        bad[80] = good[80].replacingOccurrences(of: ",\(rows[80][0])", with: ",1")
        let faulty = try province.check(bad, header: header)
        let missing = rows[60][0]
        #expect(
            Set(faulty.faults.map { "\($0.line) \($0.code) \($0.value ?? "")" }) == [
                "5 code-repeated H24.9102", "22 code-elsewhere H23.9120", "42 name-differs \(rows[40][2]) Đông Tây",
                "62 unit-unknown 99999", "1 unit-missing \(missing)", "82 admin-code-invalid 1",
            ]
        )
    }
}
