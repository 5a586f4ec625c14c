// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// The tables behind a snapshot; only ``RegistrySnapshot`` changes them.
struct RegistryState: Sendable {
    var version: Int64 = 0
    var units: [UnitID: RegisteredUnit] = [:]
    /// By the code's text alone, so that one look-up finds all its readings.
    var codes: [String: CodeOwners] = [:]
    /// All that a unit was ever the parent of; the children's own timelines say when.
    var children: [UnitID: [UnitID]] = [:]
    /// All units that ever had a statistical code.
    var adminCodes: [String: [UnitID]] = [:]
    /// All that a unit ever succeeded; the predecessors' own timelines say from when.
    var predecessors: [UnitID: [UnitID]] = [:]
    var searchIndex = SearchIndex()
    /// What changed units, in order: the feed of changes.
    var unitChanges: [UnitChangeMark] = []

    var bindings: [BindingID: RegisteredBinding] = [:]
    var bindingsOfFingerprint: [Digest256: [BindingID]] = [:]
    var bindingsOfHolder: [UnitID: [BindingID]] = [:]
    var grants: [GrantID: RegisteredGrant] = [:]
    var grantsOfHolder: [UnitID: [GrantID]] = [:]
    var grantsOver: [UnitID: [GrantID]] = [:]
    var grantsBetween: [GrantPair: [GrantID]] = [:]

    var endpoints: [UnitID: Endpoint] = [:]
    var endpointsSince: [UnitID: Timestamp] = [:]
    var administrators: [String: Administrator] = [:]
}

/// Which event changed which unit.
struct UnitChangeMark: Hashable, Sendable {
    var version: Int64
    var unit: UnitID
}

/// Who holds a grant, and over which unit: what a question for a right looks up.
struct GrantPair: Hashable, Sendable {
    var holder: UnitID
    var over: UnitID
}

/// One kind's reading of a text, and the unit that has it.
struct CodeOwner: Hashable, Sendable {
    var kind: AgencyCode.Kind
    var unit: UnitID
    var from: Timestamp
}

/// The units that a text names: one nearly always, so that no array is allocated for it.
enum CodeOwners: Hashable, Sendable {
    case one(CodeOwner)
    case several([CodeOwner])

    var all: [CodeOwner] {
        switch self {
        case .one(let owner): [owner]
        case .several(let owners): owners
        }
    }

    func owner(as kind: AgencyCode.Kind) -> CodeOwner? {
        switch self {
        case .one(let owner): owner.kind == kind ? owner : nil
        case .several(let owners): owners.first { $0.kind == kind }
        }
    }
}

extension RegistryState {
    func owner(of code: AgencyCode) -> CodeOwner? { codes[code.text]?.owner(as: code.kind) }

    /// The nearest level-1 group of a unit and its ancestors at a moment, by their first codes.
    func levelOne(of unit: UnitID, at moment: Timestamp) -> String? {
        // There is no circle of parents at any moment, so this ends.
        var next: UnitID? = unit
        while let current = next, let facts = units[current]?.facts {
            if let found = facts.registration.code.levelOne { return found }
            next = facts.parent(at: moment)
        }
        return nil
    }

    /// The units directly beneath one at a moment, closed ones too, in the order in which they came.
    func children(of unit: UnitID, at moment: Timestamp) -> [UnitID] {
        (children[unit] ?? []).filter { units[$0]?.facts.parent(at: moment) == unit }
    }

    /// The successions of a unit that hold at a moment.
    func successors(of unit: UnitID, at moment: Timestamp) -> [UnitID] {
        units[unit]?.facts.timeline?.successions.filter { $0.holds(at: moment) }.map(\.successor) ?? []
    }

    /// Whether a unit is, or lies beneath, another at any moment of a period.
    func isWithin(_ unit: UnitID, _ ancestor: UnitID, during period: Period) -> Bool {
        var waiting = [(unit: unit, period: period)]
        while let (current, period) = waiting.popLast() {
            if current == ancestor { return true }
            for above in units[current]?.facts.parents ?? [] {
                if let shared = above.period.intersection(period) { waiting.append((above.parent, shared)) }
            }
        }
        return false
    }

    /// Whether a unit is, or succeeds by any number of steps, another, counting links that hold at or after a moment.
    func succeeds(_ unit: UnitID, _ other: UnitID, since moment: Timestamp) -> Bool {
        var seen: Set<UnitID> = [other]
        var waiting = [other]
        while let current = waiting.popLast() {
            if current == unit { return true }
            for link in units[current]?.facts.timeline?.successions ?? []
            where link.until.map({ $0 > moment }) ?? true {
                if seen.insert(link.successor).inserted { waiting.append(link.successor) }
            }
        }
        return false
    }
}

extension Period {
    /// The time inside both; nil when there is none.
    func intersection(_ other: Period) -> Period? {
        let from = max(from, other.from)
        let ends = [until, other.until].compactMap(\.self)
        guard let until = ends.min() else { return Period(from: from) }
        return until > from ? Period(from: from, until: until) : nil
    }
}

extension Timestamp {
    /// Later than all that is recorded: the moment of what is asked without one.
    static let endOfTime = Timestamp(milliseconds: .max)
}
