// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// The tables behind a snapshot; only ``RegistrySnapshot`` changes them.
struct RegistryState: Sendable {
    var version: Int64 = 0
    var units: [UnitID: RegisteredUnit] = [:]
    /// By the code's text alone, so that one look-up finds all its readings.
    var codes: [String: CodeOwners] = [:]
    var children: [UnitID: [UnitID]] = [:]
    var adminCodes: [String: [UnitID]] = [:]

    var bindings: [BindingID: RegisteredBinding] = [:]
    var bindingsOfFingerprint: [Digest256: [BindingID]] = [:]
    var grants: [GrantID: RegisteredGrant] = [:]
    var grantsOfHolder: [UnitID: [GrantID]] = [:]
    var grantsBetween: [GrantPair: [GrantID]] = [:]

    var endpoints: [UnitID: Endpoint] = [:]
    var endpointsSince: [UnitID: Timestamp] = [:]
    var administrators: [String: Administrator] = [:]
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

    /// The nearest level-1 group of a unit and its ancestors, by their first codes.
    func levelOne(of unit: UnitID) -> String? {
        // Parents exist before children and never change, so this ends.
        var next: UnitID? = unit
        while let current = next, let known = units[current] {
            if let found = known.code.levelOne { return found }
            next = known.parent
        }
        return nil
    }
}
