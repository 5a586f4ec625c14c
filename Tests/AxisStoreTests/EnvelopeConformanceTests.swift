// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Testing

@Suite struct EnvelopeConformanceTests {
    @Test(arguments: StoreKind.allCases)
    func `an acceptance comes back whole, by id and by key`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            var envelope = Sample.envelope(documentID: "X01-1")
            envelope.warnings = [EnvelopeWarning(code: "c", field: "f", english: "e", vietnamese: "v")]
            envelope.refused = [RecipientRefusal(recipient: "X09", code: .recipientClosed, successors: ["X10"])]
            let new = Sample.acceptance(envelope, to: [Sample.unit(3), Sample.unit(2)])
            let sealed = try await store.take(new)
            #expect(sealed.envelope == envelope)
            #expect(sealed.deliveries == new.deliveries)
            #expect(sealed.evidence.leaf == new.leaf)
            #expect(sealed.evidence.index == 0)
            #expect(sealed.evidence.checkpoint == "checkpoint 1")
            let found = [
                try await store.acceptance(envelope.id), try await store.acceptance(forKey: new.idempotencyKey),
            ]
            for again in found {
                #expect(again?.envelope == envelope)
                #expect(again?.deliveries == new.deliveries)
                #expect(again?.evidence == sealed.evidence)
            }
            #expect(try await store.deliveries(of: [envelope.id]) == new.deliveries)
            #expect(try await store.envelopes([envelope.id, Sample.id()]) == [envelope.id: envelope])
            #expect(try await store.payload(of: envelope.id) == .bytes([1, 2, 3]))
            #expect(try await store.acceptance(Sample.id()) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `the same key is accepted once and answered alike`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let key = SHA256Key.of("one")
            let first = try await store.take(Sample.acceptance(key: key))
            let token: LeaseToken = Sample.id()
            let delivery = first.deliveries[0].id
            try await store.apply(.claimed(token: token, until: Sample.at(60)), to: delivery, at: Sample.start)
            guard case .existing(let again) = try await store.accept(Sample.acceptance(key: key)) else {
                Issue.record("accepted twice")
                return
            }
            #expect(again.envelope == first.envelope)
            #expect(again.evidence == first.evidence)
            #expect(again.deliveries.map(\.state) == [.delivering])
            #expect(try await store.counts().envelopes == [.document: 1])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `one DocumentId of one sender under another key is a conflict where asked`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let first = try await store.take(Sample.acceptance(Sample.envelope(documentID: "D1")))
            let second = Sample.acceptance(Sample.envelope(documentID: "D1"), refusesConflict: true)
            guard case .conflict(let other) = try await store.accept(second) else {
                Issue.record("no conflict")
                return
            }
            #expect(other == first.envelope.id)
            let elsewhere = Sample.envelope(from: Sample.unit(8), documentID: "D1")
            try await store.take(Sample.acceptance(elsewhere, refusesConflict: true))
            var update = Sample.envelope(documentID: "D1")
            update.action = .update
            try await store.take(Sample.acceptance(update, refusesConflict: true))
            try await store.take(Sample.acceptance(Sample.envelope(documentID: "D1")))
            try await store.take(Sample.acceptance(Sample.envelope(), refusesConflict: true))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a used id fails alone`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let envelope = Sample.envelope()
            try await store.take(Sample.acceptance(envelope))
            let again = Sample.acceptance(envelope, key: SHA256Key.of("other"))
            await #expect(throws: StoreError(.corrupt, "")) { try await store.accept(again) }
            try await store.take(Sample.acceptance())
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `effects happen with the acceptance, and what does not apply is passed over`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let document = try await store.take(Sample.acceptance())
            let delivery = document.deliveries[0].id
            var status = Sample.envelope(from: Sample.unit(2), kind: .status, at: Sample.at(5))
            status.about = delivery
            status.statusCode = "02"
            let effects = [
                DeliveryChange(delivery, .statusRejected(reason: "sai thẩm quyền"), at: Sample.at(5)),
                DeliveryChange(delivery, .repaired, at: Sample.at(5)),
                DeliveryChange(Sample.id(), .fetched, at: Sample.at(5)),
            ]
            try await store.take(Sample.acceptance(status, to: [Sample.unit(1)], effects: effects))
            #expect(try await store.delivery(delivery)?.state == .rejected)
            #expect(try await store.envelopes(about: document.envelope.id, limit: 10) == [status])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a large body streams through an incoming file`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let bytes = [UInt8](repeating: 7, count: 100_000)
            let envelope = Sample.envelope(bytes: bytes)
            let file = try await store.makeIncomingFile()
            try write(bytes, to: file)
            try await store.take(Sample.acceptance(envelope, payload: .file(file)))
            guard case .file(let path, let size) = try await store.payload(of: envelope.id) else {
                Issue.record("not a file")
                return
            }
            #expect(size == bytes.count)
            #expect(try contents(path) == bytes)
            let key = SHA256Key.of("k")
            try await store.take(Sample.acceptance(key: key))
            let second = try await store.makeIncomingFile()
            try write(bytes, to: second)
            _ = try await store.accept(Sample.acceptance(payload: .file(second), key: key))
            #expect(throws: (any Error).self) { try contents(second.path) }
            let third = try await store.makeIncomingFile()
            await store.discard(third)
            #expect(throws: (any Error).self) { try contents(third.path) }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `lists go by every part of the filter, newest first, page by page`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            var all: [EnvelopeRecord] = []
            for number in 0..<9 {
                let envelope = Sample.envelope(
                    from: Sample.unit(UInt64(number % 2)),
                    kind: number == 4 ? .drill : .document,
                    documentID: "D\(number % 3)",
                    at: Sample.at(Int64(number))
                )
                all.append(envelope)
                let sealed = try await store.take(
                    Sample.acceptance(envelope, to: [Sample.unit(UInt64(20 + number % 4))])
                )
                if number == 5 {
                    try await store.apply(.acknowledged(token: nil), to: sealed.deliveries[0].id, at: Sample.at(60))
                }
            }
            func list(_ change: (inout EnvelopeFilter) -> Void) async throws -> [Int] {
                var filter = EnvelopeFilter()
                change(&filter)
                return try await store.envelopes(filter).compactMap { all.firstIndex(of: $0) }
            }
            #expect(try await list { _ in } == [8, 7, 6, 5, 4, 3, 2, 1, 0])
            #expect(try await list { $0.senders = [Sample.unit(1)] } == [7, 5, 3, 1])
            #expect(try await list { $0.senders = [Sample.unit(0), Sample.unit(1)] }.count == 9)
            #expect(try await list { $0.documentID = "D1" } == [7, 4, 1])
            #expect(
                try await list {
                    $0.documentID = "D1"; $0.senders = [Sample.unit(0)]
                } == [4]
            )
            #expect(try await list { $0.recipient = Sample.unit(21) } == [5, 1])
            #expect(
                try await list {
                    $0.recipient = Sample.unit(21); $0.state = .queued
                } == [1]
            )
            #expect(try await list { $0.state = .acknowledged } == [5])
            #expect(try await list { $0.kind = .drill } == [4])
            #expect(try await list { $0.from = Sample.at(6) } == [8, 7, 6])
            #expect(try await list { $0.until = Sample.at(2) } == [1, 0])
            #expect(try await list { $0.limit = 2 } == [8, 7])
            #expect(
                try await list {
                    $0.limit = 2; $0.after = all[7].id
                } == [6, 5]
            )
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a group that can't be sealed is not stored, and other writes go on`(kind: StoreKind) async throws {
        let sealer = SampleSealer()
        try await withStore(kind, sealer: sealer) { store in
            let before = try await store.take(Sample.acceptance())
            sealer.setBroken(true)
            let lost = Sample.acceptance()
            await #expect(throws: StoreError(.unsealed, "")) { try await store.accept(lost) }
            try await store.apply(.fetched, to: before.deliveries[0].id, at: Sample.at(1))
            sealer.setBroken(false)
            #expect(try await store.acceptance(lost.envelope.id) == nil)
            #expect(try await store.take(lost).evidence.index == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `leaves stand in the log in one row without gaps`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            #expect(try await store.latestCheckpoint() == nil)
            let sealed = try await withThrowingTaskGroup(of: SealedAcceptance.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        try await store.take(Sample.acceptance(Sample.envelope(at: Sample.at(Int64(number)))))
                    }
                }
                return try await group.reduce(into: [SealedAcceptance]()) { $0.append($1) }
            }
            #expect(sealed.map(\.evidence.index).sorted() == Array(0..<300))
            let digests = try await store.leafDigests(0..<500)
            #expect(digests.count == 300)
            for acceptance in sealed {
                #expect(acceptance.evidence.proof[0] == digests[Int(acceptance.evidence.index)])
                #expect(try await store.acceptance(acceptance.envelope.id)?.evidence == acceptance.evidence)
            }
            #expect(try await store.leafDigests(10..<12) == Array(digests[10..<12]))
            #expect(try await store.latestCheckpoint()?.size == 300)
            #expect(try await store.node(level: 8, index: 0) != nil)
            #expect(try await store.node(level: 8, index: 1) == nil)
        }
    }
}
