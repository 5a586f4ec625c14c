// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Glibc
import Synchronization
import Testing

@Suite struct AgencyClientTests {
    /// Runs `body` with a client of a server that gives these answers; pauses are noted, not waited for.
    private func with(
        _ answers: [[UInt8]],
        _ body: (AgencyClient, ScriptedServer, Pauses) async throws -> Void
    ) async throws {
        let server = try ScriptedServer(answers)
        defer { server.stop() }
        let pauses = Pauses()
        let connection = try ServerConnection(unixSocket: server.path, pause: { pauses.note($0) })
        let client = AgencyClient(connection: connection)
        try await body(client, server, pauses)
        await client.shutdown()
    }

    private let receipt = Receipt(
        envelopeId: EnvelopeID(UUIDv7(high: 1, low: 2)),
        kind: .document,
        acceptedAt: Timestamp(seconds: 1_800_000_000),
        sender: "G22",
        senderAuth: .mtls,
        signature: .valid,
        legalValue: .signed,
        documentId: "G22,2026/11/23,7816/VPCP",
        sha256: ContentDigest.sha256(of: []),
        size: 0,
        registryVersion: 7,
        recipients: [],
        refused: [],
        warnings: [],
        leaf: "",
        leafIndex: 3,
        inclusionProof: [],
        checkpoint: "",
        checkpointSignature: ""
    )

    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONText.encode(value), as: UTF8.self)
    }

    private func problem(_ code: String, _ status: Int) throws -> String {
        try json(Problem(type: "urn:axis:problem:\(code)", title: code, status: status, detail: "No.", code: code))
    }

    @Test func `a new envelope gives its receipt and says that it is new`() async throws {
        try await with([answer("201 Created", json(receipt))]) { client, server, _ in
            let submission = try await client.submit(Array("<edXML/>".utf8), allowsPartial: true)
            #expect(submission.isNew)
            #expect(submission.receipt == receipt)
            let request = try #require(server.requests.first)
            #expect(request.line == "POST /v1/envelopes HTTP/1.1")
            #expect(request.headers["content-type"] == "application/xml")
            #expect(request.headers["axis-partial"] == "allow")
            #expect(request.body == Array("<edXML/>".utf8))
        }
    }

    @Test func `an overloaded server is asked again with the same bytes after the time it names`() async throws {
        let answers = [
            answer("503 Service Unavailable", try problem("overloaded", 503), headers: ["Retry-After: 3"]),
            answer("200 OK", try json(receipt)),
        ]
        try await with(answers) { client, server, pauses in
            let submission = try await client.submit(Array("<edXML/>".utf8))
            #expect(!submission.isNew)
            #expect(pauses.all == [.seconds(3)])
            #expect(server.requests.map(\.body) == [Array("<edXML/>".utf8), Array("<edXML/>".utf8)])
        }
    }

    @Test func `a broken answer to an idempotent call is asked for again`() async throws {
        try await with([Array("HTTP/1.1 201 Created\r\nContent-Le".utf8), answer("200 OK", json(receipt))]) {
            client,
            server,
            _ in
            _ = try await client.submit(Array("<edXML/>".utf8))
            #expect(server.requests.count == 2)
        }
    }

    @Test func `a claim with a lost answer is not repeated`() async throws {
        try await with([Array("HTTP/1.1 200 OK\r\nContent-Le".utf8)]) { client, server, pauses in
            await #expect(throws: ClientError.self) { _ = try await client.claim() }
            #expect(server.requests.count == 1)
            #expect(pauses.all.isEmpty)
        }
    }

    @Test func `a refusal is the problem itself and is final`() async throws {
        try await with([answer("422 Unprocessable Content", problem("recipient-unknown", 422))]) {
            client,
            server,
            _ in
            let error = await #expect(throws: ClientError.self) { _ = try await client.submit([60]) }
            #expect(error?.code == .recipientUnknown)
            #expect(error?.problem?.status == 422)
            #expect(error?.description == "recipient-unknown: No.")
            #expect(server.requests.count == 1)
        }
    }

    @Test func `an answer that is no problem names its status only`() async throws {
        try await with([answer("404 Not Found", "<html>secret</html>")]) { client, _, _ in
            let error = await #expect(throws: ClientError.self) { _ = try await client.receipt(receipt.envelopeId) }
            #expect(error?.kind == .unexpected)
            #expect(error?.sentence.contains("404") == true)
            #expect(error?.sentence.contains("secret") == false)
        }
    }

    @Test func `a fetch is checked against its digest`() async throws {
        let body = "<edXML>Hải Phòng</edXML>"
        let digest = ContentDigest.sha256(of: Array(body.utf8))
        let delivery = DeliveryID(UUIDv7(high: 3, low: 4))
        let good = answer("200 OK", body, headers: ["Content-Digest: \(ContentDigest.field(digest))"])
        let bad = answer("200 OK", body + " ", headers: ["Content-Digest: \(ContentDigest.field(digest))"])
        let undigested = answer("200 OK", body)
        try await with([bad, good, bad, bad, bad, bad, good, bad, undigested]) { client, server, _ in
            let fetched = try await client.fetch(delivery)
            #expect(fetched.bytes == Array(body.utf8))
            #expect(fetched.sha256 == digest)
            let error = await #expect(throws: ClientError.self) { _ = try await client.fetch(delivery) }
            #expect(error?.kind == .corrupted)

            let path = server.path + ".edxml"
            defer { unlink(path) }
            #expect(try await client.fetch(delivery, toFile: path) == digest)
            #expect(try DurableFile.read(path, limit: 1000) == Array(body.utf8))
            unlink(path)
            await #expect(throws: ClientError.self) { try await client.fetch(delivery, toFile: path) }
            #expect(access(path, F_OK) != 0)
            #expect(access(path + ".part", F_OK) != 0)
            let last = await #expect(throws: ClientError.self) { try await client.fetch(delivery, toFile: path) }
            #expect(last?.kind == .unexpected)
        }
    }

    @Test func `queries are escaped and empty parts left out`() async throws {
        try await with([answer("200 OK", "{\"items\":[]}"), answer("200 OK", "{\"items\":[]}")]) { client, server, _ in
            _ = try await client.inbox(InboxQuery(unit: "H24.*", kind: .document, limit: 5, wait: 1))
            _ = try await client.codes(UnitSearch(text: "Hải Phòng"))
            #expect(
                server.requests.map(\.line) == [
                    "GET /v1/inbox?unit=H24.%2A&kind=document&limit=5&wait=1 HTTP/1.1",
                    "GET /v1/codes?q=H%E1%BA%A3i%20Ph%C3%B2ng HTTP/1.1",
                ]
            )
        }
    }

    @Test func `a server asking for more patience than the policy has gets none`() async throws {
        let busy = answer("429 Too Many Requests", try problem("rate-limited", 429), headers: ["Retry-After: 3600"])
        try await with([busy]) { client, _, pauses in
            let error = await #expect(throws: ClientError.self) { _ = try await client.inbox() }
            #expect(error?.retryAfter == 3600)
            #expect(pauses.all.isEmpty)
        }
    }
}

/// The pauses that a client asked for.
final class Pauses: Sendable {
    private let noted = Mutex<[Duration]>([])

    var all: [Duration] { noted.withLock { $0 } }

    func note(_ pause: Duration) { noted.withLock { $0.append(pause) } }
}
