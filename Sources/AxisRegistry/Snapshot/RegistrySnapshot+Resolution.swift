// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What a text names at a moment.
package enum Resolution: Hashable, Sendable {
    /// One unit that takes part.
    case unit(RegisteredUnit)
    /// A suspended unit.
    case suspended(RegisteredUnit)
    /// A unit, or a code of it, that is not in effect yet.
    case future(RegisteredUnit)
    /// A closed unit and the first codes of all units that live at the moment and follow it; none when it was dissolved.
    case closed(RegisteredUnit, successors: [String])
    /// Several units, by different kinds of code with the same text.
    case ambiguous([RegisteredUnit])
    /// No unit.
    case unknown
}

extension RegistrySnapshot {
    /// Resolves an identification code of any kind.
    ///
    /// A text that reads as codes of two kinds is looked up as each; two units make it ambiguous. No form is ever
    /// derived from another: only codes that were registered count. A closed unit answers with all that succeeded it;
    /// a unit that lives is the answer itself, whatever it succeeded.
    ///
    /// - Parameter knownAt: answer by what was recorded until then; nil for all that is recorded.
    package func resolve(_ text: String, at moment: Timestamp, knownAt: Timestamp? = nil) -> Resolution {
        guard text.utf8.count <= AgencyCode.longestText, let owners = state.codes[text] else { return .unknown }
        switch owners {
        case .one(let owner): return resolution(of: owner, text, at: moment, knownAt: knownAt)
        case .several(let all):
            // A code already in effect wins over one that is still to come.
            let known = all.filter { unit(of: $0, text, at: moment, knownAt: knownAt) != nil }
            let present = known.filter { isInEffect($0, at: moment) }
            let named = present.isEmpty ? known : present
            guard let first = named.first else { return .unknown }
            if named.allSatisfy({ $0.unit == first.unit }) {
                return resolution(of: first, text, at: moment, knownAt: knownAt)
            }
            return .ambiguous(named.compactMap { unit($0.unit, at: moment, knownAt: knownAt) })
        }
    }

    /// What stands before a statistical code (mã đơn vị hành chính), which names a unit only at a moment.
    package static let adminCodePrefix = "admin:"

    /// The units that have a statistical code at a moment and are in effect.
    package func units(
        adminCode: String,
        at moment: Timestamp,
        knownAt: Timestamp? = nil
    ) -> [RegisteredUnit] {
        (state.adminCodes[adminCode] ?? []).compactMap { unit($0, at: moment, knownAt: knownAt) }.filter {
            let state = $0.state(at: moment)
            return $0.adminCode == adminCode && (state == .active || state == .suspended)
        }
    }

    /// The unit that a text names, in whatever state, for administration.
    ///
    /// - Throws: `not-found`, or `recipient-ambiguous` when it names several.
    package func unit(
        named text: String,
        at moment: Timestamp,
        field: String? = nil
    ) throws(Refusal) -> RegisteredUnit {
        switch resolve(text, at: moment) {
        case .unit(let unit), .suspended(let unit), .future(let unit), .closed(let unit, successors: _): return unit
        case .ambiguous(let units): throw .ambiguous(text, units, field: field)
        case .unknown: throw .unknownUnit(text, field: field)
        }
    }

    /// The unit that a pattern names, or all beneath it.
    ///
    /// - Throws: `not-found`, or `recipient-ambiguous` when the code names several units.
    package func units(matching pattern: UnitPattern, at moment: Timestamp) throws(Refusal) -> [UnitID] {
        let named = try unit(named: pattern.code, at: moment)
        return pattern.isBranch ? descendants(of: named.id, at: moment) : [named.id]
    }

    /// Resolves what somebody looks up: a code of any kind, or a statistical one behind `admin:`.
    ///
    /// Not for routing: a statistical code is an attribute, and nobody's address.
    package func lookUp(_ text: String, at moment: Timestamp, knownAt: Timestamp? = nil) -> Resolution {
        guard text.hasPrefix(RegistrySnapshot.adminCodePrefix) else {
            return resolve(text, at: moment, knownAt: knownAt)
        }
        let code = String(text.dropFirst(RegistrySnapshot.adminCodePrefix.count))
        let named = units(adminCode: code, at: moment, knownAt: knownAt)
        guard let first = named.first else { return .unknown }
        guard named.count == 1 else { return .ambiguous(named) }
        return first.state(at: moment) == .suspended ? .suspended(first) : .unit(first)
    }

    private func isInEffect(_ owner: CodeOwner, at moment: Timestamp) -> Bool {
        guard let unit = unit(owner.unit) else { return false }
        return owner.from <= moment && unit.effectiveFrom <= moment
    }

    /// The unit that has a code, at a moment, unless it was not known then to have it.
    private func unit(
        of owner: CodeOwner,
        _ text: String,
        at moment: Timestamp,
        knownAt: Timestamp?
    ) -> RegisteredUnit? {
        let unit = unit(owner.unit, at: moment, knownAt: knownAt)
        guard knownAt != nil else { return unit }
        let isKnown = unit.map { ([$0.code] + $0.aliases).contains { $0.text == text && $0.kind == owner.kind } }
        return isKnown == true ? unit : nil
    }

    private func resolution(
        of owner: CodeOwner,
        _ text: String,
        at moment: Timestamp,
        knownAt: Timestamp?
    ) -> Resolution {
        guard let unit = unit(of: owner, text, at: moment, knownAt: knownAt) else { return .unknown }
        guard owner.from <= moment else { return .future(unit) }
        switch unit.state(at: moment) {
        case .active: return .unit(unit)
        case .suspended: return .suspended(unit)
        case .future: return .future(unit)
        case .closed:
            let successors = finalSuccessors(of: unit.id, at: moment, knownAt: knownAt)
            return .closed(unit, successors: successors.map(\.code.text))
        }
    }
}
