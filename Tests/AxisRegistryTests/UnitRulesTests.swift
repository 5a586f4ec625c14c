// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import Testing

@Suite struct UnitRulesTests {
    @Test func `a code belongs to one unit, whichever of its codes it is`() throws {
        var fixture = try Fixture()
        let city = try fixture.unit("H24")
        let alias = try AgencyCode("000.00.12.H24", as: .qcvn102)
        let first = try fixture.register("H24.12", aliases: [alias], parent: city)
        #expect(refusal { try fixture.register("H24.12", parent: city) } == .codeTaken)
        #expect(refusal { try fixture.register("H24.13", aliases: [alias], parent: city) } == .codeTaken)
        #expect(refusal { try fixture.apply(.addAlias(unit: city, code: alias)) } == .codeTaken)
        #expect(fixture.snapshot.resolve("H24.13", at: fixture.now) == .unknown)
        #expect(fixture.snapshot.resolve(alias.text, at: fixture.now).named?.id == first)
    }

    @Test func `the same text as two kinds of code names one unit, or is ambiguous`() throws {
        var fixture = try Fixture()
        let company = try fixture.register("0101234567", as: .enterprise)
        try fixture.apply(.addAlias(unit: company, code: AgencyCode("0101234567", as: .foreign)))
        #expect(fixture.snapshot.resolve("0101234567", at: fixture.now).named?.id == company)
        let other = try fixture.register("0201234567", as: .enterprise)
        let system = try fixture.register("0201234567", as: .foreign)
        guard case .ambiguous(let units) = fixture.snapshot.resolve("0201234567", at: fixture.now) else {
            Issue.record("not ambiguous")
            return
        }
        #expect(Set(units.map(\.id)) == [other, system])
    }

    @Test func `no form of a code is derived from another`() throws {
        var fixture = try Fixture()
        try fixture.register("H24.12", parent: try fixture.unit("H24"))
        #expect(fixture.snapshot.resolve("000.00.12.H24", at: fixture.now) == .unknown)
        #expect(fixture.snapshot.resolve("h24.12", at: fixture.now) == .unknown)
        #expect(fixture.snapshot.resolve(String(repeating: "1", count: 100_000), at: fixture.now) == .unknown)
    }

    @Test func `level-1 codes come from the annex, lower ones stay under their parent's`() throws {
        var fixture = try Fixture()
        let haiphong = try fixture.unit("H24")
        #expect(refusal { try fixture.register("H99") } == .codeInvalid)
        #expect(refusal { try fixture.register("H24.12") } == .codeInvalid, "no parent")
        #expect(refusal { try fixture.register("H26.12", parent: haiphong) } == .codeInvalid)
        let foreignLevel = try AgencyCode("000.00.12.H26", as: .qcvn102)
        #expect(refusal { try fixture.register("H24.12", aliases: [foreignLevel], parent: haiphong) } == .codeInvalid)
        fixture.actor = "axis"
        #expect(refusal { try fixture.register("H99") } == nil)
    }

    @Test func `a parent is there, and in effect, before its children`() throws {
        var fixture = try Fixture()
        let missing: UnitID = fixture.id()
        #expect(refusal { try fixture.register("H24.1", parent: missing) } == .notFound)
        let later = fixture.now + .seconds(86_400)
        let parent = try fixture.register("H24.1", parent: try fixture.unit("H24"), from: later)
        #expect(refusal { try fixture.register("H24.1.1", parent: parent) } == .badRequest)
        #expect(refusal { try fixture.register("H24.1.1", parent: parent, from: later) } == nil)
        #expect(fixture.snapshot.isBeneath(try fixture.unit("H24.1.1"), try fixture.unit("H24"), at: later))
    }

    @Test func `a suspension holds from its moment until the resumption's, also ahead of time`() throws {
        var fixture = try Fixture()
        let unit = try fixture.register("H24.1", parent: try fixture.unit("H24"))
        let start = fixture.now + .seconds(100)
        let end = fixture.now + .seconds(200)
        try fixture.apply(.suspend(unit: unit, reason: "chia tách"), from: start)
        #expect(refusal { try fixture.apply(.suspend(unit: unit, reason: "lại"), from: start) } == .badRequest)
        try fixture.apply(.resume(unit: unit), from: end)
        let states = [fixture.now, start, end - .milliseconds(1), end].map {
            fixture.snapshot.unit(unit)?.state(at: $0)
        }
        #expect(states == [.active, .suspended, .suspended, .active])
        let known = try #require(fixture.snapshot.unit(unit))
        #expect(fixture.snapshot.resolve("H24.1", at: start) == .suspended(known))
        #expect(fixture.snapshot.resolve("H24.1", at: fixture.now - .milliseconds(1)) == .future(known))
    }

