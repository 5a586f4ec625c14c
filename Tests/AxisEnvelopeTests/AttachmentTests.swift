// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisEnvelope

@Suite struct AttachmentTests {
    @Test func `an archive of one named by a uuid is taken apart, whatever ContentType says`() throws {
        let files = try attachments(of: try Vector.bytes("document-received"))
        #expect(files.map(\.name) == ["vb.pdf"])
        #expect(files.map(\.kind) == [.pdf])
        #expect(files.map(\.wasWrapped) == [true])
        #expect(files.first?.bytes.starts(with: Array("%PDF-1.4".utf8)) == true)
    }

    @Test func `dotnet content is read across lines and without cid`() throws {
        let files = try attachments(of: try Vector.bytes("document-dotnet"))
        #expect(files.map(\.name) == ["Tờ trình số 12.docx", "so-lieu.txt"])
        #expect(files.map(\.kind) == [.wordDocument, .unknown])
        #expect(files.map(\.wasWrapped) == [false, true])
        #expect(files.last.map { String(decoding: $0.bytes.prefix(11), as: UTF8.self) } == "Số liệu")
    }

    @Test func `an archive that a name announces stays closed`() throws {
        let archive = OneEntryArchive.wrap([1, 2, 3], entryName: "3f2a7c1e-5b4d-4e0f-9a8b-7c6d5e4f3a2b.txt")
        let file = try #require(try attachments(of: Self.document(name: "a.zip", archive)).first)
        #expect(file.bytes == archive)
        #expect(file.kind == .zip)
    }

    @Test(arguments: ["readme.txt", "3f2a7c1e-5b4d-4e0f-9a8b-7c6d5e4f3a2b/../../x.txt", "3f2a7c1e.txt"])
    func `an archive with an entry of any other name stays closed`(entry: String) throws {
        let archive = OneEntryArchive.wrap([1, 2, 3], entryName: entry)
        let file = try #require(try attachments(of: Self.document(name: "a.txt", archive)).first)
        #expect(file.bytes == archive)
        #expect(!file.wasWrapped)
    }

    @Test func `a damaged archive is handed on as it came`() throws {
        var archive = OneEntryArchive.wrap(
            Array(repeating: 7, count: 1_000),
            entryName: "3f2a7c1e-5b4d-4e0f-9a8b-7c6d5e4f3a2b.txt"
        )
        for index in archive.indices {
            var damaged = archive
            damaged[index] ^= 0x55
            // A claim of a great size may be refused; nothing worse.
            do throws(Refusal) {
                _ = try attachments(of: Self.document(name: "a.txt", damaged))
            } catch {
                #expect(error.code == .tooLarge)
            }
        }
        archive.removeLast(10)
        let file = try #require(try attachments(of: Self.document(name: "a.txt", archive)).first)
        #expect(file.bytes == archive)
    }

    @Test func `an archive bomb is refused before it unpacks`() throws {
        let bomb = OneEntryArchive.wrap(
            [UInt8](repeating: 0, count: 32 * 1024 * 1024),
            entryName: "3f2a7c1e-5b4d-4e0f-9a8b-7c6d5e4f3a2b.txt"
        )
        #expect(bomb.count < 64 * 1024)
        let refusal = #expect(throws: Refusal.self) { try attachments(of: Self.document(name: "a.txt", bomb)) }
        #expect(refusal?.code == .tooLarge)
        #expect(refusal?.field == "AttachmentEncoded/Attachment/ContentTransferEncoded")
    }

