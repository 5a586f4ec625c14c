// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTestSupport
import Hummingbird
import NIOCore
import ServiceLifecycle
import Testing

@testable import AxisHTTP

@Suite struct FramingTests {
    /// Echoes how many bytes came.
    static func count(_ router: Router<AxisRequestContext>) {
        router.post("/count") { request, context in
            let store = UnusedStore()
            var limits = HTTPLimits()
            limits.document = 1_000_000
            let gate = ParseGate(capacity: limits.gate, largestSmall: limits.inlineEnvelope)
            let reader = BodyReader(store: store, limits: limits, gate: gate)
            let bytes = try await reader.read(request, over: context.connection, limit: limits.document)
            return "\(bytes.count)"
        }
        router.get("/hello") { _, _ in "hello" }
        router.post("/ignore") { _, _ in "ignored" }
    }

    @Test func `requests follow one another on a connection, also after a refusal`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            try await RawClient.connect(port: port) { client in
                try await client.send("GET /nothing HTTP/1.1\r\nHost: a\r\nAccept-Language: vi\r\n\r\n")
                let missing = try #require(try await client.answer())
                #expect(missing.status == 404)
                #expect(missing.field("content-type") == "application/problem+json")
                #expect(missing.body.contains("không có gì ở đường dẫn này"))
                try await client.send("PUT /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
                let wrong = try #require(try await client.answer())
                #expect(wrong.status == 405)
                #expect(wrong.field("allow") == "GET")
                #expect(wrong.body.contains("\"code\":\"method-not-allowed\""))
                try await client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
                let counted = try #require(try await client.answer())
                #expect(counted.status == 200)
                #expect(counted.body == "5")
                #expect(counted.field("date")?.hasSuffix("GMT") == true)
            }
        }
    }

    @Test func `what is not HTTP is answered with a problem and closed`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            for garbage in [
                "\u{16}\u{3}\u{1} not http\r\n\r\n", "GET /hello HTTP/1.1\r\nBad Header\r\n\r\n",
                "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello",
            ] {
                try await RawClient.connect(port: port) { client in
                    try await client.send(garbage)
                    let answer = try #require(try await client.answer())
                    #expect(answer.status == 400)
                    #expect(answer.field("content-type") == "application/problem+json")
                    #expect(answer.field("connection") == "close")
                    #expect(answer.body.contains("\"code\":\"bad-request\""))
                    #expect(await client.isClosedByPeer())
                }
            }
        }
    }

    @Test func `header fields over the limit are refused with 431`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            let long = String(repeating: "a", count: 20_000)
            let many = (0..<200).map { "X-\($0): 1\r\n" }.joined()
            for head in ["X-Long: \(long)\r\n", many] {
                try await RawClient.connect(port: port) { client in
                    try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\(head)\r\n")
                    let answer = try #require(try await client.answer())
                    #expect(answer.status == 431)
                    #expect(await client.isClosedByPeer())
                }
            }
        }
    }

    @Test func `an endless request line is refused`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            try await RawClient.connect(port: port) { client in
                try await client.send("GET /")
                let piece = String(repeating: "a", count: 64 * 1024)
                for _ in 0..<16 { try? await client.send(piece) }
                let answer = try #require(try await client.answer())
                #expect(answer.status == 431)
                #expect(await client.isClosedByPeer())
            }
        }
    }

    @Test func `a peer that never begins its handshake is let go`() async throws {
        let pki = try TestPKI()
        let box = try TLSContextBox(pki.material(try pki.trust()), clock: HandClock())
        var limits = TestListener.quickLimits()
        limits.times.handshake = .milliseconds(200)
        try await TestListener.run(protection: .tls(box), limits: limits, routes: Self.count) { port, _ in
            let isClosed = try await RawClient.connect(port: port) { await $0.isClosedByPeer() }
            #expect(isClosed)
        }
    }

    @Test func `a body over the limit is refused before it is read, and the connection ends`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            try await RawClient.connect(port: port) { client in
                try await client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\nabc")
                let answer = try #require(try await client.answer())
                #expect(answer.status == 413)
                #expect(answer.field("connection") == "close")
                #expect(answer.body.contains("\"code\":\"too-large\""))
                #expect(await client.isClosedByPeer())
            }
            try await RawClient.connect(port: port) { client in
                try await client.send("POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<11 { try? await client.send("186a0\r\n\(String(repeating: "b", count: 100_000))\r\n") }
                let answer = try #require(try await client.answer())
                #expect(answer.status == 413)
                #expect(await client.isClosedByPeer())
            }
        }
    }

    @Test func `a body that comes too slowly is answered with 408`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            try await RawClient.connect(port: port) { client in
                try await client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
                let answer = try #require(try await client.answer())
                #expect(answer.status == 408)
                #expect(answer.field("content-type") == "application/problem+json")
                #expect(await client.isClosedByPeer())
            }
        }
    }

    @Test func `a connection half-closed within a body is answered and closed`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            for framing in ["Content-Length: 100\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"] {
                try await RawClient.connect(port: port) { client in
                    try await client.send("POST /count HTTP/1.1\r\nHost: a\r\n\(framing)")
                    client.halfClose()
                    let answer = try #require(try await client.answer())
                    #expect(answer.status == 400)
                    #expect(await client.isClosedByPeer())
                }
            }
        }
    }

    @Test func `a connection half-closed after a request still gets its answer`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            try await RawClient.connect(port: port) { client in
                try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                client.halfClose()
                let answer = try #require(try await client.answer())
                #expect(answer.status == 200)
                #expect(answer.body == "hello")
                #expect(await client.isClosedByPeer())
            }
        }
    }

    @Test func `Expect 100-continue is answered only when the body is wanted`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            try await RawClient.connect(port: port) { client in
                let head = "Host: a\r\nExpect: 100-continue\r\nContent-Length:"
                try await client.send("POST /count HTTP/1.1\r\n\(head) 5\r\n\r\n")
                #expect(try await client.answer()?.status == 100)
                try await client.send("hello")
                #expect(try await client.answer()?.body == "5")
                try await client.send("POST /count HTTP/1.1\r\n\(head) 2000000\r\n\r\n")
                let refused = try #require(try await client.answer())
                #expect(refused.status == 413)
                #expect(refused.field("connection") == "close")
                #expect(await client.isClosedByPeer())
            }
        }
    }

    @Test func `a large body that nobody reads ends the connection, a small one does not`() async throws {
        try await TestListener.run(routes: Self.count) { port, _ in
            try await RawClient.connect(port: port) { client in
                try await client.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
                #expect(try await client.answer()?.field("connection") == nil)
                try await client.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\nhello")
                #expect(try await client.answer()?.field("connection") == "close")
                #expect(await client.isClosedByPeer())
            }
        }
    }

    @Test func `an idle connection is closed`() async throws {
        var limits = TestListener.quickLimits()
        limits.times.idle = .milliseconds(200)
        try await TestListener.run(limits: limits, routes: Self.count) { port, _ in
            try await RawClient.connect(port: port) { client in
                try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hel")
                #expect(try await client.answer()?.status == 200)
                #expect(await client.isClosedByPeer())
            }
        }
    }

    @Test func `one connection too many is closed, and there is room again after another has ended`() async throws {
        var limits = TestListener.quickLimits()
        limits.connectionsPerAddress = 1
        try await TestListener.run(limits: limits, routes: Self.count) { port, _ in
            try await RawClient.connect(port: port) { client in
                try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer()?.status == 200)
                let isRefused = try await RawClient.connect(port: port) { await $0.isClosedByPeer() }
                #expect(isRefused)
                try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                #expect(try await client.answer()?.status == 200)
                #expect(await client.isClosedByPeer())
            }
        }
    }

    @Test func `a response is known to be handed over, or known not to be`() async throws {
        let (connections, signal) = AsyncStream.makeStream(of: Connection.self)
        try await TestListener.run(
            routes: { router in
                router.get("/") { _, context in
                    let connection = context.connection
                    return Response(
                        status: .ok,
                        body: ResponseBody(contentLength: 2) { writer in
                            try await writer.write(ByteBuffer(string: "ok"))
                            try await writer.finish(nil)
                            if await connection.isResponseHandedOver() { signal.yield(connection) }
                        }
                    )
                }
            }
        ) { port, _ in
            try await RawClient.connect(port: port) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                #expect(try await client.answer()?.body == "ok")
                #expect(await client.isClosedByPeer())
            }
            var iterator = connections.makeAsyncIterator()
            let connection = try #require(await iterator.next())
            try await connection.channel.closeFuture.get()
            #expect(await connection.isResponseHandedOver() == false)
        }
    }

    @Test func `a request in flight is finished when the daemon stops`() async throws {
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        try await TestListener.run(
            routes: { router in
                router.get("/slow") { _, _ in
                    start.yield()
                    try? await gracefulShutdown()
                    return "done"
                }
            }
        ) { port, group in
            try await RawClient.connect(port: port) { client in
                try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
                var events = started.makeAsyncIterator()
                _ = await events.next()
                await group.triggerGracefulShutdown()
                let answer = try #require(try await client.answer())
                #expect(answer.body == "done")
                #expect(await client.isClosedByPeer())
            }
        }
    }
}
