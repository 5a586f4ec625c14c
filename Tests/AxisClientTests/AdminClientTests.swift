// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Testing

@Suite struct AdminClientTests {
    @Test func `each verb is one call under its own path`() async throws {
        let queue = "{\"changed\":1,\"skipped\":0,\"more\":false}"
        let server = try ScriptedServer([
            answer("200 OK", "{\"items\":[]}"), answer("204 No Content"), answer("200 OK", queue),
            answer("200 OK", "{\"findings\":[]}"), answer("200 OK", "code;name\r\n"),
        ])
        defer { server.stop() }
        let admin = try AdminClient(socket: server.path)
        #expect(try await admin.certificates(of: "H24").isEmpty)
        try await admin.clearEndpoint(of: "H24.12")
        let result = try await admin.act(.hold, QueueActionRequest(unit: "H24"))
        #expect(result.changed == 1)
        #expect(try await admin.checkStore().findings.isEmpty)
        #expect(try await admin.exportUnits(.csv) == Array("code;name\r\n".utf8))
        #expect(
            server.requests.map(\.line) == [
                "GET /admin/v1/certificates?unit=H24 HTTP/1.1",
                "DELETE /admin/v1/endpoints/H24.12 HTTP/1.1",
                "POST /admin/v1/queues/hold HTTP/1.1",
                "POST /admin/v1/check-store HTTP/1.1",
                "GET /admin/v1/units/export?format=csv HTTP/1.1",
            ]
        )
        #expect(server.requests[2].body == Array("{\"unit\":\"H24\"}".utf8))
        await admin.shutdown()
    }

    @Test func `a daemon that is not there is said so in a sentence`() async throws {
        let connection = try ServerConnection(unixSocket: "/tmp/axis-no-such.sock", retries: .never)
        let admin = AdminClient(connection: connection)
        let error = await #expect(throws: ClientError.self) { _ = try await admin.queues() }
        #expect(error?.kind == .unreachable)
        await admin.shutdown()
    }
}
