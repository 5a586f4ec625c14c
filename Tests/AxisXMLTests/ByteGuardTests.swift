// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTestSupport
import Testing

@testable import AxisXML

/// What the guard says of `text`: the bound that it crosses, or `nil`.
private func verdict(_ text: String, _ limits: GuardLimits = .native) -> GuardViolation.Bound? {
    verdict(Array(text.utf8), limits)
}

private func verdict(_ bytes: [UInt8], _ limits: GuardLimits = .native) -> GuardViolation.Bound? {
    do throws(GuardViolation) {
        try ByteGuard.check(bytes, limits: limits)
        return nil
    } catch {
        return error.bound
    }
}

@Suite struct ByteGuardTests {
    @Test(arguments: [
        "<a/>", "\u{FEFF}<a/>", " \n<a></a>\n", "<?xml version=\"1.0\"?><a/>",
        "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<a/>",
        "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>",
        "<a b='&quot;&apos;&amp;&#xd;&#X'/>".replacing("&#X", with: "&#x0000000000041;"),
        "<a>&lt;&gt;&#65;&#x10FFFF;</a>",
        "<a b='>' c=\"/>\" d='\"'>x > y ]] ></a >", "<a><![CDATA[<!DOCTYPE ]] > <b c='> ]]]></a>", "<Bên-gửi số='1'/>",
        "<a\n b = '1'\n/>", "<a>\u{10FFFF}\u{FFFD}\u{85}</a>",
    ])
    func `documents within the limits pass`(text: String) {
        #expect(verdict(text) == nil)
        #expect(verdict(text, .lenient) == nil)
    }

    @Test(arguments: [
        ("", GuardViolation.Bound.truncated), ("   ", .truncated), ("\u{FEFF}", .truncated), ("<", .truncated),
        ("<a", .truncated), ("<a>", .truncated), ("<a b", .truncated), ("<a b='", .truncated), ("<a></a", .truncated),
        ("<a><b></b>", .truncated), ("<a><![CDATA[x]]", .truncated), ("<a><![CD", .truncated), ("<?xml ", .truncated),
        ("<a><!-", .truncated), ("<a/><", .truncated),
        ("hello", .syntax), ("{\"a\":1}", .syntax), ("%PDF-1.7", .syntax), ("<a/>x", .syntax), ("<a/><b/>", .syntax),
        ("<a/></a>", .syntax), ("<a>&</a>", .syntax), ("<a>&b;</a>", .syntax), ("<a>&#1;</a>", .syntax),
        ("<a>&#xD800;</a>", .syntax), ("<a>&#99999999999999999999;</a>", .syntax), ("<a>&#;</a>", .syntax),
        ("<a>&#x;</a>", .syntax), ("<a>&amp</a>", .syntax), ("<a>]]></a>", .syntax),
        ("<a b='&nbsp; and more'/>", .syntax),
        ("<a b='&am", .truncated), ("</a>", .syntax), ("< a/>", .syntax), ("<1/>", .syntax), ("<a b/>", .syntax),
        ("<a b=c/>", .syntax), ("<a b='<'/>", .syntax), ("<a b='1'c='2'/>", .syntax), ("<a / >", .syntax),
        ("<a></a b>", .syntax), ("<![CDATA[x]]>", .syntax),
        ("<!DOCTYPE a><a/>", .doctype), ("<a><!ENTITY b 'c'></a>", .doctype), ("<a><!></a>", .doctype),
        ("<a><![cdata[x]]></a>", .doctype), ("<!doctype html><html/>", .doctype),
        ("<a><!-- x --></a>", .comment), ("<!----><a/>", .comment), ("<a/><!-- -->", .comment),
        ("<a><?x y?></a>", .processingInstruction), (" <?xml version='1.0'?><a/>", .processingInstruction),
        ("<?xml-stylesheet href='a'?><a/>", .processingInstruction), ("<a/><?x?>", .processingInstruction),
        ("<?xml version='1.1'?><a/>", .declaration), ("<?xml?><a/>", .declaration),
        ("<?xml encoding='UTF-8'?><a/>", .declaration), ("<?xml version='1.0' x='y'?><a/>", .declaration),
        ("<?xml version='1.0' standalone='no' encoding='UTF-8'?><a/>", .declaration),
        ("<?xml version='1.0' standalone='?'?><a/>", .declaration), ("<?xml version='1.0'><a/>", .declaration),
        ("<?xml version='1.0'" + String(repeating: " ", count: 300) + "?><a/>", .declaration),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>", .encoding),
        ("<?xml version='1.0' encoding='windows-1258'?><a/>", .encoding), ("<a>\0</a>", .encoding),
        ("<a>\u{1}</a>", .character), ("<a>\u{FFFE}</a>", .character), ("<a>\u{FFFF}</a>", .character),
        ("<a><![CDATA[\u{1F}]]></a>", .character),
    ])
    func `each deviation has its own bound`(text: String, bound: GuardViolation.Bound) {
        #expect(verdict(text) == bound)
    }

