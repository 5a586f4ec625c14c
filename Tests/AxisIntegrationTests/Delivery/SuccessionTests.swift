// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation
import Testing

extension Integration {
    /// Units merged and split while documents wait and new ones come, through the real daemon.
    @Suite struct SuccessionTests {
        private let merged = World.wards[0]
        private let split = World.wards[1]
        private let heir = World.wards[2]

        @Test func `documents follow a merged unit, never a split one, and are rerouted by an operator`() async throws {
            try await World.run(alsoUnits: ["H24.ZZ4"]) { daemon in
                try await daemon.register(["H24.ZZ4"], parent: "H24")
                let sender = try Office(World.sender, at: daemon)
                let closing = try Office(merged, at: daemon)
                let first = try await sender.send(1, to: [merged])
                let second = try await sender.send(2, to: [split])
                let admin = try daemon.admin()
                let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
                _ = try await admin.mergeUnits(
                    UnitMergeRequest(units: [merged], into: heir, forwardUntil: now + .seconds(86_400 * 365))
                )
                _ = try await admin.splitUnit(
                    split,
                    UnitSplitRequest(into: [heir, "H24.ZZ4"], windUpAt: now + .seconds(4))
                )
                await admin.shutdown()

                // Repeated, what was accepted before has its first receipt.
                #expect(try await sender.client.submit(first.bytes).receipt == first.receipt)
                // New: to the only successor with a warning and a notice; to one of several never.
                let third = try await sender.send(3, to: [merged]).receipt
                let resolved = try await sender.client.code(heir)
                #expect(third.recipients.map(\.unit) == [resolved.id] && third.recipients.map(\.code) == [merged])
                #expect(third.warnings.contains { $0.code == "recipient-succeeded" && $0.english.contains(heir) })
                #expect(try await Office(heir, at: daemon).client.inbox().items.map(\.to) == [merged])
                #expect(try await sender.delivery(of: third.envelopeId, to: merged).goesTo == heir)
                #expect(await refusal { _ = try await sender.send(4, to: [split]) } == .recipientClosed)

                // The merged unit still fetches, acknowledges and answers, and sends no document.
                let item = try #require(try await closing.client.inbox().items.first)
                let bytes = try await closing.client.fetch(item.deliveryId).bytes
                try await closing.client.acknowledge(item.deliveryId, AcknowledgeRequest(outcome: .done))
                _ = try await closing.send(Documents.status(.accepted, to: bytes, from: merged))
                #expect(await refusal { _ = try await closing.send(5, to: [heir]) } == .senderUnknown)

                // The split one is wound up by the clock alone: held, and rerouted under the same envelope.
                let held = try await sender.wait(
                    for: .held,
                    of: second.receipt.envelopeId,
                    to: split,
                    within: .seconds(60)
                )
                #expect(held.holdReason == .unitClosed && held.lastError?.contains("H24.ZZ4") == true)
                for changed in [1, 0] {
                    let run = try await daemon.axisctl(
                        "queue",
                        "reroute",
                        held.deliveryId.description,
                        "--to",
                        "H24.ZZ4",
                        "--note",
                        "địa bàn mới",
                        "--output",
                        "json"
                    ).expectingSuccess()
                    let result: QueueActionResult = try run.json()
                    #expect(result == QueueActionResult(changed: changed, skipped: 1 - changed, more: false))
                }
                let other = try Office("H24.ZZ4", at: daemon)
                let moved = try #require(try await other.client.inbox().items.first)
                #expect(moved.deliveryId == held.deliveryId && moved.to == split)
                #expect(try await other.client.fetch(moved.deliveryId).bytes == second.bytes)
                try await other.client.acknowledge(moved.deliveryId, AcknowledgeRequest(outcome: .done))

                // The sender was told each time, and the proofs survive a crash.
                _ = try await eventually(within: .seconds(60), "three notices") {
                    let items = try await sender.client.inbox(InboxQuery(kind: .notice)).items
                    return items.map(\.subject).sorted() == ["held", "successor", "successor"] ? items : nil
                }
                await daemon.kill()
                try await daemon.start()
                #expect(try await sender.client.receipt(second.receipt.envelopeId) == second.receipt)
                #expect(try await sender.client.receipt(third.envelopeId) == third)
            }
        }
    }
}
