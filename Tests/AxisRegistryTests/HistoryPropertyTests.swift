// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

/// Random histories, held against a model that only keeps the list of what was accepted.
@Suite struct HistoryPropertyTests {
    @Test(arguments: 1...20)
    func `a random history keeps its rules and answers as the list of its events says`(seed: UInt64) throws {
        var history = RandomHistory(seed: seed)
        for step in 1...220 {
            try history.step()
            if step % 20 == 0 { history.compare() }
        }
        try history.compareReplay()
    }
}

private struct RandomHistory {
    var generator: SeededGenerator
    var snapshot = RegistrySnapshot()
    var accepted: [RegistryEvent] = []
    let start = CivilTime(year: 2026, month: 1, day: 1).moment()
    let texts: [AgencyCode]
    let prints: [Digest256]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        var codes: [AgencyCode] = []
        for number in 0..<12 {
            for (text, kind) in [
                ("H24.\(number)", AgencyCode.Kind.qd20), ("000.00.0\(number % 10).H24", .qcvn102),
                ("01012345\(10 + number)", .enterprise), ("01012345\(10 + number)", .foreign),
                ("sys-\(number)", .foreign),
            ] {
                if let code = try? AgencyCode(text, as: kind) { codes.append(code) }
            }
        }
        texts = codes
        prints = (0..<4).compactMap { Digest256(bytes: [UInt8](repeating: $0, count: 32)) }
        if let code = try? AgencyCode("H24", as: .qd20) {
            apply(.register(UnitRegistration(unit: id(), code: code, name: "Hải Phòng", kind: .city)), from: start)
        }
    }

    var units: [UnitID] {
        accepted.compactMap { if case .register(let registration) = $0.change { registration.unit } else { nil } }
    }

    mutating func id<Tag>() -> Identifier<Tag> { Identifier(at: start, using: &generator) }

    mutating func moment() -> Timestamp { start + .seconds(Int.random(in: 0...40, using: &generator)) }

    mutating func unit() -> UnitID { units.randomElement(using: &generator) ?? id() }

    mutating func code() -> AgencyCode { texts[Int.random(in: 0..<texts.count, using: &generator)] }

    mutating func period() -> Period {
        let from = moment()
        return Period(from: from, until: Bool.random(using: &generator) ? nil : from + .seconds(15))
    }

    mutating func step() throws {
        switch Int.random(in: 0..<11, using: &generator) {
        case 0...2: tryRegistration()
        case 3: tryAlias()
        case 4: apply(.suspend(unit: unit(), reason: "x"), from: moment())
        case 5: apply(.resume(unit: unit()), from: moment())
        case 6:
            let binding = Binding(
                id: id(),
                holder: unit(),
                fingerprint: prints[Int.random(in: 0..<prints.count, using: &generator)],
                use: CertificateUse.allCases.randomElement(using: &generator) ?? .tls,
                period: period(),
                subject: "CN=x",
                notAfter: start
            )
            apply(.bind(binding), from: start)
        case 7:
            let grant = Grant(
                id: id(),
                holder: unit(),
                over: unit(),
                isBranch: Bool.random(using: &generator),
                rights: Set(Right.allCases.filter { _ in Bool.random(using: &generator) }),
                period: period()
            )
            apply(.grant(grant), from: start)
        case 8:
            if let known = snapshot.grants.randomElement(using: &generator) {
                apply(.revokeGrant(known.grant.id, reason: "x"), from: moment())
            }
            if let known = snapshot.bindings.randomElement(using: &generator) {
                apply(.revokeBinding(known.binding.id, reason: "x"), from: moment())
            }
        case 9:
            let isBranch = Bool.random(using: &generator)
            apply(.setEndpoint(Endpoint(unit: unit(), url: "https://a.vn/", isBranch: isBranch)), from: start)
        default: apply(.clearEndpoint(unit: unit()), from: start)
        }
    }

    private mutating func tryRegistration() {
        let aliases = (0..<Int.random(in: 0...2, using: &generator)).map { _ in code() }
        let registration = UnitRegistration(
            unit: id(),
            code: code(),
            aliases: aliases,
            name: "Đơn vị",
            kind: .other,
            parent: Int.random(in: 0..<5, using: &generator) == 0 ? nil : unit()
        )
        let wasTaken = ([registration.code] + aliases).contains { owners(of: $0) > 0 }
        let isAccepted = apply(.register(registration), from: moment())
        if wasTaken { #expect(!isAccepted, "a code was given out twice") }
    }

    private mutating func tryAlias() {
        let code = code()
        let wasTaken = owners(of: code) > 0
        let isAccepted = apply(.addAlias(unit: unit(), code: code), from: moment())
        if wasTaken { #expect(!isAccepted, "an alias was given out twice") }
    }

    @discardableResult
    private mutating func apply(_ change: RegistryChange, from: Timestamp) -> Bool {
        let event = RegistryEvent(
            version: snapshot.version + 1,
            change: change,
            effectiveAt: from,
            recordedAt: start + .seconds(100),
            actor: "a",
            legalBasis: nil
        )
        let before = snapshot
        do {
            try snapshot.apply(event)
            accepted.append(event)
            #expect(before.version == event.version - 1, "a copy changed with the original")
            return true
        } catch {
            #expect(snapshot.version == before.version)
            return false
        }
    }
}

// MARK: - The naive model: answers read off the list of accepted events

extension RandomHistory {
    private func namings() -> [(code: AgencyCode, unit: UnitID, from: Timestamp)] {
        accepted.flatMap { event -> [(code: AgencyCode, unit: UnitID, from: Timestamp)] in
            switch event.change {
            case .register(let new): ([new.code] + new.aliases).map { ($0, new.unit, event.effectiveAt) }
            case .addAlias(let unit, let code): [(code, unit, event.effectiveAt)]
            default: []
            }
        }
    }

    private func owners(of code: AgencyCode) -> Int { namings().count { $0.code == code } }

    private func parent(of unit: UnitID) -> UnitID? {
        for event in accepted { if case .register(let new) = event.change, new.unit == unit { return new.parent } }
        return nil
    }

    private func ancestors(of unit: UnitID) -> [UnitID] {
        parent(of: unit).map { [$0] + ancestors(of: $0) } ?? []
    }

    private func state(of unit: UnitID, at moment: Timestamp) -> UnitState {
        var best: (Timestamp, UnitState)?
        for event in accepted {
            let next: UnitState?
            switch event.change {
            case .register(let new) where new.unit == unit:
                if event.effectiveAt > moment { return .future }
                next = .active
            case .suspend(unit, reason: _): next = .suspended
            case .resume(unit): next = .active
            default: next = nil
            }
            guard let next, event.effectiveAt <= moment else { continue }
            if let present = best, present.0 > event.effectiveAt { continue }
            best = (event.effectiveAt, next)
        }
        return best?.1 ?? .future
    }

    private func expected(_ text: String, at moment: Timestamp) -> String {
        let all = namings().filter { $0.code.text == text }
        let present = all.filter { $0.from <= moment && state(of: $0.unit, at: moment) != .future }
        let units = Set((present.isEmpty ? all : present).map(\.unit))
        guard let unit = units.first else { return "unknown" }
        guard units.count == 1 else { return "ambiguous \(units.map(\.description).sorted())" }
        return present.isEmpty ? "future \(unit)" : "\(state(of: unit, at: moment)) \(unit)"
    }

    private func actual(_ resolution: Resolution) -> String {
        switch resolution {
        case .unit(let unit): "active \(unit.id)"
        case .suspended(let unit): "suspended \(unit.id)"
        case .future(let unit): "future \(unit.id)"
        case .closed(let unit, successors: _): "closed \(unit.id)"
        case .ambiguous(let units): "ambiguous \(units.map(\.id.description).sorted())"
        case .unknown: "unknown"
        }
    }

    private func revocations() -> [String: Timestamp] {
        var found: [String: Timestamp] = [:]
        for event in accepted {
            switch event.change {
            case .revokeGrant(let id, reason: _): found[id.description] = event.effectiveAt
            case .revokeBinding(let id, reason: _): found[id.description] = event.effectiveAt
            default: continue
            }
        }
        return found
    }

    private func expectedRight(_ holder: UnitID, _ right: Right, _ unit: UnitID, _ moment: Timestamp) -> Bool {
        if holder == unit { return true }
        guard state(of: holder, at: moment) == .active else { return false }
        let revoked = revocations()
        return accepted.contains { event in
            guard case .grant(let grant) = event.change, grant.holder == holder, grant.rights.contains(right),
                grant.period.contains(moment), revoked[grant.id.description].map({ moment < $0 }) ?? true
            else { return false }
            return grant.isBranch ? ancestors(of: unit).contains(grant.over) : grant.over == unit
        }
    }

    private func expectedHolders(_ print: Digest256, _ use: CertificateUse, _ moment: Timestamp) -> Set<UnitID> {
        let revoked = revocations()
        return Set(
            accepted.compactMap { event -> UnitID? in
                guard case .bind(let binding) = event.change, binding.fingerprint == print, binding.use.covers(use),
                    binding.period.contains(moment), revoked[binding.id.description].map({ moment < $0 }) ?? true
                else { return nil }
                return binding.holder
            }
        )
    }

    private func endpoint(of unit: UnitID) -> Endpoint? {
        var found: Endpoint?
        for event in accepted {
            if case .setEndpoint(let endpoint) = event.change, endpoint.unit == unit { found = endpoint }
            if case .clearEndpoint(unit) = event.change { found = nil }
        }
        return found
    }

    private func expectedRoute(_ unit: UnitID) -> Route {
        if let own = endpoint(of: unit) { return .push(own) }
        for ancestor in ancestors(of: unit) {
            if let endpoint = endpoint(of: ancestor), endpoint.isBranch { return .push(endpoint) }
        }
        return .pull
    }

    mutating func compare() {
        let codes = namings().map(\.code)
        #expect(Set(codes).count == codes.count, "codes are unique over all units and all time")
        let moment = moment()
        for text in Set(texts.map(\.text)) {
            #expect(actual(snapshot.resolve(text, at: moment)) == expected(text, at: moment), "\(text)")
        }
        let units = units
        for holder in units.shuffled(using: &generator).prefix(6) {
            let right = Right.allCases.randomElement(using: &generator) ?? .send
            let covered = Set(units.filter { expectedRight(holder, right, $0, moment) })
            #expect(Set(units.filter { snapshot.may(holder, right, over: $0, at: moment) }) == covered)
            #expect(snapshot.units(under: holder, with: right, at: moment) == covered)
            let beneath = Set(units.filter { ancestors(of: $0).contains(holder) })
            #expect(Set(snapshot.descendants(of: holder, at: moment)) == beneath)
            let members = units.filter { unit in
                if case .push(let endpoint) = expectedRoute(unit) { endpoint.unit == holder } else { false }
            }
            #expect(Set(snapshot.destinationMembers(of: holder, at: start)) == Set(members))
        }
        for unit in units { #expect(snapshot.route(to: unit, at: start) == expectedRoute(unit)) }
        for print in prints {
            for use in [CertificateUse.tls, .sign] {
                let holders = expectedHolders(print, use, moment)
                #expect(holders.count <= 1, "a certificate speaks for one holder at a time")
                if case .bound(let binding) = snapshot.binding(fingerprint: print, use: use, at: moment) {
                    #expect(holders == [binding.holder])
                } else {
                    #expect(holders.isEmpty)
                }
            }
        }
    }

    /// The events alone make the same registry again.
    mutating func compareReplay() throws {
        var again = RegistrySnapshot()
        for event in accepted { try again.apply(event) }
        snapshot = again
        compare()
    }
}