    @Test func `other encodings are refused, whatever announces them`() {
        let text = "<a>é</a>"
        let utf16 = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let utf32 = text.unicodeScalars.flatMap { [0, 0, UInt8($0.value >> 8), UInt8($0.value & 0xFF)] }
        let latin = text.unicodeScalars.map { UInt8($0.value) }
        for bytes in [utf16, [0xFF, 0xFE] + utf16, utf32, [0, 0, 0xFE, 0xFF] + utf32, latin] {
            #expect(verdict(bytes) == .encoding)
            #expect(verdict(bytes, .lenient) == .encoding)
        }
    }

    @Test func `the scan of characters agrees with the standard library on every pair and on random sequences`() {
        func agrees(_ sequence: [UInt8]) -> Bool {
            // Long enough, at changing offsets, for both the word loop and the byte loop.
            let bytes = Array("<a>1234567".utf8.prefix(3 + sequence.count)) + sequence + Array("</a>".utf8)
            let text = String(validating: bytes, as: UTF8.self)
            let isText = text?.unicodeScalars.allSatisfy(XMLText.isPermitted) ?? false
            return bytes.withUnsafeBytes { CharacterScan.firstViolation(in: $0) == nil } == isText
        }
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max { #expect(agrees([first, second])) }
        }
        var random = SeededGenerator(seed: 7)
        let leads: [UInt8] = [0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xC1]
        let tails: [UInt8] = [0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBB, 0xBD, 0xBE, 0xBF, 0xC0]
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...3, using: &random)
            let rest = (0..<count).map { _ in tails.randomElement(using: &random) ?? 0 }
            #expect(agrees([leads.randomElement(using: &random) ?? 0] + rest))
        }
    }

    @Test func `each count is allowed up to its limit and refused one above`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(verdict(nested(64)) == nil)
        #expect(verdict(nested(65)) == .depth)
        #expect(verdict(String(repeating: "<a>", count: 64) + "<b/>") == .depth)

        func wide(_ count: Int) -> String { "<a>" + String(repeating: "<b/>", count: count) + "</a>" }
        #expect(verdict(wide(49_999)) == nil)
        #expect(verdict(wide(50_000)) == .elements)

        func attributes(_ count: Int) -> String { "<a" + (0..<count).map { " b\($0)=''" }.joined() + "/>" }
        #expect(verdict(attributes(64)) == nil)
        #expect(verdict(attributes(65)) == .attributes)
        #expect(verdict("<r>" + String(repeating: attributes(50), count: 400) + "</r>") == nil)
        #expect(verdict("<r>" + String(repeating: attributes(50), count: 400) + "<a b=''/></r>") == .attributes)

        func namespaces(_ count: Int) -> String {
            "<a>" + (0..<count).map { "<b xmlns\($0 == 0 ? "" : ":n\($0)")='u' xmlnsx='1'/>" }.joined() + "</a>"
        }
        #expect(verdict(namespaces(64)) == nil)
        #expect(verdict(namespaces(65)) == .namespaces)

        func tag(_ size: Int) -> String { "<a b='" + String(repeating: "x", count: size - 9) + "'/>" + "\n" }
        #expect(verdict(tag(8192)) == nil)
        #expect(verdict(tag(8193)) == .startTagBytes)
        #expect(verdict("<a></a" + String(repeating: " ", count: 9000) + ">") == .startTagBytes)

        func sections(_ count: Int) -> String { "<a>" + String(repeating: "<![CDATA[]]>", count: count) + "</a>" }
        #expect(verdict(sections(50_000)) == nil)
        #expect(verdict(sections(50_001)) == .sections)
        #expect(verdict("<a>" + String(repeating: "<!---->", count: 50_001) + "</a>", .lenient) == .sections)

        var small = GuardLimits.native
        small.bytes = 3
        #expect(verdict("<a/>", small) == .bytes)
    }

    @Test func `the lenient limits take comments and instructions and nothing else`() {
        #expect(verdict("<!-- < > & --><a><?x y > z?><!----><?x?></a><!--- x -->", .lenient) == nil)
        #expect(verdict("<a><!-- -- --></a>", .lenient) == .syntax)
        #expect(verdict("<a><!-- - ---></a>", .lenient) == .syntax)
        #expect(verdict("<a><!--></a>", .lenient) == .truncated)
        #expect(verdict("<a><!---></a>", .lenient) == .truncated)
        #expect(verdict("<a><??></a>", .lenient) == .syntax)
        #expect(verdict("<a><?", .lenient) == .truncated)
        #expect(verdict("<a><?x ", .lenient) == .truncated)
        #expect(verdict("<!DOCTYPE a><a/>", .lenient) == .doctype)
    }

    @Test func `a violation says where`() {
        #expect(throws: GuardViolation(.comment, at: 3)) {
            try ByteGuard.check(Array("<a><!-- --></a>".utf8), limits: .native)
        }
        #expect(throws: GuardViolation(.character, at: 4)) {
            try ByteGuard.check(Array("<a>é\u{1}".utf8.dropFirst()), limits: .native)
        }
        #expect("\(GuardViolation(.startTagBytes, at: 7))" == "start-tag-bytes at byte 7")
    }

    @Test func `names of bounds are stable`() {
        let names = GuardViolation.Bound.allCases.map(\.rawValue)
        #expect(
            names == [
                "encoding", "character", "xml-declaration", "doctype", "start-tag-bytes", "attributes", "namespaces",
                "depth", "elements", "sections", "bytes", "comment", "processing-instruction", "truncated", "syntax",
            ]
        )
    }
}
