// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisEvidence
import AxisModel
import AxisRegistry
import AxisSignature
import AxisTestSupport
import Foundation
import Testing

/// What follows the feed of changes: the records of all units.
private struct Mirror {
    var version: Int64 = 0
    var records: [UnitID: CodeRecord] = [:]

    init() {}

    init(_ snapshot: CodeSnapshot) {
        version = snapshot.version
        for record in snapshot.items { records[record.unit] = record }
    }

    /// Follows the feed to its end, as a client does: in pages, each change on the one before it.
    mutating func catchUp(with registrar: Registrar, limit: Int) throws {
        var hasMore = true
        while hasMore {
            let page = try registrar.codeChanges(after: version, limit: limit)
            for change in page.items {
                #expect(change.previous == version)
                #expect(change.record.version == change.version)
                records[change.unit] = change.record
                version = change.version
            }
            #expect(page.next == version)
            hasMore = page.hasMore
        }
    }

    var sorted: [CodeRecord] { records.values.sorted { $0.code.text < $1.code.text } }
}

@Suite struct MirrorTests {
    private func snapshot(_ desk: Desk) async throws -> CodeSnapshot {
        try await JSONDecoder().decode(CodeSnapshot.self, from: Data(desk.registrar.codeSnapshot().bytes))
    }

    /// A change of a random kind; what the rules forbid is as if it had not been asked for.
    private func change(_ desk: Desk, _ number: Int, _ random: inout SeededGenerator) async throws {
        let admin = desk.admin
        let registrar = desk.registrar
        let code = "H24.\(Int.random(in: 1...12, using: &random))"
        let other = "H24.\(Int.random(in: 1...12, using: &random))"
        let from = desk.clock.now() + .seconds(Int.random(in: -100...100, using: &random))
        let until = from + .seconds(1000)
        _ = await refusal {
            switch number % 9 {
            case 0: try await desk.add("H24.\(100 + number)")
            case 1:
                let request = UnitRenameRequest(name: "Tên \(number)", effectiveFrom: from)
                _ = try await registrar.rename(admin, code, request)
            case 2:
                let request = UnitMoveRequest(parent: other, effectiveFrom: from)
                _ = try await registrar.move(admin, code, request)
            case 3:
                let request = UnitCorrectionRequest(name: "Đúng \(number)", adminCode: "11365", reason: "lỗi")
                _ = try await registrar.correct(admin, code, request)
            case 4:
                let request = UnitCloseRequest(successors: [other], forwardUntil: until, effectiveFrom: from)
                _ = try await registrar.close(admin, code, request)
            case 5:
                // Rights have versions too, and are not in the feed.
                let request = EndpointRequest(url: "https://h24.example.vn/\(number)")
                _ = try await registrar.setEndpoint(admin, code, request)
            case 6:
                let request = UnitStateRequest(reason: "sắp xếp", effectiveFrom: from)
                _ = try await registrar.suspend(admin, code, request)
            case 7: _ = try await registrar.changeKind(admin, code, UnitKindRequest(kind: "xã", effectiveFrom: from))
            default: _ = try await registrar.forward(admin, code, UnitForwardRequest(until: until))
            }
        }
        desk.clock.advance(by: .seconds(7))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a mirror that stopped catches up exactly, from the beginning, from the middle and from a snapshot`(
        seed: UInt64
    ) async throws {
        let desk = try await Desk()
        var random = SeededGenerator(seed: seed)
        for number in 1...12 { try await desk.add("H24.\(number)") }
        desk.clock.advance(by: .seconds(200))
        var stopped = Mirror()
        var begun = Mirror()
        for number in 0..<180 {
            if number == 60 { try stopped.catchUp(with: desk.registrar, limit: 7) }
            if number == 100 { begun = Mirror(try await snapshot(desk)) }
            try await change(desk, number, &random)
        }
        let whole = try await snapshot(desk)
        #expect(Set(whole.items.flatMap { $0.periods.map(\.fields.state) }).count >= 3)
        var fresh = Mirror()
        try fresh.catchUp(with: desk.registrar, limit: 1000)
        try stopped.catchUp(with: desk.registrar, limit: 3)
        try begun.catchUp(with: desk.registrar, limit: 50)
        for mirror in [fresh, stopped, begun] {
            #expect(mirror.version == whole.version)
            #expect(mirror.sorted == whole.items)
        }
        let replayed = try await Registrar.load(from: desk.store)
        #expect(replayed.codeRecords() == whole.items)
        #expect(replayed.codesVersion == whole.version)
    }

    @Test func `a record says at every moment what the registry answers`() async throws {
        let desk = try await Desk()
        var random = SeededGenerator(seed: 11)
        for number in 1...12 { try await desk.add("H24.\(number)") }
        for number in 0..<120 { try await change(desk, number, &random) }
        for record in desk.registry.codeRecords() {
            for offset in stride(from: -2000, through: 2000, by: 13) {
                let moment = desk.clock.now() + .seconds(offset)
                guard let period = record.periods.last(where: { $0.from <= moment }) else { continue }
                let unit = try #require(desk.registry.unit(record.unit, at: moment))
                #expect(period.fields.name == unit.name && period.fields.kind == unit.kind.rawValue)
                #expect(period.fields.state == unit.state(at: moment))
                #expect(period.fields.adminCode == unit.adminCode)
                #expect(period.fields.forwardUntil == unit.forwardsUntil(at: moment))
            }
        }
    }

    @Test func `a version's snapshot is the same to the byte after a restart, and adds one leaf to the log`()
        async throws
    {
        let desk = try await Desk()
        for number in 1...12 { try await desk.add("H24.\(number)") }
        let first = try await desk.registrar.codeSnapshot()
        let file = try #require(CodeSnapshotFile(first.bytes))
        let whole = try JSONDecoder().decode(CodeSnapshot.self, from: Data(first.bytes))
        let leaf = try SnapshotLeaf(canonicalBytes: try #require(Base64.decode(whole.evidence?.leaf ?? "", as: .exact)))
        #expect(leaf.sha256 == SHA256.digest(of: file.content) && leaf.size == file.content.count)
        #expect(leaf.version == first.version && leaf.units == whole.items.count)
        desk.clock.advance(by: .seconds(86_400))
        let again = try await Desk(store: desk.store)
        #expect(again.registrar.codesVersion == first.version)
        #expect(try await again.registrar.codeSnapshot() == first)
        // Changes that nobody asks for in between leave no leaf.
        for number in 13...20 { try await again.add("H24.\(number)") }
        for _ in 0..<5 { _ = try await again.registrar.codeSnapshot() }
        let last = try await snapshot(again)
        #expect(whole.evidence?.leafIndex == 0 && last.evidence?.leafIndex == 1)
    }

    @Test func `a mirror ahead of the registry is told to begin anew`() async throws {
        let desk = try await Desk()
        let ahead = desk.registry.version + 1
        #expect(await refusal { _ = try desk.registrar.codeChanges(after: ahead) }?.field == "after")
        #expect(try desk.registrar.codeChanges(after: ahead - 1).items.isEmpty)
    }
}
