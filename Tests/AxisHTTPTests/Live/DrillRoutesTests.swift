// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisTestSupport
import Foundation
import Testing

@testable import AxisHTTP

@Suite struct DrillRoutesTests {
    private static func decode<Value: Decodable>(_ type: Value.Type, _ answer: RawClient.Answer) throws -> Value {
        #expect(answer.status < 300, "\(answer.body)")
        return try JSONDecoder().decode(type, from: Data(answer.body.utf8))
    }

    @Test func `a drill is started, shown in the inbox as one, reported, exported and called off`() async throws {
        try await AgencyTests.run { world, port in
            let agency = try await AgencyTests.bind(world, port: port, to: "G22")
            let root = try world.pki.client(world.administrator, named: "administrator")
            let started = try await RawClient.connect(port: port, tls: root) { client in
                for body in ["{}", #"{"units":[]}"#, #"{"units":["H24"],"attempts":99}"#, #"{"units":["?"]}"#] {
                    #expect(try await AgencyTests.call(&client, "POST /admin/v1/drills", body).status == 400, "\(body)")
                }
                let unknown = try await AgencyTests.call(
                    &client,
                    "POST /admin/v1/drills",
                    #"{"campaign":"cd-9","units":["H24"]}"#
                )
                #expect(unknown.status == 404)
                let answer = try await AgencyTests.call(&client, "POST /admin/v1/drills", #"{"units":["G22","H24"]}"#)
                let view = try Self.decode(DrillView.self, answer)
                #expect(answer.status == 201)
                #expect(answer.field("location") == "/admin/v1/drills/\(view.id)")
                #expect(view.total == 2 && view.missing?.map(\.state) == [.waiting, .waiting])
                return view
            }
            _ = try await world.drills.look()
            try await RawClient.connect(port: port, tls: agency) { client in
                let page = try Self.decode(
                    InboxPage.self,
                    try await AgencyTests.call(&client, "GET /v1/inbox?kind=drill")
                )
                let item = try #require(page.items.first)
                #expect(page.items.count == 1 && item.kind == .drill && item.subject.hasPrefix("[DIỄN TẬP] "))
                let documents = try await AgencyTests.call(&client, "GET /v1/inbox?kind=document")
                #expect(try Self.decode(InboxPage.self, documents).items.isEmpty)
                let body = try await AgencyTests.call(&client, "GET /v1/deliveries/\(item.deliveryId)/envelope")
                #expect(body.field("axis-kind") == "drill")
                let ack = try await AgencyTests.call(
                    &client,
                    "POST /v1/deliveries/\(item.deliveryId)/ack",
                    #"{"outcome":"done"}"#
                )
                #expect(ack.status == 200)
                // Agencies have no way to the administration's drills.
                #expect(try await AgencyTests.call(&client, "GET /admin/v1/drills").status == 403)
            }
            try await RawClient.connect(port: port, tls: root) { client in
                let path = "GET /admin/v1/drills/\(started.id)"
                let view = try Self.decode(DrillView.self, try await AgencyTests.call(&client, path))
                #expect(view.text == "1/2" && view.missing?.map(\.unit) == ["H24"] && view.units == nil)
                let all = try await AgencyTests.call(&client, path + "?units=all")
                #expect(try Self.decode(DrillView.self, all).units?.map(\.unit) == ["G22", "H24"])
                let csv = try await AgencyTests.call(
                    &client,
                    path + "?units=all",
                    fields: "Accept: text/csv\r\nAccept-Language: vi\r\n"
                )
                #expect(csv.field("content-type") == "text/csv; charset=utf-8")
                #expect(csv.body.contains("mã,tên,trạng thái") && csv.body.contains("đã xác nhận"))
                #expect(csv.body.contains("tổng,1/2"))
                let list = try await AgencyTests.call(&client, "GET /admin/v1/drills?limit=5")
                #expect(try Self.decode(DrillList.self, list).items.map(\.text) == ["1/2"])
                let none = try await AgencyTests.call(&client, "GET /admin/v1/drills?campaign=cd-9")
                #expect(try Self.decode(DrillList.self, none).items.isEmpty)
                #expect(try await AgencyTests.call(&client, "GET /admin/v1/drills?limit=0").status == 400)
                let cancel = try await AgencyTests.call(&client, "POST /admin/v1/drills/\(started.id)/cancel", "")
                #expect(try Self.decode(DrillView.self, cancel).cancelledBy == "root")
                let nowhere = "GET /admin/v1/drills/\(SystemIdentifiers().next(at: world.clock.now()))"
                #expect(try await AgencyTests.call(&client, nowhere).status == 404)
            }
        }
    }
}
