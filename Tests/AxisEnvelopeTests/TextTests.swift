// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@testable import AxisEnvelope

@Suite struct TextTests {
    @Test func `composing agrees with Foundation for every scalar and pair`() {
        for value in UInt32(0)...0x30FF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for text in [String(Character(scalar)), "a" + String(Character(scalar)) + "\u{301}"] {
                let expected = text.precomposedStringWithCanonicalMapping
                #expect(Array(text.normalizedNFC.unicodeScalars) == Array(expected.unicodeScalars))
            }
        }
    }

    @Test(arguments: [
        ("2026/01/02", EdXMLDate.Form.standard), ("2026-01-02", .hyphenated), ("02/01/2026", .dayFirst),
        ("2/1/2026", .dayFirst), ("2026/1/2", .standard), (" 2026/01/02 ", .standard),
    ])
    func `a date reads in each form in use`(text: String, form: EdXMLDate.Form) {
        #expect(EdXMLDate.parse(text) == .date(CivilTime(year: 2026, month: 1, day: 2), form))
    }

    @Test func `a time of day reads in each form in use`() {
        let time = CivilTime(year: 2026, month: 1, day: 2, hour: 9, minute: 25, second: 11)
        #expect(EdXMLDate.parse("2026/01/02 09:25:11") == .date(time, .standard))
        #expect(EdXMLDate.parse("2026-01-02T09:25:11.1234567+07:00") == .date(time, .hyphenated))
        #expect(EdXMLDate.parse("02/01/2026 09:25:11") == .date(time, .dayFirst))
    }

    @Test(arguments: ["2014/02/30", "2026/13/01", "2026/00/10", "2026/01/02 25:00:00", "29/02/2025"])
    func `a day or hour that does not exist is impossible`(text: String) {
        guard case .impossible = EdXMLDate.parse(text) else {
            Issue.record("\(text) was read otherwise")
            return
        }
    }

    @Test(arguments: [
        "", "x", "2026", "2026/01", "2026/01-02", "20260102", "2026/01/02x", "12/12/12", "1/2/3/4", "2026/01/02 9",
    ])
    func `what is no date is unreadable`(text: String) {
        #expect(EdXMLDate.parse(text) == .unreadable)
    }

    @Test func `what is formatted reads back`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<1_000 {
            let moment = Timestamp(milliseconds: Int64.random(in: 0...4_102_444_800, using: &generator) * 1000)
            let time = CivilTime(moment)
            #expect(EdXMLDate.parse(EdXMLDate.format(time: time)) == .date(time, .standard))
        }
    }
}
