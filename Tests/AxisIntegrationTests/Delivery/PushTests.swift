// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation
import Testing

extension Integration {
    @Suite(.enabled(if: System.has("python3"))) struct PushTests {
        private let wards = World.wards

        @Test func `a push carries the exact bytes and the fields of the interface`() async throws {
            try await World.run { daemon in
                let receiver = try await PushReceiver(pki: daemon.pki)
                let admin = try daemon.admin()
                try await admin.setEndpoint(of: wards[0], EndpointRequest(url: receiver.address("ok")))
                let office = try Office(World.sender, at: daemon)
                let (bytes, receipt) = try await office.send(1, to: [wards[0]])
                let delivery = try await office.wait(for: .acknowledged, of: receipt.envelopeId, to: wards[0])
                #expect(delivery.attempts == 1)
                #expect(
                    try #require(delivery.history).map(\.to) == [.queued, .delivering, .delivered, .acknowledged]
                        || delivery.history?.map(\.to) == [.delivering, .delivered, .acknowledged]
                )
                let push = try #require(receiver.pushes.first)
                let digest = SHA256.hash(bytes)
                #expect(receiver.pushes.count == 1)
                #expect(push.sha256 == Hex.encode(digest) && push.size == bytes.count)
                #expect(push.peer == "Axis development client")
                let expected = [
                    "content-type": "application/xml", "axis-delivery-id": delivery.deliveryId.description,
                    "axis-envelope-id": receipt.envelopeId.description, "axis-sender": World.sender,
                    "axis-recipient": wards[0], "axis-kind": "document", "axis-attempt": "1",
                    "axis-signature": "valid", "axis-sender-auth": "mtls",
                    "content-digest": "sha-256=:\(Data(digest).base64EncodedString()):",
                ]
                for (name, value) in expected { #expect(push.headers[name] == value, "\(name)") }
                await receiver.stop()
            }
        }

        @Test func `only the recipient's own refusal is final, and a resend begins anew`() async throws {
            try await World.run { daemon in
                let receiver = try await PushReceiver(pki: daemon.pki)
                let admin = try daemon.admin()
                for (ward, path) in zip(wards, ["refused", "proxy", "redirect"]) {
                    try await admin.setEndpoint(of: ward, EndpointRequest(url: receiver.address(path)))
                }
                let office = try Office(World.sender, at: daemon)
                let id = try await office.send(2, to: wards).receipt.envelopeId
                try await office.wait(for: .rejected, of: id, to: wards[0])
                for ward in wards.dropFirst() {
                    let waiting = try await eventually("an attempt at \(ward)") {
                        let delivery = try await office.delivery(of: id, to: ward)
                        return delivery.state == .queued && delivery.attempts == 1 ? delivery : nil
                    }
                    #expect(waiting.nextAttempt != nil && waiting.lastError != nil)
                }
                #expect(Set(receiver.pushes.map(\.path)) == ["/refused", "/proxy", "/redirect"])
                // The sender is told of the refusal, and of nothing else yet.
                let notice = try await eventually("the notice") {
                    try await office.client.inbox(InboxQuery(kind: .notice)).items.first
                }
                let told = try await office.client.fetch(notice.deliveryId)
                #expect(String(decoding: told.bytes, as: UTF8.self).contains("refused"))
                #expect(await office.refusal { _ = try await $0.resend(id, to: [wards[1]]) } == .notFound)

                try await admin.setEndpoint(of: wards[0], EndpointRequest(url: receiver.address("ok")))
                let again = try await office.client.resend(id)
                #expect(again.deliveries.map(\.to) == [wards[0]])
                let delivery = try await office.wait(for: .acknowledged, of: id, to: wards[0])
                #expect(delivery.attempts == 1 && delivery.history?.contains { $0.cause == "resent" } == true)
                await receiver.stop()
            }
        }

        @Test func `failures and an outage are retried, and the queue says why it waits and until when`() async throws {
            try await World.run { daemon in
                let deadPort = try FreePort.take()
                let receiver = try await PushReceiver(pki: daemon.pki)
                let admin = try daemon.admin()
                try await admin.setEndpoint(of: wards[0], EndpointRequest(url: receiver.address("failing/1")))
                try await admin.setEndpoint(
                    of: wards[1],
                    EndpointRequest(url: "https://127.0.0.1:\(deadPort)/ok")
                )
                let office = try Office(World.sender, at: daemon)
                let (bytes, receipt) = try await office.send(3, to: [wards[0], wards[1]])
                let id = receipt.envelopeId
                for ward in wards.prefix(2) {
                    try await eventually(
                        "a failed attempt at \(ward)",
                        holds: {
                            let delivery = try await office.delivery(of: id, to: ward)
                            return delivery.state == .queued && delivery.attempts >= 1 && delivery.nextAttempt != nil
                        }
                    )
                    let shown: QueueView = try await daemon.axisctl("queue", "show", ward, "--output", "json")
                        .expectingSuccess().json()
                    #expect(shown.waiting == 1 && shown.unit == ward)
                    #expect(shown.why != "" && shown.lastError != nil)
                    #expect(try #require(shown.until) > receipt.acceptedAt)
                }
                let human = try await daemon.axisctl("queue", "show", wards[1]).expectingSuccess()
                #expect(human.output.contains("+07:00"))

                let revived = try await PushReceiver(pki: daemon.pki, port: deadPort)
                for ward in wards.prefix(2) {
                    _ = try await daemon.axisctl("queue", "retry", ward).expectingSuccess()
                    let delivery = try await office.wait(for: .acknowledged, of: id, to: ward)
                    #expect(delivery.attempts == 2)
                }
                #expect(revived.pushes.map(\.sha256) == [Hex.encode(SHA256.hash(bytes))])
                #expect(revived.pushes.first?.headers["axis-attempt"] == "2")
                await receiver.stop()
                await revived.stop()
            }
        }

        @Test func `a branch endpoint takes what is for the units beneath`() async throws {
            try await World.run { daemon in
                let receiver = try await PushReceiver(pki: daemon.pki)
                let province = try Office(World.province, at: daemon)
                let branch = EndpointRequest(url: "https://lgsp.example.vn/axis", branch: true)
                let set = { (client: AgencyClient) in _ = try await client.setEndpoint(of: World.province, branch) }
                // A parent has no rights over its children without a grant.
                #expect(await province.refusal(set) == .notYours)
                let grant = GrantAddRequest(
                    holder: World.province,
                    over: try #require(UnitPattern("H24.*")),
                    rights: ["receive"],
                    legalBasis: "thử nghiệm"
                )
                try await daemon.admin().addGrant(grant)
                try await set(province.client)
                // The receiver of this test is on Axis's own machine, where only an administrator may have it connect.
                let local = EndpointRequest(url: receiver.address("ok"), branch: true)
                #expect(
                    await province.refusal { _ = try await $0.setEndpoint(of: World.province, local) } == .badRequest
                )
                try await daemon.admin().setEndpoint(of: World.province, local)
                let office = try Office(World.sender, at: daemon)
                let id = try await office.send(4, to: [wards[0], wards[2]]).receipt.envelopeId
                for ward in [wards[0], wards[2]] { try await office.wait(for: .acknowledged, of: id, to: ward) }
                #expect(Set(receiver.pushes.compactMap { $0.headers["axis-recipient"] }) == [wards[0], wards[2]])
                await receiver.stop()
            }
        }

        @Test func `a push under way when the daemon is asked to stop ends well`() async throws {
            try await World.run { daemon in
                let receiver = try await PushReceiver(pki: daemon.pki)
                let admin = try daemon.admin()
                try await admin.setEndpoint(of: wards[0], EndpointRequest(url: receiver.address("slow/2")))
                let office = try Office(World.sender, at: daemon)
                let id = try await office.send(5, to: [wards[0]]).receipt.envelopeId
                try await office.wait(for: .delivering, of: id, to: wards[0])
                #expect(await daemon.stop() == 0)
                #expect(receiver.pushes.count == 1)
                try await daemon.start()
                let delivery = try await Office(World.sender, at: daemon).delivery(of: id, to: wards[0])
                #expect(delivery.state == .acknowledged && delivery.attempts == 1)
                await receiver.stop()
            }
        }
    }
}
