// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@testable import AxisEnvelope

@Suite struct WritingTests {
    static let sender = organization("000.00.00.H98", "Đơn vị thử A")
    static let recipient = organization("000.00.00.H99", "Đơn vị thử B")

    static func organization(_ code: String, _ name: String) -> Organization {
        Organization(organID: code, name: name, organizationInCharge: name)
    }

    static var draft: DocumentDraft {
        var draft = DocumentDraft(
            from: sender,
            to: [recipient],
            codeNumber: "12",
            codeNotation: "UBND-VP",
            promulgationDate: CivilTime(year: 2026, month: 1, day: 2),
            subject: "V/v thử nghiệm"
        )
        draft.promulgationPlace = "Hà Nội"
        draft.otherInfo.promulgationAmount = 1
        draft.otherInfo.pageAmount = 1
        draft.trace = [TraceHeader(organID: "000.00.00.H98", time: CivilTime(year: 2026, month: 1, day: 2, hour: 8))]
        draft.attachments = [AttachmentContent(name: "vb.pdf", bytes: Array("%PDF-1.4\n".utf8))]
        return draft
    }

    @Test func `a document is written byte for byte as the official library does`() throws {
        var generator = ZeroGenerator()
        let written = String(decoding: Self.draft.encoded(using: &generator), as: UTF8.self)
        #expect(written == (try Vector.text("written/document")))
    }

    @Test func `a status package is written byte for byte as the official library does`() throws {
        var draft = StatusDraft(
            from: Organization(organID: "000.00.00.H99", name: "Đơn vị thử B"),
            responseFor: DocumentReference(
                organID: "000.00.00.H98",
                code: "12/UBND-VP",
                documentID: "000.00.00.H98,2026/01/02,12/UBND-VP",
                promulgationDate: "2026/01/02"
            ),
            code: .rejected,
            description: "Gửi nhầm & sai <nơi nhận>",
            time: CivilTime(year: 2026, month: 1, day: 2, hour: 9, minute: 25, second: 11)
        )
        draft.staff = StaffInfo()
        draft.staff?.department = "Văn thư"
        draft.staff?.staff = "Cán bộ thử"
        #expect(String(decoding: draft.encoded(), as: UTF8.self) == (try Vector.text("written/status")))
    }

    @Test func `without attachments there is no list of them, and the manifest is empty`() {
        var draft = Self.draft
        draft.attachments = []
        let written = String(decoding: draft.encoded(), as: UTF8.self)
        #expect(!written.contains("AttachmentEncoded"))
        #expect(written.contains("<edXML:edXMLManifest version=\"1.0\" />"))
    }

    @Test(arguments: 0..<200)
    func `what is written reads back the same`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var texts = TextMaker(generator: generator)
        let draft = texts.document()
        let written = draft.encoded(using: &generator)
        let (_, read) = try parse(written)
        let summary = read.summary
        #expect(summary.kind == .document)
        #expect(summary.from == draft.from.normalized)
        #expect(summary.to == draft.to.map(\.normalized))
        #expect(summary.documentID == draft.effectiveDocumentID.normalizedField)
        #expect(summary.numberAndNotation == "\(draft.codeNumber)/\(draft.codeNotation)")
        #expect(summary.subject == draft.subject.normalizedField)
        #expect(summary.promulgationDate == EdXMLDate.format(date: draft.promulgationDate))
        #expect(summary.urgency == draft.otherInfo.urgency)
        #expect(summary.action == draft.business.action)
        #expect(summary.actionDocumentID == draft.business.documentID)
        #expect(summary.replaces == (draft.business.action == .replacement ? draft.business.replaces : []))
        #expect(read.receiverChanges == (draft.business.action == .update ? draft.business.receiverChanges : []))
        #expect(read.markable.appendixes == draft.otherInfo.appendixes.map(\.normalizedField).filter { !$0.isEmpty })
        let files = try attachments(of: written)
        #expect(files.map(\.bytes) == draft.attachments.map(\.bytes))
        #expect(files.map(\.name) == summary.attachments.map(\.name))
        #expect(String(decoding: written, as: UTF8.self).contains("<!--") == false)
    }

    @Test func `the wrapping rule goes by the extension`() throws {
        let content: [UInt8] = Array("nội dung".utf8)
        let raw = ["a.pdf", "a.doc", "a.docx", "a.zip", "a.xsl"]
        let wrapped = ["a.xlsx", "a.xls", "a.txt", "a.xml", "a.jpg", "a"]
        var draft = Self.draft
        draft.attachments = (raw + wrapped).map { AttachmentContent(name: $0, bytes: content) }
        let written = String(decoding: draft.encoded(), as: UTF8.self)
        let parts = written.components(between: "<ContentType>", and: "</ContentType>")
        #expect(
            parts.prefix(raw.count).map(\.self) == [
                "application/pdf", "application/doc", "application/docx", "application/zip", "application/xsl",
            ]
        )
        #expect(parts.suffix(wrapped.count).allSatisfy { $0 == "application/zip" })
        let files = try attachments(of: Array(written.utf8))
        #expect(files.map(\.wasWrapped) == raw.map { _ in false } + wrapped.map { _ in true })
        #expect(files.allSatisfy { $0.bytes == content })
    }

    @Test func `an archive carries no clock of the sender's machine`() {
        var first = SeededGenerator(seed: 1)
        var second = SeededGenerator(seed: 1)
        var draft = Self.draft
        draft.attachments = [AttachmentContent(name: "a.txt", bytes: [1, 2, 3])]
        #expect(draft.encoded(using: &first) == draft.encoded(using: &second))
    }

    @Test func `characters that XML can't hold are left out`() throws {
        var draft = Self.draft
        draft.subject = "V/v \u{1}thử\u{FFFF} & <mã> \"x\""
        let written = draft.encoded()
        #expect(try parse(written).1.summary.subject == "V/v thử & <mã> \"x\"")
    }
}

