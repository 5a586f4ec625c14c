// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML
import Foundation
import Testing

@testable import AxisEnvelope

@Suite struct EnvelopeReaderTests {
    /// Every spelling of the same document.
    static let sameDocument = [
        "document-new", "document-trace-first", "document-bom", "document-nfd", "document-business-spelling",
        "document-no-prefix", "document-other-prefix", "document-children-without-namespace",
    ]

    @Test(arguments: sameDocument)
    func `every spelling of a document reads the same`(name: String) throws {
        let read = try Vector.read(name)
        #expect(read == (try Vector.read("document-new")))
        #expect(read.warnings.isEmpty)
    }

    @Test func `a new document gives its summary`() throws {
        let summary = try Vector.read("document-new").summary
        var expected = EnvelopeSummary(
            kind: .document,
            from: Organization(
                organID: "000.00.00.H98",
                name: "Đơn vị thử A",
                organizationInCharge: "Đơn vị thử A"
            )
        )
        expected.to = [
            Organization(organID: "000.00.00.H99", name: "Đơn vị thử B", organizationInCharge: "Đơn vị thử B")
        ]
        expected.documentID = "000.00.00.H98,2026/01/02,12/UBND-VP"
        expected.codeNumber = "12"
        expected.codeNotation = "UBND-VP"
        expected.promulgationPlace = "Hà Nội"
        expected.promulgationDate = "2026/01/02"
        expected.documentType = 18
        expected.documentTypeName = "Công văn"
        expected.subject = "V/v thử nghiệm liên thông"
        expected.dueDate = "2026/01/15"
        expected.attachments = [
            AttachmentSummary(contentID: "1", name: "vb.pdf", contentType: "application/pdf", encodedSize: 40)
        ]
        #expect(summary == expected)
    }

    @Test func `decomposed text is kept in composed form, scalar for scalar`() throws {
        let subject = try Vector.read("document-nfd").summary.subject
        #expect(Array(subject.unicodeScalars) == Array("V/v thử nghiệm liên thông".unicodeScalars))
    }

    @Test func `the shortest document of the regulation reads without a warning`() throws {
        let read = try Vector.read("document-regulation-minimal")
        #expect(read.warnings.isEmpty)
        #expect(read.summary.attachments.map(\.name) == ["vb.pdf"])
    }

