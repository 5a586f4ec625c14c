// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

/// Random lives of units in both times, held against a model that reads every answer off the list of events.
@Suite struct LifePropertyTests {
    @Test(arguments: 1...30)
    func `a random life keeps its rules at every moment, as known at every other`(seed: UInt64) throws {
        var lives = try RandomLives(seed: seed)
        for step in 1...300 {
            lives.step()
            if step % 25 == 0 { lives.compare() }
        }
        #expect(lives.accepted.count > 40, "too little happens to prove anything")
        try lives.compareReplay()
    }
}

private struct RandomLives {
    var generator: SeededGenerator
    var snapshot = RegistrySnapshot()
    var accepted: [RegistryEvent] = []
    var now: Timestamp
    let start = CivilTime(year: 2026, month: 1, day: 1).moment()
    let span = 40

    init(seed: UInt64) throws {
        generator = SeededGenerator(seed: seed)
        now = start
        for code in ["H24", "H26"] {
            let registration = UnitRegistration(
                unit: id(),
                code: try AgencyCode(code, as: .qd20),
                name: code,
                kind: .city
            )
            apply(.register(registration), from: start)
        }
    }

    var units: [UnitID] { accepted.compactMap { if case .register(let new) = $0.change { new.unit } else { nil } } }

    mutating func id<Tag>() -> Identifier<Tag> { Identifier(at: start, using: &generator) }

    mutating func moment() -> Timestamp { start + .seconds(Int.random(in: 0...span, using: &generator)) }

    mutating func unit() -> UnitID { units.randomElement(using: &generator) ?? id() }

    mutating func step() {
        if Int.random(in: 0..<6, using: &generator) == 0 { now = now + .seconds(1) }
        let target = unit()
        let from = moment()
        switch Int.random(in: 0..<16, using: &generator) {
        case 0...3: register(from: from)
        case 4: apply(.rename(unit: target, name: "Tên \(accepted.count)"), from: from)
        case 5:
            apply(.move(unit: target, parent: Int.random(in: 0..<8, using: &generator) == 0 ? nil : unit()), from: from)
        case 6:
            apply(
                .changeKind(unit: target, kind: UnitKind.allCases.randomElement(using: &generator) ?? .ward),
                from: from
            )
        case 7:
            let until = Bool.random(using: &generator) ? nil : Optional(moment())
            apply(
                .setAdminCode(unit: target, adminCode: "0000\(Int.random(in: 1...4, using: &generator))", until: until),
                from: from
            )
        case 8:
            apply(
                .correct(unit: target, correction: Correction(name: "Đúng \(accepted.count)"), reason: "x"),
                from: from
            )
        case 9, 10:
            let successors = (0..<Int.random(in: 0...3, using: &generator)).map { _ in unit() }
            apply(.close(unit: target, successors: successors, windUpAt: from + .seconds(5)), from: from)
        case 11: apply(.withdrawClosing(unit: target, reason: "x"), from: from)
        case 12: apply(.link(predecessor: target, successor: unit()), from: from)
        case 13: apply(.unlink(predecessor: target, successor: unit(), reason: "x"), from: from)
        case 14: apply(.setForwarding(unit: target, until: from + .seconds(10)), from: from)
        default:
            apply(.suspend(unit: target, reason: "x"), from: from)
            apply(.resume(unit: unit()), from: moment())
        }
    }

    private mutating func register(from: Timestamp) {
        let province = Bool.random(using: &generator) ? "H24" : "H26"
        guard let code = try? AgencyCode("\(province).\(Int.random(in: 0..<40, using: &generator))", as: .qd20)
        else { return }
        let wasGiven = accepted.contains { if case .register(let new) = $0.change { new.code == code } else { false } }
        let new = UnitRegistration(unit: id(), code: code, name: code.text, kind: .commune, parent: unit())
        let isAccepted = apply(.register(new), from: from)
        if wasGiven { #expect(!isAccepted, "a code came back") }
    }

    @discardableResult
    private mutating func apply(_ change: RegistryChange, from: Timestamp) -> Bool {
        let event = RegistryEvent(
            version: snapshot.version + 1,
            change: change,
            effectiveAt: from,
            recordedAt: now,
            actor: "a",
            legalBasis: nil
        )
        let before = snapshot
        do {
            try snapshot.apply(event)
            accepted.append(event)
            return true
        } catch {
            #expect(snapshot.version == before.version)
            let isSame = units.allSatisfy { snapshot.unit($0) == before.unit($0) }
            #expect(isSame, "a refused change left a trace")
            return false
        }
    }
}

// MARK: - The naive model

extension RandomLives {
    struct Naive: Equatable {
        var state = UnitState.active
        var name = ""
        var kind = UnitKind.other
        var parent: UnitID?
        var adminCode: String?
        var adminUntil: Timestamp?
        var successors: Set<UnitID> = []
    }

    /// The events of a unit that count, in the order of effective time, then of recording.
    private func events(of unit: UnitID, known: Timestamp) -> [RegistryEvent] {
        var counted = accepted.filter { $0.change.unit == unit && $0.recordedAt <= known }
        while let end = counted.firstIndex(where: { if case .withdrawClosing = $0.change { true } else { false } }) {
            counted.remove(at: end)
            let last = counted[..<end].lastIndex { if case .close = $0.change { true } else { false } }
            if let last { counted.remove(at: last) }
        }
        return counted.sorted { ($0.effectiveAt, $0.version) < ($1.effectiveAt, $1.version) }
    }

