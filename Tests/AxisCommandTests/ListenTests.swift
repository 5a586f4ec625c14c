// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisTransfer
import Foundation
import Testing

@Suite struct ListenTests {
    private let delivery = "0190e0c2-1111-7000-8000-00000000000a"

    /// Runs `body` with a receiver under way, its address and its folder.
    private func withReceiver(
        _ options: [String] = [],
        isPinned: Bool = false,
        _ body: (String, String, TransferClient) async throws -> Void
    ) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/axis-listen-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bin = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let pki = Process()
        pki.executableURL = bin.appendingPathComponent("axisctl")
        pki.arguments = ["pki", "init-dev", path, "--units", "G22"]
        pki.standardOutput = FileHandle.nullDevice
        try pki.run()
        pki.waitUntilExit()
        let server = Process()
        server.executableURL = bin.appendingPathComponent("axis")
        server.arguments =
            [
                "listen", "--host", "127.0.0.1", "--port", "0", "-o", path + "/received", "--cert",
                path + "/server.pem",
                "--key", path + "/server.key", "--client-ca", path + "/ca.pem",
            ] + options + (isPinned ? ["--client-cert", path + "/axis-client.pem"] : [])
        let words = Pipe()
        server.standardError = words
        server.standardOutput = FileHandle.nullDevice
        try server.run()
        defer {
            server.terminate()
            server.waitUntilExit()
        }
        var said = ""
        while !said.contains("\n") {
            let piece = words.fileHandleForReading.availableData
            guard !piece.isEmpty else { break }
            said += String(decoding: piece, as: UTF8.self)
        }
        let address = try #require(said.split(separator: " ").first { $0.hasPrefix("https://") }).dropLast()
        let client = try TransferClient(
            TransferConfiguration(
                trust: .file(path + "/ca.pem"),
                identity: .files(certificate: path + "/axis-client.pem", key: path + "/axis-client.key")
            )
        )
        try await body(address + "/axis", path, client)
        await client.shutdown()
    }

    private func push(_ body: [UInt8], digest: Digest256, to url: String, id: String? = nil) -> TransferRequest {
        TransferRequest(
            method: "POST",
            url: url,
            headers: [
                ("Axis-Delivery-Id", id ?? delivery), ("Axis-Kind", "document"), ("Axis-Sender", "G22"),
                ("Axis-Recipient", "H24"), ("Content-Digest", ContentDigest.field(digest)),
            ],
            body: .bytes(body)
        )
    }

    private func status(of request: TransferRequest, _ client: TransferClient) async throws -> Int {
        try await client.perform(request).status
    }

    @Test func `a push is on disk when it is answered, and one that comes twice is kept once`() async throws {
        let document = OutgoingDocument(
            from: Organization(organID: "G22"),
            to: [Organization(organID: "H24")],
            number: "1",
            notation: "VPCP",
            place: "Hà Nội",
            date: CivilTime(year: 2026, month: 11, day: 23),
            subject: "Thử"
        )
        let bytes = document.encoded()
        try await withReceiver { url, path, client in
            let request = push(bytes, digest: ContentDigest.sha256(of: bytes), to: url)
            for _ in 0..<2 {
                let answer1 = try await status(of: request, client)
                #expect(answer1 == 200)
                let saved = try DurableFile.read("\(path)/received/\(delivery).edxml", limit: 1 << 20)
                #expect(saved == bytes)
            }
            let note = try DurableFile.read("\(path)/received/\(delivery).note.json", limit: 1 << 20)
            #expect(String(decoding: note, as: UTF8.self).contains("\"from\" : \"G22\""))
            #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/received/incoming").isEmpty)
        }
    }

    @Test func `what is not whole, too large or badly named leaves nothing`() async throws {
        try await withReceiver(["--limit", "1000"]) { url, path, client in
            let bytes = [UInt8](repeating: 65, count: 1000)
            let digest = ContentDigest.sha256(of: bytes)
            let answer2 = try await status(of: push(Array(bytes.dropLast()), digest: digest, to: url), client)
            #expect(answer2 == 400)
            let answer3 = try await status(of: push(bytes + [65], digest: digest, to: url), client)
            #expect(answer3 == 413)
            let answer4 = try await status(of: push(bytes, digest: digest, to: url, id: "../../x"), client)
            #expect(answer4 == 400)
            #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/received") == ["incoming"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/received/incoming").isEmpty)
        }
    }

    @Test func `only the certificates named may push, not every one that the authorities issued`() async throws {
        let bytes = Array("<edXML/>".utf8)
        try await withReceiver(isPinned: true) { url, path, axis in
            let request = push(bytes, digest: ContentDigest.sha256(of: bytes), to: url)
            let agency = try TransferClient(
                TransferConfiguration(
                    trust: .file(path + "/ca.pem"),
                    identity: .files(certificate: path + "/agency/G22.pem", key: path + "/agency/G22.key")
                )
            )
            let refused = try await status(of: request, agency)
            await agency.shutdown()
            #expect(refused == 403)
            #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/received") == ["incoming"])
            let taken = try await status(of: request, axis)
            #expect(taken == 200)
        }
    }

    @Test func `whoever has no certificate is not heard`() async throws {
        try await withReceiver { url, path, _ in
            let stranger = try TransferClient(TransferConfiguration(trust: .file(path + "/ca.pem")))
            let request = push([1], digest: ContentDigest.sha256(of: [1]), to: url)
            await #expect(throws: TransferError.self) { _ = try await stranger.perform(request) }
            await stranger.shutdown()
            #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/received") == ["incoming"])
        }
    }
}
