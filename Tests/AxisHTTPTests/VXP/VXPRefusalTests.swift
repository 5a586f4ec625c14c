// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Foundation
import Logging
import Testing

@testable import AxisHTTP

@Suite struct VXPRefusalTests {
    /// Sends one request to a fresh listener and returns its answer.
    private func answer(
        to request: [UInt8],
        limits: HTTPLimits = VXPWorld.limits(),
        _ service: ScriptedVXP = ScriptedVXP()
    ) async throws -> RawClient.Answer {
        let box = Box()
        try await VXPWorld.run(service, limits: limits, store: UnusedStore()) { port in
            let answer = try await RawClient.connect(port: port) { client in
                try await client.send(request)
                return try #require(try await client.answer())
            }
            await box.put(answer)
        }
        return try #require(await box.answer)
    }

    private actor Box {
        var answer: RawClient.Answer?
        func put(_ answer: RawClient.Answer) { self.answer = answer }
    }

    private func expectFailure(_ answer: RawClient.Answer, _ code: Int, status: Int = 200) {
        #expect(answer.status == status)
        #expect(answer.field("content-type") == "application/json")
        #expect(answer.members["status"] == "FAIL")
        #expect(answer.members["ErrorCode"] == "\(code)")
        #expect(answer.members["ErrorDesc"]?.isEmpty == false)
        #expect(answer.body.utf8.allSatisfy { (32...126).contains($0) })
    }

    @Test func `a wrong secret gets code 15 instead of 100 Continue`() async throws {
        let service = ScriptedVXP()
        let request = VXPWorld.request(
            "/sendEdoc",
            secret: "another",
            extra: ["Expect: 100-continue"],
            size: 10_000_000
        )
        let answer = try await answer(to: request, service)
        expectFailure(answer, 15)
        #expect(answer.members["DocId"] == "")
        #expect(answer.field("connection") == "close")
        #expect(service.requests.isEmpty)
    }

    @Test func `a wrong secret is told to a client that sends all of its body first`() async throws {
        // The store of this test takes no file, so none of the body is kept anywhere.
        let body = Array("<a>".utf8) + [UInt8](repeating: 65, count: 20_000_000)
        expectFailure(try await answer(to: VXPWorld.request("/sendEdoc", secret: "another", body: body)), 15)
    }

    @Test(arguments: [
        ("/nothing", "POST", 20), ("/", "POST", 20), ("/XrdAdapter/adapter/", "GET", 20), ("/sendEdoc/x", "POST", 20),
        ("/sendEdoc", "PUT", 20), ("/updateStatus", "DELETE", 20), ("/getEdoc", "OPTIONS", 20),
        ("/getReceivedEdocList", "PATCH", 20),
    ])
    func `an unknown path and a wrong verb get 200 and JSON`(path: String, verb: String, code: Int) async throws {
        expectFailure(try await answer(to: VXPWorld.request(path, verb: verb)), code)
    }

    @Test func `what the service refuses is told, counted and audited, a document with its sender`() async throws {
        let memory = VXPWorld.memory()
        let log = RefusalLog(store: memory, clock: HandClock(), logger: Logger(label: "test"))
        let service = ScriptedVXP { (_) throws(VXPError) in
            throw VXPError(.fileInvalid, english: "no edXML", vietnamese: "không phải edXML", cause: .schema)
        }
        try await VXPWorld.run(service, log: log) { port in
            for (path, body) in [("/sendEdoc", Array("<edXML/>\r\n".utf8)), ("/getReceivedEdocList", [])] {
                let answer = try await RawClient.connect(port: port) { client in
                    try await client.send(VXPWorld.request(path, body: body))
                    return try #require(try await client.answer())
                }
                expectFailure(answer, 10)
            }
        }
        await log.flush()
        let lines = try await memory.auditRecords(after: 0, limit: 10)
        #expect(lines.map(\.subject) == ["vxp/sendEdoc", "vxp/getReceivedEdocList"])
        #expect(lines.map(\.action) == ["request.refused", "request.refused"])
        #expect(lines.first?.after?.contains(#""sender":"H99""#) == true)
        #expect(lines.last?.after?.contains("sender") == false)
    }

    @Test func `who calls must be said, once and in agreement`() async throws {
        let bare = Array("POST /getEdoc HTTP/1.1\r\nHost: axis\r\nContent-Length: 0\r\n\r\n".utf8)
        let failed = try await answer(to: bare)
        expectFailure(failed, 15)
        #expect(failed.members["data"] == "")
        let twice = VXPWorld.request("/getEdoc", extra: ["xroadvnpt-SIGN-header: {}"])
        expectFailure(try await answer(to: twice), 15)
        expectFailure(try await answer(to: VXPWorld.request("/getEdoc", systemID: "000.00.00.H98")), 15)
    }

    @Test(arguments: ["/downloadEdoc", "/downloadEdoc2?docId=1", "/XrdAdapter/adapter/downloadEdoc2"])
    func `a download that fails is empty, since the SDK stores what comes`(path: String) async throws {
        let answer = try await answer(to: Array("GET \(path) HTTP/1.1\r\nHost: axis\r\n\r\n".utf8))
        #expect(answer.status == 200)
        #expect(answer.field("content-length") == "0")
    }

