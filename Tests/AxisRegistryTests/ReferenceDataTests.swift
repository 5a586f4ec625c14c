// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisRegistry

@Suite struct ReferenceDataTests {
    @Test func `the table in the binary is the shipped file`() throws {
        #expect(try shipped("level1.csv") == LevelOneTable.csv)
        #expect(try shipped("communes-2025.csv") == CommuneTable.csv)
    }

    private func shipped(_ name: String) throws -> String {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "config/reference").appending(path: name), encoding: .utf8)
    }

    @Test func `the codes that the mergers closed resolve to the province that goes on, and are never given again`()
        throws
    {
        var fixture = try Fixture()
        #expect(ReferenceData.closedRows.count { $0.code.text.hasPrefix("H") } == 29)
        #expect(ReferenceData.closedRows.count { $0.code.text.hasPrefix("K") } == 29)
        let reform = ReferenceData.reform
        for row in ReferenceData.closedRows where !row.name.isEmpty {
            let closedAt = try #require(row.closedAt)
            guard case .closed(let unit, let successors) = fixture.snapshot.resolve(row.code.text, at: closedAt) else {
                Issue.record("\(row.code.text) is not closed")
                continue
            }
            #expect(successors == row.successors)
            #expect(fixture.snapshot.resolve(row.code102.text, at: closedAt - .milliseconds(1)) == .unit(unit))
        }
        #expect(fixture.snapshot.resolve("H23", at: reform).named?.name == "Tỉnh Hải Dương")
        #expect(refusal { try fixture.register("H23") } == .codeReused)
        #expect(refusal { try fixture.register("G26") } == .codeReused, "closed, though its name is not known")
        let before = fixture.snapshot.units(adminCode: "27", at: reform - .seconds(1))
        #expect(before.map(\.code.text) == ["H05"], "Bắc Ninh took the code of Bắc Giang's seat")
        #expect(fixture.snapshot.units(adminCode: "27", at: reform).isEmpty)
        #expect(fixture.snapshot.lookUp("admin:24", at: reform).named?.code.text == "H05")
        #expect(fixture.snapshot.lookUp("admin:24", at: reform - .seconds(1)).named?.code.text == "H02")
    }

    @Test func `the 3,321 commune-level units of 1 July 2025 are known by province and statistical code`() {
        let communes = ReferenceData.communes
        #expect(communes.count == 3321)
        #expect(communes.count { $0.kind == .ward } == 687)
        #expect(communes.count { $0.kind == .commune } == 2621)
        #expect(communes.count { $0.kind == .specialZone } == 13)
        #expect(Set(communes.map(\.province)).isSubset(of: ReferenceData.rows.map(\.code.text)))
        #expect(ReferenceData.communes(of: "H24").count == 114)
        #expect(ReferenceData.commune(adminCode: "11948")?.name == "Đặc khu Bạch Long Vĩ")
    }

    @Test func `the demonstration list of Haiphong names all 114 units under codes that are plainly made up`() throws {
        let list = try CodeList.parse(Array(shipped("haiphong-demo.csv").utf8))
        #expect(list.rows.allSatisfy { $0.code.text.hasPrefix("H24.DEMO") && $0.parent == "H24" })
        let units = ReferenceData.communes(of: "H24")
        #expect(Set(list.rows.map(\.adminCode)) == Set(units.map(\.adminCode)))
        #expect(list.rows.map(\.name) == units.map(\.name))
        #expect(list.rows.map(\.kind) == units.map(\.kind))
        var fixture = try Fixture()
        let plan = try ImportPlan(of: list, into: fixture.snapshot, at: fixture.now, actor: "an") { fixture.id() }
        #expect(plan.registrations.count == 114)
    }

    @Test func `all 34 provinces have a committee, a council and a statistical code, and 26 ministries are in force`() {
        let letters = Dictionary(grouping: ReferenceData.rows) { $0.code.text.first }
        #expect(letters["G"]?.count == 26)
        #expect(letters["H"]?.count == 34)
        #expect(letters["K"]?.count == 34)
        #expect(Set(letters["H"]?.compactMap(\.adminCode) ?? []).count == 34)
        #expect(ReferenceData.rows.allSatisfy { $0.code102.text == "000.00.00.\($0.code.text)" })
        #expect(!ReferenceData.isLevelOne("H23"), "closed by the merger of 2025")
    }

    @Test func `every installation gives a shipped unit the same id`() {
        #expect(ReferenceData.unitID(of: "H24").description == "01748d8f-1a80-7000-8000-000000483234")
        #expect(Set(ReferenceData.allRows.map { ReferenceData.unitID(of: $0.code.text) }).count == 163)
    }

    @Test func `both forms of a shipped code name one unit`() throws {
        let fixture = try Fixture()
        let city = fixture.snapshot.resolve("H24", at: fixture.now).named
        #expect(city?.name == "Thành phố Hải Phòng")
        #expect(city?.kind == .city)
        #expect(city?.adminCode == "31")
        #expect(fixture.snapshot.resolve("000.00.00.H24", at: fixture.now).named == city)
        #expect(fixture.snapshot.resolve("K24", at: fixture.now).named?.name == "Hội đồng nhân dân thành phố Hải Phòng")
    }
}
