// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import AxisXML
import Foundation
import Testing

@testable import AxisEnvelope

@Suite struct RecipientCopyTests {
    private static let accepted = Timestamp("2026-01-02T09:00:05+07:00")!

    private static func twin(named: String = "000.00.00.H99", code: String = "H99") -> RecipientCopy.Twin {
        RecipientCopy.Twin(named: named, code: code, name: "Sở A & <B>", isOld: false)
    }

    private static func copy(
        of bytes: [UInt8],
        twin: RecipientCopy.Twin? = twin(),
        axis: String = "G99"
    ) -> (RecipientCopy, [UInt8]) {
        bytes.withUnsafeBytes { raw in
            let copy = RecipientCopy(of: raw, twin: twin, axis: axis, at: accepted)
            return (copy, copy.bytes(of: raw))
        }
    }

    /// The original again: the copy without what was put in.
    private static func withoutInsertions(_ copy: RecipientCopy, _ bytes: [UInt8]) -> [UInt8] {
        var rest = bytes
        for insertion in copy.insertions.reversed() {
            var start = insertion.offset
            for earlier in copy.insertions where earlier.offset < insertion.offset { start += earlier.bytes.count }
            rest.removeSubrange(start..<start + insertion.bytes.count)
        }
        return rest
    }

    /// Documents of every builder.
    static let builders = [
        "document-new", "document-trace-first", "document-bom", "document-nfd", "document-business-spelling",
        "document-no-prefix", "document-other-prefix", "document-children-without-namespace", "document-dotnet",
        "vxp/01-new-decorated", "vxp/02-revocation", "vxp/11-dd-mm-yyyy", "vxp/comments",
    ]

    @Test(arguments: builders)
    func `a copy of every builder's document names both codes and the trace, and reads as before`(name: String) throws {
        let original = try Vector.bytes(name)
        let (copy, bytes) = Self.copy(of: original)
        #expect(copy.insertions.count == 2)
        #expect(copy.size == bytes.count)
        #expect(Self.withoutInsertions(copy, bytes) == original)

        let (document, read) = try parse(bytes, limits: .lenient)
        var expected = try parse(original, limits: .lenient).1
        var twin = Organization(organID: "H99", name: "Sở A & <B> (Mã mới) (qd20)")
        twin.organizationInCharge = RecipientCopy.twinMark
        let place = try #require(expected.summary.to.firstIndex { $0.organID == "000.00.00.H99" })
        expected.summary.to.insert(twin, at: place + 1)
        #expect(read.summary == expected.summary)
        #expect(read.warnings == expected.warnings)

        let header = try #require(document.root.first("edXMLEnvelope")?.first("edXMLHeader"))
        let traces = try #require(header.first("TraceHeaderList")).all("TraceHeader")
        let last = try #require(traces.last)
        #expect(last.first("OrganId")?.text == "G99")
        #expect(last.first("Timestamp")?.text == "2026/01/02 09:00:05")
        // In the namespaces that its neighbours are in.
        let sibling = try #require(traces.first)
        #expect(last.namespaceURI == sibling.namespaceURI)
        #expect(last.first("Timestamp")?.namespaceURI == sibling.first("Timestamp")?.namespaceURI)
        let recipients = header.first("MessageHeader")?.all("To") ?? []
        #expect(Set(recipients.map(\.namespaceURI)).count == 1)
        #expect(Set(recipients.map { $0.first("OrganId")?.namespaceURI }).count == 1)
    }

    @Test func `a code that the document names already gets no second twin`() throws {
        let original = try Vector.bytes("vxp/12-twin")
        let twin = Self.twin(named: "G98", code: "000.00.00.G98")
        let (copy, bytes) = Self.copy(of: original, twin: twin)
        #expect(copy.insertions.count == 1)
        #expect(try parse(bytes, limits: .lenient).1.summary.to.count == 2)
    }

    @Test func `a recipient that only a header names gets the trace alone`() throws {
        let (copy, _) = Self.copy(of: try Vector.bytes("vxp/recipients-in-header"))
        #expect(copy.insertions.count == 1)
    }