    @Test func `a head of 300 KB is refused cleanly`() async throws {
        let answer = try await answer(to: VXPWorld.request("/sendEdoc", ["to": String(repeating: "0", count: 300_000)]))
        expectFailure(answer, 20, status: 400)
    }

    @Test(arguments: [
        "garbage\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}", "POST /sendEdoc HTTP/9.7\r\n\r\n",
    ])
    func `what is no HTTP gets 400`(text: String) async throws {
        expectFailure(try await answer(to: Array(text.utf8)), 20, status: 400)
    }

    @Test(arguments: [
        ["Transfer-Encoding: chunked"], ["Content-Length: 7"], ["transfer-encoding: identity, chunked"],
    ])
    func `a body of two lengths is refused, and nothing after it is taken for a call`(extra: [String]) async throws {
        let service = ScriptedVXP()
        let hidden = Array("0\r\n\r\n".utf8) + VXPWorld.request("/updateStatus")
        let answer = try await answer(to: VXPWorld.request("/getEdoc", extra: extra, body: hidden), service)
        expectFailure(answer, 20, status: 400)
        #expect(service.requests.isEmpty)
    }

    @Test(arguments: ["XroadVnpt-sign-header", "XroadVnpt-systemid", "XroadVnpt-hash-header"])
    func `a second header that says who calls, or a folded one, is not believed`(name: String) async throws {
        let service = ScriptedVXP()
        let plain = VXPWorld.request("/getEdoc")
        let lines = String(decoding: plain, as: UTF8.self).components(separatedBy: "\r\n")
        let line = try #require(lines.first { $0.hasPrefix(name + ": ") })
        for request in [
            VXPWorld.request("/getEdoc", extra: [line]),
            VXPWorld.request("/getEdoc", extra: [line.lowercased()]),
            Array(String(decoding: plain, as: UTF8.self).replacing(line, with: line + "\r\n x").utf8),
        ] {
            let answer = try await answer(to: request, service)
            #expect(answer.members["status"] == "FAIL" && answer.members["ErrorDesc"]?.isEmpty == false)
        }
        #expect(service.requests.isEmpty)
    }

    @Test func `a body that does not come in time is answered`() async throws {
        expectFailure(try await answer(to: VXPWorld.request("/sendEdoc", body: [60, 97], size: 50)), 20)
    }

    @Test func `a body that is too large is refused before it is sent`() async throws {
        let limits = VXPWorld.limits { $0.envelope = 70_000 }
        let expects = ["Expect: 100-continue"]
        expectFailure(
            try await answer(to: VXPWorld.request("/sendEdoc", extra: expects, size: 100_000), limits: limits),
            10
        )
        expectFailure(try await answer(to: VXPWorld.request("/updateStatus", extra: expects, size: 70_000)), 10)
    }

    @Test func `a document over the limit is refused when it turns out to be`() async throws {
        let limits = VXPWorld.limits {
            $0.envelope = 60_000
            $0.inlineEnvelope = 60_000
        }
        let document = Array("<a>".utf8) + [UInt8](repeating: 65, count: 60_000 - 3)
        #expect(
            try await answer(to: VXPWorld.request("/sendEdoc", body: document + [13, 10]), limits: limits)
                .members["status"] == "OK"
        )
        expectFailure(
            try await answer(to: VXPWorld.request("/sendEdoc", body: document + [65]), limits: limits),
            10
        )
    }

    @Test func `a body that is neither XML nor base64 is refused`() async throws {
        expectFailure(try await answer(to: VXPWorld.request("/sendEdoc", body: Array("PK\u{3}\u{4}".utf8))), 22)
    }

    @Test func `a store without room gets JSON too`() async throws {
        let body = Array("<a>".utf8) + [UInt8](repeating: 65, count: 100_000)
        expectFailure(try await answer(to: VXPWorld.request("/sendEdoc", body: body)), 20)
    }

    @Test func `calls beyond the rate of a system get JSON, those of others go on`() async throws {
        let limits = VXPWorld.limits {
            $0.requestBurst = 2
            $0.requestsPerSecond = 0.001
        }
        try await VXPWorld.run(limits: limits) { port in
            try await RawClient.connect(port: port) { client in
                var answers: [RawClient.Answer] = []
                for _ in 0..<3 {
                    try await client.send(VXPWorld.request("/countReceiveEdoc"))
                    answers.append(try #require(try await client.answer()))
                }
                #expect(answers.map { $0.members["status"] } == ["OK", "OK", "FAIL"])
                expectFailure(answers[2], 20)
            }
        }
    }

    @Test func `a HEAD request gets no body`() async throws {
        try await VXPWorld.run { port in
            let head = try await RawClient.connect(port: port) { client in
                try await client.send("HEAD /getEdoc HTTP/1.1\r\nHost: axis\r\nConnection: close\r\n\r\n")
                client.halfClose()
                let answer = try await client.answer()
                // Announced but not sent: the connection just ends.
                #expect(answer == nil)
                return answer
            }
            #expect(head == nil)
        }
    }
}
