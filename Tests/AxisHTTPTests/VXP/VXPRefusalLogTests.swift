// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Logging
import Testing

@testable import AxisHTTP

@Suite struct VXPRefusalLogTests {
    /// What the audit log has after some calls of a service that refuses all.
    private func lines(after calls: [[UInt8]], saying error: VXPError) async throws -> [String] {
        let store = VXPWorld.store()
        let service = ScriptedVXP { (_) throws(VXPError) in throw error }
        let log = RefusalLog(store: store, clock: HandClock(), logger: Logger(label: "test"))
        try await VXPWorld.run(service, log: log) { port in
            for call in calls {
                try await RawClient.connect(port: port) { client in
                    try await client.send(call)
                    let answer = try #require(try await client.answer())
                    #expect(answer.status == 200)
                }
            }
        }
        await log.flush()
        return try await store.auditRecords(after: 0, limit: 100).compactMap(\.after)
    }

    @Test func `a document refused by the desk leaves a line with the unit that brought it`() async throws {
        let error = VXPError(.format, english: "no", vietnamese: "không", cause: .malformedXML)
        let send = VXPWorld.request("/sendEdoc", body: Array("<a/>".utf8))
        #expect(try await lines(after: [send], saying: error) == [#"{"code":"malformed-xml","sender":"H99"}"#])
    }

    @Test func `what is refused of other calls counts as no document`() async throws {
        let error = VXPError(.systemError, english: "no", vietnamese: "không", cause: .notFound)
        let update = VXPWorld.request("/updateStatus", ["docId": "1", "status": "done"])
        let load = VXPWorld.request("/downloadEdoc", ["docId": "1"], verb: "GET")
        let found = try await lines(after: [update, load], saying: error)
        #expect(found == [#"{"code":"not-found"}"#, #"{"code":"not-found"}"#])
    }

    @Test func `a document whose head can't be read counts for nobody`() async throws {
        let error = VXPError(.systemError, english: "no", vietnamese: "không")
        let headless = Array("POST /sendEdoc HTTP/1.1\r\nHost: axis\r\nContent-Length: 0\r\n\r\n".utf8)
        let found = try await lines(after: [headless], saying: error)
        #expect(found.count == 1 && found[0].contains(#""sender":"-""#))
    }
}
