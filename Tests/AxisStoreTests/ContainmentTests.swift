// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Foundation
import GRDB
import Testing

@testable import AxisStoreSQLite

/// One broken thing stays one broken thing.
@Suite struct ContainmentTests {
    private let large = [UInt8](repeating: 3, count: 70_000)

    private func largeAcceptance(in store: SQLiteStore) async throws -> NewAcceptance {
        let file = try await store.makeIncomingFile()
        try write(large, to: file)
        return Sample.acceptance(Sample.envelope(bytes: large), payload: .file(file))
    }

    private func spoil(_ delivery: DeliveryID, in store: SQLiteStore) async throws {
        let id = Data(delivery.bytes)
        try await store.pool.write {
            try $0.execute(sql: "UPDATE delivery SET hold_reason = 99 WHERE id = ?", arguments: [id])
        }
    }

    @Test func `a row that can't be read stops neither its neighbours nor the store`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let wrong = try await store.take(Sample.acceptance()).deliveries[0]
            let right = try await store.take(Sample.acceptance()).deliveries[0]
            try await spoil(wrong.id, in: store)
            let later = Sample.at(5 * 3600)
            #expect(try await store.ready(for: [Sample.unit(2)], at: later, limit: 10).map(\.id) == [right.id])
            let inbox = try await store.inbox(of: [Sample.unit(2)], kind: nil, after: nil, limit: 10)
            #expect(inbox.map(\.id) == [right.id])
            #expect(try await store.dueNotices(at: later, limit: 10).map(\.id) == [right.id])
            let outcomes = try await store.apply([
                DeliveryChange(wrong.id, .acknowledged(token: nil), at: Sample.at(1)),
                DeliveryChange(right.id, .acknowledged(token: nil), at: Sample.at(1)),
            ])
            #expect(outcomes.first == .unknown)
            guard case .applied? = outcomes.last else {
                Issue.record("\(outcomes)")
                return
            }
            #expect(await store.health().failure == nil)
            #expect(try await store.check(limit: 10).map(\.subject) == [wrong.envelope.description])
            await store.close()
        }
    }

    @Test func `an acceptance whose leaf is gone fails alone`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let new = Sample.acceptance()
            try await store.take(new)
            try await store.pool.write { try $0.execute(sql: "DELETE FROM leaf") }
            await #expect(throws: StoreError(.corrupt, "")) { try await store.accept(new) }
            #expect(await store.health().failure == nil)
            try await store.take(Sample.acceptance())
            await store.close()
        }
    }

    @Test(arguments: ["rename", "makeDirectory", "flushDirectory"])
    func `a shortage while a payload is kept refuses it and nothing else`(call: String) async throws {
        try await withDirectory { directory in
            let files = FaultyFileSystem()
            let store = try await openStore(directory, fileSystem: files)
            let new = try await largeAcceptance(in: store)
            files.fail(call, as: call == "rename" ? "rename" : "open", code: EMFILE)
            await #expect(throws: StoreError(.overloaded, "")) { try await store.accept(new) }
            #expect(await store.health().failure == nil)
            files.mend(call)
            #expect(try await store.check(limit: 10) == [])
            let object = store.payloads.path(of: new.envelope.id)
            #expect(!FileManager.default.fileExists(atPath: object))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/incoming").isEmpty)
            try await store.take(try await largeAcceptance(in: store))
            await store.close()
        }
    }

    @Test func `bytes that can't be read for want of descriptors are not called wrong`() async throws {
        try await withDirectory { directory in
            let files = FaultyFileSystem()
            let store = try await openStore(directory, fileSystem: files)
            let new = try await store.take(try await largeAcceptance(in: store))
            files.fail("open", code: EMFILE)
            await #expect(throws: StoreError(.overloaded, "")) { try await store.payload(of: new.envelope.id) }
            files.mend("open")
            _ = try await store.payload(of: new.envelope.id)
            await store.close()
        }
    }

    @Test func `a directory that was there before is flushed before it is used`() async throws {
        try await withDirectory { directory in
            let files = FaultyFileSystem()
            let store = try await openStore(directory, fileSystem: files)
            let new = try await largeAcceptance(in: store)
            // Made by another task that has not flushed it yet, or by a process that was killed before it could.
            let parent = (store.payloads.path(of: new.envelope.id) as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            files.crash(after: .max)
            try await store.take(new)
            #expect(files.calls.count { $0 == "flushDirectory" } == 3)
            await store.close()
        }
    }

    @Test(.timeLimit(.minutes(1))) func `many recipients count against the bounds of what is pending`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory) { $0.pendingBytes = 1 << 20 }
            let gate = DispatchSemaphore(value: 0)
            store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
            let recipients = (0..<1500).map { Sample.unit(UInt64(100 + $0)) }
            let new = (0..<4).map { _ in Sample.acceptance(to: recipients) }
            await withTaskGroup(of: Bool.self) { group in
                for acceptance in new {
                    group.addTask {
                        do { _ = try await store.accept(acceptance) } catch { return true }
                        return false
                    }
                }
                var refused = 0
                for await isRefused in group where isRefused {
                    refused += 1
                    // One or two fit; the others are told at once, while the writer is still busy.
                    if refused == 3 { gate.signal() }
                }
                #expect(refused == 3)
            }
            await store.close()
        }
    }
}
