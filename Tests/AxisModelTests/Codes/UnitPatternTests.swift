// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@Suite struct UnitPatternTests {
    @Test func `a code names one unit, a code with a star the units beneath`() throws {
        let one = try #require(UnitPattern("H24"))
        #expect(one.code == "H24" && !one.isBranch)
        let branch = try #require(UnitPattern("H24.*"))
        #expect(branch.code == "H24" && branch.isBranch)
        let old = try #require(UnitPattern("000.00.00.H24.*"))
        #expect(old.code == "000.00.00.H24" && old.isBranch)
    }

    @Test(arguments: ["", ".*", "*", "H24*", "H24.*.*", "H24.* ", "*.H24", "H24/*", "H24.*\u{301}"])
    func `anything else is no pattern`(text: String) {
        #expect(UnitPattern(text) == nil)
    }

    @Test(arguments: ["H24", "H24.*", "000.00.00.H24", "0101234567", "vpcp_x.*"])
    func `text and JSON give a pattern back`(text: String) throws {
        let pattern = try #require(UnitPattern(text))
        #expect(pattern.description == text)
        #expect(try JSONDecoder().decode(UnitPattern.self, from: JSONEncoder().encode(pattern)) == pattern)
    }

    @Test func `JSON that is no pattern is refused`() {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(UnitPattern.self, from: Data(#""*""#.utf8)) }
    }
}
