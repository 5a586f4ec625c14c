// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import Foundation
import Testing

@Suite struct LifeTests {
    private func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }

    /// A city with two communes and a day in the future.
    private struct City {
        var fixture: Fixture
        let city: UnitID
        let first: UnitID
        let second: UnitID
        let day: Timestamp
        let windUp: Timestamp

        init() throws {
            fixture = try Fixture()
            city = try fixture.unit("H24")
            first = try fixture.register("H24.1", name: "Xã Một", parent: city)
            second = try fixture.register("H24.2", name: "Xã Hai", parent: city)
            day = fixture.now + .seconds(30 * 86_400)
            windUp = day + Closing.usualWindUp
        }
    }

    @Test func `a change recorded ahead holds from its moment, and was not known before it was recorded`() throws {
        var world = try City()
        let before = world.fixture.now
        world.fixture.now = before + .seconds(3600)
        try world.fixture.apply(.rename(unit: world.first, name: "Phường Một"), from: world.day)
        try world.fixture.apply(.changeKind(unit: world.first, kind: .ward), from: world.day)
        let snapshot = world.fixture.snapshot
        #expect(snapshot.unit(world.first, at: world.day - .milliseconds(1))?.name == "Xã Một")
        #expect(snapshot.unit(world.first, at: world.day)?.name == "Phường Một")
        #expect(snapshot.unit(world.first, at: world.day)?.kind == .ward)
        #expect(snapshot.unit(world.first, at: world.day, knownAt: before)?.name == "Xã Một")
        #expect(snapshot.unit(world.first, at: world.day, knownAt: before - .milliseconds(1)) == nil)
        #expect(snapshot.resolve("H24.1", at: world.day).named?.name == "Phường Một")
        #expect(snapshot.resolve("H24.1", at: world.day, knownAt: before).named?.name == "Xã Một")
        #expect(snapshot.history(of: world.first).count == 3)
        var query = UnitQuery(at: world.day)
        query.text = "xa mot"
        #expect(snapshot.search(query).map(\.name) == ["Phường Một"], "by its old name")
    }

    @Test func `a correction puts right what was wrong from its moment on, and what was known stays on record`() throws
    {
        var world = try City()
        let start = world.fixture.now
        world.fixture.now = start + .seconds(60)
        let correction = Correction(name: "Xã Mốt", adminCode: "10507")
        let change = RegistryChange.correct(unit: world.first, correction: correction, reason: "lỗi đánh máy")
        try world.fixture.apply(change, from: start)
        #expect(world.fixture.snapshot.unit(world.first, at: start)?.name == "Xã Mốt")
        #expect(world.fixture.snapshot.unit(world.first, at: start)?.otherNames == [])
        #expect(world.fixture.snapshot.unit(world.first, at: start, knownAt: start)?.name == "Xã Một")
        #expect(world.fixture.snapshot.lookUp("admin:10507", at: start).named?.id == world.first)
        #expect(world.fixture.snapshot.lookUp("admin:10507", at: start, knownAt: start) == .unknown)
        let empty = RegistryChange.correct(unit: world.first, correction: Correction(), reason: "x")
        #expect(refusal { try world.fixture.apply(empty) } == .badRequest)
    }

    @Test func `a statistical code holds for its time and names whoever has it then`() throws {
        var world = try City()
        let later = world.day + .seconds(100)
        try world.fixture.apply(.setAdminCode(unit: world.first, adminCode: "11329", until: later), from: world.day)
        try world.fixture.apply(.setAdminCode(unit: world.second, adminCode: "11329", until: nil), from: later)
        let moments = [world.day - .milliseconds(1), world.day, later - .milliseconds(1), later]
        let named = moments.map { world.fixture.snapshot.lookUp("admin:11329", at: $0).named?.id }
        #expect(named == [nil, world.first, world.first, world.second])
        for text in ["11329", "admin:11329"] {
            #expect(world.fixture.snapshot.resolve(text, at: world.day) == .unknown, "no identifier")
        }
    }

    @Test func `a merged unit answers with its successor, through further mergers, and its code never comes back`()
        throws
    {
        var world = try City()
        let third = try world.fixture.register("H24.3", parent: world.city)
        for change in RegistryChange.merge([world.first], into: world.second, windUpAt: world.windUp) {
            try world.fixture.apply(change, from: world.day)
        }
        let next = world.day + days(10)
        let merger = RegistryChange.close(unit: world.second, successors: [third], windUpAt: next + days(90))
        try world.fixture.apply(merger, from: next)
        let snapshot = world.fixture.snapshot
        func codes(_ moment: Timestamp) -> [String]? {
            if case .closed(_, let successors) = snapshot.resolve("H24.1", at: moment) { successors } else { nil }
        }
        #expect(codes(world.day - .milliseconds(1)) == nil)
        #expect(codes(world.day) == ["H24.2"])
        #expect(codes(next) == ["H24.3"])
        #expect(snapshot.predecessors(of: third) == [world.second])
        #expect(snapshot.resolve("H24.3", at: next).named?.id == third)
        #expect(refusal { try world.fixture.register("H24.1", parent: world.city) } == .codeReused)
        let again = RegistryChange.close(unit: world.first, successors: [], windUpAt: world.windUp)
        #expect(refusal { try world.fixture.apply(again, from: world.day) } == .badRequest)
        #expect(
            refusal { try world.fixture.apply(.rename(unit: world.first, name: "x"), from: world.day) } == .badRequest
        )
        #expect(
            refusal { try world.fixture.apply(.rename(unit: world.first, name: "x"), from: world.day - .seconds(1)) }
                == nil
        )
    }

    @Test func `a closing waits for children and for later changes, and can be taken back until it takes effect`()
        throws
    {
        var world = try City()
        let child = try world.fixture.register("H24.1.1", parent: world.first)
        let close = RegistryChange.close(unit: world.first, successors: [world.second], windUpAt: world.windUp)
        #expect(refusal { try world.fixture.apply(close, from: world.day) } == .badRequest, "a child lives")
        try world.fixture.apply(.move(unit: child, parent: world.second), from: world.day)
        try world.fixture.apply(.rename(unit: world.first, name: "Xã Một Mới"), from: world.day + .seconds(1))
        #expect(
            refusal { try world.fixture.apply(close, from: world.day) } == .badRequest,
            "a later change is recorded"
        )
        let moment = world.day + .seconds(2)
        try world.fixture.apply(close, from: moment)
        #expect(world.fixture.snapshot.children(of: world.first, at: world.day - .seconds(1)) == [child])
        #expect(world.fixture.snapshot.children(of: world.second, at: world.day) == [child])
        #expect(refusal { try world.fixture.register("H24.1.2", parent: world.first) } == .badRequest)
        let withdrawal = RegistryChange.withdrawClosing(unit: world.first, reason: "hoãn")
        try world.fixture.apply(withdrawal)
        #expect(world.fixture.snapshot.resolve("H24.1", at: moment).named?.state(at: moment) == .active)
        #expect(world.fixture.snapshot.predecessors(of: world.second).isEmpty)
        try world.fixture.apply(close, from: moment)
        world.fixture.now = moment
        #expect(refusal { try world.fixture.apply(withdrawal) } == .badRequest, "it took effect")
    }

    @Test func `neither parents nor successions form a circle, at any moment`() throws {
        var world = try City()
        let child = try world.fixture.register("H24.1.1", parent: world.first)
        #expect(refusal { try world.fixture.apply(.move(unit: world.first, parent: child)) } == .badRequest)
        try world.fixture.apply(.move(unit: child, parent: world.city), from: world.day)
        #expect(refusal { try world.fixture.apply(.move(unit: world.first, parent: child)) } == .badRequest)
        #expect(refusal { try world.fixture.apply(.move(unit: world.first, parent: child), from: world.day) } == nil)
        try world.fixture.apply(.link(predecessor: world.first, successor: world.second))
        let back = RegistryChange.link(predecessor: world.second, successor: world.first)
        #expect(refusal { try world.fixture.apply(back) } == .badRequest)
        let link = RegistryChange.unlink(predecessor: world.first, successor: world.second, reason: "nhầm")
        try world.fixture.apply(link)
        #expect(refusal { try world.fixture.apply(back) } == nil)
        let away = try world.fixture.unit("H26")
        #expect(refusal { try world.fixture.apply(.move(unit: world.second, parent: away)) } == .codeInvalid)
    }

    @Test func `only an undivided unit with the policy is forwarded, while the policy lasts`() throws {
        var world = try City()
        let third = try world.fixture.register("H24.3", parent: world.city)
        let until = world.day + days(20)
        try world.fixture.apply(.setForwarding(unit: world.first, until: until))
        try world.fixture.apply(.setForwarding(unit: third, until: until))
        let one = RegistryChange.close(unit: world.first, successors: [world.second], windUpAt: world.windUp)
        try world.fixture.apply(one, from: world.day)
        let two = RegistryChange.split(third, into: [world.second, world.city], windUpAt: world.windUp)
        try world.fixture.apply(two, from: world.day)
        let snapshot = world.fixture.snapshot
        #expect(snapshot.forwardTarget(of: world.first, at: world.day - .seconds(1)) == nil)
        #expect(snapshot.forwardTarget(of: world.first, at: world.day)?.id == world.second)
        #expect(snapshot.forwardTarget(of: world.first, at: until) == nil)
        #expect(snapshot.forwardTarget(of: third, at: world.day) == nil, "divided: never a guess")
        let divided = try #require(snapshot.unit(third))
        let answer = snapshot.resolve("H24.3", at: world.day)
        #expect(answer == .closed(divided, successors: ["H24", "H24.2"]))
    }

    @Test func `between its closing and its winding up a unit and its holders only fetch and answer`() throws {
        var world = try City()
        let holder = try world.fixture.register("he-thong", as: .foreign)
        let print = try #require(Digest256(bytes: [UInt8](repeating: 5, count: 32)))
        let now = world.fixture.now
        let grant = Grant(
            id: world.fixture.id(),
            holder: holder,
            over: world.first,
            isBranch: false,
            rights: Set(Right.allCases),
            period: Period(from: now)
        )
        let binding = Binding(
            id: world.fixture.id(),
            holder: world.first,
            fingerprint: print,
            use: .both,
            period: Period(from: now),
            subject: "CN=x",
            notAfter: world.windUp
        )
        try world.fixture.apply(.grant(grant))
        try world.fixture.apply(.bind(binding))
        let endpoint = Endpoint(unit: world.first, url: "https://a.vn/", isBranch: false)
        try world.fixture.apply(.setEndpoint(endpoint))
        let close = RegistryChange.close(unit: world.first, successors: [world.second], windUpAt: world.windUp)
        try world.fixture.apply(close, from: world.day)
        let snapshot = world.fixture.snapshot
        for who in [holder, world.first] {
            func rights(_ moment: Timestamp) -> Set<Right> {
                Set(Right.allCases.filter { snapshot.may(who, $0, over: world.first, at: moment) })
            }
            #expect(rights(world.day - .milliseconds(1)) == Set(Right.allCases))
            #expect(rights(world.day) == [.receive, .sign])
            #expect(rights(world.windUp - .milliseconds(1)) == [.receive, .sign])
            #expect(rights(world.windUp).isEmpty)
            #expect(snapshot.maySendStatus(who, over: world.first, at: world.windUp - .milliseconds(1)))
            #expect(!snapshot.maySendStatus(who, over: world.first, at: world.windUp))
            #expect(snapshot.units(under: who, with: .receive, at: world.windUp).contains(world.first) == false)
        }
        #expect(snapshot.binding(fingerprint: print, use: .tls, at: world.day) == .bound(binding))
        #expect(snapshot.binding(fingerprint: print, use: .tls, at: world.windUp) == .expired(binding))
        #expect(snapshot.route(to: world.first, at: world.day) == .push(endpoint))
        #expect(snapshot.route(to: world.first, at: world.windUp) == .pull)
        #expect(snapshot.grant(grant.id)?.holds(at: world.windUp) == false)
    }

    @Test func `the feed of changes has no gaps and says what was before and what is after`() throws {
        var world = try City()
        let print = try #require(Digest256(bytes: [UInt8](repeating: 5, count: 32)))
        let admin = Administrator(name: "a", roles: [.registrar], fingerprint: print)
        try world.fixture.apply(.addAdministrator(admin))
        try world.fixture.apply(.rename(unit: world.first, name: "Xã Mới"), from: world.day)
        let close = RegistryChange.close(unit: world.first, successors: [world.second], windUpAt: world.windUp)
        try world.fixture.apply(close, from: world.day + days(1))
        let snapshot = world.fixture.snapshot
        var all: [CodeChange] = []
        while true {
            let page = snapshot.codeChanges(after: all.last?.version ?? 0, limit: 37)
            all += page.items
            guard page.hasMore else { break }
        }
        #expect(all.map(\.previous) == [0] + all.dropLast().map(\.version))
        #expect(all.count == Int(snapshot.version) - 1, "administrators are nobody's business")
        let last = try #require(all.last)
        #expect(last.kind == .closed)
        #expect(last.successors == ["H24.2"])
        #expect(last.before?.state == .active)
        #expect(last.before?.name == "Xã Mới")
        #expect(last.after.state == .closed)
        #expect(last.after.windUpAt == world.windUp)
        let renamed = all[all.count - 2]
        #expect(renamed.kind == .renamed)
        #expect(renamed.before?.name == "Xã Một")
        #expect(renamed.after.name == "Xã Mới")
        #expect(renamed.after.closedAt == nil, "the closing was not known yet")
        let bytes = try JSONEncoder().encode(last)
        #expect(try JSONDecoder().decode(CodeChange.self, from: bytes) == last)
        #expect(snapshot.codeChanges(after: last.version, limit: 10).next == last.version)
        let event = try #require(snapshot.history(of: world.first).last)
        #expect(snapshot.codeChange(of: event) == last)
    }

    @Test func `events of the first version are read as they were written, and new ones survive the way`() throws {
        let unit = "01748d8f-1a80-7000-8000-000000483234"
        let old = #"""
            {"version":3,"effectiveAt":"2026-01-01T00:00:00+07:00","recordedAt":"2026-01-01T00:00:00+07:00","actor":"an",
            "change":{"suspend":{"unit":"\#(unit)","reason":"x"}}}
            """#
        let event = try JSONDecoder().decode(RegistryEvent.self, from: Data(old.utf8))
        let id = try #require(UnitID(unit))
        #expect(event.change == .suspend(unit: id, reason: "x"))
        let moment = Timestamp(seconds: 1_800_000_000)
        let changes: [RegistryChange] = [
            .rename(unit: id, name: "x"), .move(unit: id, parent: nil), .changeKind(unit: id, kind: .ward),
            .setAdminCode(unit: id, adminCode: "00004", until: moment),
            .correct(unit: id, correction: Correction(kind: .city), reason: "x"),
            .close(unit: id, successors: [id], windUpAt: moment), .withdrawClosing(unit: id, reason: "x"),
            .link(predecessor: id, successor: id), .unlink(predecessor: id, successor: id, reason: "x"),
            .setForwarding(unit: id, until: nil),
        ]
        for change in changes {
            let bytes = try JSONEncoder().encode(change)
            #expect(try JSONDecoder().decode(RegistryChange.self, from: bytes) == change)
            #expect(change.unit == id)
        }
    }
}
