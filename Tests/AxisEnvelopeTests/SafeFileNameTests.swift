// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTestSupport
import Testing

@testable import AxisEnvelope

@Suite struct SafeFileNameTests {
    @Test(arguments: [
        ("vb.pdf", "vb.pdf"),
        ("Công văn số 12 (bản cuối).docx", "Công văn số 12 (bản cuối).docx"),
        ("D:\\VanBan\\2026\\Tờ trình.docx", "Tờ trình.docx"),
        ("/etc/passwd", "passwd"),
        ("../../x.pdf", "x.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("..", "attachment"),
        ("", "attachment"),
        ("   ", "attachment"),
        ("\u{0}\u{1}\u{7F}", "attachment"),
        ("...hidden", "hidden"),
        ("C:evil.txt", "C_evil.txt"),
        ("a\u{0}.pdf", "a.pdf"),
        ("hoa\u{301} \u{111}o\u{31B}n.pdf", "hoá đơn.pdf"),
        ("bao\u{202E}fdp.exe", "baofdp.exe"),
        ("a\u{2066}b\u{2069}\u{200F}.pdf", "ab.pdf"),
        ("a\nb\r\tc.pdf", "abc.pdf"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Com1.tar.gz", "_Com1.tar.gz"),
        ("con .txt", "_con .txt"),
        ("COM¹.txt", "_COM¹.txt"),
        ("console.txt", "console.txt"),
        ("a<b>|c?*\".txt", "a_b__c___.txt"),
        ("trailing. . .", "trailing"),
        ("a/", "a"),
        ("a\u{2028}b.pdf", "a b.pdf"),
    ])
    func `a name is made safe`(name: String, expected: String) {
        #expect(SafeFileName(name).text == expected)
        #expect(Array(SafeFileName(name).text.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func `a long name keeps its extension and whole characters`() {
        let name = SafeFileName(String(repeating: "Văn bản số ", count: 40) + ".pdf")
        #expect(name.text.utf8.count <= SafeFileName.longest)
        #expect(name.text.hasSuffix(".pdf"))
        #expect(!name.text.contains("\u{FFFD}"))
        #expect(SafeFileName(String(repeating: "ằ", count: 100_000)).text.utf8.count <= SafeFileName.longest)
    }

    @Test func `any name at all becomes a safe one, and a safe one stays`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<3_000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...200, using: &generator) {
                let range: ClosedRange<UInt32> = Bool.random(using: &generator) ? 0...0x7F : 0...0x3000
                if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { scalars.append(scalar) }
            }
            let safe = SafeFileName(String(scalars)).text
            #expect(SafeFileName(safe).text == safe)
            #expect(!safe.isEmpty && safe.utf8.count <= SafeFileName.longest)
            #expect(!safe.contains("/") && !safe.contains("\\") && !safe.hasPrefix("."))
            #expect(safe.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) })
        }
    }

    @Test func `the extension is lower case without a dot`() {
        #expect(SafeFileName("A.PDF").pathExtension == "pdf")
        #expect(SafeFileName("a").pathExtension == "")
        #expect(SafeFileName("a.tar.gz").pathExtension == "gz")
    }
}
