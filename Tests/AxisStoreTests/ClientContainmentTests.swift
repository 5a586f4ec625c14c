// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import GRDB
import Testing

@testable import AxisStoreSQLite

/// A broken row of system ids, or of the journal of arrivals, stays one broken row.
@Suite struct ClientContainmentTests {
    private func addClients(_ names: [String], to store: SQLiteStore) async throws {
        for name in names {
            let client = StoredClient(
                systemID: name,
                holder: Sample.unit(1),
                addedAt: Sample.start,
                addedBy: "an"
            )
            #expect(try await store.add(client, audit: []))
        }
    }

    @Test(arguments: ["{", "", #"{"systemID":7}"#, "another's"])
    func `a system id that can't be read is passed over, and the check names it`(content: String) async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            try await addClients(["a", "b", "c", "d"], to: store)
            #expect(try await store.check(limit: 10) == [])
            try await store.pool.write { db in
                let text = "another's"
                try db.execute(
                    sql: """
                        UPDATE client SET content = CASE WHEN ?1 = ?2
                            THEN (SELECT content FROM client WHERE system_id = 'd') ELSE ?1 END
                        WHERE system_id = 'b'
                        """,
                    arguments: [content, text]
                )
            }
            var found: [String] = []
            var unreadable: [String] = []
            while true {
                let page = try await store.clients(after: found.last, limit: 2)
                found += page.clients.map(\.systemID)
                unreadable += page.unreadable
                if page.clients.count < 2 { break }
            }
            #expect(found == ["a", "c", "d"] && unreadable == ["b"])
            await #expect(throws: StoreError(.corrupt, "")) { try await store.client("b") }
            #expect(try await store.client("c") != nil)
            #expect(try await store.check(limit: 10).map(\.subject) == ["system id b"])
            await store.close()
        }
    }

    @Test(arguments: ["version = 9", "folded = 'x'"])
    func `the check names a row that contradicts itself`(change: String) async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            try await addClients(["a", "b"], to: store)
            try await store.pool.write { try $0.execute(sql: "UPDATE client SET \(change) WHERE system_id = 'b'") }
            #expect(try await store.check(limit: 10).map(\.subject) == ["system id b"])
            await store.close()
        }
    }

    @Test func `a line of the journal that can't be read keeps no list out and stops no pruning`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            var places: [Int64] = []
            for second in Int64(0)..<3 {
                var line = ArrivalLine(
                    campaign: "cd-101",
                    unit: Sample.unit(1),
                    beganAt: Sample.at(second),
                    sha256: nil
                )
                line.end = .brokenOff
                places.append(try await store.begin(line))
            }
            let broken = places[1]
            try await store.pool.write {
                try $0.execute(sql: "UPDATE arrival SET line = '{' WHERE place = ?", arguments: [broken])
            }
            let lines = try await store.arrivals(campaign: "cd-101", unit: Sample.unit(1), since: Sample.at(0))
            #expect(lines.map(\.place) == [places[0], places[2]])
            let removed = try await store.removeArrivals(beganBefore: Sample.at(100), after: 0, limit: 10)
            // What can't be read may be evidence, so it stays.
            #expect(removed.count == 2 && removed.last == places[2])
            #expect(try await store.check(limit: 10).map(\.subject) == ["arrival \(broken)"])
            await store.close()
        }
    }
}
