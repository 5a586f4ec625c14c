// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisCommand
import Testing

@Suite struct TableTests {
    @Test func `Vietnamese lines up whether composed or decomposed`() {
        var table = Table([.text("CODE"), .text("NAME"), .number("N")])
        table.add(["H24", "Hải Phòng", "5"])
        table.add(["H24.12", "Ha\u{309}i Pho\u{300}ng", "12"])
        let lines = table.lines()
        #expect(lines == ["CODE    NAME        N", "H24     Hải Phòng   5", "H24.12  Ha\u{309}i Pho\u{300}ng  12"])
        #expect(Set(lines.map { DisplayWidth.columns(of: $0) }).count == 1)
    }

    @Test func `wide characters count twice and clipping never splits one`() {
        #expect(DisplayWidth.columns(of: "東京") == 4)
        #expect(DisplayWidth.clip("東京都", to: 4) == "東…")
        #expect(DisplayWidth.clip("ế", to: 1) == "ế")
    }

    @Test func `what would steer a terminal is taken out`() {
        var table = Table([.text("A")])
        table.add(["x\u{1B}[31my\u{202E}z\r\n"])
        #expect(table.lines()[1] == "x [31myz")
    }

    @Test func `only flexible columns give way to a narrow terminal`() {
        var table = Table([.text("ID"), .flexible("SUBJECT"), .text("STATE")])
        table.add(["0123456789", String(repeating: "a", count: 60), "queued"])
        let lines = table.lines(width: 50)
        #expect(DisplayWidth.columns(of: lines[1]) == 50)
        #expect(lines[1].hasPrefix("0123456789  aaa"))
        #expect(lines[1].hasSuffix("…  queued"))
    }
}
