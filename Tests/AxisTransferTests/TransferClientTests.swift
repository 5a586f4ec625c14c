// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTransfer
import Foundation
import Testing

@Suite("TransferClient over TLS", .enabled(if: TestServer.isAvailable), .timeLimit(.minutes(2)))
struct TransferClientTests {
    let server: TestServer
    let client: TransferClient

    init() throws {
        server = try TestServer.shared.get()
        client = try TransferClient(TransferConfiguration(trust: .file(server.certificates.authority)))
    }

    private func refusal(of request: TransferRequest, by client: TransferClient? = nil) async -> TransferError? {
        do {
            _ = try await (client ?? self.client).perform(request)
            return nil
        } catch {
            return error
        }
    }

    @Test("the bytes posted are the bytes that arrive", arguments: [0, 1, 65_536, 65_537, 1_000_000])
    func echo(size: Int) async throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let response = try await client.perform(
            TransferRequest(method: "POST", url: server.secure + "/echo", body: .bytes(bytes), responseLimit: size)
        )
        #expect(response.status == 200)
        #expect(response.body == bytes)
        #expect(response.bodySize == Int64(size))
    }

    @Test("headers go out and come back, without Expect and without a content type of libcurl's own")
    func headers() async throws {
        let response = try await client.perform(
            TransferRequest(
                method: "POST",
                url: server.secure + "/echo",
                headers: [("X-Probe", "thăm dò")],
                body: .bytes([UInt8](repeating: 1, count: 2_000_000)),
                responseLimit: 2_000_000
            )
        )
        #expect(response.headers["x-PROBE"] == "thăm dò")
        #expect(response.headers["X-Expect"] == "-")
        #expect(response.headers["X-Type"] == "-")
        #expect(response.headers["X-Method"] == "POST")
        #expect(response.headers["absent"] == nil)
        #expect(response.headers.fields.contains { $0.name == "X-Expect" && $0.value == "-" })
    }

    @Test("each method goes out as itself on one handle used again", arguments: ["GET", "PUT", "DELETE", "POST"])
    func methods(method: String) async throws {
        for name in ["POST", method, "GET", method] {
            let response = try await client.perform(TransferRequest(method: name, url: server.secure + "/echo"))
            #expect(response.headers["X-Method"] == name)
            #expect(response.body.isEmpty)
        }
        let head = try await client.perform(
            TransferRequest(method: "HEAD", url: server.secure + "/large?5000000", responseLimit: 10)
        )
        #expect(head.status == 200)
        #expect(head.headers["Content-Length"] == "5000000")
    }

    @Test("a large file is sent from disk, a large answer is received into one")
    func files() async throws {
        let size = 20_000_000
        let input = server.certificates.directory + "/\(UUID().uuidString)"
        let output = input + ".out"
        try Data(repeating: 7, count: size).write(to: URL(fileURLWithPath: input))
        let sent = try await client.perform(
            TransferRequest(
                method: "POST",
                url: server.secure + "/digest",
                body: .file(path: input, size: Int64(size)),
                responseLimit: 64
            )
        )
        let zeroes = try await client.perform(
            TransferRequest(
                method: "POST",
                url: server.secure + "/digest",
                body: .bytes([UInt8](repeating: 7, count: size))
            )
        )
        #expect(sent.body == zeroes.body)
        let received = try await client.perform(
            TransferRequest(url: server.secure + "/large?\(size)", responseLimit: size, responseFile: output)
        )
        #expect(received.body.isEmpty)
        #expect(received.bodySize == Int64(size))
        #expect(FileManager.default.contents(atPath: output) == Data(repeating: 120, count: size))
        let mode = try FileManager.default.attributesOfItem(atPath: output)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("an answer that is no success stays in memory and makes no file")
    func failureMakesNoFile() async throws {
        let output = server.certificates.directory + "/\(UUID().uuidString)"
        let response = try await client.perform(
            TransferRequest(url: server.secure + "/status?404", responseFile: output)
        )
        #expect(String(decoding: response.body, as: UTF8.self) == "status 404")
        let error = await refusal(
            of: TransferRequest(url: server.secure + "/chunked?64", responseLimit: 100_000, responseFile: output)
        )
        #expect(error?.code == .responseTooLarge)
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test("a missing or too short file fails the request alone")
    func badFiles() async throws {
        let path = server.certificates.directory + "/\(UUID().uuidString)"
        let url = server.secure + "/digest"
        let missing = await refusal(of: TransferRequest(method: "POST", url: url, body: .file(path: path, size: 9)))
        #expect(missing?.code == .file)
        try Data(repeating: 7, count: 5).write(to: URL(fileURLWithPath: path))
        let short = await refusal(of: TransferRequest(method: "POST", url: url, body: .file(path: path, size: 9)))
        #expect(short?.code == .file)
        #expect(short?.isConnectionLevel == false)
    }

    @Test("a redirect is an answer and is not followed")
    func redirect() async throws {
        let response = try await client.perform(TransferRequest(url: server.secure + "/redirect"))
        #expect(response.status == 302)
        #expect(response.headers["Location"] == "/echo")
    }

    @Test("a body over the limit is refused, announced or not", arguments: ["/large?1001", "/chunked?1"])
    func bodyLimit(path: String) async {
        let error = await refusal(of: TransferRequest(url: server.secure + path, responseLimit: 1000))
        #expect(error?.code == .responseTooLarge)
        #expect(error?.isConnectionLevel == false)
    }

    @Test("a header over the limit is refused")
    func headerLimit() async {
        let error = await refusal(of: TransferRequest(url: server.secure + "/fields?70"))
        #expect(error?.code == .responseTooLarge)
    }

    @Test("an answer that never comes is timed out")
    func timeout() async {
        let error = await refusal(of: TransferRequest(url: server.secure + "/never", timeout: .milliseconds(300)))
        #expect(error?.code == .timedOut)
        #expect(error?.curlCode == 28)
        #expect(error?.isConnectionLevel == true)
    }

    @Test("an answer cut short is a failure to receive")
    func cutShort() async {
        let error = await refusal(of: TransferRequest(url: server.secure + "/cut"))
        #expect(error?.code == .receiveFailed)
    }

    @Test("a refused connection is a failure to connect")
    func refusedConnection() async {
        let error = await refusal(of: TransferRequest(url: "https://127.0.0.1:1/"))
        #expect(error?.code == .couldNotConnect)
        #expect(error?.isConnectionLevel == true)
    }

    @Test("the client's certificate is shown, from files and from memory")
    func clientCertificate() async throws {
        let certificates = server.certificates
        let authority = try [UInt8](Data(contentsOf: URL(fileURLWithPath: certificates.authority)))
        let certificate = try [UInt8](Data(contentsOf: URL(fileURLWithPath: certificates.clientCertificate)))
        let key = try [UInt8](Data(contentsOf: URL(fileURLWithPath: certificates.clientKey)))
        let request = TransferRequest(url: server.secure + "/peer")
        #expect(String(decoding: try await client.perform(request).body, as: UTF8.self) == "nobody")
        for configuration in [
            TransferConfiguration(
                trust: .file(certificates.authority),
                identity: .files(certificate: certificates.clientCertificate, key: certificates.clientKey)
            ),
            TransferConfiguration(trust: .pem(authority), identity: .pem(certificate: certificate, key: key)),
        ] {
            let client = try TransferClient(configuration)
            #expect(String(decoding: try await client.perform(request).body, as: UTF8.self) == "client.test")
            await client.shutdown()
        }
    }

    @Test("a certificate of another authority or for another name is refused")
    func wrongServer() async throws {
        let foreign = try TransferClient(TransferConfiguration(trust: .file(server.certificates.foreignAuthority)))
        let system = try TransferClient()
        let secure = TransferRequest(url: server.secure + "/echo")
        #expect(await refusal(of: secure, by: foreign)?.code == .tls)
        #expect(await refusal(of: secure, by: system)?.code == .tls)
        let otherName = TransferRequest(url: "https://localhost:\(server.securePort)/echo")
        let error = await refusal(of: otherName)
        #expect(error?.code == .tls)
        #expect(error?.isConnectionLevel == true)
    }

    @Test("connections are used again, and a dead one is replaced without a failure")
    func reuse() async throws {
        let first = try await client.perform(TransferRequest(url: server.secure + "/port"))
        let second = try await client.perform(TransferRequest(url: server.secure + "/port"))
        #expect(first.body == second.body)
        #expect(!first.timings.reusedConnection)
        #expect(second.timings.reusedConnection)
        #expect(second.timings.total >= second.timings.firstByte)
        for _ in 0..<20 {
            let goodbye = try await client.perform(TransferRequest(url: server.secure + "/goodbye"))
            #expect(goodbye.status == 200)
            let after = try await client.perform(
                TransferRequest(method: "POST", url: server.secure + "/echo", body: .bytes([1, 2, 3]))
            )
            #expect(after.body == [1, 2, 3])
        }
    }
}
