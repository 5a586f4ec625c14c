// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisSignature
import AxisStore
import AxisTestSupport
import AxisVXP
import Foundation
import NIOCore
import NIOSSL
import Testing

@testable import AxisHTTP

extension RawClient.Answer {
    /// The members of a JSON reply.
    var members: [String: String] {
        let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        return (object ?? [:]).mapValues { "\($0)" }
    }
}

@Suite struct VXPCallsTests {
    @Test func `every call of the SDK, byte for byte as captured, gets 200 and what its parser needs`() async throws {
        let requests = try CapturedRequest.all().map(\.bytes)
        #expect(requests.count == 27)
        let service = ScriptedVXP()
        try await VXPWorld.run(service) { port in
            for request in requests {
                let text = String(decoding: request, as: UTF8.self)
                let split = try #require(text.firstRange(of: "\r\n\r\n"))
                let head = String(text[..<split.upperBound])
                let path = try #require(head.split(separator: " ").dropFirst().first)
                let method = try #require(VXPMethod(path: path))
                let body = Array(text[split.upperBound...].utf8)
                let answer = try await RawClient.connect(port: port) { client in
                    try await client.send(head)
                    if head.contains("Expect: 100-continue") {
                        // Before a single byte of the body.
                        #expect(try await client.answer()?.status == 100)
                    }
                    if !body.isEmpty { try await client.send(body) }
                    return try #require(try await client.answer())
                }
                #expect(answer.status == 200)
                #expect(answer.field("content-length") == "\(answer.body.utf8.count)")
                if method == .downloadEdoc {
                    #expect(answer.body == "<edXML/>")
                } else {
                    #expect(answer.field("content-type") == "application/json")
                    #expect(answer.members["status"] == "OK", "\(method)")
                    #expect(answer.members["ErrorCode"] == "0")
                    #expect(answer.members["ErrorDesc"] != nil)
                }
                let asked = try #require(service.requests.last)
                #expect(asked.method == method)
                #expect(asked.parameters.systemID == "000.00.00.H99")
                if method == .sendEdoc {
                    let file = try #require(asked.body)
                    #expect(file == Array(body.dropLast(2)))
                    let digest = SHA256.digest(of: file)
                    #expect(FileHash.matches(try #require(asked.parameters.fileHash), digest))
                }
                if method == .registerAgency { #expect(asked.body == body) }
            }
            #expect(service.requests.count == 27)
        }
    }

    @Test(arguments: ["/", "/XrdAdapter/adapter/"])
    func `what only reads may be called with GET, under both paths`(base: String) async throws {
        let service = ScriptedVXP()
        try await VXPWorld.run(service) { port in
            for method in VXPMethod.allCases {
                let answer = try await RawClient.connect(port: port) { client in
                    try await client.send(VXPWorld.request(base + method.rawValue, verb: "GET"))
                    return try #require(try await client.answer())
                }
                #expect(answer.status == 200)
                let reads = ![.registerAgency, .deleteAgency, .sendEdoc, .updateStatus].contains(method)
                if method == .downloadEdoc {
                    #expect(answer.body == "<edXML/>")
                } else {
                    #expect(answer.members["status"] == (reads ? "OK" : "FAIL"), "\(method)")
                }
            }
            #expect(service.requests.count == 9)
        }
    }

    @Test func `a connection takes one call after the other, and is closed when it idles`() async throws {
        let limits = VXPWorld.limits { $0.times.idle = .milliseconds(400) }
        try await VXPWorld.run(limits: limits) { port in
            try await RawClient.connect(port: port) { client in
                for method in ["/countReceiveEdoc", "/updateStatus", "/getAgenciesList"] {
                    try await client.send(VXPWorld.request(method, body: Array("{}".utf8)))
                    let answer = try #require(try await client.answer())
                    #expect(answer.members["status"] == "OK")
                    #expect(answer.field("keep-alive") == "timeout=4")
                }
                #expect(await client.isClosedByPeer())
            }
        }
    }

    @Test func `a system that leaves a connection behind with each call is never shut out`() async throws {
        let limits = VXPWorld.limits { $0.connectionsPerAddress = 16 }
        try await VXPWorld.run(limits: limits) { port in
            let left = try await Self.leave(60, behindAt: port)
            #expect(left == 0)
        }
    }

    /// Makes calls, each over a connection of its own that is left open unless the answer ends it, as the SDK does;
    /// how many are left to make.
    private static func leave(_ calls: Int, behindAt port: Int) async throws -> Int {
        var left = calls
        while left > 0 {
            let rest = left - 1
            left = try await RawClient.connect(port: port) { client in
                try await client.send(VXPWorld.request("/countReceiveEdoc"))
                let answer = try #require(try await client.answer())
                #expect(answer.members["count"] == "3")
                return answer.field("connection") == "close" ? rest : try await leave(rest, behindAt: port)
            }
        }
        return left
    }

    @Test func `a header of 64 KB is taken`() async throws {
        let service = ScriptedVXP()
        let start = VXPWorld.request("/sendEdoc", ["to": ""])
        let used =
            String(decoding: start, as: UTF8.self).split(separator: "\r\n")
            .first { $0.hasPrefix("XroadVnpt-sign-header: ") }.map { $0.utf8.count - 23 } ?? 0
        let recipients = String(repeating: "0", count: 64 * 1024 - used)
        try await VXPWorld.run(service) { port in
            let answer = try await RawClient.connect(port: port) { client in
                try await client.send(VXPWorld.request("/sendEdoc", ["to": recipients], body: Array("<a/>\r\n".utf8)))
                return try #require(try await client.answer())
            }
            #expect(answer.members["status"] == "OK")
            #expect(try service.requests.first?.parameters.recipients(atMost: 1) == [recipients])
            #expect(service.requests.first?.body == Array("<a/>".utf8))
        }
    }

    @Test func `a large document comes in a file, hashed, out of base64 as well`() async throws {
        let document = Array("<a>".utf8) + (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let digest = SHA256.digest(of: document)
        let encoded = Array(Data(document).base64EncodedString(options: .lineLength76Characters).utf8)
        let service = ScriptedVXP()
        try await VXPWorld.run(service) { port in
            for body in [document + [13, 10], document + [60], encoded] {
                let answer = try await RawClient.connect(port: port) { client in
                    try await client.send(VXPWorld.request("/sendEdoc", body: body))
                    return try #require(try await client.answer())
                }
                #expect(answer.members["DocId"] == "d1")
            }
            let asked = service.requests
            #expect(asked.map(\.isFile) == [true, true, true])
            #expect(asked[0].body == document && asked[0].sha256 == digest)
            #expect(asked[1].body == document + [60] && asked[1].sha256 != digest)
            #expect(asked[2].body == document && asked[2].sha256 == digest)
        }
    }

    @Test(arguments: [10, 700_000])
    func `a file that ends with a line end comes whole from a client that adds none`(size: Int) async throws {
        let document = Array("<a>".utf8) + [UInt8](repeating: 65, count: size) + [13, 10]
        let hash = FileHash.unpadded(SHA256.digest(of: document))
        let service = ScriptedVXP()
        try await VXPWorld.run(service) { port in
            for body in [document, document + [13, 10]] {
                let answer = try await RawClient.connect(port: port) { client in
                    try await client.send(VXPWorld.request("/sendEdoc", ["hash-file": hash], body: body))
                    return try #require(try await client.answer())
                }
                #expect(answer.members["DocId"] == "d1")
            }
            for asked in service.requests {
                let isSame = asked.body == document
                #expect(isSame)
                if asked.isFile { #expect(asked.sha256 == SHA256.digest(of: document)) }
            }
        }
    }

    @Test func `a signed header beyond ASCII verifies over its bytes`() async throws {
        let service = ScriptedVXP()
        try await VXPWorld.run(service) { port in
            let request = VXPWorld.request("/updateStatus", ["description": "Đã nhận"])
            let answers = try await RawClient.connect(port: port) { client in
                try await client.send(request)
                let first = try #require(try await client.answer())
                // The same with a byte that is no UTF-8, as some clients send it.
                let broken = request.flatMap { $0 == 0xC4 ? [0xF0] : [$0] }
                try await client.send(broken)
                return [first, try await client.answer()]
            }
            #expect(answers[0]?.members["status"] == "OK")
            #expect(service.requests.first?.parameters.description == "Đã nhận")
            #expect(answers[1]?.status == 200)
            #expect(answers[1]?.members["ErrorCode"] == "15")
        }
    }

    @Test func `TLS asks for no certificate of the client`() async throws {
        let pki = try TestPKI()
        let material = TLSMaterial(
            certificateFile: pki.path("server.pem"),
            keyFile: pki.path("server.key"),
            trust: nil
        )
        let box = try TLSContextBox(material, clock: TestClock())
        try await VXPWorld.run(protection: .tls(box)) { port in
            let answer = try await RawClient.connect(port: port, tls: try pki.client(nil)) { client in
                try await client.send(VXPWorld.request("/countReceiveEdoc"))
                return try #require(try await client.answer())
            }
            #expect(answer.members["count"] == "3")
        }
    }

    private struct TestClock: WallClock {
        func now() -> Timestamp { Timestamp(seconds: TestPKI.now) }
    }
}
