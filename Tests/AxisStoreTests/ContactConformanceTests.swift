// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import Foundation
import Testing

@testable import AxisStoreSQLite

@Suite struct ContactConformanceTests {
    private static let contacts = [
        LastContact(unit: Sample.unit(1), pulledAt: Sample.at(60)),
        LastContact(unit: Sample.unit(2), answeredAt: Sample.at(120), failedAt: Sample.at(180)),
    ]

    @Test(arguments: StoreKind.allCases)
    func `the first to ask begins the journal, and later ones find what was kept last`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let empty = try await store.contactJournal(beginningAt: Sample.at(0))
            #expect(empty.beganAt == Sample.at(0) && empty.contacts.isEmpty)
            try await store.keep(Self.contacts)
            let again = LastContact(unit: Sample.unit(1), pulledAt: Sample.at(600), answeredAt: Sample.at(540))
            try await store.keep([again])
            try await store.keep([])
            let journal = try await store.contactJournal(beginningAt: Sample.at(999))
            #expect(journal.beganAt == Sample.at(0))
            #expect(journal.contacts == [Sample.unit(1): again, Sample.unit(2): Self.contacts[1]])
        }
    }

    @Test func `contacts outlive a restart; a restored store begins its journal anew`() async throws {
        try await withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let first = try await openStore(directory + "/data")
            _ = try await first.contactJournal(beginningAt: Sample.at(0))
            try await first.keep(Self.contacts)
            await first.close()
            let second = try await openStore(directory + "/data")
            #expect(try await second.contactJournal(beginningAt: Sample.at(50)).beganAt == Sample.at(0))
            _ = try await second.backUp(to: directory + "/backup")
            await second.close()
            _ = try await SQLiteStore.restore(
                from: directory + "/backup",
                to: directory + "/restored",
                minimumLogSize: 0,
                at: Sample.at(100)
            )
            let restored = try await openStore(directory + "/restored")
            let journal = try await restored.contactJournal(beginningAt: Sample.at(200))
            #expect(journal.beganAt == Sample.at(200))
            #expect(journal.contacts.count == 2, "what was heard was heard")
            await restored.close()
        }
    }
}