    func naive(_ unit: UnitID, at moment: Timestamp, known: Timestamp) -> Naive? {
        let events = events(of: unit, known: known)
        guard case .register(let new)? = events.first?.change, let begin = events.first?.effectiveAt else { return nil }
        var answer = Naive(name: new.name, kind: new.kind, parent: new.parent, adminCode: new.adminCode)
        if moment < begin { answer.state = .future }
        var isClosed = false
        for event in events where event.effectiveAt <= max(moment, begin) {
            if let until = answer.adminUntil, until <= event.effectiveAt {
                (answer.adminCode, answer.adminUntil) = (nil, nil)
            }
            switch event.change {
            case .rename(_, let name): answer.name = name
            case .move(_, let parent): answer.parent = parent
            case .changeKind(_, let kind): answer.kind = kind
            case .setAdminCode(_, let code, let until): (answer.adminCode, answer.adminUntil) = (code, until)
            case .correct(_, let correction, _): answer.name = correction.name ?? answer.name
            case .suspend where moment >= begin: answer.state = .suspended
            case .resume where moment >= begin: answer.state = .active
            case .close(_, let successors, _):
                isClosed = moment >= begin
                if moment >= begin { answer.successors.formUnion(successors) }
            case .link(_, let successor) where moment >= begin: answer.successors.insert(successor)
            case .unlink(_, let successor, _): answer.successors.remove(successor)
            default: continue
            }
        }
        if isClosed { answer.state = .closed }
        if let until = answer.adminUntil, until <= moment { answer.adminCode = nil }
        answer.adminUntil = nil
        return answer
    }

    /// Every unit at the end of any chain of successions that lives.
    private func heirs(of unit: UnitID, at moment: Timestamp, known: Timestamp, _ seen: inout Set<UnitID>) -> Set<
        UnitID
    > {
        var found: Set<UnitID> = []
        for next in naive(unit, at: moment, known: known)?.successors ?? [] where seen.insert(next).inserted {
            switch naive(next, at: moment, known: known)?.state {
            case .active?, .suspended?: found.insert(next)
            case .closed?: found.formUnion(heirs(of: next, at: moment, known: known, &seen))
            default: continue
            }
        }
        return found
    }

    mutating func compare() {
        for moment in (0..<4).map({ _ in moment() }) + [start + .seconds(span + 1)] {
            let known =
                Bool.random(using: &generator) ? now : start + .seconds(Int.random(in: 0...60, using: &generator))
            for unit in units { compare(unit, at: moment, known: known) }
            keepsRules(at: moment)
        }
        let codes = accepted.compactMap { if case .register(let new) = $0.change { new.code } else { nil } }
        #expect(Set(codes).count == codes.count, "codes are unique over all units and all time")
    }

    private func compare(_ unit: UnitID, at moment: Timestamp, known: Timestamp) {
        let expected = naive(unit, at: moment, known: known)
        let actual = snapshot.unit(unit, at: moment, knownAt: known)
        let shown = actual.map {
            Naive(
                state: $0.state(at: moment),
                name: $0.name,
                kind: $0.kind,
                parent: $0.parent,
                adminCode: $0.adminCode,
                successors: expected?.successors ?? []
            )
        }
        #expect(shown == expected, "\(unit) at \(moment) as known at \(known)")
        guard let actual, let expected else { return }
        if known >= now {
            #expect(Set(snapshot.successors(of: unit, at: moment)) == expected.successors)
            #expect(snapshot.unit(unit, at: moment) == actual)
        }
        let resolution = snapshot.resolve(actual.code.text, at: moment, knownAt: known)
        switch expected.state {
        case .active: #expect(resolution == .unit(actual))
        case .suspended: #expect(resolution == .suspended(actual))
        case .future: #expect(resolution == .future(actual))
        case .closed:
            var seen: Set<UnitID> = [unit]
            let heirs = heirs(of: unit, at: moment, known: known, &seen)
            let codes = heirs.compactMap { snapshot.unit($0)?.code.text }.sorted()
            #expect(resolution == .closed(actual, successors: codes))
        }
        for heir in expected.successors where known >= now {
            #expect(snapshot.predecessors(of: heir, at: moment).contains(unit))
        }
    }

    /// At every moment parents live while their children do, and nothing is above or after itself.
    private func keepsRules(at moment: Timestamp) {
        for unit in units {
            guard let known = naive(unit, at: moment, known: now) else { continue }
            if known.state == .active || known.state == .suspended, let parent = known.parent {
                let above = naive(parent, at: moment, known: now)?.state
                #expect(above == .active || above == .suspended, "a parent that is \(above?.rawValue ?? "unknown")")
            }
            var steps = 0
            var next = known.parent
            while let current = next, steps <= units.count {
                steps += 1
                next = naive(current, at: moment, known: now)?.parent
            }
            #expect(steps <= units.count, "a circle of parents")
            #expect(!follows(unit, unit, at: moment), "a circle of successions")
            let children = Set(units.filter { naive($0, at: moment, known: now)?.parent == unit })
            #expect(Set(snapshot.children(of: unit, at: moment)) == children)
        }
    }

    private func follows(_ later: UnitID, _ earlier: UnitID, at moment: Timestamp) -> Bool {
        var seen: Set<UnitID> = []
        var waiting = snapshot.successors(of: earlier, at: moment)
        while let current = waiting.popLast() {
            if current == later { return true }
            if seen.insert(current).inserted { waiting += snapshot.successors(of: current, at: moment) }
        }
        return false
    }

    /// The events alone make the same registry again.
    mutating func compareReplay() throws {
        var again = RegistrySnapshot()
        for event in accepted { try again.apply(event) }
        for unit in units { #expect(again.unit(unit) == snapshot.unit(unit)) }
        #expect(again.codeChanges(after: 0, limit: 1000) == snapshot.codeChanges(after: 0, limit: 1000))
    }
}
