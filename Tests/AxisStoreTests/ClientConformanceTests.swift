// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Testing

@Suite struct ClientConformanceTests {
    private static func client(_ systemID: String, holder: UInt64 = 1) throws -> StoredClient {
        var client = StoredClient(systemID: systemID, holder: Sample.unit(holder), addedAt: Sample.start, addedBy: "an")
        client.addresses = [try #require(AddressRange("10.24.0.0/16")), try #require(AddressRange("2001:db8::/32"))]
        client.maximumAge = 86_400
        client.secretCount = 1
        client.secrets = [
            StoredSecret(
                number: 1,
                createdAt: Sample.start,
                createdBy: "an",
                isTakenOver: true,
                until: Sample.at(5),
                key: "k1",
                box: "AQID"
            )
        ]
        client.legalBasis = "QĐ 1"
        client.note = "thử"
        return client
    }

    @Test(arguments: StoreKind.allCases)
    func `a system id is kept as it is, once for ever in any letter case`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let client = try Self.client("vxp.Saas.03")
            #expect(try await store.add(client, audit: [.sample("one")]))
            #expect(try await store.client("vxp.Saas.03") == client)
            #expect(try await store.client("vxp.saas.03") == nil)
            for other in ["vxp.Saas.03", "VXP.SAAS.03"] {
                #expect(try await !store.add(try Self.client(other, holder: 2), audit: [.sample("two")]))
            }
            #expect(try await store.client("vxp.Saas.03") == client)
            #expect(try await store.auditRecords(after: 0, limit: 10).map(\.subject) == ["one"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a change is written with its audit record, or not at all when the version moved on`(
        kind: StoreKind
    ) async throws {
        try await withStore(kind) { store in
            let (one, two) = (try Self.client("a"), try Self.client("b"))
            _ = try await store.add(one, audit: [])
            _ = try await store.add(two, audit: [])
            var changed = one
            changed.revocation = StoredClient.Revocation(at: Sample.at(9), by: "an", reason: "lộ")
            changed.secrets = []
            changed.addresses = nil
            #expect(try await store.change([changed], audit: [.sample("revoked")]))
            var expected = changed
            expected.version = 2
            #expect(try await store.client("a") == expected)
            // The first of the two is of an old version now, so the second stays too.
            var stale = two
            stale.note = "không được ghi"
            #expect(try await !store.change([one, stale], audit: [.sample("stale")]))
            #expect(try await !store.change([stale, try Self.client("c")], audit: [.sample("stale")]))
            #expect(try await store.client("b") == two)
            #expect(try await store.auditRecords(after: 0, limit: 10).map(\.subject) == ["revoked"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `pages follow the order of bytes, without gaps or repeats`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let names = ["b", "a.1", "a", "Z", "a-1", "000.00.00.H24", "a:1"]
            for name in names { _ = try await store.add(try Self.client(name), audit: []) }
            let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            var found: [String] = []
            while true {
                let page = try await store.clients(after: found.last, limit: 2).clients.map(\.systemID)
                #expect(page.count <= 2)
                if page.isEmpty { break }
                found += page
            }
            #expect(found == sorted)
            #expect(try await store.clients(after: nil, limit: 0).clients.isEmpty)
            #expect(try await store.clients(after: "zz", limit: 10).clients.isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `of changes at the same moment one wins each version`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let client = try Self.client("a")
            _ = try await store.add(client, audit: [])
            let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        var changed = client
                        changed.note = "\(number)"
                        return try await store.change([changed], audit: [.sample("\(number)")])
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(wins == 1)
            #expect(try await store.client("a")?.version == 2)
            #expect(try await store.auditRecords(after: 0, limit: 100).count == 1)
        }
    }
}
