// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation
import Testing

extension Integration {
    @Suite struct StatusTests {
        private let ward = World.wards[0]

        @Test func `statuses 01 and 03 come back to the sender and leave the delivery as it is`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let reader = try Office(ward, at: daemon)
                let (bytes, receipt) = try await sender.send(1, to: [ward])
                let item = try #require(try await reader.client.inbox().items.first)
                _ = try await reader.client.fetch(item.deliveryId)
                try await reader.client.acknowledge(item.deliveryId, AcknowledgeRequest(outcome: .done))
                for code in [StatusCode.arrived, .accepted] {
                    let status = try await reader.send(Documents.status(code, to: bytes, from: ward))
                    #expect(status.kind == .status && status.recipients.map(\.code) == [World.sender])
                }
                let items = try await sender.client.inbox(InboxQuery(kind: .status)).items
                #expect(items.count == 2 && items.allSatisfy { $0.about == item.deliveryId || $0.about != nil })
                let report = try await sender.client.envelope(receipt.envelopeId)
                #expect(report.statuses.map(\.code).sorted() == ["01", "03"])
                #expect(report.statuses.allSatisfy { $0.from == ward })
                #expect(report.deliveries.map(\.state) == [.acknowledged])
                // Nothing is ever sent about a status package.
                #expect(try await reader.client.inbox().items.isEmpty)
            }
        }

        @Test func `a status 02 ends the delivery, and Axis does not tell the sender twice the same`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let reader = try Office(ward, at: daemon)
                let (bytes, receipt) = try await sender.send(2, to: [ward, World.wards[1]])
                _ = try await reader.send(Documents.status(.rejected, to: bytes, from: ward))
                try await sender.wait(for: .rejected, of: receipt.envelopeId, to: ward)
                #expect(try await sender.delivery(of: receipt.envelopeId, to: World.wards[1]).state == .queued)
                #expect(try await sender.client.inbox(InboxQuery(kind: .status)).items.count == 1)
                #expect(try await reader.client.inbox(InboxQuery(kind: .document)).items.isEmpty)
                let again = try await sender.client.resend(receipt.envelopeId)
                #expect(again.deliveries.map(\.to) == [ward])
                #expect(try await reader.client.inbox(InboxQuery(kind: .document)).items.count == 1)
            }
        }

        @Test func `a recall stops what was not fetched, and is a request afterwards`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let reader = try Office(ward, at: daemon)
                let other = try Office(World.wards[1], at: daemon)
                let (bytes, receipt) = try await sender.send(3, to: [ward, World.wards[1]])
                let fetched = try #require(try await other.client.inbox().items.first)
                _ = try await other.client.fetch(fetched.deliveryId)
                try await sender.wait(for: .delivered, of: receipt.envelopeId, to: World.wards[1])
                for recipient in [ward, World.wards[1]] {
                    var about = try IncomingEnvelope(bytes).reference
                    about.organID = recipient
                    let recall = OutgoingStatus(
                        from: Organization(organID: World.sender, name: "Đơn vị thử"),
                        about: about,
                        code: .recall,
                        at: Timestamp(seconds: Int64(Date().timeIntervalSince1970))
                    )
                    _ = try await sender.send(recall)
                }
                try await sender.wait(for: .recalled, of: receipt.envelopeId, to: ward)
                #expect(try await reader.client.inbox(InboxQuery(kind: .document)).items.isEmpty)
                #expect(try await sender.delivery(of: receipt.envelopeId, to: World.wards[1]).state == .delivered)
                let asked = try await other.client.inbox(InboxQuery(kind: .status)).items
                #expect(asked.count == 1)
                _ = try await other.send(Documents.status(.changeRejected, to: bytes, from: World.wards[1]))
                #expect(try await sender.client.envelope(receipt.envelopeId).statuses.contains { $0.code == "16" })
            }
        }

        @Test func `a status by whom it does not concern is unmatched`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let stranger = try Office(World.wards[2], at: daemon)
                let (bytes, receipt) = try await sender.send(4, to: [ward])
                let before = try await sender.client.envelope(receipt.envelopeId)
                for code in [StatusCode.arrived, .rejected, .recall] {
                    let forged = try Documents.status(code, to: bytes, from: World.wards[2])
                    #expect(await refusal { _ = try await stranger.send(forged) } == .statusUnmatched, "\(code)")
                }
                // In another's name it is refused before it is matched.
                let forged = try Documents.status(.rejected, to: bytes, from: ward)
                #expect(await refusal { _ = try await stranger.send(forged) } == .senderMismatch)
                #expect(try await sender.client.envelope(receipt.envelopeId) == before)
            }
        }
    }
}
