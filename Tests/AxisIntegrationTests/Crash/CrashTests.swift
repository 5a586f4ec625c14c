// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisEvidence
import AxisModel
import AxisSignature
import AxisTestSupport
import Foundation
import Testing

extension Integration {
    /// The daemon dies at any moment, and nobody who holds a receipt notices.
    @Suite struct CrashTests {
        private static let documents = 1_000
        private static let kills = 20
        private static let pushed = World.wards[0]
        private static let pulling = [World.wards[1], World.wards[2]]

        @Test(.timeLimit(.minutes(4)))
        func `twenty kills during a thousand sends lose nothing and double nothing`() async throws {
            try await World.run { daemon in
                var generator = SeededGenerator(seed: 20_250_701)
                let listener = try await Listener(daemon)
                try await daemon.admin().setEndpoint(of: Self.pushed, EndpointRequest(url: listener.address))
                let key = try daemon.signingKey(World.sender)
                let documents = try (0..<Self.documents).map { number in
                    let count = Int.random(in: 1...3, using: &generator)
                    let recipients = World.wards.shuffled(using: &generator).prefix(count)
                    return try Documents.document(from: World.sender, to: Array(recipients), number: number)
                        .signed(by: key)
                }
                let sending = Sending(documents, through: try daemon.agency(World.sender, connections: 64))
                async let sent: Void = sending.run()
                try await killRepeatedly(daemon, during: sending, using: &generator)
                try await sent
                let lastRestart = ContinuousClock.now

                #expect(sending.count == Self.documents)
                #expect(sending.attempts > Self.documents, "no kill met a send")
                let sender = try Office(World.sender, at: daemon)
                try await everyReceiptHolds(sending, daemon, sender)
                try await everyDeliveryIsAccountedFor(sender, until: lastRestart + .seconds(60))
                try await everyPayloadIsThere(sending, daemon, listener)
                let check = try await daemon.admin().checkStore()
                #expect(check.findings.allSatisfy { $0.level == "ok" }, "\(check.findings)")
                await listener.stop()
            }
        }

        /// Kills the daemon each time so many receipts were given out, and now and then while it starts.
        private func killRepeatedly(
            _ daemon: TestDaemon,
            during sending: Sending,
            using generator: inout SeededGenerator
        ) async throws {
            let marks = (0..<Self.kills).map { _ in Int.random(in: 0..<Self.documents, using: &generator) }.sorted()
            for mark in marks {
                try await eventually(within: .seconds(60), "receipt \(mark)", holds: { sending.count >= mark })
                try await Task.sleep(for: .microseconds(Int.random(in: 0...20_000, using: &generator)))
                sending.setUp(false)
                await daemon.kill()
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    // Recovery itself is cut off as well.
                    try daemon.launch()
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &generator)))
                    await daemon.kill()
                }
                try await daemon.start()
                sending.setUp(true)
            }
        }

        private func everyReceiptHolds(_ sending: Sending, _ daemon: TestDaemon, _ sender: Office) async throws {
            let trust = try TrustList.load([daemon.pki + "/ca.pem"], use: .sealing)
            let receipts = sending.receipts
            #expect(Set(receipts.values.map(\.envelopeId)).count == Self.documents)
            #expect(Set(receipts.values.map(\.leafIndex)).count == Self.documents)
            for (index, receipt) in receipts {
                let verified = try ReceiptVerifier.verify(
                    receipt,
                    trust: trust,
                    envelopeBytes: sending.documents[index]
                )
                #expect(verified.coversEnvelope)
                #expect(try await sender.client.receipt(receipt.envelopeId) == receipt)
            }
            // The same bytes again are the same envelope.
            for index in stride(from: 0, to: Self.documents, by: 97) {
                let again = try await sender.client.submit(sending.documents[index])
                #expect(!again.isNew && again.receipt == receipts[index])
            }
        }

        private func everyDeliveryIsAccountedFor(_ sender: Office, until end: ContinuousClock.Instant) async throws {
            try await eventually(
                within: end - .now,
                "an end or a next attempt of every delivery",
                holds: {
                    let envelopes = try await allSent(sender)
                    #expect(envelopes.count == Self.documents)
                    return envelopes.flatMap(\.deliveries).allSatisfy { delivery in
                        delivery.to == Self.pushed
                            ? delivery.state.isFinal || delivery.nextAttempt != nil : delivery.state == .queued
                    }
                }
            )
            for envelope in try await allSent(sender) {
                // One recipient, one delivery.
                #expect(Set(envelope.deliveries.map(\.to)).count == envelope.deliveries.count)
            }
        }

        private func everyPayloadIsThere(_ sending: Sending, _ daemon: TestDaemon, _ listener: Listener) async throws {
            let sent = Dictionary(grouping: sending.receipts.values, by: \.envelopeId).compactMapValues(\.first)
            for ward in Self.pulling {
                let reader = try Office(ward, at: daemon)
                var items: [InboxItem] = []
                var after: String?
                repeat {
                    let page = try await reader.client.inbox(InboxQuery(after: after, limit: 500))
                    items += page.items
                    after = page.next
                } while after != nil
                let due = sent.values.filter { $0.recipients.contains { $0.code == ward } }
                #expect(items.count == due.count && Set(items.map(\.envelopeId)) == Set(due.map(\.envelopeId)))
                for item in items {
                    let receipt = try #require(sent[item.envelopeId])
                    #expect(receipt.recipients.contains { $0.deliveryId == item.deliveryId })
                    #expect(try await reader.client.fetch(item.deliveryId).sha256 == receipt.sha256)
                }
            }
            // What was pushed lies in the listener's folder under the one delivery that the receipt names.
            let due = sent.values.flatMap { receipt in
                receipt.recipients.filter { $0.code == Self.pushed }.map { ($0.deliveryId, receipt.sha256) }
            }
            // An attempt that a kill cut short waits for its backoff, which an operator can shorten.
            let admin = try daemon.admin()
            _ = try await admin.act(.retry, QueueActionRequest(unit: Self.pushed, limit: 1000))
            await admin.shutdown()
            try await eventually(within: .seconds(120), "the pushes", holds: { try listener.kept().count >= due.count })
            #expect(try listener.kept() == Dictionary(uniqueKeysWithValues: due))
        }

        private func allSent(_ sender: Office) async throws -> [EnvelopeReport] {
            var found: [EnvelopeReport] = []
            var after: String?
            repeat {
                let page = try await sender.client.envelopes(EnvelopeQuery(after: after, limit: 500))
                found += page.items
                after = page.next
            } while after != nil
            return found
        }
    }
}
