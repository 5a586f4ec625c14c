// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisEvidence
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Testing

/// Seals with the tree of RFC 6962 and a signature that is none.
private struct PlainSealer: GroupSealer {
    func seal(_ leaves: [[UInt8]], after state: LogState) throws -> SealedGroup {
        guard var log = LogAppender(size: state.size, frontier: state.frontier) else {
            throw StoreError(.corrupt, "the log contradicts itself")
        }
        let group = log.append(leaves)
        return SealedGroup(
            state: LogState(size: group.treeSize, frontier: group.tree.frontier),
            leafDigests: group.leaves.map(\.hash),
            proofs: group.leaves.map(\.proof),
            nodes: [],
            checkpoint: "checkpoint",
            signature: [1]
        )
    }
}

private struct NoSignal: DeliverySignal {
    func delivered(to recipients: [UnitID]) {}
}

/// Haiphong and a campaign whose deadline is an hour away.
private struct World {
    let store = MemoryStore(sealer: PlainSealer())
    let clock = HandClock(CivilTime(year: 2026, month: 1, day: 5, hour: 8).moment())
    let clockHealth = HandClockHealth()
    let registrar: Registrar
    let campaigns: CampaignDesk
    let desk: SubmissionDesk
    let admin = AdministratorCaller(name: "an", roles: [.registrar])

    init() async throws {
        let (registrar, axis) = try await Registrar.start(
            store: store,
            clock: clock,
            axis: try Registrar.OwnUnit(code: "axis.vn", name: "Trục liên thông"),
            firstAdministrator: Administrator(name: "an", roles: [.registrar], uid: 1000)
        )
        self.registrar = registrar
        campaigns = CampaignDesk(store: store, registry: registrar.holder, clock: clock)
        desk = SubmissionDesk(
            store: store,
            registrar: registrar,
            origin: Sweeper.Origin(unit: axis, code: "axis.vn", credential: "00"),
            signal: NoSignal(),
            clock: clock,
            clockHealth: clockHealth
        )
        let request = CampaignCreateRequest(id: "cd-101", title: "Thử", deadline: clock.now() + .seconds(3600))
        _ = try await campaigns.create(admin, request)
    }

    func caller(_ code: String = "H24") throws -> Caller {
        let unit = try registrar.holder.current.unit(named: code, at: clock.now())
        return Caller(holder: unit.id, holderCode: code, authentication: .mtls, credential: "00")
    }

    /// All 114 units, each under a synthetic code with a mark.
    static func list(_ mark: String = "Z", changing change: (Int, String) -> String = { $1 }) -> [UInt8] {
        let rows = ReferenceData.communes(of: "H24").enumerated().map { place, unit in
            change(place, "H24.\(mark)\(place),\(unit.name),\(unit.kind.rawValue),\(unit.adminCode),H24,")
        }
        return Array((["code,name,kind,admin_code,parent,old_code"] + rows).joined(separator: "\n").utf8)
    }

    func handIn(_ bytes: [UInt8], declared: Bool = false) async throws -> SubmissionDesk.Result {
        let handIn = try await desk.begin(
            try caller(),
            campaign: "cd-101",
            unit: nil,
            declared: declared ? SHA256.digest(of: bytes) : nil
        )
        return try await desk.complete(handIn, bytes: bytes, hint: nil, readAt: clock.now())
    }

    func accept(_ receipt: SubmissionReceipt, _ basis: String = "QĐ 1") async throws -> SubmissionView {
        let id = try #require(receipt.submissionId)
        let wish = SubmissionAcceptRequest(effective: clock.now(), legalBasis: basis, acceptLate: nil)
        return try await desk.accept(admin, id, wish)
    }
}

private func listRefusal(_ body: () async throws -> Void) async -> ImportRefusal? {
    do {
        try await body()
        return nil
    } catch {
        return error as? ImportRefusal
    }
}

@Suite struct SubmissionDeskTests {
    @Test func `a hand-in that Axis refused lends its time, one still under way or broken off does not`() async throws {
        let world = try await World()
        let bytes = World.list()
        let deadline = world.clock.now() + .seconds(3600)
        world.clock.advance(by: .seconds(3595))
        // Under way in this process: it may still come in.
        let slow = try await world.desk.begin(
            try world.caller(),
            campaign: "cd-101",
            unit: nil,
            declared: SHA256.digest(of: bytes)
        )
        world.clock.advance(by: .seconds(65))
        let late = try await world.handIn(bytes)
        #expect(late.receipt.timeliness == "late by 1 min" && late.isNew)
        await world.desk.abandon(slow, because: Refusal(.badRequest, english: "-", vietnamese: "-"))

        let other = World.list("Y")
        let refused = try await world.desk.begin(
            try world.caller(),
            campaign: "cd-101",
            unit: nil,
            declared: SHA256.digest(of: other)
        )
        let began = world.clock.now()
        await world.desk.abandon(refused, because: Refusal(.overloaded, english: "-", vietnamese: "-"))
        world.clock.advance(by: .seconds(600))
        let again = try await world.handIn(other).receipt
        #expect(again.receivedAt == began && again.repeatedAt == world.clock.now())
        #expect(again.lateBySeconds == began.seconds - deadline.seconds)
        #expect(again.version == 2)
    }