/// Makes drafts with odd texts.
private struct TextMaker {
    var generator: SeededGenerator

    static let pieces = [
        "Đơn vị", "thử", "a&b", "<x>", "\"q\"", "\t", "\n", "]]>", "Nguye\u{302}\u{303}n", "Ằ", "日本", "😀", " ", "--",
        "é", "'",
    ]

    mutating func text(_ words: ClosedRange<Int> = 0...8) -> String {
        (0..<Int.random(in: words, using: &generator)).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }
            .joined(separator: " ")
    }

    mutating func organization(_ code: String) -> Organization {
        var organization = Organization(organID: code, name: text(), organizationInCharge: text())
        organization.address = text()
        organization.email = text()
        organization.website = text()
        return organization
    }

    mutating func document() -> DocumentDraft {
        var draft = DocumentDraft(
            from: organization("H98"),
            to: (0...Int.random(in: 0...4, using: &generator)).map { organization("H99.\($0)") },
            codeNumber: "\(Int.random(in: 1...9999, using: &generator))",
            codeNotation: "QĐ-UBND",
            promulgationDate: CivilTime(
                year: Int.random(in: 2000...2050, using: &generator),
                month: Int.random(in: 1...12, using: &generator),
                day: Int.random(in: 1...28, using: &generator)
            ),
            subject: "V/v " + text()
        )
        draft.otherInfo.urgency = Urgency.allCases.randomElement(using: &generator) ?? .normal
        draft.otherInfo.appendixes = (0..<Int.random(in: 0...3, using: &generator)).map { _ in text() }
        draft.signer = SignerInfo(competence: text(), position: text(), fullName: text())
        draft.toPlaces = [text(), text()]
        draft.business.action = DocumentAction(rawValue: Int.random(in: 0...3, using: &generator)) ?? .new
        draft.business.documentID = draft.business.action == .update ? "H98,2026/01/01,1/X" : nil
        draft.business.receiverChanges = [ReceiverChange(organID: "H99", isAdded: Bool.random(using: &generator))]
        draft.business.replaces = [ReplacedDocument(documentID: "H98,2025/01/01,2/X", organIDs: ["H99", "H97"])]
        let names = ["vb.pdf", "vb.pdf", "b.txt", "số liệu.xlsx", "c.docx"]
        draft.attachments = names.shuffled(using: &generator).prefix(3).map { name in
            let size = Int.random(in: 1...5_000, using: &generator)
            return AttachmentContent(
                name: name,
                bytes: (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
            )
        }
        return draft
    }
}

extension Organization {
    /// As it reads back: empty texts are nil.
    fileprivate var normalized: Organization {
        var copy = self
        for path in [\Organization.organizationInCharge, \.name, \.address, \.email, \.website] {
            let text = copy[keyPath: path]?.normalizedField ?? ""
            copy[keyPath: path] = text.isEmpty ? nil : text
        }
        return copy
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> [String] {
        components(separatedBy: start).dropFirst().map { $0.components(separatedBy: end)[0] }
    }
}
