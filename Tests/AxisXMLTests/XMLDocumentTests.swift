// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTestSupport
import Testing

@testable import AxisXML

private func parse(_ text: String, _ limits: GuardLimits = .native) throws(XMLError) -> XMLDocument {
    try XMLDocument(parsing: Array(text.utf8), limits: limits)
}

@Suite struct XMLDocumentTests {
    @Test func `names, namespaces and places are read as written`() throws {
        let root = try parse(
            """
            <?xml version="1.0"?>
            <e:edXML xmlns:e="urn:e" xmlns="urn:d">
              <Header e:id="1" id="2" xml:lang="vi"/>
              <e:Body>x</e:Body>
              <none xmlns=""/>
            </e:edXML>
            """
        ).root
        #expect(root.localName == "edXML")
        #expect(root.prefix == "e")
        #expect(root.namespaceURI == "urn:e")
        #expect(root.line == 2)
        #expect(root.parent == nil)
        #expect(root.children.map(\.localName) == ["Header", "Body", "none"])
        let header = try #require(root.first("Header"))
        #expect(header.named("Header", in: "urn:d"))
        #expect(!header.named("Header", in: nil))
        #expect(!header.named("Heade", in: "urn:d"))
        #expect(header.line == 3)
        #expect(header.parent == root)
        #expect(!header.isLastElementChild)
        #expect(header.attribute("id") == "2")
        #expect(header.attribute("id", namespace: "urn:e") == "1")
        #expect(header.attribute("lang", namespace: "http://www.w3.org/XML/1998/namespace") == "vi")
        #expect(header.attribute("lang") == nil)
        #expect(header.attributeCount == 3)
        #expect(
            header.attributes.first == XMLAttribute(localName: "id", namespaceURI: "urn:e", value: "1")
        )
        #expect(root.attributeCount == 0)
        #expect(root.first("Body", in: "urn:d") == nil)
        #expect(root.first("Body", in: "urn:e")?.text == "x")
        let none = try #require(root.first("none", in: nil))
        #expect(none.isLastElementChild)
        #expect(none.isIn(namespace: nil))
        #expect(none.isEmpty)
    }

    @Test func `text joins its pieces and leaves out child elements`() throws {
        let root = try parse("<a>x&amp;<![CDATA[<y>]]>&#x1EBF;<b>no</b> z</a>").root
        #expect(root.text == "x&<y>ế z")
        #expect(root.textBytesCount == root.text.utf8.count)
        #expect(root.withTextBytes { Array($0) } == Array(root.text.utf8))
        #expect(root.hasNonWhiteText)
        #expect(try parse("<a/>").root.text.isEmpty)
        #expect(try parse("<a b='x&amp;&lt;&#10;y\nz'/>").root.attribute("b") == "x&<\ny z")
        #expect(try parse("<a>1<!-- -->2</a>", .lenient).root.text == "12")
    }

    @Test func `one long text is lent, not copied`() throws {
        let payload = [UInt8](repeating: UInt8(ascii: "A"), count: 12_000_000)
        let document = try XMLDocument(parsing: Array("<a>".utf8) + payload + Array("</a>".utf8), limits: .native)
        let first = document.root.withTextBytes { $0.baseAddress }
        #expect(document.root.textBytesCount == payload.count)
        #expect(document.root.withTextBytes { $0.baseAddress } == first)
    }

    @Test func `descendants come in document order and stop at their top`() throws {
        let root = try parse("<a><b><c/><d><e/></d></b>t<f/></a>").root
        #expect(root.descendants.map(\.localName) == ["b", "c", "d", "e", "f"])
        #expect(root.first("b")?.descendants.map(\.localName) == ["c", "d", "e"])
        #expect(root.first("f")?.descendants.map(\.localName) == [])
        #expect(root.all("b").count == 1)
    }

    @Test func `an element keeps its document alive`() throws {
        func inner() throws -> XMLElement? { try parse("<a><b>text</b></a>").root.first("b") }
        #expect(try inner()?.text == "text")
    }

    @Test(arguments: [
        ("<a><b></a></b>", 1), ("<a>\n<b c='1' c='2'/></a>", 2), ("<a>&nbsp;</a>", 1), ("<a>&#1;</a>", 1),
        ("<p:a/>", 1), ("<a b:c='1'/>", 1), ("<a>]]></a>", 1), ("<a>&</a>", 1), ("<×/>", 1),
        ("<a:b:c xmlns:a='u'/>", 1),
        ("<a xmlns:p=''/>", 1), ("<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>", 1), ("hello", 1),
        ("<a/>\n\n<b/>", 3),
    ])
    func `what is not well formed is refused with its line`(text: String, line: Int) {
        do throws(XMLError) {
            _ = try parse(text)
            Issue.record("accepted")
        } catch {
            guard case .malformed(line, _) = error.code else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func `a comment with two hyphens is refused`() {
        #expect(throws: XMLError.self) { try parse("<a><!-- -- --></a>", .lenient) }
    }

    @Test func `what the guard refuses keeps its bound`() {
        #expect(throws: XMLError(.guardViolation(GuardViolation(.truncated, at: 0)))) { try parse("") }
        #expect(throws: XMLError(.guardViolation(GuardViolation(.doctype, at: 0)))) { try parse("<!DOCTYPE a><a/>") }
    }

    @Test func `escaped text reads back`() throws {
        let text = "a&b<c>d\"e'f\tg\nh\ri\u{1F600}ế]]>"
        let written = "<a b=\"\(XMLText.escape(text, in: .attribute))\">\(XMLText.escape(text))</a>"
        let root = try parse(written).root
        #expect(root.text == text)
        #expect(root.attribute("b") == text)
        #expect(XMLText.escape("\u{0}x\u{FFFE}") == "x")
    }
}

@Suite struct XMLPropertyTests {
    @Test func `random well-formed documents pass`() throws {
        for seed in 0..<400 as Range<UInt64> {
            let (text, elements) = DocumentGenerator.document(seed: seed)
            let root = try parse(text).root
            #expect(root.descendants.reduce(1) { count, _ in count + 1 } == elements)
        }
        for seed in 400..<600 as Range<UInt64> {
            _ = try parse(DocumentGenerator.document(seed: seed, allowsComments: true).text, .lenient)
        }
    }

    @Test func `mutations are read or refused, and whatever is read can be walked and canonicalised`() {
        var random = SeededGenerator(seed: 42)
        let splices = [
            "<", ">", "\"", "'", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "&", "/", "=", "xmlns:a='u'",
        ]
        var read = 0
        for round in 0..<4000 as Range<UInt64> {
            var bytes = Array(DocumentGenerator.document(seed: round % 100, allowsComments: round % 2 == 0).text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: Array(splices.randomElement(using: &random)?.utf8 ?? "".utf8), at: at)
                case 3: bytes.removeSubrange(at..<min(bytes.count, at + 9))
                default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 20)], at: at)
                }
                if bytes.isEmpty { bytes = [0x3C] }
            }
            guard let document = try? XMLDocument(parsing: bytes, limits: .lenient) else { continue }
            read += 1
            for element in document.root.descendants { _ = (element.text, element.attributes, element.line) }
            var written = 0
            try? document.canonicalize { written += $0.count }
        }
        #expect(read > 100)
    }

    @Test func `documents are read on many threads at once`() async {
        await withTaskGroup(of: Int.self) { group in
            for worker in 0..<8 as Range<UInt64> {
                group.addTask {
                    var written = 0
                    for seed in (worker * 50)..<(worker * 50 + 50) {
                        guard let document = try? parse(DocumentGenerator.document(seed: seed).text) else { continue }
                        try? document.canonicalize { written += $0.count }
                    }
                    return written
                }
            }
            for await written in group { #expect(written > 0) }
        }
    }
}
