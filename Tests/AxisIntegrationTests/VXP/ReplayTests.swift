// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTestSupport
import Foundation
import Testing

extension Integration {
    /// What the official SDK sent, byte for byte, at the real daemon.
    @Suite struct ReplayTests {
        @Test func `every captured call gets an answer with all that the SDK's parser needs`() async throws {
            try await VXPHouse.run { house in
                let secret = try house.file(Array("\(CapturedRequest.secret)\n".utf8), "secret.txt")
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
                _ = try await house.daemon.axisctl(
                    "client",
                    "add",
                    CapturedRequest.systemID,
                    "--unit",
                    World.province,
                    "--any-address",
                    "--secret-file",
                    secret
                ).expectingSuccess()
                let requests = try CapturedRequest.all()
                #expect(requests.count == 27)
                for request in requests {
                    let answer = try await PlainSocket.exchange(request.bytes, port: house.port)
                    #expect(answer.status == 200, "\(request.name)")
                    // Nobody knows the item; the SDK would store anything else that came.
                    if request.method == "downloadEdoc" {
                        #expect(answer.body.isEmpty)
                        continue
                    }
                    #expect(answer.body.allSatisfy { (0x20...0x7E).contains($0) }, "\(request.name)")
                    let value = try JSONSerialization.jsonObject(with: Data(answer.body))
                    let members = try #require(value as? [String: Any], "\(request.name)")
                    for name in ["status", "ErrorCode", "ErrorDesc"] {
                        #expect((members[name] as? String)?.isEmpty == false, "\(request.name): \(name)")
                    }
                    #expect(members["ErrorCode"] as? String != "15", "\(request.name)")
                    switch request.method {
                    case "sendEdoc": #expect(members["DocId"] is String)
                    case "getEdoc": #expect(members["data"] is String)
                    case "countReceiveEdoc", "countReceiveStatus": #expect(members["count"] is Int)
                    case let method where method.contains("List") || method == "getSynchronizeUnit":
                        let items = try #require(members["data"] as? [[String: Any]], "\(request.name)")
                        #expect(items.allSatisfy { $0.values.allSatisfy { !($0 is NSNull) } })
                        if method.hasPrefix("getAgencies") { #expect(items.count >= 34) }
                    default: break
                    }
                }
            }
        }
    }
}

/// One plain connection: sends bytes, and reads one final answer.
private enum PlainSocket {
    struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
    }

    /// Sends all at once, as a client does that does not wait for `100 Continue`.
    static func exchange(_ request: [UInt8], port: Int) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            // Reading blocks; it has a thread of its own.
            Thread.detachNewThread { continuation.resume(with: Result { try exchangeNow(request, port: port) }) }
        }
    }

    private static func exchangeNow(_ request: [UInt8], port: Int) throws -> Answer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected, send(descriptor, request, request.count, 0) == request.count else {
            throw TooLate(description: "no connection to port \(port)")
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let answer = answer(in: &received) { return answer }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw TooLate(description: "the connection ended without an answer") }
            received += buffer[..<count]
        }
    }

    /// The first final answer, once it is there whole; interim ones are passed over.
    private static func answer(in received: inout [UInt8]) -> Answer? {
        while let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
            let head = String(decoding: received[..<end.lowerBound], as: UTF8.self).lowercased()
            let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            guard status >= 200 else {
                received.removeSubrange(..<end.upperBound)
                continue
            }
            let field = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            guard let size = field?.split(separator: " ").last.flatMap({ Int($0) }) else { return nil }
            let body = received[end.upperBound...]
            return body.count >= size ? Answer(status: status, body: Array(body.prefix(size))) : nil
        }
        return nil
    }
}
