// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisHTTP

@Suite struct ClientsTests {
    private static func decode<Value: Decodable>(_ type: Value.Type, _ answer: RawClient.Answer) throws -> Value {
        #expect(answer.status < 300, "\(answer.body)")
        return try JSONDecoder().decode(type, from: Data(answer.body.utf8))
    }

    @Test func `system ids are added, rotated, moved and revoked by administrators, and shown without secrets`()
        async throws
    {
        try await AgencyTests.run { world, port in
            let root = try world.pki.client(world.administrator, named: "administrator")
            try await RawClient.connect(port: port, tls: root) { client in
                let clients = "/admin/v1/clients"
                let body = #"{"systemId":"vxp:a@b","unit":"H24","from":["10.0.0.0/8"],"maximumAge":60}"#
                let answer = try await AgencyTests.call(&client, "POST \(clients)", body)
                #expect(answer.status == 201)
                let added = try Self.decode(ClientSecretReport.self, answer)
                let secret = try #require(added.secret?.text)
                let twice = try await AgencyTests.call(&client, "POST \(clients)", body)
                #expect(twice.status == 409 && twice.body.contains("code-taken"))
                for wrong in [
                    #"{"systemId":"x","unit":"H24"}"#, #"{"systemId":"x","unit":"H24","from":["10.0.0.1/8"]}"#,
                    #"{"systemId":"x","unit":"H24","anyAddress":true,"typo":1}"#,
                ] {
                    #expect(try await AgencyTests.call(&client, "POST \(clients)", wrong).status == 400)
                }
                let rotate = try await AgencyTests.call(
                    &client,
                    "POST \(clients)/vxp%3Aa%40b/rotate",
                    #"{"overlap":3600}"#
                )
                #expect(try Self.decode(ClientSecretReport.self, rotate).client.secrets.count == 2)
                let moved = try await AgencyTests.call(
                    &client,
                    "PUT \(clients)/vxp:a@b/addresses",
                    #"{"anyAddress":true,"maximumAge":0}"#
                )
                let view = try Self.decode(ClientView.self, moved)
                #expect(view.from == nil && view.maximumAge == nil)
                let rewrapped = try await AgencyTests.call(&client, "POST \(clients)/rewrap")
                #expect(try Self.decode(ClientRewrapReport.self, rewrapped).examined == 1)
                let shown = try await AgencyTests.call(&client, "GET \(clients)/vxp:a@b")
                let list = try await AgencyTests.call(&client, "GET \(clients)?unit=H24")
                #expect(!shown.body.contains(secret) && !list.body.contains(secret) && list.body.contains("vxp:a@b"))
                let closing = try await AgencyTests.call(&client, "POST /admin/v1/units/H24/close?dryRun=true", "{}")
                #expect(
                    try Self.decode(UnitClosingReport.self, closing).items[0].clients.map(\.systemId) == ["vxp:a@b"]
                )
                let reason = #"{"reason":"lộ khóa"}"#
                let revoked = try await AgencyTests.call(&client, "POST \(clients)/vxp:a@b/revoke", reason)
                #expect(try Self.decode(ClientView.self, revoked).state == "revoked")
                #expect(try await AgencyTests.call(&client, "GET \(clients)/none").status == 404)
            }
        }
    }
}