    @Test func `a revocation names the document by ResponseFor`() throws {
        let read = try Vector.read("document-revocation")
        #expect(read.summary.action == .revocation)
        #expect(read.summary.actionDocumentID == nil)
        #expect(
            read.summary.responseFor == [
                DocumentReference(
                    organID: "000.00.00.H98",
                    code: "11/UBND-VP",
                    documentID: "000.00.00.H98,2026/01/01,11/UBND-VP",
                    promulgationDate: "2026/01/01"
                )
            ]
        )
        #expect(read.warnings.isEmpty)
    }

    @Test func `an update names the document and the recipients that change`() throws {
        let read = try Vector.read("document-update")
        #expect(read.summary.action == .update)
        #expect(read.summary.actionDocumentID == "000.00.00.H98,2026/01/01,11/UBND-VP")
        #expect(
            read.receiverChanges == [
                ReceiverChange(organID: "000.00.00.H99", isAdded: false),
                ReceiverChange(organID: "000.00.01.H99", isAdded: true),
            ]
        )
        #expect(read.warnings.isEmpty)
    }

    @Test func `a replacement names each document with its organs`() throws {
        let read = try Vector.read("document-replacement")
        #expect(read.summary.action == .replacement)
        #expect(read.summary.replaces.map(\.documentID).count == 2)
        #expect(read.summary.replaces.first?.organIDs == ["000.00.00.H99", "000.00.01.H99"])
        #expect(read.warnings.isEmpty)
    }

    @Test func `a file that the national axis passed on reads as a new document`() throws {
        let read = try Vector.read("document-received")
        #expect(read.summary.action == .new)
        #expect(read.summary.to.map(\.organID) == ["G98", "000.00.00.G98"])
        #expect(read.summary.responseFor.isEmpty)
        #expect(read.summary.urgency == .veryUrgent)
        #expect(read.warnings.isEmpty)
    }

    @Test func `the dotnet form reads like the Java form, paths cut off names`() throws {
        let read = try Vector.read("document-dotnet")
        var expected = try Vector.read("document-new").summary
        expected.attachments = read.summary.attachments
        #expect(read.summary == expected)
        #expect(read.summary.attachments.map(\.name) == ["Tờ trình số 12.docx", "so-lieu.txt"])
        #expect(read.summary.attachments.map(\.contentType) == ["application/msword", "text/plain"])
        #expect(read.warnings.isEmpty)
    }

    @Test func `what is missing but not needed is only warned of`() throws {
        let read = try Vector.read("document-minimal")
        #expect(
            read.warnings.map(\.code) == [
                "document-id-missing", "element-missing", "element-missing", "element-missing",
            ]
        )
    }

    @Test func `soft faults become warnings with their field`() throws {
        let read = try Vector.read("document-soft-faults")
        let found = Set(read.warnings.map { "\($0.code) \($0.field)" })
        #expect(
            found == [
                "date-impossible MessageHeader/PromulgationInfo/PromulgationDate",
                "date-form MessageHeader/DueDate",
                "priority-unknown MessageHeader/OtherInfo/Priority",
                "action-unknown TraceHeaderList/Bussiness/BussinessDocType",
                "text-too-long MessageHeader/Subject",
                "document-id-missing MessageHeader/DocumentId",
                "recipient-repeated MessageHeader/To[2]/OrganId",
            ]
        )
        #expect(read.summary.urgency == .normal)
        #expect(read.summary.action == .new)
        #expect(read.summary.to.count == 2)
        #expect(read.warnings.allSatisfy { !$0.english.isEmpty && !$0.vietnamese.isEmpty })
    }

    @Test(arguments: StatusCode.allCases)
    func `a status package of every defined code is told by its content`(code: StatusCode) throws {
        let read = try Vector.read("status-\(code.wireText)")
        #expect(read.summary.kind == .status)
        #expect(read.summary.to.isEmpty)
        #expect(read.summary.status?.code == code)
        #expect(read.summary.status?.timestamp == "2026/01/02 09:25:11")
        #expect(read.summary.responseFor.first?.documentID == "000.00.00.H98,2026/01/02,12/UBND-VP")
        #expect(read.summary.responseFor.first?.organID == (code == .recall ? "000.00.00.H99" : "000.00.00.H98"))
        #expect(read.warnings.isEmpty)
    }

    @Test func `a status code of one digit is the same code, kept as written`() throws {
        let status = try Vector.read("status-one-digit").summary.status
        #expect(status?.code == .arrived)
        #expect(status?.codeText == "1")
    }

    @Test func `an undefined status code is passed on with a warning`() throws {
        let read = try Vector.read("status-undefined-14")
        #expect(read.summary.status?.code == nil)
        #expect(read.summary.status?.codeText == "14")
        #expect(read.warnings.map(\.code) == ["status-code-unknown"])
    }

    @Test func `a status package without prefixes reads the same`() throws {
        #expect(try Vector.read("status-no-prefix") == Vector.read("status-03"))
    }

    @Test func `a file the manifest names but the envelope lacks is listed with a warning`() throws {
        let text = try Vector.text("document-new")
        let start = try #require(text.range(of: "  <AttachmentEncoded>"))
        let end = try #require(text.range(of: "</AttachmentEncoded>\n"))
        let read = try parse(Array(text.replacingCharacters(in: start, with: end, by: "").utf8)).1
        #expect(read.summary.attachments.map(\.encodedSize) == [0])
        #expect(read.warnings.map(\.code) == ["attachment-missing"])
    }

    @Test func `of an element that stands twice the first counts, with a warning; unknown ones are passed over`() throws
    {
        let subject = "first</Subject><Subject>second</Subject><Odd>a</Odd><Odd>b</Odd><Subject>third"
        let recipient = "<To><OrganId>H99</OrganId></To>"
        let read = try parse(Array(Self.document(recipients: recipient, subject: subject).utf8)).1
        #expect(read.summary.subject == "first")
        #expect(
            read.warnings.filter { $0.code == "element-repeated" }.map(\.field) == [
                "MessageHeader/Subject", "MessageHeader/Subject",
            ]
        )
        #expect(!read.warnings.contains { $0.field.contains("Odd") })
    }

    @Test func `warnings are bounded`() throws {
        let recipients = String(repeating: "<To><OrganId>H99</OrganId></To>", count: 5_000)
        let read = try parse(Array(Self.document(recipients: recipients).utf8)).1
        #expect(read.summary.to.count == 5_000)
        #expect(read.warnings.count == WarningList.most + 1)
        #expect(read.warnings.last?.code == "more-warnings")
    }

    @Test func `reading leaves the bytes untouched`() throws {
        for name in Self.sameDocument {
            let bytes = try Vector.bytes(name)
            let copy = bytes.map(\.self)
            _ = try parse(bytes)
            #expect(bytes == copy)
        }
    }

    /// A document in the default namespace with the given `To` elements.
    static func document(recipients: String, subject: String = "V/v thử") -> String {
        """
        <edXML xmlns="\(EdXML.namespace)"><edXMLEnvelope><edXMLHeader><MessageHeader>\
        <From><OrganId>H98</OrganId></From>\(recipients)<Subject>\(subject)</Subject></MessageHeader></edXMLHeader>\
        </edXMLEnvelope></edXML>
        """
    }
}

extension String {
    /// Replaces from the start of one range to the end of another.
    fileprivate func replacingCharacters(in start: Range<Index>, with end: Range<Index>, by text: String) -> String {
        replacingCharacters(in: start.lowerBound..<end.upperBound, with: text)
    }
}
