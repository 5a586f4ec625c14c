// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisRegistry

/// The tables of the reform, which lie beside the repository where the whole reform is tested.
private enum Tables {
    static let folder: URL? = {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let places = [root.appending(path: "../shared/data"), root.appending(path: "../../shared/data")]
        return places.first { FileManager.default.fileExists(atPath: $0.appending(path: succession).path()) }
    }()

    static let succession = "commune_succession_old_to_new_2025.csv"

    static func rows(_ name: String) throws -> [[String: String]] {
        let data = try Data(contentsOf: #require(folder).appending(path: name))
        let table = try CSVReader.read([UInt8](data), limits: .codeList)
        let header = try #require(table.rows.first).fields
        return table.rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0.fields)) }
    }
}

/// 1 July 2025: 63 provinces and 10,035 communes become 34 and 3,321.
@Suite(.enabled(if: Tables.folder != nil)) struct ReformTests {
    @Test func `after the whole reform each old code resolves to its successors of the table, before to itself`() throws
    {
        var country = try OldCountry()
        let recorded = country.fixture.now
        try country.reform()
        let snapshot = country.fixture.snapshot
        let reform = ReferenceData.reform
        #expect(country.communes.count == 10_035)
        #expect(country.unmatched.count == 10, "five special zones without an old code, five rows to 06970")
        #expect(country.unmatched.count { $0["old_ward_code"] == "" } == 5)
        #expect(country.unmatched.count { $0["new_ward_code"] == "06970" } == 5)

        for (old, code) in country.communes {
            let expected = (country.table[old] ?? []).map { OldCountry.newCode($0) }.sorted()
            guard case .closed(let unit, let successors) = snapshot.resolve(code, at: reform) else {
                Issue.record("\(code) is not closed")
                continue
            }
            #expect(successors == expected, "\(code)")
            #expect(unit.code.text == code)
            #expect(snapshot.resolve(code, at: reform - .seconds(1)) == .unit(unit.at(reform - .seconds(1))))
            #expect(snapshot.lookUp("admin:" + old, at: reform - .seconds(1)).named?.code.text == code)
            // As it was known before the reform was recorded, the unit would have gone on.
            #expect(snapshot.unit(unit.id, at: reform, knownAt: recorded - .seconds(1))?.state(at: reform) == .active)
        }
        let communes = ReferenceData.communes
        for commune in communes {
            let code = OldCountry.newCode(commune.adminCode)
            #expect(snapshot.resolve(code, at: reform).named?.name == commune.name)
            #expect(snapshot.lookUp("admin:" + commune.adminCode, at: reform).named?.code.text == code)
        }
        for row in ReferenceData.closedRows where row.code.text.hasPrefix("H") {
            guard case .closed(_, let successors) = snapshot.resolve(row.code.text, at: reform) else {
                Issue.record("\(row.code.text) is not closed")
                continue
            }
            #expect(successors == row.successors)
        }
        // Where a list was left out, nothing is guessed: these were closed without a successor.
        let lost = country.communes.filter { country.table[$0.old] == nil }.map(\.old).sorted()
        #expect(lost == ["06970", "06973", "06982", "06988"])
    }

    @Test func `a search for a ward that is no more leads to the wards of today`() throws {
        var country = try OldCountry(province: "Thành phố Hải Phòng")
        try country.reform()
        var query = UnitQuery(at: ReferenceData.reform)
        query.text = "phường Máy Chai"
        query.state = .active
        #expect(country.fixture.snapshot.search(query).map(\.name) == ["Phường Ngô Quyền"])
        query.text = "may chai"
        query.state = nil
        #expect(country.fixture.snapshot.search(query).map(\.name).sorted() == ["Phường Máy Chai", "Phường Ngô Quyền"])
        query.moment = ReferenceData.reform - .seconds(1)
        query.state = .active
        #expect(country.fixture.snapshot.search(query).map(\.name) == ["Phường Máy Chai"])
    }
}

/// The country of June 2025 under made-up codes, `Hnn.<old 5-digit code>`; the new communes get `Hnn.N<5-digit code>`.
private struct OldCountry {
    var fixture: Fixture
    /// Old statistical codes and the made-up codes.
    private(set) var communes: [(old: String, code: String)] = []
    /// Old statistical codes, and the new ones that succeed them.
    private(set) var table: [String: [String]] = [:]
    /// Rows of the table that don't match the lists.
    private(set) var unmatched: [[String: String]] = []
    private var provinces: [String: UnitID] = [:]
    private var units: [String: UnitID] = [:]

    init(province only: String? = nil) throws {
        fixture = try Fixture(withReferenceData: false)
        fixture.now = CivilTime(year: 2021, month: 1, day: 1).moment()
        fixture.actor = RegistryEvent.axisActor
        var levelOne: [String: String] = [:]
        for row in try Tables.rows("level1_H_K_63_old.csv") {
            let code = try #require(row["ubnd_code"])
            let admin = try #require(row["gso_code_2digit_old"])
            levelOne[admin] = code
            provinces[code] = try fixture.register(code, name: try #require(row["province_pre_2025_07_01"]))
        }
        fixture.actor = "an.nguyen"
        for row in try Tables.rows(Tables.succession) {
            guard only == nil || row["old_province_name"] == only else { continue }
            let old = try #require(row["old_ward_code"])
            let new = try #require(row["new_ward_code"])
            let province = try #require(row["old_province"].flatMap { levelOne[$0] })
            if !old.isEmpty, units[old] == nil {
                let name = try #require(row["old_ward_name"])
                let code = "\(province).\(old)"
                units[old] = try fixture.register(code, name: name, parent: provinces[province], adminCode: old)
                communes.append((old, code))
            }
            if old.isEmpty || ReferenceData.commune(adminCode: new) == nil {
                unmatched.append(row)
            } else {
                table[old, default: []].append(new)
            }
        }
        fixture.now = CivilTime(year: 2025, month: 6, day: 20).moment()
    }

    static func newCode(_ admin: String) -> String {
        "\(ReferenceData.commune(adminCode: admin)?.province ?? "?").N\(admin)"
    }

    /// Registers the new communes, closes the old ones with their successors, then the provinces that are no more.
    mutating func reform() throws {
        let moment = ReferenceData.reform
        let windUpAt = moment + Closing.usualWindUp
        var new: [String: UnitID] = [:]
        for commune in ReferenceData.communes {
            new[commune.adminCode] = try fixture.register(
                OldCountry.newCode(commune.adminCode),
                name: commune.name,
                parent: provinces[commune.province],
                adminCode: commune.adminCode,
                from: moment
            )
        }
        for (old, _) in communes {
            let unit = try #require(units[old])
            let successors = (table[old] ?? []).compactMap { new[$0] }
            try fixture.apply(RegistryChange.split(unit, into: successors, windUpAt: windUpAt), from: moment)
        }
        for row in ReferenceData.closedRows where row.code.text.hasPrefix("H") {
            let unit = try #require(provinces[row.code.text])
            let next = try #require(row.successors.first.flatMap { provinces[$0] })
            for change in RegistryChange.merge([unit], into: next, windUpAt: windUpAt) {
                try fixture.apply(change, from: moment)
            }
        }
    }
}
