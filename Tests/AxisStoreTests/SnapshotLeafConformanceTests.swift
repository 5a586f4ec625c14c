// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB
import Testing

@testable import AxisStoreSQLite

@Suite struct SnapshotLeafConformanceTests {
    private static func snapshot(_ version: Int64, _ content: String = "codes", leaf: String = "") -> NewSnapshotLeaf {
        NewSnapshotLeaf(
            id: (Sample.id() as UnitID).uuid,
            version: version,
            sha256: SHA256Key.of(content),
            leaf: Array("snapshot \(version) \(content) \(leaf)".utf8)
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `a snapshot gets one leaf, however often it is asked for`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let first = try await store.seal(Self.snapshot(5))
            #expect(first.index == 0)
            // The time in the leaf would be another one now; the first counts.
            #expect(try await store.seal(Self.snapshot(5, leaf: "later")) == first)
            _ = try await store.take(Sample.acceptance())
            #expect(try await store.seal(Self.snapshot(5, leaf: "later still")) == first)
            #expect(try await store.seal(Self.snapshot(6)).index == 2)
            // Written out in another way by another release: other bytes are another snapshot.
            #expect(try await store.seal(Self.snapshot(5, "other")).index == 3)
            #expect(try await store.leafDigests(0..<10).count == 4)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `asked for by many at once, it still gets one leaf`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let found = try await withThrowingTaskGroup(of: LeafEvidence.self) { group in
                for number in 0..<40 {
                    group.addTask { try await store.seal(Self.snapshot(5, leaf: "\(number)")) }
                    group.addTask { try await store.take(Sample.acceptance()).evidence }
                }
                var found: [LeafEvidence] = []
                for try await evidence in group { found.append(evidence) }
                return found
            }
            let snapshots = found.filter { $0.leaf.starts(with: Array("snapshot".utf8)) }
            #expect(snapshots.count == 40 && Set(snapshots).count == 1)
            #expect(Set(found.map(\.index)).count == 41)
            #expect(try await store.leafDigests(0..<100).count == 41)
        }
    }

    @Test func `after a restart a snapshot has the leaf that it had`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let before = try await store.seal(Self.snapshot(5))
            await store.close()
            let again = try await openStore(directory)
            #expect(try await again.seal(Self.snapshot(5, leaf: "after")) == before)
            #expect(try await again.leafDigests(0..<10).count == 1)
            #expect(try await again.check(limit: 10) == [])
            // A leaf whose snapshot nobody knows is found.
            try await again.pool.write { try $0.execute(sql: "DELETE FROM snapshot_leaves") }
            #expect(try await again.check(limit: 10).map(\.subject) == ["leaf 0"])
            await again.close()
        }
    }
}