    @Test func `an archive that lies about its size is stopped by what comes out`() throws {
        let size = 32 * 1024 * 1024
        var bomb = OneEntryArchive.wrap(
            [UInt8](repeating: 0, count: size),
            entryName: "3f2a7c1e-5b4d-4e0f-9a8b-7c6d5e4f3a2b.txt"
        )
        // The uncompressed size stands in little-endian order in the headers; claim 16 bytes instead.
        let claimed: [UInt8] = withUnsafeBytes(of: UInt32(size).littleEndian) { Array($0) }
        for index in bomb.indices.dropLast(3) where Array(bomb[index..<(index + 4)]) == claimed {
            bomb.replaceSubrange(index..<(index + 4), with: [16, 0, 0, 0])
        }
        let file = try #require(try attachments(of: Self.document(name: "a.txt", bomb)).first)
        #expect(file.bytes == bomb)
    }

    @Test func `content that is not base64 is refused, and the next attachment still read`() throws {
        let text = String(decoding: try Vector.bytes("document-dotnet"), as: UTF8.self)
        let broken = text.replacingOccurrences(of: "<ContentTransferEncoded>UEsD", with: "<ContentTransferEncoded>U*sD")
        var reader = AttachmentReader(try parse(Array(broken.utf8)).0)
        do throws(Refusal) {
            _ = try reader.next()
            Issue.record("content that is not base64 was decoded")
        } catch {
            #expect(error.code == .schema)
        }
        #expect(try reader.next()?.name == "so-lieu.txt")
        #expect(try reader.next() == nil)
    }

    @Test func `a wrapped office file is taken out, its inner names notwithstanding`() throws {
        let inner = [0x50, 0x4B, 0x03, 0x04] + Array("[Content_Types].xml xl/workbook.xml".utf8)
        let archive = OneEntryArchive.wrap(inner, entryName: "3f2a7c1e-5b4d-4e0f-9a8b-7c6d5e4f3a2b.xlsx")
        let file = try #require(try attachments(of: Self.document(name: "a.xlsx", archive)).first)
        #expect(file.wasWrapped)
        #expect(file.kind == .spreadsheet)
        #expect(file.bytes == inner)
    }

    @Test func `equal names become distinct, also when they differ in case only`() throws {
        var names = FileNameSet()
        let taken = ["a.pdf", "A.pdf", "a.pdf", "a (2).pdf", "x/a.pdf"].map { names.take($0).text }
        #expect(taken == ["a.pdf", "A (2).pdf", "a (3).pdf", "a (2) (2).pdf", "a (4).pdf"])
        #expect(Set(taken.map { $0.lowercased() }).count == taken.count)
    }

    @Test func `ten thousand equal names are made distinct in linear time`() {
        var names = FileNameSet()
        var taken: Set<String> = []
        for _ in 0..<10_000 { taken.insert(names.take("a.pdf").text) }
        #expect(taken.count == 10_000)
    }

    @Test func `kinds are told from bytes`() {
        #expect(ContentKind(sniffing: Array("junk%PDF-1.7".utf8)) == .pdf)
        #expect(ContentKind(sniffing: [0x50, 0x4B, 0x03, 0x04, 0]) == .zip)
        #expect(
            ContentKind(sniffing: [0x50, 0x4B, 0x03, 0x04] + Array("[Content_Types].xml xl/".utf8)) == .spreadsheet
        )
        #expect(ContentKind(sniffing: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) == .compoundFile)
        #expect(ContentKind(sniffing: []) == .unknown)
    }

    /// A document with one attachment of these bytes.
    static func document(name: String, _ bytes: [UInt8]) -> [UInt8] {
        var base64: [UInt8] = []
        Base64.encode(bytes, into: &base64)
        return Array(
            """
            <edXML xmlns="\(EdXML.namespace)"><edXMLEnvelope><edXMLHeader><MessageHeader>\
            <From><OrganId>H98</OrganId></From><To><OrganId>H99</OrganId></To></MessageHeader></edXMLHeader>\
            </edXMLEnvelope><AttachmentEncoded><Attachment><AttachmentName>\(name)</AttachmentName>\
            <ContentTransferEncoded>\(String(decoding: base64, as: UTF8.self))</ContentTransferEncoded></Attachment>\
            </AttachmentEncoded></edXML>
            """.utf8
        )
    }
}
