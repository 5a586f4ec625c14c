// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import AxisXML
import Foundation
import Testing

@testable import AxisEnvelope

@Suite struct HostileEnvelopeTests {
    /// File, code, field.
    static let refused: [(String, RefusalCode, String?)] = [
        ("wrong-namespace", .schema, "edXML"),
        ("wrong-root", .schema, "edXML"),
        ("soap", .schema, "edXML"),
        ("no-from", .schema, "From/OrganId"),
        ("foreign-sender", .schema, "From/OrganId"),
        ("empty-sender", .schema, "From/OrganId"),
        ("long-sender", .schema, "From/OrganId"),
        ("two-senders", .schema, "From"),
        ("two-sender-codes", .schema, "From/OrganId"),
        ("two-headers", .schema, "MessageHeader"),
        ("no-recipient", .schema, "To/OrganId"),
        ("empty-recipient", .schema, "To/OrganId"),
        ("status-without-code", .schema, "StatusCode"),
        ("status-two-codes", .schema, "StatusCode"),
        ("status-without-addressee", .schema, "ResponseFor/OrganId"),
        ("status-without-response-for", .schema, "ResponseFor/OrganId"),
        ("truncated", .malformedXML, nil),
        ("not-xml", .malformedXML, nil),
        ("unbalanced", .malformedXML, nil),
        ("doctype", .guardBound, "doctype"),
        ("comment-in-code", .guardBound, "comment"),
    ]

    @Test(arguments: ["H24<x xmlns=\"urn:x\"/>.12", "H24<![CDATA[.12]]>", "<![CDATA[H24]]><![CDATA[.12]]>"])
    func `a code in several pieces, which readers join differently, is refused`(code: String) {
        for (element, field) in [("From", "From/OrganId"), ("To", "To/OrganId")] {
            let other = element == "From" ? "<To><OrganId>G22</OrganId></To>" : "<From><OrganId>G22</OrganId></From>"
            let text = """
                <edXML xmlns="\(EdXML.namespace)"><edXMLEnvelope><edXMLHeader><MessageHeader>\(other)\
                <\(element)><OrganId>\(code)</OrganId></\(element)></MessageHeader></edXMLHeader></edXMLEnvelope></edXML>
                """
            let answer = refusal(of: Array(text.utf8))
            #expect(answer?.code == .schema)
            #expect(answer?.field == field)
            let whole = text.replacing(code, with: "\n H24&#46;12 ")
            #expect(refusal(of: Array(whole.utf8)) == nil)
        }
    }

    @Test(arguments: refused.indices)
    func `what can't be routed safely is refused with its code and field`(index: Int) throws {
        let (name, code, field) = Self.refused[index]
        let refusal = try #require(refusal(of: try Vector.bytes("hostile/\(name)")), "\(name) was taken")
        #expect(refusal.code == code, "\(name)")
        #expect(refusal.field == field, "\(name)")
        #expect(!refusal.english.isEmpty && !refusal.vietnamese.isEmpty)
    }

    @Test func `every hostile vector is in the list`() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Vector.folder.appending(path: "hostile").path()
        )
        #expect(Set(files) == Set(Self.refused.map { $0.0 + ".edxml" }))
    }

    @Test func `an empty body is malformed`() {
        #expect(refusal(of: [])?.code == .malformedXML)
    }

    @Test func `more than 5,000 recipients are refused`() {
        let recipients = String(repeating: "<To><OrganId>H99</OrganId></To>", count: 5_001)
        let refusal = refusal(of: Array(EnvelopeReaderTests.document(recipients: recipients).utf8))
        #expect(refusal?.code == .schema)
        #expect(refusal?.field == "To")
    }

    @Test func `a text of megabytes is refused by its element`() {
        let recipient = "<To><OrganId>H99</OrganId></To>"
        let subject = String(repeating: "x", count: 2_000_000)
        let refusal = refusal(
            of: Array(EnvelopeReaderTests.document(recipients: recipient, subject: subject).utf8)
        )
        #expect(refusal?.code == .schema)
        #expect(refusal?.field == "Subject")
    }

    @Test func `refusals never repeat what the sender wrote`() throws {
        for (name, _, _) in Self.refused {
            let refusal = try #require(refusal(of: try Vector.bytes("hostile/\(name)")))
            for text in [refusal.english, refusal.vietnamese, refusal.field ?? ""] {
                #expect(!text.contains("Đơn vị thử") && !text.contains("H98"))
            }
        }
    }

    @Test func `every prefix of a document is refused, none crashes`() throws {
        let bytes = try Vector.bytes("document-dotnet")
        let end = try #require(bytes.lastIndex(of: UInt8(ascii: ">")))
        for length in stride(from: 0, through: end, by: 7) {
            #expect(refusal(of: Array(bytes[..<length])) != nil)
        }
    }

    @Test func `changed bytes give a reading or a refusal, never a crash`() throws {
        let original = try Vector.bytes("document-update")
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<2_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8(ascii: "<"), at: index)
                }
            }
            if let read = try? parse(bytes, limits: .lenient).1 {
                #expect(!read.summary.from.organID.isEmpty)
            }
        }
    }
}
