// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Testing

@testable import AxisBroker

/// One file sent more than once to units that are not the same each time.
@Suite struct VXPRepeatingTests {
    private let both = ["H24", "H24.TEST01"]

    private func count(_ world: VXPWorld, _ code: String) async throws -> Int { try await world.received(code).count }

    @Test(arguments: [DuplicatePolicy.warn, .refuse])
    func `after a partial acceptance the same file reaches those left out, and nobody twice`(
        policy: DuplicatePolicy
    ) async throws {
        let world = try VXPWorld(duplicates: policy)
        let file = TestEnvelope.document(to: both)
        let unit = world.world.units["H24.TEST01"]!
        try world.world.apply(.suspend(unit: unit, reason: "thử"))
        let first = try await world.send(file, as: "G22")
        #expect(first.code == "0" && first.text.contains("H24.TEST01"))
        #expect(try await world.send(file, as: "G22").docID == first.docID)

        try world.world.apply(.resume(unit: unit))
        let second = try await world.send(file, as: "G22")
        #expect(second.code == "0" && second.docID != first.docID)
        #expect(try await count(world, "H24") == 1)
        #expect(try await count(world, "H24.TEST01") == 1)
        // And once more: all of them have it.
        #expect(try await world.send(file, as: "G22").code == "0")
        #expect(try await count(world, "H24") == 1)
        #expect(try await count(world, "H24.TEST01") == 1)
    }

    @Test func `the same file under another header to reaches the others only`() async throws {
        let world = try VXPWorld()
        let file = TestEnvelope.document(to: both)
        let first = try await world.send(file, as: "G22", to: #"["H24"]"#)
        let all = try await world.send(file, as: "G22")
        #expect(all.docID != first.docID)
        // Whoever has it already is named by the envelope that brought it.
        #expect(try await world.send(file, as: "G22", to: #"["000.00.00.H24"]"#).docID == first.docID)
        #expect(try await count(world, "H24") == 1)
        #expect(try await count(world, "H24.TEST01") == 1)
    }

    @Test func `what ended undelivered is queued again, whatever the header to was`() async throws {
        let world = try VXPWorld()
        let file = TestEnvelope.document(to: both)
        let first = try await world.send(file, as: "G22")
        _ = try await world.send(TestEnvelope.status("13", from: "G22", to: "H24"), as: "G22")
        #expect(try await count(world, "H24") == 0)
        let again = try await world.send(file, as: "G22", to: #"["H24"]"#)
        #expect(again.code == "0" && again.docID == first.docID)
        #expect(try await count(world, "H24") == 1)
        #expect(try await count(world, "H24.TEST01") == 1)
    }

    @Test func `other bytes under the DocumentId are another document`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(to: ["H24"]), as: "G22")
        _ = try await world.send(TestEnvelope.document(to: both), as: "G22")
        #expect(try await count(world, "H24") == 2)
    }
}
