// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@Suite struct AgencyCodeTests {
    @Test func `every text of the vectors is read as the kinds it has the form of, the strictest first`() throws {
        for line in try vectors("codes") {
            let kinds = AgencyCode.readings(of: line[0]).map(\.kind.rawValue)
            #expect(kinds == (line[1] == "-" ? [] : line[1].split(separator: ",").map(String.init)), "\(line[0])")
        }
    }

    @Test func `codes are equal by kind and exact text, never by what they may mean`() throws {
        let new = try AgencyCode("H24", as: .qd20)
        let old = try AgencyCode("000.00.00.H24", as: .qcvn102)
        let opaque = try AgencyCode("H24", as: .foreign)
        #expect(new != old)
        #expect(new != opaque)
        #expect(Set([new, old, opaque, try AgencyCode("H24", as: .qd20)]).count == 3)
        #expect(try AgencyCode("Abc", as: .foreign) != AgencyCode("abc", as: .foreign))
    }

    @Test func `a form has its longest text and not one character more`() throws {
        let longest = "H24." + String(repeating: "A", count: 31)
        #expect(try AgencyCode(longest, as: .qd20).text.count == 35)
        #expect(throws: CodeFault.self) { try AgencyCode(longest + "A", as: .qd20) }
        #expect(try AgencyCode(String(repeating: "x", count: 50), as: .foreign).text.count == 50)
        #expect(throws: CodeFault.self) { try AgencyCode(String(repeating: "x", count: 51), as: .foreign) }
    }

    @Test func `only the level-1 letters A to K begin a code of the state`() {
        for scalar in UnicodeScalar("A").value...UnicodeScalar("Z").value {
            let letter = String(UnicodeScalar(scalar).map(Character.init) ?? "?")
            let kinds = Set(AgencyCode.readings(of: letter + "24").map(\.kind))
            #expect(kinds.contains(.qd20) == ("A"..."K").contains(letter))
            let old = Set(AgencyCode.readings(of: "000.00.00." + letter + "24").map(\.kind))
            #expect(old.contains(.qcvn102) == ("A"..."K").contains(letter))
        }
    }

    @Test func `the level-1 group stands at either end`() throws {
        #expect(try AgencyCode("H24.12.A", as: .qd20).levelOne == "H24")
        #expect(try AgencyCode("000.01.12.H24", as: .qcvn102).levelOne == "H24")
        #expect(try AgencyCode("0101234567", as: .enterprise).levelOne == nil)
        #expect(try AgencyCode("H24", as: .foreign).levelOne == nil)
    }

    @Test func `random texts: whatever is read keeps its exact text, and JSON gives it back`() throws {
        var generator = SeededGenerator(seed: 20)
        let alphabet = Array("HGK0129.AZaz-_ \u{0}é")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...16, using: &generator)).map { _ in
                    alphabet.randomElement(using: &generator) ?? "0"
                }
            )
            for code in AgencyCode.readings(of: text) {
                #expect(code.text == text)
                #expect(code.description == text)
                let back = try JSONDecoder().decode(AgencyCode.self, from: JSONEncoder().encode(code))
                #expect(back == code)
            }
        }
    }

    @Test func `JSON of a code that does not have its kind's form is refused`() {
        let text = Data(#"{"kind":"qd20","text":"h24"}"#.utf8)
        #expect(throws: (any Error).self) { try JSONDecoder().decode(AgencyCode.self, from: text) }
    }

    @Test func `a fault says which form was expected`() {
        for kind in AgencyCode.Kind.allCases {
            let fault = #expect(throws: CodeFault.self) { try AgencyCode("?", as: kind) }
            #expect(fault?.kind == kind && fault?.text == "?")
            #expect(fault?.description.contains(kind.rawValue) == true)
        }
    }
}