    @Test func `what is known against Axis's clock stands on the receipt and in its leaf`() async throws {
        let world = try await World()
        let details = { (receipt: SubmissionReceipt) throws in
            let bytes = try #require(Base64.decode(receipt.leaf ?? "", as: .exact))
            return try #require(try SubmissionLeaf(canonicalBytes: bytes).details)
        }
        let good = try await world.handIn(World.list("A")).receipt
        #expect(good.clockOffsetMilliseconds == nil && good.clockUnsynchronised == nil)
        // At one second nothing is said, above it the bound, rounded up.
        let bounds: [(Int64, Int64, Int64?)] = [
            (-400_000, 600_000, nil), (-400_001, 600_000, 1001), (0, 2_500_100, 2501),
        ]
        for (mark, (offset, error, stated)) in zip(["B", "C", "D"], bounds) {
            let reading = ClockReading(isSynchronised: true, offsetMicroseconds: offset, errorMicroseconds: error)
            world.clockHealth.set(reading)
            let receipt = try await world.handIn(World.list(mark)).receipt
            #expect(receipt.clockOffsetMilliseconds == stated && receipt.clockUnsynchronised == nil)
            #expect(try details(receipt).clockOffsetMilliseconds == stated)
        }
        world.clockHealth.set(.unknown)
        let unknown = try await world.handIn(World.list("E")).receipt
        #expect(unknown.clockOffsetMilliseconds == nil && unknown.clockUnsynchronised == true)
        #expect(try details(unknown) == SubmissionDetails(of: unknown))
        // The time itself stays what the clock said.
        #expect(unknown.receivedAt == world.clock.now())
    }

    @Test func `accepting registers, renames, and closes with links to successors, in one go`() async throws {
        let world = try await World()
        let first = World.list()
        _ = try await world.accept(try await world.handIn(first).receipt)
        let registry = world.registrar.holder.current
        let version = registry.version
        let today = try registry.unit(named: "H24.Z0", at: world.clock.now())
        #expect(today.legalBasis == "QĐ 1" && registry.communes(of: today.parent!, at: world.clock.now()).count == 114)
        world.clock.advance(by: .seconds(60))
        // The unit takes another code: the old one is closed and followed.
        let second = World.list { place, row in
            place == 0 ? row.replacing("H24.Z0,", with: "H24.Y0,") + "H24.Z0" : row
        }
        let receipt = try await world.handIn(second).receipt
        let shown = try await world.desk.show(world.admin, try #require(receipt.submissionId))
        let changes = (shown.changes ?? []).filter { $0.changes != [.unchanged] }
        #expect(changes.map(\.changes) == [[.new], [.closed]])
        _ = try await world.accept(receipt, "QĐ 2")
        let now = world.clock.now()
        let after = world.registrar.holder.current
        guard case .closed(let old, let successors) = after.resolve("H24.Z0", at: now) else {
            Issue.record("not closed")
            return
        }
        #expect(old.id == today.id && successors == ["H24.Y0"])
        #expect(after.version == version + 2)
        let board = try await world.campaigns.board("cd-101")
        #expect(board.totals.first { $0.indicator == .codesPublished }?.text == "1/34")
    }

    @Test func `a list that no longer fits is refused with its faults, and nothing is applied`() async throws {
        let world = try await World()
        let receipt = try await world.handIn(World.list()).receipt
        let taken = UnitAddRequest(code: "H24.Z5", name: "Sở thử", kind: "department", parent: "H24")
        _ = try await world.registrar.addUnit(world.admin, taken)
        let version = world.registrar.holder.current.version
        let refused = await listRefusal { _ = try await world.accept(receipt) }
        #expect(refused?.faults.map(\.code) == ["code-taken"])
        #expect(world.registrar.holder.current.version == version)
        #expect(try await world.desk.list(world.admin, campaign: nil, unit: nil).items.map(\.state) == [.received])
    }

    @Test func `of two administrators at once one wins whole and the other is told`() async throws {
        let world = try await World()
        let receipt = try await world.handIn(World.list()).receipt
        let outcomes = await withTaskGroup(of: RefusalCode?.self) { group in
            for basis in ["QĐ 1", "QĐ 2"] {
                group.addTask { await listRefusal { _ = try await world.accept(receipt, basis) }?.refusal.code }
            }
            var outcomes: [RefusalCode?] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        #expect(outcomes.count { $0 == nil } == 1 && outcomes.count { $0 == .duplicateConflict } == 1)
    }

    @Test func `who has no right to hand in is told before anything is read`() async throws {
        let world = try await World()
        await #expect(throws: Refusal.self) {
            try await world.desk.begin(try world.caller("H31"), campaign: "cd-101", unit: "H24", declared: nil)
        }
        await #expect(throws: Refusal.self) {
            try await world.desk.begin(try world.caller(), campaign: "cd-999", unit: nil, declared: nil)
        }
    }
}
