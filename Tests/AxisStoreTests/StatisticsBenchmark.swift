// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreSQLite
import Foundation
import Testing

/// How long the figures of many documents take, and what that does to those who accept meanwhile; numbers for people,
/// not a gate.
///
/// `AXIS_STATISTICS_BENCHMARK=100000 swift test --filter StatisticsBenchmark`
@Suite(.enabled(if: ProcessInfo.processInfo.environment["AXIS_STATISTICS_BENCHMARK"] != nil), .serialized)
struct StatisticsBenchmark {
    private let documents = Int(ProcessInfo.processInfo.environment["AXIS_STATISTICS_BENCHMARK"] ?? "") ?? 100_000

    @Test func `counting beside accepting`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            try await fill(store)
            let time = Sample.start..<Sample.at(Int64(documents))
            let alone = try await measure("count \(documents) documents, \(documents * 2) deliveries") {
                try await count(store, in: time)
            }
            let quiet = try await measure("accept 2,000 with nobody counting") { try await accept(store, 2_000) }
            let (beside, walBytes) = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled { try await self.count(store, in: time) }
                }
                let beside = try await measure("accept 2,000 beside counting") { try await accept(store, 2_000) }
                group.cancelAll()
                return (beside, await store.health().walBytes)
            }
            print("alone \(alone), accepting \(quiet) and \(beside), wal \(walBytes >> 20) MiB")
            await store.close()
        }
    }

    /// Documents to two recipients each, acknowledged by one of them.
    private func fill(_ store: some AxisStore) async throws {
        let callers = 64
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask { @concurrent in
                    for number in stride(from: caller, to: documents, by: callers) {
                        let envelope = Sample.envelope(
                            from: Sample.unit(UInt64(number % 700)),
                            at: Sample.at(Int64(number))
                        )
                        let recipients = [
                            Sample.unit(UInt64(number % 3_321)), Sample.unit(UInt64(5_000 + number % 34)),
                        ]
                        let taken = try await store.take(Sample.acceptance(envelope, to: recipients))
                        let first = taken.deliveries[0].id
                        try await store.apply(.acknowledged(token: nil), to: first, at: envelope.acceptedAt)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func accept(_ store: some AxisStore, _ count: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask { @concurrent in
                    for _ in 0..<(count / 16) {
                        try await store.take(Sample.acceptance(Sample.envelope(at: Sample.at(1_000_000_000))))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func count(_ store: some AxisStore, in time: Range<Timestamp>) async throws {
        var tally = StatisticsTally(by: .quarter, calendar: WorkingCalendar(), axis: nil, at: time.upperBound)
        var place: EnvelopeID?
        repeat {
            let page = try await store.envelopeFacts(in: time, after: place, limit: 500)
            for fact in page.facts { tally.count(fact, signed: CivilDay(of: fact.acceptedAt)) }
            place = page.next
        } while place != nil && !Task.isCancelled
        var way: DeliveryID?
        repeat {
            let page = try await store.deliveryFacts(in: time, after: way, limit: 500)
            for fact in page.facts { tally.count(fact) }
            way = page.next
        } while way != nil && !Task.isCancelled
        #expect(Task.isCancelled || tally.figures.values.reduce(0) { $0 + $1.sent.documents } == documents)
    }

    private func measure(_ what: String, _ body: () async throws -> Void) async throws -> Duration {
        let time = try await ContinuousClock().measure { try await body() }
        print("\(what): \(time)")
        return time
    }
}
