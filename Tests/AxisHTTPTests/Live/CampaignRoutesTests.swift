// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Foundation
import Testing

@testable import AxisHTTP

@Suite struct CampaignRoutesTests {
    private static func value(_ indicator: Indicator, of row: BoardRow) -> IndicatorValue? {
        row.values.first { $0.indicator == indicator }
    }

    private static func create(_ world: ServicesWorld, port: Int) async throws {
        let request = CampaignCreateRequest(
            id: "cd-101",
            title: "Thử",
            scope: ["H24", "H26"],
            deadline: world.clock.now() + .seconds(3600)
        )
        let body = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
        let root = try world.pki.client(world.administrator, named: "administrator")
        try await RawClient.connect(port: port, tls: root) { client in
            let answer = try await AgencyTests.call(&client, "POST /admin/v1/campaigns", body)
            #expect(answer.status == 201, "\(answer.body)")
        }
    }

    @Test func `a province declares for itself, with who and when, and for nobody else`() async throws {
        try await AgencyTests.run { world, port in
            try await Self.create(world, port: port)
            let province = try await AgencyTests.bind(world, port: port, to: "H24")
            let path = "POST /v1/campaigns/cd-101/declarations"
            try await RawClient.connect(port: port, tls: province) { client in
                let body = #"{"indicator":"hotline-open","met":true,"note":"từ 7:00"}"#
                let answer = try await AgencyTests.call(&client, path, body)
                #expect(answer.status == 200, "\(answer.body)")
                let row = try JSONDecoder().decode(BoardRow.self, from: Data(answer.body.utf8))
                let value = try #require(Self.value(.hotlineOpen, of: row))
                #expect(row.unit == "H24" && value.source == .declared && value.met == true)
                #expect(value.by == "H24" && value.at == world.clock.now() && value.detail == "từ 7:00")
                let refused = [
                    (#"{"indicator":"hotline-open","met":true,"unit":"H26"}"#, 403),
                    (#"{"indicator":"units-reachable","met":true}"#, 400),
                    (#"{"indicator":"no-such-thing","met":true}"#, 400), (#"{"indicator":"hotline-open"}"#, 400),
                ]
                for (body, status) in refused {
                    #expect(try await AgencyTests.call(&client, path, body).status == status, "\(body)")
                }
                let other = "POST /v1/campaigns/cd-102/declarations"
                #expect(try await AgencyTests.call(&client, other, body).status == 404)
            }
            let stranger = try await AgencyTests.bind(world, port: port, to: "G22")
            try await RawClient.connect(port: port, tls: stranger) { client in
                let body = #"{"indicator":"hotline-open","met":true}"#
                let answer = try await AgencyTests.call(&client, path, body)
                #expect(answer.status == 403, "it takes no part")
            }
            let trail = try await world.store.auditRecords(after: 0, limit: 1000)
            #expect(trail.filter { $0.action == "campaign.declare" }.map(\.actor) == ["H24"])
        }
    }

    @Test func `operators see when a unit last pulled`() async throws {
        try await AgencyTests.run { world, port in
            let province = try await AgencyTests.bind(world, port: port, to: "H24")
            let root = try world.pki.client(world.administrator, named: "administrator")
            func unit() async throws -> UnitView {
                try await RawClient.connect(port: port, tls: root) { client in
                    let answer = try await AgencyTests.call(&client, "GET /admin/v1/units/H24")
                    return try JSONDecoder().decode(UnitView.self, from: Data(answer.body.utf8))
                }
            }
            #expect(try await unit().lastContact == nil)
            try await RawClient.connect(port: port, tls: province) { client in
                #expect(try await AgencyTests.call(&client, "GET /v1/inbox").status == 200)
                let own = try await AgencyTests.call(&client, "GET /v1/codes/H24")
                #expect(!own.body.contains("lastContact"), "for administrators only")
            }
            let minute = Timestamp(seconds: world.clock.now().seconds / 60 * 60)
            #expect(try await unit().lastContact?.pulledAt == minute)
            try await RawClient.connect(port: port, tls: root) { client in
                let answer = try await AgencyTests.call(&client, "GET /admin/v1/queues/H24")
                let queue = try JSONDecoder().decode(QueueView.self, from: Data(answer.body.utf8))
                #expect(queue.lastContact?.pulledAt == minute)
            }
        }
    }
}
