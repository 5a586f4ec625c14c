// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore
import Synchronization

extension MemoryStore {
    package func envelopeFacts(
        in time: Range<Timestamp>,
        after place: EnvelopeID?,
        limit: Int
    ) async throws(StoreError) -> StatisticsPage<EnvelopeFact, EnvelopeID> {
        try perform { state in
            let page = Self.page(of: state.envelopes.keys, in: time, after: place, limit)
            let facts = page.ids.compactMap { state.envelopes[$0] }.map { envelope in
                EnvelopeFact(
                    id: envelope.id,
                    kind: envelope.kind,
                    sender: envelope.sender,
                    legalValue: envelope.knownLegalValue,
                    urgency: envelope.urgency,
                    promulgationDate: envelope.promulgationDate,
                    acceptedAt: envelope.acceptedAt
                )
            }
            return StatisticsPage(facts: facts, next: page.next)
        }
    }

    package func deliveryFacts(
        in time: Range<Timestamp>,
        after place: DeliveryID?,
        limit: Int
    ) async throws(StoreError) -> StatisticsPage<DeliveryFact, DeliveryID> {
        try perform { state in
            let page = Self.page(of: state.deliveries.keys, in: time, after: place, limit)
            let facts = page.ids.compactMap { state.deliveries[$0] }.map { state.fact(of: $0) }
            return StatisticsPage(facts: facts, next: page.next)
        }
    }

    package func refusals(
        in time: Range<Timestamp>,
        after line: AuditRecord?,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord] {
        try perform { state in
            let refused = state.audit.filter { record in
                guard ["request.refused", "request.refused.more"].contains(record.action) else { return false }
                let isBehind = line.map { ($0.at, $0.sequence) < (record.at, record.sequence) } ?? true
                return time.contains(record.at) && isBehind
            }
            return Array(refused.sorted { ($0.at, $0.sequence) < ($1.at, $1.sequence) }.prefix(max(limit, 1)))
        }
    }

    private static func page<Tag>(
        of ids: some Collection<Identifier<Tag>>,
        in time: Range<Timestamp>,
        after place: Identifier<Tag>?,
        _ limit: Int
    ) -> (ids: [Identifier<Tag>], next: Identifier<Tag>?) {
        let limit = min(max(limit, 1), largestPage)
        let from = place ?? .floor(of: time.lowerBound)
        let end = Identifier<Tag>.floor(of: time.upperBound)
        let page = Array(ids.filter { $0 > from && $0 < end }.sorted().prefix(limit))
        return (page, page.count == limit ? page.last : nil)
    }
}

extension MemoryState {
    fileprivate func fact(of delivery: Delivery) -> DeliveryFact {
        let isDocument = delivery.kind == .document
        let all = isDocument ? histories[delivery.id] ?? [] : []
        let move = delivery.move.flatMap { _ in all.lastIndex { ["forwarded", "rerouted"].contains($0.cause) } }
        let release = all.indices.last { place in
            all[place].from == .held && all[place].to == .queued
                && all[..<place].last { $0.to == .held }?.cause == "held"
        }
        let steps = all[(move.map { $0 + 1 } ?? 0)...]
        let movedAt = move.map { all[$0].at }
        let confirmations = envelopes.values.filter {
            isDocument && $0.about == delivery.id && $0.kind == .status && ["01", "03"].contains($0.statusCode)
                && $0.acceptedAt >= (movedAt ?? $0.acceptedAt)
        }
        let answers = steps.filter { $0.to == .acknowledged || $0.to == .rejected }.map(\.at)
        return DeliveryFact(
            id: delivery.id,
            kind: delivery.kind,
            sender: delivery.sender,
            recipient: delivery.recipient,
            acceptedAt: delivery.acceptedAt,
            dueFrom: [movedAt, release.map { all[$0].at }].compactMap { $0 }.max(),
            state: delivery.state,
            holdReason: delivery.holdReason,
            receivedAt: steps.filter { $0.to == .delivered }.map(\.at).min(),
            answeredAt: (answers + confirmations.map(\.acceptedAt)).min()
        )
    }
}
