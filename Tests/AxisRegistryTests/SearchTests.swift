// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import Foundation
import Testing

@Suite struct SearchTests {
    @Test(arguments: [
        "hai phong", "HẢI PHÒNG", "Hải Phòng", "pho phong", "h24", "000.00.00.h24", "thanh pho hai phong h24",
        "Hải Phòng".decomposedStringWithCanonicalMapping,
    ])
    func `a search finds the city by beginnings of words or of codes`(text: String) throws {
        let fixture = try Fixture()
        var query = UnitQuery(at: fixture.now)
        query.text = text
        query.kind = .city
        #expect(fixture.snapshot.search(query).map(\.code.text) == ["H24"])
    }

    @Test func `a search for the end of a word finds nothing`() throws {
        let fixture = try Fixture()
        var query = UnitQuery(at: fixture.now)
        query.text = "hong"
        #expect(fixture.snapshot.search(query).isEmpty)
        query.text = "dac lac"
        #expect(fixture.snapshot.search(query).isEmpty)
        for text in ["dak lak", "đăk lăk", "Đắk L", "lắk đắk"] {
            query.text = text
            #expect(fixture.snapshot.search(query).map(\.code.text) == ["H15", "K15"])
        }
    }

    @Test func `a search finds who succeeded a unit of that name`() throws {
        let fixture = try Fixture()
        var query = UnitQuery(at: fixture.now)
        query.text = "Đắk Nông"
        #expect(fixture.snapshot.search(query).map(\.code.text) == ["H16", "H36", "K16", "K36"])
        query.state = .active
        #expect(fixture.snapshot.search(query).map(\.name) == ["Tỉnh Lâm Đồng", "Hội đồng nhân dân tỉnh Lâm Đồng"])
        query.text = "h16"
        #expect(fixture.snapshot.search(query).map(\.code.text) == ["H36"])
    }

    @Test func `pages follow each other without gap or overlap`() throws {
        let fixture = try Fixture()
        var query = UnitQuery(at: fixture.now)
        query.limit = 7
        var codes: [String] = []
        while true {
            let page = fixture.snapshot.search(query).map(\.code.text)
            codes += page
            guard page.count == 7 else { break }
            query.after = page.last
        }
        #expect(codes == ReferenceData.allRows.filter { !$0.name.isEmpty }.map(\.code.text).sorted())
    }

    @Test func `a parent means its children, a branch all beneath`() throws {
        var fixture = try Fixture()
        let city = try fixture.unit("H24")
        let ward = try fixture.register("H24.12", name: "Phường Thử Nghiệm", parent: city)
        try fixture.register("H24.12.1", parent: ward)
        var query = UnitQuery(at: fixture.now)
        query.parent = city
        #expect(fixture.snapshot.search(query).map(\.code.text) == ["H24.12"])
        query.isBranch = true
        #expect(fixture.snapshot.search(query).map(\.code.text) == ["H24.12", "H24.12.1"])
    }
}
