// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreSQLite
import Testing

@Suite struct RecordConformanceTests {
    private func event(_ version: Int64) -> RegistryEvent {
        RegistryEvent(
            version: version,
            change: .suspend(unit: Sample.unit(UInt64(version)), reason: "thử nghiệm"),
            effectiveAt: Sample.start,
            recordedAt: Sample.at(version),
            actor: "registrar",
            legalBasis: "20/2020/QĐ-TTg"
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `events are appended in order, all or none`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            try await store.append([event(1), event(2)], audit: [.sample("a")])
            await #expect(throws: StoreError(.versionConflict, "")) {
                try await store.append([event(2)], audit: [.sample("b")])
            }
            await #expect(throws: StoreError(.versionConflict, "")) {
                try await store.append([event(3), event(5)], audit: [.sample("b")])
            }
            try await store.append([event(3)], audit: [])
            #expect(try await store.registryEvents(after: 0, limit: 10) == [event(1), event(2), event(3)])
            #expect(try await store.registryEvents(after: 1, limit: 1) == [event(2)])
            #expect(try await store.auditRecords(after: 0, limit: 10).map(\.subject) == ["a"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `audit records are numbered and paged`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            try await store.appendAudit([.sample("a"), .sample("b")])
            try await store.appendAudit([.sample("c")])
            let all = try await store.auditRecords(after: 0, limit: 10)
            #expect(all.map(\.subject) == ["a", "b", "c"])
            #expect(all.map(\.sequence) == [1, 2, 3])
            #expect(try await store.auditRecords(after: 1, limit: 1).map(\.subject) == ["b"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `payloads go when their last delivery ended long ago, all else stays`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let new = Sample.acceptance(to: [Sample.unit(2), Sample.unit(3)])
            let ended = try await store.take(new)
            let open = try await store.take(Sample.acceptance())
            for (second, delivery) in ended.deliveries.enumerated() {
                #expect(try await store.removePayloads(endedBefore: Sample.at(1000), limit: 10) == 0)
                try await store.apply(.acknowledged(token: nil), to: delivery.id, at: Sample.at(Int64(second)))
            }
            #expect(try await store.removePayloads(endedBefore: Sample.at(1), limit: 10) == 0)
            #expect(try await store.removePayloads(endedBefore: Sample.at(2), limit: 10) == 1)
            #expect(try await store.removePayloads(endedBefore: Sample.at(2), limit: 10) == 0)
            await #expect(throws: StoreError(.notFound, "")) { try await store.payload(of: ended.envelope.id) }
            #expect(try await store.payload(of: open.envelope.id) == .bytes([1, 2, 3]))
            guard case .existing(let known) = try await store.accept(new) else {
                Issue.record("forgotten")
                return
            }
            #expect(known.evidence == ended.evidence)
            #expect(try await store.history(of: ended.deliveries[0].id, limit: 10).count > 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a change and its audit record are there together or not at all`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let delivery = try await store.take(Sample.acceptance()).deliveries[0]
            let hold = [DeliveryChange(delivery.id, .hold(.administrator, note: "x"), at: Sample.at(1))]
            await #expect(throws: StoreError(.corrupt, "")) {
                try await store.apply(hold) { (_) throws(StoreError) in throw StoreError(.corrupt, "unwritable") }
            }
            #expect(try await store.delivery(delivery.id)?.state == .queued)
            _ = try await store.apply(hold) { (outcomes) throws(StoreError) in [.sample("\(outcomes.count)")] }
            #expect(try await store.delivery(delivery.id)?.state == .held)
            #expect(try await store.auditRecords(after: 0, limit: 10).map(\.subject) == ["1"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what was recalled is frozen, and its bytes are kept`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let sealed = try await store.take(Sample.acceptance(to: [Sample.unit(2), Sample.unit(3)]))
            let other = try await store.take(Sample.acceptance())
            try await store.apply(.recallRequested(reason: nil), to: sealed.deliveries[0].id, at: Sample.at(1))
            try await store.apply(.acknowledged(token: nil), to: sealed.deliveries[1].id, at: Sample.at(1))
            try await store.apply(.acknowledged(token: nil), to: other.deliveries[0].id, at: Sample.at(2))
            _ = try await store.removePayloads(endedBefore: Sample.at(100), limit: 1)
            _ = try await store.removePayloads(endedBefore: Sample.at(100), limit: 10)
            #expect(try await store.payload(of: sealed.envelope.id) == .bytes([1, 2, 3]))
            await #expect(throws: StoreError(.notFound, "")) { try await store.payload(of: other.envelope.id) }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what is no longer kept is not sent again`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let delivery = try await store.take(Sample.acceptance()).deliveries[0]
            try await store.apply(.hold(.administrator, note: nil), to: delivery.id, at: Sample.at(1))
            try await store.apply(.ended(note: "x"), to: delivery.id, at: Sample.at(1))
            #expect(try await store.removePayloads(endedBefore: Sample.at(100), limit: 10) == 1)
            let outcomes = try await store.apply([DeliveryChange(delivery.id, .resent, at: Sample.at(200))])
            #expect(outcomes == [.refused(.notAllowed(.dead))])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a closed store refuses`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            #expect(await store.health().failure == nil)
        }
        try await withDirectory { directory in
            let store = try await openStore(directory)
            await store.close()
            await #expect(throws: StoreError(.closed, "")) { try await store.accept(Sample.acceptance()) }
        }
    }
}
