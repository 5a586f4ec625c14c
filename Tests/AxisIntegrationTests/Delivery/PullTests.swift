// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation
import Testing

extension Integration {
    @Suite struct PullTests {
        private let ward = World.wards[0]

        @Test func `a document is claimed, kept, fetched and acknowledged by one reader`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let reader = try Office(ward, at: daemon)
                let (bytes, receipt) = try await sender.send(1, to: [ward])
                let listed = try #require(try await reader.client.inbox().items.first)
                #expect(listed.envelopeId == receipt.envelopeId && listed.to == ward && listed.from == World.sender)
                #expect(listed.signature == .valid && listed.legalValue == .signed && listed.senderAuth == .mtls)
                #expect(listed.size == bytes.count && listed.sha256 == receipt.sha256 && listed.leaseToken == nil)

                let claim = ClaimRequest(limit: 10, seconds: 60)
                let claimed = try #require(try await reader.client.claim(claim).items.first)
                let token = try #require(claimed.leaseToken)
                #expect(try await reader.client.claim(claim).items.isEmpty)
                let longer = try await reader.client.extend(
                    claimed.deliveryId,
                    ExtendRequest(leaseToken: token, seconds: 300)
                )
                #expect(try #require(longer.leaseUntil) > #require(claimed.leaseUntil))