    @Test func `a certificate is not bound to two holders for one use at one time`() throws {
        var fixture = try Fixture()
        let print = try #require(Digest256(bytes: [UInt8](repeating: 5, count: 32)))
        let start = fixture.now
        func binding(_ code: String, _ use: CertificateUse, _ from: Timestamp, _ until: Timestamp?) throws -> Binding {
            Binding(
                id: fixture.id(),
                holder: try fixture.unit(code),
                fingerprint: print,
                use: use,
                period: Period(from: from, until: until),
                subject: "CN=test",
                notAfter: start + .seconds(1_000_000)
            )
        }
        let first = try binding("H24", .tls, start, nil)
        try fixture.apply(.bind(first))
        try fixture.apply(.bind(binding("H24", .both, start, nil)))
        #expect(refusal { try fixture.apply(.bind(binding("H26", .tls, start, nil))) } == .badRequest)
        #expect(refusal { try fixture.apply(.bind(binding("H26", .sign, start, nil))) } == .badRequest)
        #expect(fixture.snapshot.binding(fingerprint: print, use: .tls, at: start) == .bound(first))
        for known in fixture.snapshot.bindings {
            try fixture.apply(.revokeBinding(known.binding.id, reason: "mất khóa"), from: start + .seconds(10))
        }
        let second = try binding("H26", .tls, start + .seconds(10), start + .seconds(20))
        try fixture.apply(.bind(second))
        let answers = [start, start + .seconds(10), start + .seconds(20)].map {
            fixture.snapshot.binding(fingerprint: print, use: .tls, at: $0)
        }
        #expect(answers[0] == .bound(first))
        #expect(answers[1] == .bound(second))
        guard case .revoked = answers[2] else {
            Issue.record("a revoked binding tells more than an ended one")
            return
        }
    }

    @Test func `the last registrar stays`() throws {
        var fixture = try Fixture()
        try fixture.apply(.addAdministrator(Administrator(name: "a", roles: [.registrar], uid: 1)))
        #expect(refusal { try fixture.apply(.removeAdministrator(name: "a")) } == .forbidden)
        let demoted = Administrator(name: "a", roles: [.auditor], uid: 1)
        #expect(refusal { try fixture.apply(.addAdministrator(demoted)) } == .forbidden)
        let other = Administrator(name: "b", roles: [.registrar], uid: 1)
        #expect(refusal { try fixture.apply(.addAdministrator(other)) } == .badRequest, "one Unix user, one name")
        try fixture.apply(.addAdministrator(Administrator(name: "b", roles: [.registrar], uid: 2)))
        try fixture.apply(.removeAdministrator(name: "a"))
        #expect(fixture.snapshot.administrator(uid: 1) == nil)
        #expect(fixture.snapshot.administrator(uid: 2)?.name == "b")
    }

    @Test(arguments: [
        ("https://example.vn", true), ("https://127.0.0.1:8444/axis?x=1", true), ("HTTPS://a.vn/", true),
        ("https://[::1]:9/", true), ("http://example.vn", false), ("https://", false), ("https:///x", false),
        ("https://a@example.vn/", false), ("https://example.vn:0/", false), ("https://example.vn:70000/", false),
        ("https://example.vn/a b", false), ("https://example.vn/#x", false), ("https://exa\u{0}mple.vn/", false),
        ("https://-a.vn/", false), ("https://a..vn/", false), ("https://[::1", false), ("https://thành.vn/", false),
        ("file:///etc/passwd", false), ("https://a.vn\\@b.vn/", false), ("https://a.vn:/", false),
    ])
    func `an endpoint is an https URL with a host and no user`(url: String, isTaken: Bool) throws {
        var fixture = try Fixture()
        let unit = try fixture.unit("H24")
        let answer = refusal { try fixture.apply(.setEndpoint(Endpoint(unit: unit, url: url, isBranch: false))) }
        #expect(answer == (isTaken ? nil : .badRequest))
    }
}
