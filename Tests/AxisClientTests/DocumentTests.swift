// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation
import Testing

@Suite struct DocumentTests {
    /// Runs `body` with a directory that holds development certificates of G22 and H24.
    private func withPKI(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/axis-document-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let units = ["G22", "H24"].map { DevelopmentPKI.Unit(code: $0, name: $0) }
        try DevelopmentPKI.write(to: path, units: units, now: Int64(Date().timeIntervalSince1970))
        try body(path)
    }

    private func document() -> OutgoingDocument {
        var document = OutgoingDocument(
            from: Organization(organID: "G22", name: "Văn phòng Chính phủ"),
            to: [Organization(organID: "H24"), Organization(organID: "H24.12")],
            number: "7816",
            notation: "VPCP-TTĐT",
            place: "Hà Nội",
            date: CivilTime(year: 2026, month: 11, day: 23),
            subject: "V/v kết nối <liên thông> & gửi, nhận"
        )
        document.urgency = .immediate
        document.attachments = [
            OutgoingAttachment(name: "công văn.pdf", bytes: Array("%PDF-1.7 nội dung".utf8)),
            OutgoingAttachment(name: "../../công văn.pdf", bytes: [0, 1, 2]),
        ]
        return document
    }

    @Test func `what was written is what is read`() throws {
        try withPKI { pki in
            let key = try EnvelopeSigningKey(keyFile: pki + "/agency/G22.key", certificateFile: pki + "/agency/G22.pem")
            let envelope = try IncomingEnvelope(document().signed(by: key))
            let summary = envelope.summary
            #expect(summary.kind == .document)
            #expect(summary.from.organID == "G22")
            #expect(summary.to.map(\.organID) == ["H24", "H24.12"])
            #expect(summary.numberAndNotation == "7816/VPCP-TTĐT")
            #expect(summary.subject == "V/v kết nối <liên thông> & gửi, nhận")
            #expect(summary.urgency == .immediate)
            #expect(summary.documentID == document().effectiveDocumentID)
            var files: [(String, [UInt8])] = []
            try envelope.forEachAttachment { attachment throws(ClientError) in
                files.append((attachment.name, attachment.bytes))
            }
            #expect(files.map(\.0) == ["công văn.pdf", "công văn (2).pdf"])
            #expect(files.map(\.1) == document().attachments.map(\.bytes))
        }
    }

    @Test func `a status answers the sender about its document`() throws {
        let received = try IncomingEnvelope(document().encoded())
        let status = OutgoingStatus(
            to: received.summary,
            from: Organization(organID: "H24"),
            code: .accepted,
            at: Timestamp(seconds: 1_800_000_000)
        )
        let package = try IncomingEnvelope(status.encoded()).summary
        #expect(package.kind == .status)
        #expect(package.from.organID == "H24")
        #expect(package.status?.code == .accepted)
        #expect(package.status?.codeText == "03")
        let about = try #require(package.responseFor.first)
        #expect(about == received.reference)
        #expect(about.organID == "G22")
    }

    @Test func `a key that others may read signs nothing`() throws {
        try withPKI { pki in
            let path = pki + "/agency/G22.key"
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let error = #expect(throws: ClientError.self) {
                _ = try EnvelopeSigningKey(keyFile: path, certificateFile: pki + "/agency/G22.pem")
            }
            #expect(error?.sentence.contains("chmod 600") == true)
            #expect(throws: ClientError.self) {
                _ = try AgencyClient(
                    configuration: ClientConfiguration(
                        server: "https://localhost",
                        certificateFile: pki + "/agency/G22.pem",
                        keyFile: path
                    )
                )
            }
        }
    }

    @Test(arguments: [("03", StatusCode.accepted), ("3", .accepted), ("13", .recall)])
    func `status codes are read with one digit or two`(_ text: String, _ code: StatusCode) {
        #expect(StatusCode(wireText: text) == code)
    }

    @Test(arguments: ["", "07", "003", "a"])
    func `what is no status code is none`(_ text: String) {
        #expect(StatusCode(wireText: text) == nil)
    }
}
