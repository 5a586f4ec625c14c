// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisRegistry

@Suite struct ReferenceDataTests {
    @Test func `the table in the binary is the shipped file`() throws {
        let file = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "config/reference/level1.csv")
        #expect(try String(contentsOf: file, encoding: .utf8) == LevelOneTable.csv)
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
        #expect(Set(ReferenceData.rows.map { ReferenceData.unitID(of: $0.code.text) }).count == 94)
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
