// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisTestSupport
import Logging
import Synchronization
import Testing

@testable import AxisHTTP

@Suite struct RefusalLogTests {
    private final class Records: AuditStore {
        let all = Mutex<[AuditRecord]>([])

        func appendAudit(_ records: [AuditRecord]) async throws(StoreError) { all.withLock { $0 += records } }

        func auditRecords(after sequence: Int64, limit: Int) async throws(StoreError) -> [AuditRecord] {
            all.withLock { $0 }
        }
    }

    private let refusal = Refusal(.schema, field: "From\"\u{1}/OrganId", english: "a", vietnamese: "b")

    @Test func `ten a second of a source are written, the rest counted by the minute`() async {
        let (records, clock) = (Records(), HandClock())
        let log = RefusalLog(store: records, clock: clock, logger: Logger(label: "test"))
        for _ in 0..<25 { log.record(refusal, from: "192.0.2.1", on: "/v1/envelopes") }
        log.record(refusal, from: "192.0.2.2", on: "/v1/envelopes")
        clock.advance(by: .seconds(1))
        log.record(refusal, from: "192.0.2.1", on: "/v1/envelopes")
        await log.flushCounts()
        let all = records.all.withLock { $0 }
        #expect(all.filter { $0.action == "request.refused" }.count == 12)
        let counted = all.filter { $0.action == "request.refused.more" }
        #expect(counted.map(\.after) == ["{\"count\":15}"])
        #expect(counted.map(\.actor) == ["192.0.2.1"])
        #expect(all.first?.after == #"{"code":"schema","field":"From/OrganId"}"#)
    }

    @Test func `an envelope's refusal names who brought it, and a flood is counted by sender`() async {
        let (records, clock) = (Records(), HandClock())
        let log = RefusalLog(store: records, clock: clock, logger: Logger(label: "test"))
        for _ in 0..<12 { log.record(refusal, from: "192.0.2.1", on: "/v1/envelopes", sender: "G22") }
        log.record(refusal, from: "192.0.2.1", on: "/v1/envelopes", sender: "-")
        log.record(refusal, from: "192.0.2.1", on: "/v1/inbox")
        for number in 0..<100 {
            log.record(refusal, from: "192.0.2.1", on: "/v1/envelopes", sender: "H24.\(number)\"")
        }
        await log.flushCounts()
        let all = records.all.withLock { $0 }
        #expect(all.first?.after == #"{"code":"schema","field":"From/OrganId","sender":"G22"}"#)
        let counted = all.filter { $0.action == "request.refused.more" }.compactMap(\.after)
        #expect(counted.contains(#"{"count":2,"sender":"G22"}"#) && counted.contains(#"{"count":1,"sender":"-"}"#))
        #expect(counted.contains(#"{"count":1,"sender":"H24.0"}"#))
        // Senders are bounded; the others are counted with what is no envelope.
        #expect(counted.count == RefusalLog.mostSenders + 1)
        #expect(counted.contains(#"{"count":87}"#))
    }

    @Test func `waiting lines and sources are bounded`() async {
        let (records, clock) = (Records(), HandClock())
        let log = RefusalLog(store: records, clock: clock, logger: Logger(label: "test"))
        for source in 0..<(RefusalLog.mostSources + 5) { log.record(refusal, from: "\(source)", on: "/") }
        await log.flush()
        #expect(records.all.withLock { $0.count } == RefusalLog.mostWaiting)
    }

    @Test func `refusals that say nothing about the request leave no line`() async {
        let (records, clock) = (Records(), HandClock())
        let log = RefusalLog(store: records, clock: clock, logger: Logger(label: "test"))
        log.record(.gateFull(), from: "a", on: "/")
        log.record(.tooManyRequests(retryAfter: 1), from: "a", on: "/")
        await log.flushCounts()
        #expect(records.all.withLock { $0.isEmpty })
    }
}
