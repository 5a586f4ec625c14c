// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisTestSupport
import Foundation
import GRDB
import Synchronization
import Testing

@testable import AxisStoreSQLite

/// Counts from several tasks.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increment() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

@Suite struct DurabilityTests {
    private let large = [UInt8](repeating: 3, count: 70_000)

    private func largeAcceptance(in store: SQLiteStore) async throws -> NewAcceptance {
        let file = try await store.makeIncomingFile()
        try write(large, to: file)
        return Sample.acceptance(Sample.envelope(bytes: large), payload: .file(file))
    }

    @Test func `an object is not removed with an acceptance that failed while its owner can't be read`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let owner = try await store.take(Sample.acceptance())
            // The owner's row is there, and says nothing that can be read.
            try await store.pool.write { try $0.execute(sql: "UPDATE envelope SET sender = x'00'") }
            // Another acceptance comes under the same id: its object is in place, its row can't be written.
            var second = try await largeAcceptance(in: store)
            second.envelope.id = owner.envelope.id
            let refused = second
            await #expect(throws: StoreError(.corrupt, "")) { try await store.accept(refused) }
            #expect(try contents(store.payloads.path(of: owner.envelope.id)) == large)
            await store.close()
        }
    }

    @Test(arguments: ["flushFile", "rename", "flushDirectory", "makeDirectory"])
    func `a failing file call is final`(call: String) async throws {
        try await withDirectory { directory in
            let files = FaultyFileSystem()
            let told = Mutex<[StoreError]>([])
            let store = try await openStore(directory, fileSystem: files) {
                $0.onFailure = { error in told.withLock { $0.append(error) } }
            }
            let before = try await store.take(Sample.acceptance())
            let lost = try await largeAcceptance(in: store)
            files.fail(call)
            await #expect(throws: StoreError(.failed, "")) { try await store.accept(lost) }
            await #expect(throws: StoreError(.failed, "")) { try await store.accept(Sample.acceptance()) }
            await #expect(throws: StoreError(.failed, "")) {
                try await store.apply([DeliveryChange(before.deliveries[0].id, .fetched, at: Sample.start)])
            }
            await #expect(throws: StoreError(.failed, "")) { try await store.makeIncomingFile() }
            #expect(await store.health().failure?.contains("failed") == true)
            #expect(told.withLock { $0.count } == 1)
            await store.close()
            let again = try await openStore(directory)
            #expect(try await again.acceptance(lost.envelope.id) == nil)
            #expect(try await again.acceptance(before.envelope.id) != nil)
            await again.close()
        }
    }

    @Test func `a database that can't grow ends the store for all that wait`() async throws {
        try await withDirectory { directory in
            let told = Mutex(0)
            let store = try await openStore(directory) { $0.onFailure = { _ in told.withLock { $0 += 1 } } }
            let pages = try await store.pool.read { try Int.fetchOne($0, sql: "PRAGMA page_count") } ?? 0
            try await store.pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
            }
            let bytes = [UInt8](repeating: 1, count: 30_000)
            let new = (0..<40).map { _ in Sample.acceptance(Sample.envelope(bytes: bytes), bytes: bytes) }
            let results = await new.accept(in: store)
            var kept: [EnvelopeID] = []
            for (acceptance, result) in zip(new, results) {
                switch result {
                case .success: kept.append(acceptance.envelope.id)
                case .failure(let error): #expect(error as? StoreError == StoreError(.failed, ""))
                }
            }
            #expect(kept.count < 40)
            #expect(told.withLock { $0 } == 1)
            await store.close()
            let again = try await openStore(directory)
            for id in kept { #expect(try await again.payload(of: id) == .bytes(bytes)) }
            #expect(try await again.check(limit: 10) == [])
            await again.close()
        }
    }

    @Test func `one bad item in a group fails alone`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let known = try await store.take(Sample.acceptance())
            var new = (0..<50).map { _ in Sample.acceptance() }
            // The same ids under another key.
            new[20] = Sample.acceptance(known.envelope, key: SHA256Key.of("bad"))
            new[30].deliveries = known.deliveries
            let results = await new.accept(in: store)
            for (place, result) in results.enumerated() {
                switch result {
                case .success: #expect(place != 20 && place != 30)
                case .failure(let error):
                    #expect(place == 20 || place == 30)
                    #expect(error as? StoreError == StoreError(.corrupt, ""))
                }
            }
            #expect(try await store.counts().envelopes == [.document: 49])
            #expect(try await store.latestCheckpoint()?.size == 49)
            #expect(try await store.check(limit: 10) == [])
            await store.close()
        }
    }

    @Test func `the same key twice in one group is accepted once`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let key = SHA256Key.of("twice")
            let results = await (0..<64).map { _ in Sample.acceptance(key: key) }.accept(in: store)
            var fresh = 0
            var evidence: Set<LeafEvidence> = []
            for result in results {
                switch try result.get() {
                case .accepted(let sealed):
                    fresh += 1
                    evidence.insert(sealed.evidence)
                case .existing(let sealed): evidence.insert(sealed.evidence)
                case .conflict: Issue.record("a conflict")
                }
            }
            #expect(fresh == 1)
            #expect(evidence.count == 1)
            await store.close()
        }
    }

    @Test func `a cancelled caller does not cancel its write`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let new = Sample.acceptance()
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await store.accept(new) }
                group.cancelAll()
            }
            #expect(try await store.acceptance(new.envelope.id) != nil)
            await store.close()
        }
    }

    @Test func `more than the bound is refused, not queued`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory) { $0.pendingItems = 4 }
            // The writer is kept busy, so that what is pending piles up.
            let gate = DispatchSemaphore(value: 0)
            store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
            let new = (0..<12).map { _ in Sample.acceptance() }
            let refused = Counter()
            await withTaskGroup(of: Void.self) { group in
                for acceptance in new {
                    group.addTask {
                        do { _ = try await store.accept(acceptance) } catch {
                            if refused.increment() == 8 { gate.signal() }
                        }
                    }
                }
            }
            #expect(refused.value == 8)
            #expect(try await store.counts().envelopes == [.document: 4])
            await store.close()
        }
    }

    /// Every place where the machine may go off while a large payload is accepted.
    @Test(arguments: 0..<8)
    func `a crash between two steps leaves nothing or all`(step: Int) async throws {
        try await withDirectory { directory in
            let files = FaultyFileSystem()
            let clock = HandClock(Timestamp(seconds: Int64(Date().timeIntervalSince1970)))
            let store = try await openStore(directory, clock: clock, fileSystem: files)
            let new = try await largeAcceptance(in: store)
            files.crash(after: step)
            let isAnswered = (try? await store.accept(new)) != nil
            await store.close()

            clock.advance(by: .seconds(7200))
            let again = try await openStore(directory, clock: clock)
            let found = try await again.acceptance(new.envelope.id)
            #expect((found != nil) == isAnswered)
            if isAnswered {
                #expect(step >= 7)
                guard case .file(let path, _) = try await again.payload(of: new.envelope.id) else {
                    Issue.record("not a file")
                    return
                }
                #expect(try contents(path) == large)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/incoming").isEmpty)
            #expect(try await again.check(limit: 10) == [])
            let next = try await largeAcceptance(in: again)
            try await again.take(next)
            await again.close()
        }
    }

    @Test func `the bytes and their name are flushed before the rows`() async throws {
        try await withDirectory { directory in
            let files = FaultyFileSystem()
            let store = try await openStore(directory, fileSystem: files)
            let new = try await largeAcceptance(in: store)
            files.crash(after: .max)
            try await store.take(new)
            #expect(
                files.calls == [
                    "flushFile", "makeDirectory", "flushDirectory", "makeDirectory", "flushDirectory", "rename",
                    "flushDirectory",
                ]
            )
            await store.close()
        }
    }

    @Test func `short of space nothing new is taken, and delivering goes on`() async throws {
        try await withDirectory { directory in
            let files = FaultyFileSystem()
            let clock = HandClock(Sample.start)
            files.setFreeShare(0.5)
            let store = try await openStore(directory, clock: clock, fileSystem: files) { $0.minimumFreeShare = 0.1 }
            let before = try await store.take(Sample.acceptance())
            files.setFreeShare(0.05)
            clock.advance(by: .seconds(2))
            await #expect(throws: StoreError(.full, "")) { try await store.accept(Sample.acceptance()) }
            await #expect(throws: StoreError(.full, "")) { try await store.makeIncomingFile() }
            try await store.apply(.acknowledged(token: nil), to: before.deliveries[0].id, at: Sample.at(1))
            files.setFreeShare(0.5)
            try await store.take(Sample.acceptance())
            await store.close()
        }
    }

    @Test func `changed bytes are never handed out`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let small = try await store.take(Sample.acceptance())
            let object = try await store.take(try await largeAcceptance(in: store))
            try await store.pool.write { try $0.execute(sql: "UPDATE payload SET bytes = x'00'") }
            let path = store.payloads.path(of: object.envelope.id)
            try Data([1]).write(to: URL(fileURLWithPath: path))
            for id in [small.envelope.id, object.envelope.id] {
                await #expect(throws: StoreError(.corrupt, "")) { try await store.payload(of: id) }
            }
            let faults = try await store.check(limit: 10).map(\.subject)
            #expect(Set(faults) == [small.envelope.id.description, object.envelope.id.description])
            await store.close()
        }
    }

    @Test func `accepted bytes are never overwritten`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let first = try await store.take(try await largeAcceptance(in: store))
            let file = try await store.makeIncomingFile()
            try write([1], to: file)
            let second = Sample.acceptance(first.envelope, payload: .file(file), key: SHA256Key.of("other"))
            await #expect(throws: StoreError(.corrupt, "")) { try await store.accept(second) }
            guard case .file(let path, _) = try await store.payload(of: first.envelope.id) else {
                Issue.record("not a file")
                return
            }
            #expect(try contents(path) == large)
            await store.close()
            try FileManager.default.removeItem(atPath: directory + "/axis.sqlite")
            await #expect(throws: StoreError(.unusable, "")) { try await openStore(directory) }
            #expect(try contents(path) == large)
        }
    }

    @Test func `a changed leaf is found`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            for _ in 0..<5 { try await store.take(Sample.acceptance()) }
            try await store.pool.write { try $0.execute(sql: "UPDATE leaf SET bytes = x'00' WHERE place = 3") }
            #expect(try await store.check(limit: 10).map(\.subject) == ["leaf 3", "log"])
            #expect(try await store.check(limit: 1).count == 1)
            await store.close()
        }
    }
}
