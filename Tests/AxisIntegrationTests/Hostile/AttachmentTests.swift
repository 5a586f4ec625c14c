// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation
import Testing

extension Integration {
    /// What senders put into attachments reaches a disk only under a safe name and within bounds.
    @Suite(.enabled(if: System.has("python3"))) struct AttachmentTests {
        private let ward = World.wards[0]

        @Test func `attachment names can't leave the folder`() async throws {
            try await World.run { daemon in
                let names = [
                    "../../ngoai.txt", "/etc/passwd", "..\\..\\ngoai.txt", ".bashrc", "a\u{1}b.txt", "..", "con.txt/..",
                    String(repeating: "dài", count: 200) + ".pdf",
                ]
                var document = Documents.document(from: World.sender, to: [ward], number: 1)
                document.attachments = names.map { OutgoingAttachment(name: $0, bytes: Array("nội dung".utf8)) }
                let folder = daemon.directory.appendingPathComponent("in/saved")
                let saved = try await fetch(document.encoded(), daemon, into: folder)
                let files = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
                #expect(saved.status == 0, "\(saved.complaint)")
                // The envelope, the folder of its attachments and what is in it; nothing beside or above.
                for file in files {
                    #expect(!file.contains("..") && !(file.split(separator: "/").last ?? "").hasPrefix("."), "\(file)")
                }
                #expect(files.filter { $0.split(separator: "/").count == 2 }.count == names.count, "\(files)")
                let above = try FileManager.default.contentsOfDirectory(atPath: daemon.directory.path + "/in")
                #expect(above == ["saved"])
            }
        }

        @Test func `an archive that unpacks beyond its bound is refused by the client`() async throws {
            try await World.run { daemon in
                let bomb = try await Self.bomb(in: daemon.directory)
                let text = String(
                    decoding: Documents.document(from: World.sender, to: [ward], number: 2).encoded(),
                    as: UTF8.self
                )
                // The attachment's own archive in base64 begins with the signature of a ZIP: UEsDB.
                let pattern = try NSRegularExpression(pattern: ">UEsDB[^<]*<")
                let envelope = pattern.stringByReplacingMatches(
                    in: text,
                    range: NSRange(location: 0, length: text.utf16.count),
                    withTemplate: ">" + bomb + "<"
                )
                #expect(envelope != text)
                let folder = daemon.directory.appendingPathComponent("bomb")
                let saved = try await fetch(Array(envelope.utf8), daemon, into: folder)
                #expect(saved.status == 1 && !saved.complaint.isEmpty, "\(saved)")
                let files = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
                let largest = files.compactMap { file in
                    try? FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)[.size] as? Int
                }.max()
                #expect((largest ?? 0) < 8 << 20, "\(files)")
            }
        }

        /// Sends an envelope unsigned, and has the command fetch it.
        private func fetch(_ envelope: [UInt8], _ daemon: TestDaemon, into folder: URL) async throws -> CommandRun {
            let sender = try Office(World.sender, at: daemon)
            _ = try await sender.client.submit(envelope)
            let item = try #require(try await Office(ward, at: daemon).client.inbox().items.first)
            try FileManager.default.createDirectory(
                at: folder.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            return try await daemon.axis(as: ward, ["fetch", item.deliveryId.description, "-o", folder.path])
        }

        /// Two gigabytes of zeros in an archive of one entry, in base64.
        private static func bomb(in directory: URL) async throws -> String {
            let script = """
                import base64, io, zipfile
                out = io.BytesIO()
                with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                    with archive.open("01a20aa2-5549-40b0-aeb8-5641c1b2e4b5.txt", "w", force_zip64=True) as entry:
                        for _ in range(2048): entry.write(bytes(1 << 20))
                print(base64.b64encode(out.getvalue()).decode())
                """
            let run = try await CommandRun.run("/usr/bin/env", ["python3", "-c", script], directory: directory)
            return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
