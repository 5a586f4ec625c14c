// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import Testing

/// Codes as the systems on the VXP interface write them.
@Suite struct SpellingTests {
    private func fixture() throws -> Fixture {
        var fixture = try Fixture(withReferenceData: false)
        let old = try AgencyCode("000.28.22.H17", as: .qcvn102)
        let province = try fixture.register("H17", aliases: [try AgencyCode("000.00.00.H17", as: .qcvn102)])
        try fixture.register("H17.22.28", aliases: [old], parent: province)
        return fixture
    }

    private func code(_ text: String, in fixture: Fixture) -> String? {
        guard case .unit(let unit) = fixture.snapshot.resolveLeniently(text, at: fixture.now) else { return nil }
        return unit.code.text
    }

    @Test(arguments: ["H17.22.28", "000.28.22.H17", "28.22.H17"])
    func `a unit is found by its code of QĐ 20, by that of QCVN 102, and without its zeros`(text: String) throws {
        #expect(code(text, in: try fixture()) == "H17.22.28")
    }

    @Test(arguments: [
        "H17.28.22", "28.22.H18", "8.22.H17", "028.22.H17", "00.28.22.H17", " 28.22.H17", "h17", "22.H17",
    ])
    func `what is no spelling of a registered code names nothing`(text: String) throws {
        #expect(code(text, in: try fixture()) == nil)
    }

    @Test func `a short code that was registered is found by its full spelling`() throws {
        var fixture = try Fixture(withReferenceData: false)
        try fixture.register("02.29.W00", as: .foreign)
        try fixture.register("00.53.G22", as: .foreign)
        #expect(code("02.29.W00", in: fixture) == "02.29.W00")
        #expect(code("000.00.53.G22", in: fixture) == "00.53.G22")
    }

    @Test func `what is registered as written wins over another spelling`() throws {
        var fixture = try fixture()
        try fixture.register("28.22.H17", as: .foreign)
        #expect(code("28.22.H17", in: fixture) == "28.22.H17")
        #expect(code("000.28.22.H17", in: fixture) == "H17.22.28")
    }

    @Test func `no form is derived from another`() throws {
        var fixture = try Fixture(withReferenceData: false)
        let province = try fixture.register("H17")
        try fixture.register("H17.05", parent: province)
        #expect(code("000.00.05.H17", in: fixture) == nil)
    }

    @Test func `a pattern names its unit, or all beneath it`() throws {
        let fixture = try fixture()
        let (province, below) = (try fixture.unit("H17"), try fixture.unit("H17.22.28"))
        func names(_ pattern: String, _ unit: UnitID) throws -> Bool {
            fixture.snapshot.isUnit(unit, among: [try #require(UnitPattern(pattern))], at: fixture.now)
        }
        #expect(try names("H17", province))
        #expect(try names("000.00.00.H17", province))
        #expect(try !names("H17.*", province))
        #expect(try names("H17.*", below))
        #expect(try !names("H17", below))
        #expect(try !names("H99.*", below))
        #expect(!fixture.snapshot.isUnit(below, among: [], at: fixture.now))
    }
}
