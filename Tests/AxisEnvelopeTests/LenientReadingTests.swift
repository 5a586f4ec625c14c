// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML
import Testing

@testable import AxisEnvelope

/// What systems on the VXP interface send, file by file after the shapes of the official samples.
@Suite struct LenientReadingTests {
    private static func read(_ name: String) throws -> ReadEnvelope {
        let bytes = try Vector.bytes("vxp/" + name)
        return try bytes.withUnsafeBytes { raw in
            Result { () throws(Refusal) in
                try EnvelopeReader.parse(raw, limits: .lenient, leniently: true).1
            }
        }.get()
    }

    /// Documents, with what they do and whom they are for.
    static let documents: [(String, DocumentAction, [String])] = [
        ("01-new-decorated", .new, ["000.00.00.H99"]),
        ("02-revocation", .revocation, ["000.00.00.H99"]),
        ("03-update", .update, ["000.00.00.H99"]),
        ("04-replacement", .replacement, ["000.00.00.H99"]),
        ("09-received", .new, ["G98", "000.00.00.G98"]),
        ("10-third-party", .new, ["000.00.00.H99"]),
        ("11-dd-mm-yyyy", .new, ["000.00.00.H99"]),
        ("12-twin", .new, ["G98", "000.00.00.G98"]),
        ("dotnet", .new, ["000.00.00.H99"]),
        ("business-spelling", .new, ["000.00.00.H99"]),
        ("xmlbuilder2", .new, ["000.00.00.H99"]),
        ("bom", .new, ["000.00.00.H99"]),
        ("comments", .new, ["000.00.00.H99"]),
    ]

    @Test(arguments: documents)
    func `every shape of document is read and can be routed`(
        name: String,
        action: DocumentAction,
        recipients: [String]
    ) throws {
        let summary = try Self.read(name).summary
        #expect(summary.kind == .document)
        #expect(summary.from.organID == "000.00.00.H98")
        #expect(Array(summary.to.map(\.organID).prefix(recipients.count)) == recipients)
        #expect(summary.action == action)
        #expect(!summary.subject.isEmpty)
    }

    @Test(arguments: [
        ("05-status-01", StatusCode.arrived), ("06-status-02", .rejected), ("07-status-13", .recall),
        ("08-status-15", .changeAccepted),
    ])
    func `every shape of status package is read and can be routed`(name: String, code: StatusCode) throws {
        let read = try Self.read(name)
        #expect(read.summary.status?.code == code)
        #expect(read.summary.responseFor.first?.organID != nil)
        #expect(read.warnings.isEmpty)
    }

    @Test func `dates of other forms are only warned of`() throws {
        for name in ["10-third-party", "11-dd-mm-yyyy"] {
            let read = try Self.read(name)
            #expect(read.warnings.map(\.code).contains("date-form"), "\(name)")
        }
    }

    @Test func `a document whose recipients a header names is read with a warning`() throws {
        let read = try Self.read("recipients-in-header")
        #expect(read.summary.kind == .document)
        #expect(read.summary.to.isEmpty)
        #expect(read.warnings.map(\.field) == ["To/OrganId"])
        #expect(refusal(of: try Vector.bytes("vxp/recipients-in-header"), limits: .lenient)?.field == "To/OrganId")
    }

    @Test func `a recall with Code and OrganId swapped is read the other way round, and so noted`() throws {
        let read = try Self.read("status-13-swapped")
        #expect(read.summary.status?.code == .recall)
        #expect(read.summary.responseFor.first?.organID == "000.00.00.H99")
        #expect(read.summary.responseFor.first?.code == "12/UBND-VP")
        #expect(read.warnings.map(\.code) == ["response-for-swapped"])
        let strict = try Vector.read("vxp/status-13-swapped")
        #expect(strict.summary.responseFor.first?.organID == "12/UBND-VP")
    }

    @Test func `a status package whose addressee a header names is read with a warning`() throws {
        let read = try Self.read("status-without-addressee")
        #expect(read.summary.responseFor.first?.organID == nil)
        #expect(read.summary.responseFor.first?.documentID != nil)
        #expect(read.warnings.map(\.field) == ["ResponseFor/OrganId"])
    }

    @Test func `junk before the declaration is refused with a sentence`() throws {
        let bytes = Array("junk\n".utf8) + (try Vector.bytes("vxp/12-twin"))
        let refused = try #require(refusal(of: bytes, limits: .lenient))
        #expect(refused.code == .malformedXML)
        #expect(!refused.english.isEmpty && !refused.vietnamese.isEmpty)
    }

    /// The files of the hostile corpus that are refused on this interface too; the others lack only a recipient.
    @Test(arguments: [
        "comment-in-code", "doctype", "empty-sender", "foreign-sender", "long-sender", "no-from", "not-xml", "soap",
        "status-two-codes", "status-without-code", "truncated", "two-headers", "two-sender-codes", "two-senders",
        "unbalanced", "wrong-namespace", "wrong-root",
    ])
    func `what is unsafe or can't be routed is refused here too`(name: String) throws {
        let bytes = try Vector.bytes("hostile/" + name)
        let refused = bytes.withUnsafeBytes { raw -> Refusal? in
            do throws(Refusal) {
                _ = try EnvelopeReader.parse(raw, limits: .lenient, leniently: true)
                return nil
            } catch {
                return error
            }
        }
        #expect(refused != nil)
    }
}
