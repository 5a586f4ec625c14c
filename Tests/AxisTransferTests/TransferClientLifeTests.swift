// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTransfer
import Foundation
import Testing

@Suite("TransferClient's life and bounds", .enabled(if: TestServer.isAvailable), .timeLimit(.minutes(2)))
struct TransferClientLifeTests {
    let server: TestServer

    init() throws {
        server = try TestServer.shared.get()
    }

    private func code(
        of request: TransferRequest,
        by client: TransferClient
    ) async -> TransferError.Code? {
        do {
            _ = try await client.perform(request)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("a thousand requests at once share few connections and are all answered")
    func manyAtOnce() async throws {
        let client = try TransferClient(
            TransferConfiguration(allowsPlainLoopback: true, maximumConnectionsPerHost: 16)
        )
        let url = server.plain + "/echo"
        let portURL = server.plain + "/port"
        let ports = await withTaskGroup(of: [UInt8]?.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    let body = Array("\(number)".utf8)
                    let echo = try? await client.perform(TransferRequest(method: "POST", url: url, body: .bytes(body)))
                    guard echo?.body == body else { return nil }
                    return try? await client.perform(TransferRequest(url: portURL)).body
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ports.count == 1000 && !ports.contains(nil))
        #expect(Set(ports).count <= 16)
        await client.shutdown()
    }

    @Test("cancelling the task breaks the transfer off")
    func cancellation() async throws {
        let client = try TransferClient(TransferConfiguration(allowsPlainLoopback: true))
        let request = TransferRequest(url: server.plain + "/never")
        await withTaskGroup(of: TransferError.Code?.self) { group in
            for _ in 0..<50 { group.addTask { await self.code(of: request, by: client) } }
            // One whole exchange later the others are at various points of their way.
            _ = await self.code(of: TransferRequest(url: server.plain + "/echo"), by: client)
            group.cancelAll()
            for await code in group { #expect(code == .cancelled) }
        }
        #expect(await code(of: TransferRequest(url: server.plain + "/echo"), by: client) == nil)
    }

    @Test("over its bound of requests a client refuses at once")
    func overload() async throws {
        let client = try TransferClient(TransferConfiguration(allowsPlainLoopback: true, maximumTransfers: 2))
        let request = TransferRequest(url: server.plain + "/never", timeout: .milliseconds(500))
        let codes = await withTaskGroup(of: TransferError.Code?.self) { group in
            for _ in 0..<5 { group.addTask { await self.code(of: request, by: client) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.filter { $0 == .timedOut }.count == 2)
        #expect(codes.filter { $0 == .overloaded }.count == 3)
    }

    @Test("shutting down fails what is under way and whatever comes later")
    func shutdown() async throws {
        let client = try TransferClient(TransferConfiguration(allowsPlainLoopback: true))
        let request = TransferRequest(url: server.plain + "/never")
        async let stuck = code(of: request, by: client)
        _ = await code(of: TransferRequest(url: server.plain + "/echo"), by: client)
        await client.shutdown(grace: .milliseconds(100))
        #expect(await stuck == .shutDown)
        #expect(await code(of: request, by: client) == .shutDown)
        await client.shutdown()
    }

    @Test("shutting down with grace lets what is under way end")
    func gracefulShutdown() async throws {
        let client = try TransferClient(TransferConfiguration(allowsPlainLoopback: true))
        let request = TransferRequest(url: server.plain + "/chunked?200", responseLimit: 20_000_000)
        await withTaskGroup(of: TransferError.Code?.self) { group in
            for _ in 0..<8 { group.addTask { await self.code(of: request, by: client) } }
            _ = await self.code(of: TransferRequest(url: server.plain + "/echo"), by: client)
            await client.shutdown(grace: .seconds(30))
            // A task that asked only after the end was refused; none was cut off in between.
            for await code in group { #expect(code == nil || code == .shutDown) }
        }
    }

    @Test("plain http goes to a Unix socket or, where allowed, to a loopback address in digits, and nowhere else")
    func plainAddresses() async throws {
        let strict = try TransferClient()
        let loopback = try TransferClient(TransferConfiguration(allowsPlainLoopback: true))
        let port = server.plainPort
        #expect(await code(of: TransferRequest(url: server.plain + "/echo"), by: strict) == .unsupportedURL)
        #expect(await code(of: TransferRequest(url: server.plain + "/echo"), by: loopback) == nil)
        for url in [
            "http://localhost:\(port)/", "http://192.0.2.1/", "http://127.0.0.1@192.0.2.1/", "ftp://127.0.0.1/",
            "file:///etc/passwd", "http://user:word@127.0.0.1:\(port)/", "https://user:word@127.0.0.1:\(port)/",
            "http://127.0.0.1:\(port)/ x", "127.0.0.1:\(port)", "",
        ] {
            #expect(await code(of: TransferRequest(url: url), by: loopback) == .unsupportedURL, "\(url)")
        }
        let local = try await strict.perform(
            TransferRequest(
                method: "POST",
                url: "http://axisd/echo",
                body: .bytes([4, 2]),
                unixSocket: server.unixSocket
            )
        )
        #expect(local.body == [4, 2])
        let nobody = TransferRequest(url: "http://axisd/echo", unixSocket: server.unixSocket + ".none")
        #expect(await code(of: nobody, by: strict) == .couldNotConnect)
    }

    @Test(
        "a header that would begin another line, or a method that is none, is refused",
        arguments: [
            ("GET", "X-Probe", "a\r\nX-Other: b"), ("GET", "X-Probe", "a\nb"), ("GET", "X\r\nY", "a"),
            ("GET", "X Probe", "a"), ("GET", "", "a"), ("GET", "X-Probe", "a\0"), ("GET /\r\n", "X", "a"),
            ("", "X", "a"),
        ]
    )
    func malformed(method: String, name: String, value: String) async throws {
        let client = try TransferClient(TransferConfiguration(allowsPlainLoopback: true))
        let request = TransferRequest(method: method, url: server.plain + "/echo", headers: [(name, value)])
        #expect(await code(of: request, by: client) == .invalidRequest)
    }

    @Test("the environment's proxies are ignored")
    func proxies() async throws {
        setenv("http_proxy", "http://127.0.0.1:1", 1)
        defer { unsetenv("http_proxy") }
        let client = try TransferClient(TransferConfiguration(allowsPlainLoopback: true))
        #expect(await code(of: TransferRequest(url: server.plain + "/echo"), by: client) == nil)
    }

    @Test("a key or trust file that can't be read is refused at the start")
    func missingFiles() {
        #expect(throws: TransferError(.configuration, reason: "")) {
            try TransferClient(TransferConfiguration(trust: .file("/nonexistent")))
        }
        #expect(throws: TransferError(.configuration, reason: "")) {
            try TransferClient(
                TransferConfiguration(identity: .files(certificate: "/nonexistent", key: "/nonexistent"))
            )
        }
    }
}