    @Test func `without a list of traces there is one of its own, and an empty tag stays as it is`() throws {
        let namespace = #"xmlns="\#(EdXML.namespace)""#
        let rest =
            "<MessageHeader \(namespace)><From><OrganId>H98</OrganId></From><To><OrganId>000.00.00.H99</OrganId>"
            + "</To></MessageHeader>"
        func document(_ trace: String) -> [UInt8] {
            Array(
                "<e:edXML xmlns:e='\(EdXML.namespace)'><e:edXMLEnvelope><e:edXMLHeader>\(rest)\(trace)</e:edXMLHeader>"
                    .utf8
            ) + Array("</e:edXMLEnvelope></e:edXML>".utf8)
        }
        let (first, bytes) = Self.copy(of: document(""))
        #expect(first.insertions.count == 2)
        let header = try parse(bytes).0.root.first("edXMLEnvelope")?.first("edXMLHeader")
        let list = try #require(header?.first("TraceHeaderList", in: EdXML.namespace))
        #expect(list.first("TraceHeader", in: EdXML.namespace)?.first("OrganId", in: EdXML.namespace)?.text == "G99")
        #expect(Self.copy(of: document("<e:TraceHeaderList/>")).0.insertions.count == 1)
        #expect(Self.copy(of: document("<e:TraceHeaderList></e:TraceHeaderList>")).0.insertions.count == 2)
    }

    @Test func `the same original gives the same copy, in pieces as in one`() throws {
        let original = try Vector.bytes("document-new")
        let (copy, bytes) = Self.copy(of: original)
        #expect(Self.copy(of: original).0 == copy)
        let joined = copy.pieces.flatMap { piece -> [UInt8] in
            switch piece {
            case .original(let range): Array(original[range])
            case .inserted(let bytes): bytes
            }
        }
        #expect(joined == bytes)
    }

    @Test func `64 MB before the header are walked in bounded time, and none behind it`() throws {
        let text = try Vector.text("document-new")
        let large =
            "<AttachmentEncoded><x>" + String(repeating: "QUJD", count: 16 * 1024 * 1024) + "</x></AttachmentEncoded>"
        let before = Array(text.replacing("  <edXML:edXMLEnvelope ", with: large + "<edXML:edXMLEnvelope ").utf8)
        let clock = ContinuousClock()
        let time = try before.withUnsafeBytes { raw in
            try clock.measure {
                let copy = RecipientCopy(of: raw, twin: Self.twin(), axis: "G99", at: Self.accepted)
                try #require(copy.insertions.count == 2)
            }
        }
        print("planning a copy behind 64 MB: \(time)")
        #expect(time < .seconds(5))
        let end = try #require(text.range(of: "</edXML:edXMLHeader>")).upperBound
        // What is cut off behind the header is not missed: nothing there is walked.
        #expect(Self.copy(of: Array(text[..<end].utf8)).0.insertions.count == 2)
    }

    @Test func `whatever stands in the document, leaving the insertions out gives it again and the copy parses`() throws
    {
        var generator = SeededGenerator(seed: 4)
        let noise = [
            "<!-- <To><OrganId>000.00.00.H99</OrganId></To> -->", "<?x </MessageHeader>?>",
            "<Odd a=\"/>\" b='>\"/>'>x</Odd>", "<Odd><To><OrganId>000.00.00.H99</OrganId></To></Odd>",
            "<![CDATA[<TraceHeader>]]>", " \n\t", "<Odd xmlns='urn:x'/>", "&lt;To&gt;",
        ]
        for _ in 0..<300 {
            func some() -> String { Bool.random(using: &generator) ? noise.randomElement(using: &generator)! : "" }
            let prefix = ["", "e:"].randomElement(using: &generator)!
            func tag(_ name: String, _ content: String) -> String { "<\(prefix)\(name)>\(content)</\(prefix)\(name)>" }
            let to = tag("To", some() + tag("OrganId", " 000.00.00.H99\n") + some())
            let header = tag("MessageHeader", some() + tag("From", tag("OrganId", "H98")) + some() + to + some())
            let trace = tag("TraceHeaderList", some() + tag("TraceHeader", tag("Timestamp", "x") + some()) + some())
            let envelope = tag("edXMLEnvelope", some() + tag("edXMLHeader", header + some() + trace) + some())
            let root = "<edXML xmlns='\(EdXML.namespace)' xmlns:e='\(EdXML.namespace)'>\(some())\(envelope)</edXML>"
            let original = Array(root.utf8)
            let (copy, bytes) = Self.copy(of: original)
            #expect(copy.insertions.count == 2, "\(root)")
            #expect(Self.withoutInsertions(copy, bytes) == original)
            let codes = try parse(bytes, limits: .lenient).1.summary.to.map(\.organID)
            #expect(codes == ["000.00.00.H99", "H99"], "\(root)")
        }
    }
}
