// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import AxisStore
import Foundation
import GRDB
import Testing

@testable import AxisStoreSQLite

@Suite struct BackupTests {
    private let large = [UInt8](repeating: 3, count: 70_000)

    /// A store with open, ended and large deliveries, its backup, and more that came after it.
    private func withBackup(
        _ body: (_ backup: BackupSummary, _ open: SealedAcceptance, _ done: SealedAcceptance, String) async throws ->
            Void
    ) async throws {
        try await withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let store = try await openStore(directory + "/data")
            let open = try await store.take(Sample.acceptance(Sample.envelope(bytes: large), bytes: large))
            let token: LeaseToken = Sample.id()
            let start = DeliveryCause.pushStarted(token: token, until: Sample.at(60), nextDue: Sample.at(60))
            try await store.apply(start, to: open.deliveries[0].id, at: Sample.at(1))
            let done = try await store.take(Sample.acceptance())
            try await store.apply(.acknowledged(token: nil), to: done.deliveries[0].id, at: Sample.at(1))
            let backup = try await store.backUp(to: directory + "/backup")
            try await store.take(Sample.acceptance())
            await store.close()
            try await body(backup, open, done, directory)
        }
    }

    @Test func `a backup holds one consistent state, and its manifest every file`() async throws {
        try await withBackup { backup, _, _, _ in
            #expect(backup.logSize == 2)
            #expect(backup.objects == 1)
            #expect(backup.files.count == 2)
            let names = try FileManager.default.subpathsOfDirectory(atPath: backup.directory)
            var bytes: Int64 = 0
            for (name, digest) in backup.files {
                #expect(names.contains(name))
                let contents = try contents(backup.directory + "/" + name)
                #expect(SHA256.digest(of: contents) == digest)
                bytes += Int64(contents.count)
            }
            #expect(backup.bytes == bytes)
            // No write-ahead log belongs to the copy (SQLite file format, bytes 18 and 19).
            #expect(try contents(backup.directory + "/axis.sqlite")[18...19] == [1, 1])
        }
    }

    @Test func `a restored store holds what was under way, and keeps the rest`() async throws {
        try await withBackup { backup, open, done, directory in
            let target = directory + "/restored"
            let held = try await SQLiteStore.restore(
                from: backup.directory,
                to: target,
                minimumLogSize: 2,
                manifest: backup.files,
                at: Sample.at(100)
            )
            #expect(held == 1)
            let store = try await openStore(target)
            let delivery = try #require(try await store.delivery(open.deliveries[0].id))
            #expect(delivery.state == .held)
            #expect(delivery.holdReason == .restored)
            #expect(delivery.lease == nil)
            #expect(delivery.noticeDue == Sample.at(100))
            #expect(try await store.history(of: delivery.id, limit: 10).last?.cause == "restored")
            #expect(try await store.inbox(of: [delivery.recipient], kind: nil, after: nil, limit: 10).isEmpty)
            #expect(try await store.delivery(done.deliveries[0].id)?.state == .acknowledged)
            #expect(try await store.acceptance(open.envelope.id)?.evidence == open.evidence)
            #expect(try await store.check(limit: 10) == [])
            let released = try await store.apply(.released(note: nil), to: delivery.id, at: Sample.at(101))
            #expect(released.state == .queued)
            #expect(try await store.take(Sample.acceptance()).evidence.index == 2)
            await store.close()
        }
    }

    @Test func `a log shorter than a checkpoint is refused, and so is a changed backup`() async throws {
        try await withBackup { backup, _, _, directory in
            await #expect(throws: StoreError(.unusable, "")) {
                try await SQLiteStore.restore(
                    from: backup.directory,
                    to: directory + "/r1",
                    minimumLogSize: 3,
                    at: Sample.start
                )
            }
            var manifest = backup.files
            manifest["axis.sqlite"] = SHA256.digest(of: [0])
            await #expect(throws: StoreError(.corrupt, "")) {
                try await SQLiteStore.restore(
                    from: backup.directory,
                    to: directory + "/r2",
                    minimumLogSize: 0,
                    manifest: manifest,
                    at: Sample.start
                )
            }
            await #expect(throws: StoreError(.unusable, "")) {
                try await SQLiteStore.restore(
                    from: backup.directory,
                    to: directory + "/data",
                    minimumLogSize: 0,
                    at: Sample.start
                )
            }
        }
    }

    @Test func `retention gives the space back`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let bytes = [UInt8](repeating: 1, count: 60_000)
            var ended: [SealedAcceptance] = []
            for _ in 0..<40 {
                ended.append(try await store.take(Sample.acceptance(Sample.envelope(bytes: bytes), bytes: bytes)))
            }
            ended.append(try await store.take(Sample.acceptance(Sample.envelope(bytes: large), bytes: large)))
            let changes = ended.map { DeliveryChange($0.deliveries[0].id, .acknowledged(token: nil), at: Sample.at(1)) }
            _ = try await store.apply(changes)
            let before = try await pages(of: store)
            #expect(try await store.removePayloads(endedBefore: Sample.at(2), limit: 30) == 30)
            #expect(try await store.removePayloads(endedBefore: Sample.at(2), limit: 30) == 11)
            #expect(try await pages(of: store) < before / 2)
            #expect(!FileManager.default.fileExists(atPath: store.payloads.path(of: ended[40].envelope.id)))
            #expect(try await store.check(limit: 10) == [])
            await store.close()
        }
    }

    private func pages(of store: SQLiteStore) async throws -> Int {
        try await store.pool.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
    }
}
