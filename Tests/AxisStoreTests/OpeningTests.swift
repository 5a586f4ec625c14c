// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Foundation
import GRDB
import Testing

@testable import AxisStoreSQLite

@Suite struct OpeningTests {
    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private func expectUnusable(_ word: String, _ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("opened")
        } catch let error as StoreError {
            #expect(error.code == .unusable)
            #expect(error.reason.contains(word), "\(error.reason)")
        } catch {
            Issue.record(error)
        }
    }

    @Test func `the writer flushes every commit, whatever GRDB sets while opening`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let settings = try await store.pool.writeWithoutTransaction { try SettingsInForce($0) }
            #expect(settings == .needed)
            #expect(settings.synchronous == 2)
            let automatic = try await store.pool.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint")
            }
            #expect(automatic == 0)
            await store.close()
        }
    }

    @Test func `everything below the directory is for its owner alone`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let file = try await store.makeIncomingFile()
            let bytes = [UInt8](repeating: 1, count: 70_000)
            try write(bytes, to: file)
            try await store.take(Sample.acceptance(Sample.envelope(bytes: bytes), payload: .file(file)))
            #expect(try mode(directory) == 0o700)
            let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
            #expect(names.count >= 8)
            for name in names {
                var isDirectory: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: directory + "/" + name, isDirectory: &isDirectory)
                #expect(try mode(directory + "/" + name) == (isDirectory.boolValue ? 0o700 : 0o600), "\(name)")
            }
            await store.close()
        }
    }

    @Test func `a directory open to others is refused, with the mend`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            await store.close()
            for (name, mend) in [("", "chmod 0700"), ("/axis.sqlite", "chmod 0600"), ("/objects", "chmod 0700")] {
                let before = try mode(directory + name)
                let looser = [FileAttributeKey.posixPermissions: before | 0o040]
                try FileManager.default.setAttributes(looser, ofItemAtPath: directory + name)
                await expectUnusable(mend) { _ = try await openStore(directory) }
                try FileManager.default.setAttributes([.posixPermissions: before], ofItemAtPath: directory + name)
            }
            await (try await openStore(directory)).close()
        }
    }

    @Test func `one process at a time`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            await expectUnusable("locked") { _ = try await openStore(directory) }
            await store.close()
            await (try await openStore(directory)).close()
        }
    }

    @Test(arguments: ["nfs4", "cifs", "9p", "fuse.sshfs", "fuse"])
    func `a network file system is refused`(kind: String) async throws {
        try await withDirectory { directory in
            let files = FaultyFileSystem()
            files.setKind(kind)
            await expectUnusable(kind) { _ = try await openStore(directory, fileSystem: files) }
        }
    }

    @Test func `the mount of a path is the longest one above it`() {
        let mounts = """
            20 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            30 20 0:40 / /srv/axis rw shared:2 - nfs4 host:/x rw
            31 20 0:41 / /srv/axis\\040two rw - xfs /dev/sdb rw
            32 20 0:42 / /srv/axis rw - btrfs /dev/sdc rw
            """
        let mountsOf = { SystemFileSystem.kind(of: $0, mounts: mounts) }
        #expect(mountsOf("/srv/axis/data") == "btrfs")
        #expect(mountsOf("/srv/axis two/data") == "xfs")
        #expect(mountsOf("/srv/axistence") == "ext4")
    }

    @Test func `a store of a newer version is refused`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            try await store.pool.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
            await store.close()
            await expectUnusable("newer") { _ = try await openStore(directory) }
        }
    }

    @Test func `reopening keeps everything`() async throws {
        try await withDirectory { directory in
            let bytes = [UInt8](repeating: 5, count: 80_000)
            let large = Sample.envelope(bytes: bytes)
            let first = try await openStore(directory)
            let small = try await first.take(Sample.acceptance())
            let sealed = try await first.take(Sample.acceptance(large, bytes: bytes))
            try await first.apply(.fetched, to: small.deliveries[0].id, at: Sample.at(1))
            let counts = try await first.counts()
            await first.close()
            let second = try await openStore(directory)
            #expect(try await second.acceptance(large.id)?.evidence == sealed.evidence)
            #expect(try await second.counts() == counts)
            #expect(try await second.delivery(small.deliveries[0].id)?.state == .delivered)
            guard case .file(let path, _) = try await second.payload(of: large.id) else {
                Issue.record("not a file")
                return
            }
            #expect(try contents(path) == bytes)
            #expect(try await second.take(Sample.acceptance()).evidence.index == 2)
            #expect(try await second.check(limit: 10) == [])
            await second.close()
        }
    }
}
