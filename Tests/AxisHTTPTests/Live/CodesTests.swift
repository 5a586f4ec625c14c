// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@testable import AxisHTTP

@Suite struct CodesTests {
    private static func decode<Value: Decodable>(_ type: Value.Type, _ answer: RawClient.Answer) throws -> Value {
        #expect(answer.status < 300, "\(answer.body)")
        return try JSONDecoder().decode(type, from: Data(answer.body.utf8))
    }

    @Test func `a unit's life is changed by administrators and followed by mirrors`() async throws {
        try await AgencyTests.run { world, port in
            let agency = try await AgencyTests.bind(world, port: port, to: "G22")
            let root = try world.pki.client(world.administrator, named: "administrator")
            let first = try await RawClient.connect(port: port, tls: agency) { client in
                let sent = AgencyTests.edxml.replacing("PADDING", with: "V/v thử nghiệm")
                #expect(try await AgencyTests.call(&client, "POST /v1/envelopes", sent).status == 201)
                let answer = try await AgencyTests.call(&client, "GET /v1/codes/snapshot")
                let snapshot = try Self.decode(CodeSnapshot.self, answer)
                #expect(answer.field("etag") == "W/\"codes-\(snapshot.version)\"")
                let evidence = try #require(snapshot.evidence)
                #expect(evidence.leafIndex == 1 && evidence.checkpoint.hasPrefix("axis.test/log\n2\n"))
                for tag in ["W/\"codes-\(snapshot.version)\"", "\"x\", \"codes-\(snapshot.version)\"", "*"] {
                    let fields = "If-None-Match: \(tag)\r\n"
                    let held = try await AgencyTests.call(&client, "GET /v1/codes/snapshot", fields: fields)
                    #expect(held.status == 304 && held.body.isEmpty)
                }
                return snapshot
            }
            try await RawClient.connect(port: port, tls: root) { client in
                let dry = try Self.decode(
                    UnitClosingReport.self,
                    try await AgencyTests.call(&client, "POST /admin/v1/units/H24/close?dryRun=true", "{}")
                )
                #expect(dry.dryRun && dry.items.first?.waiting == [WaitingDeliveries(state: .queued, count: 1)])
                for code in ["H24.1", "H24.2", "H24.3"] {
                    let body =
                        #"{"code":"\#(code)","name":"Phường \#(code)","kind":"ward","adminCode":"1136\#(code.suffix(1))"}"#
                    #expect(try await AgencyTests.call(&client, "POST /admin/v1/units", body).status == 201)
                }
                world.clock.advance(by: .seconds(1))
                let rename = try await AgencyTests.call(
                    &client,
                    "POST /admin/v1/units/H24.1/rename",
                    #"{"name":"Phường Mới","legalBasis":"NQ 1"}"#
                )
                #expect(try Self.decode(UnitView.self, rename).name == "Phường Mới")
                world.clock.advance(by: .seconds(1))
                let nowhere = try await AgencyTests.call(&client, "POST /admin/v1/units/H24.1/move", "{}")
                #expect(nowhere.status == 400 && nowhere.body.contains("parent"))
                let merge = try await AgencyTests.call(
                    &client,
                    "POST /admin/v1/units/merge",
                    #"{"units":["H24.1","H24.2"],"into":"H24.3","legalBasis":"NQ 2"}"#
                )
                #expect(try Self.decode(UnitClosingReport.self, merge).items.count == 2)
                let again = try await AgencyTests.call(&client, "POST /admin/v1/units/H24.1/close", "{}")
                #expect(again.status == 400 && again.body.contains("closed already"))
                let history = try await AgencyTests.call(&client, "GET /admin/v1/units/H24.1/history")
                #expect(
                    try Self.decode(CodeHistory.self, history).items.map(\.kind) == [.registered, .renamed, .closed]
                )
            }
            let before = world.clock.now() - .seconds(1)
            try await RawClient.connect(port: port, tls: agency) { client in
                let closed = try Self.decode(
                    UnitView.self,
                    try await AgencyTests.call(&client, "GET /v1/codes/H24.1")
                )
                #expect(closed.state == .closed && closed.successors == ["H24.3"])
                #expect(try await AgencyTests.call(&client, "GET /v1/codes/admin:11361").status == 404)
                let moment = before.description.replacing("+", with: "%2B")
                let earlier = try await AgencyTests.call(&client, "GET /v1/codes/admin:11361?at=\(moment)")
                #expect(try Self.decode(UnitView.self, earlier).code.text == "H24.1")
                let found = try await AgencyTests.call(&client, "GET /v1/codes?q=phuong%20moi&state=active")
                #expect(try Self.decode(UnitPage.self, found).items.map(\.code.text) == ["H24.3"])
                // The mirror that has the first snapshot needs only what came since.
                let feed = try await AgencyTests.call(&client, "GET /v1/codes/changes?after=\(first.version)&limit=4")
                let page = try Self.decode(CodeChangePage.self, feed)
                #expect(page.items.map(\.kind) == [.registered, .registered, .registered, .renamed] && page.hasMore)
                let rest = try Self.decode(
                    CodeChangePage.self,
                    try await AgencyTests.call(&client, "GET /v1/codes/changes?after=\(page.next)")
                )
                #expect(rest.items.map(\.kind) == [.closed, .closed] && !rest.hasMore)
                #expect(rest.items.first?.previous == page.next)
                var records = Dictionary(uniqueKeysWithValues: first.items.map { ($0.unit, $0) })
                for change in page.items + rest.items { records[change.unit] = change.record }
                let fields = "If-None-Match: W/\"codes-\(first.version)\"\r\n"
                let now = try Self.decode(
                    CodeSnapshot.self,
                    try await AgencyTests.call(&client, "GET /v1/codes/snapshot", fields: fields)
                )
                #expect(records.values.sorted { $0.code.text < $1.code.text } == now.items)
                #expect(now.version == rest.next)
                let ahead = try await AgencyTests.call(&client, "GET /v1/codes/changes?after=999999")
                #expect(ahead.status == 400)
                #expect(try await AgencyTests.call(&client, "GET /v1/codes/changes?after=-1").status == 400)
            }
        }
    }
}
