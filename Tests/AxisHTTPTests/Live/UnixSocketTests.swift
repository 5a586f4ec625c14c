// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Hummingbird
import Testing

@testable import AxisHTTP

@Suite struct UnixSocketTests {
    @Test func `the caller is the peer's user, and only owner and group may connect`() async throws {
        let directory = "/tmp/axis-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = "\(directory)/axisd.sock"
        let socket = try UnixSocket(path: path)
        try await TestListener.run(
            address: .local(socket),
            routes: { router in
                router.get("/who") { _, context in context.connection.source }
            }
        ) { _, _ in
            try await RawClient.connect(port: 0, path: path) { client in
                try await client.send("GET /who HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer()?.body == "uid \(getuid())")
            }
            #expect(try Self.mode(path) == 0o660)
            #expect(try Self.mode(directory) == 0o750)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `too long a path is a sentence`() throws {
        let path = "/tmp/" + String(repeating: "a", count: 103)
        let fault = #expect(throws: UnixSocket.Fault.self) { try UnixSocket(path: path) }
        #expect(fault?.description.contains("choose a shorter data directory") == true)
        #expect(throws: Never.self) { try UnixSocket(path: String(path.dropLast())) }
    }

    @Test func `an unknown group is a sentence`() throws {
        let fault = #expect(throws: UnixSocket.Fault.self) {
            try UnixSocket(path: "/tmp/a", group: "no-such-group-here")
        }
        #expect(fault?.description.contains("there is no group") == true)
    }

    private static func mode(_ path: String) throws -> Int {
        let value = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        return (value ?? 0) & 0o777
    }
}
