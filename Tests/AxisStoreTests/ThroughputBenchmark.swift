// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisStoreSQLite
import Foundation
import Testing

/// How much the store takes; numbers for people, not a gate.
///
/// `AXIS_STORE_BENCHMARK=64 swift test -c release -Xswiftc -enable-testing --filter ThroughputBenchmark`
@Suite(.enabled(if: ProcessInfo.processInfo.environment["AXIS_STORE_BENCHMARK"] != nil), .serialized)
struct ThroughputBenchmark {
    private var callers: Int { Int(ProcessInfo.processInfo.environment["AXIS_STORE_BENCHMARK"] ?? "") ?? 64 }

    @Test(arguments: [8 << 10])
    func `accepting, claiming and acknowledging`(size: Int) async throws {
        try await withDirectory { directory in
            let sealer = SampleSealer()
            let store = try await openStore(directory, sealer: sealer)
            let each = 60_000 / callers
            let recipients = (0..<700).map { Sample.unit(UInt64(1000 + $0)) }
            let payload = [UInt8](repeating: 65, count: size)
            var pattern = Sample.envelope(bytes: payload)
            pattern.subject = String(repeating: "V/v báo cáo tình hình ", count: 4)
            let template = pattern
            let accepting = try await measure("accept \(size) bytes, \(callers) callers", each * callers) {
                await withTaskGroup(of: Void.self) { group in
                    for caller in 0..<callers {
                        group.addTask { @concurrent in
                            for number in 0..<each {
                                var envelope = template
                                let at = Sample.start + .milliseconds(number)
                                envelope = Self.fresh(envelope, at: at, caller: caller, number: number)
                                let recipient = recipients[(caller * 31 + number) % 700]
                                let new = Sample.acceptance(envelope, to: [recipient], bytes: payload)
                                _ = try? await store.accept(new)
                            }
                        }
                    }
                }
            }
            #expect(try await store.counts().envelopes[.document] == each * callers)
            let wal = await store.health().walBytes
            print(
                "groups: \(sealer.groups.count), mean \(each * callers / max(1, sealer.groups.count)), wal \(wal >> 20) MiB"
            )
            _ = accepting
            _ = try await measure("ready for 700 units, 64 at once", 100) {
                for _ in 0..<100 { _ = try? await store.ready(for: recipients, at: Sample.at(3600), limit: 64) }
            }
            _ = try await measure("push started, read, delivered, \(callers) callers", each * callers / 2) {
                await withTaskGroup(of: Void.self) { group in
                    for caller in 0..<callers {
                        group.addTask { @concurrent in
                            let mine = recipients.enumerated().filter { $0.offset % callers == caller }.map(\.element)
                            for _ in 0..<(each / 128) {
                                let ready = (try? await store.ready(for: mine, at: Sample.at(3600), limit: 64)) ?? []
                                for delivery in ready {
                                    let token: LeaseToken = Sample.id()
                                    let start = DeliveryCause.pushStarted(
                                        token: token,
                                        until: Sample.at(7200),
                                        nextDue: Sample.at(7200)
                                    )
                                    _ = try? await store.apply(start, to: delivery.id, at: Sample.at(3600))
                                    _ = try? await store.payload(of: delivery.envelope)
                                    _ = try? await store.apply(
                                        .pushDelivered(token: token),
                                        to: delivery.id,
                                        at: Sample.at(3601)
                                    )
                                }
                            }
                        }
                    }
                }
            }
            print(try await store.counts().deliveries)
            await store.close()
        }
    }

    private static func fresh(_ envelope: EnvelopeRecord, at: Timestamp, caller: Int, number: Int) -> EnvelopeRecord {
        var envelope = envelope
        envelope.id = Sample.id(at)
        envelope.sender = Sample.unit(UInt64(caller))
        envelope.documentID = "000.00.00.X01,2026/\(caller)-\(number)"
        envelope.numberAndNotation = "\(number)/X\(caller)-TTĐT"
        envelope.acceptedAt = at
        return envelope
    }

    private func measure(_ what: String, _ count: Int, _ body: () async throws -> Void) async throws -> Double {
        let clock = ContinuousClock()
        let time = try await clock.measure { try await body() }
        let seconds = Double(time.wholeMilliseconds) / 1000
        print("\(what): \(Int(Double(count) / seconds))/s (\(count) in \(seconds) s)")
        return seconds
    }
}