                let fetched = try await reader.client.fetch(claimed.deliveryId)
                #expect(fetched.bytes == bytes && fetched.sha256 == receipt.sha256)
                try await sender.wait(for: .delivered, of: receipt.envelopeId, to: ward)
                // Somebody without the token can't take it away; the holder can say it twice.
                let done = AcknowledgeRequest(outcome: .done, leaseToken: token)
                let without = AcknowledgeRequest(outcome: .done)
                #expect(
                    await reader.refusal { try await $0.acknowledge(claimed.deliveryId, without) } == .leaseLost
                )
                for _ in 0..<2 {
                    #expect(
                        try await reader.client.acknowledge(claimed.deliveryId, done).state == .acknowledged
                    )
                }
                #expect(try await reader.client.inbox().items.isEmpty)
                #expect(try await reader.client.fetch(claimed.deliveryId).bytes == bytes)
            }
        }

        @Test func `a lease that runs out gives the document to the next reader`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let reader = try Office(ward, at: daemon)
                let id = try await sender.send(2, to: [ward]).receipt.envelopeId
                let first = try #require(try await reader.client.claim(ClaimRequest(seconds: 1)).items.first)
                let second = try await eventually("the lease's end") {
                    try await reader.client.claim(ClaimRequest(seconds: 60)).items.first
                }
                #expect(first.deliveryId == second.deliveryId && first.leaseToken != second.leaseToken)
                let late = AcknowledgeRequest(outcome: .done, leaseToken: first.leaseToken)
                #expect(await reader.refusal { try await $0.acknowledge(first.deliveryId, late) } == .leaseLost)
                let done = AcknowledgeRequest(outcome: .done, leaseToken: second.leaseToken)
                try await reader.client.acknowledge(second.deliveryId, done)
                try await sender.wait(for: .acknowledged, of: id, to: ward)
            }
        }

        @Test func `five failures hold a document, and its reader may still take it`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let reader = try Office(ward, at: daemon)
                let id = try await sender.send(3, to: [ward]).receipt.envelopeId
                let item = try #require(try await reader.client.inbox().items.first)
                for count in 1...5 {
                    let failed = AcknowledgeRequest(outcome: .failed, reason: "hết dung lượng")
                    let state = try await reader.client.acknowledge(item.deliveryId, failed).state
                    #expect(state == (count < 5 ? .queued : .held))
                }
                let held = try await sender.delivery(of: id, to: ward)
                #expect(held.holdReason == .recipientFailed && held.lastError == "hết dung lượng")
                let notice = try await eventually("the notice") {
                    try await sender.client.inbox(InboxQuery(kind: .notice)).items.first
                }
                #expect(notice.kind == .notice && notice.to == World.sender)
                _ = try await reader.client.fetch(item.deliveryId)
                try await reader.client.acknowledge(item.deliveryId, AcknowledgeRequest(outcome: .done))
                try await sender.wait(for: .acknowledged, of: id, to: ward)
            }
        }

        @Test func `whoever waits is woken by a new document`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let reader = try Office(ward, at: daemon)
                let clock = ContinuousClock()
                let began = clock.now
                async let listed = reader.client.inbox(InboxQuery(wait: 30))
                async let claimed = reader.client.claim(ClaimRequest(kind: .document, wait: 30, seconds: 30))
                // Both waits are open once the daemon answers a third call of the same reader.
                _ = try await reader.client.codes(UnitSearch(limit: 1))
                _ = try await sender.send(4, to: [ward])
                #expect(try await listed.items.count == 1)
                #expect(try await claimed.items.count == 1)
                #expect(clock.now - began < .seconds(20))
                #expect(try await reader.client.inbox(InboxQuery(kind: .status, wait: 1)).items.isEmpty)
            }
        }

        @Test func `a unit sees its own alone, a holder of grants what was granted`() async throws {
            try await World.run { daemon in
                let admin = try daemon.admin()
                let grant = GrantAddRequest(
                    holder: World.province,
                    over: try #require(UnitPattern(World.wards[0])),
                    rights: ["send", "receive", "sign"],
                    legalBasis: "thử nghiệm"
                )
                try await admin.addGrant(grant)
                var second = grant
                second.over = try #require(UnitPattern(World.wards[1]))
                let lasting = try await admin.addGrant(second)
                let sender = try Office(World.sender, at: daemon)
                let province = try Office(World.province, at: daemon)
                let other = try Office(World.wards[2], at: daemon)
                _ = try await sender.send(5, to: World.wards)

                #expect(Set(try await province.client.inbox().items.map(\.to)) == Set(World.wards.prefix(2)))
                #expect(try await other.client.inbox().items.map(\.to) == [World.wards[2]])
                #expect(
                    await province.refusal { _ = try await $0.inbox(InboxQuery(unit: World.wards[2])) } == .notYours
                )
                let foreign = try #require(try await other.client.inbox().items.first).deliveryId
                for code in [World.province, World.sender] {
                    let office = try Office(code, at: daemon)
                    let answer = await office.refusal { _ = try await $0.fetch(foreign) }
                    #expect(answer == .notFound || answer == .notYours, "\(code): \(String(describing: answer))")
                }

                // One certificate sends for two communes, and for no third.
                for ward in World.wards.prefix(2) {
                    let receipt = try await province.send(6, to: [World.sender], as: ward).receipt
                    #expect(receipt.sender == ward && receipt.signature == .valid)
                }
                #expect(
                    await refusal { _ = try await province.send(7, to: [World.sender], as: World.wards[2]) }
                        == .senderMismatch
                )
                try await admin.revokeGrant(lasting.id, reason: "hết ủy quyền")
                #expect(Set(try await province.client.inbox().items.map(\.to)) == [World.wards[0]])
                #expect(
                    await refusal { _ = try await province.send(8, to: [World.sender], as: World.wards[1]) }
                        == .senderMismatch
                )
            }
        }

        @Test func `a suspended unit's documents wait and new ones are refused`() async throws {
            try await World.run { daemon in
                let admin = try daemon.admin()
                let sender = try Office(World.sender, at: daemon)
                let id = try await sender.send(9, to: [ward]).receipt.envelopeId
                let state = UnitStateRequest(reason: "sáp nhập", legalBasis: "thử nghiệm")
                #expect(try await admin.suspendUnit(ward, state).state == .suspended)
                #expect(await refusal { _ = try await sender.send(10, to: [ward]) } == .recipientSuspended)
                let receipt = try await sender.send(11, to: [ward, World.wards[1]], partial: true).receipt
                #expect(receipt.recipients.map(\.code) == [World.wards[1]])
                #expect(receipt.refused.map(\.code) == [.recipientSuspended])
                #expect(try await sender.delivery(of: id, to: ward).state == .queued)
                #expect(try await admin.resumeUnit(ward, state).state == .active)
                let reader = try Office(ward, at: daemon)
                #expect(try await reader.client.inbox().items.map(\.envelopeId) == [id])
            }
        }
    }
}
