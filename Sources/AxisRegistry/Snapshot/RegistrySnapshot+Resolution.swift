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
    /// A closed unit and the codes that follow it.
    case closed(RegisteredUnit, successors: [String])
    /// Several units, by different kinds of code with the same text.
    case ambiguous([RegisteredUnit])
    /// No unit.
    case unknown
}

extension RegistrySnapshot {
    /// Resolves a code of any kind.
    ///
    /// A text that reads as codes of two kinds is looked up as each; two units make it ambiguous. No form is ever
    /// derived from another: only codes that were registered count.
    package func resolve(_ text: String, at moment: Timestamp) -> Resolution {
        guard text.utf8.count <= AgencyCode.longestText, let owners = state.codes[text] else { return .unknown }
        switch owners {
        case .one(let owner): return resolution(of: owner, at: moment)
        case .several(let all):
            // A code already in effect wins over one that is still to come.
            let present = all.filter { isInEffect($0, at: moment) }
            let named = present.isEmpty ? all : present
            guard let first = named.first else { return .unknown }
            if named.allSatisfy({ $0.unit == first.unit }) { return resolution(of: first, at: moment) }
            return .ambiguous(named.compactMap { unit($0.unit) })
        }
    }

    /// The units that have a statistical code (mã đơn vị hành chính) and are in effect at a moment.
    package func units(adminCode: String, at moment: Timestamp) -> [RegisteredUnit] {
        (state.adminCodes[adminCode] ?? []).compactMap { unit($0) }.filter {
            let state = $0.state(at: moment)
            return state == .active || state == .suspended
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
        return pattern.isBranch ? descendants(of: named.id) : [named.id]
    }

    private func isInEffect(_ owner: CodeOwner, at moment: Timestamp) -> Bool {
        guard let unit = unit(owner.unit) else { return false }
        return owner.from <= moment && unit.effectiveFrom <= moment
    }

    private func resolution(of owner: CodeOwner, at moment: Timestamp) -> Resolution {
        guard let unit = unit(owner.unit) else { return .unknown }
        guard owner.from <= moment else { return .future(unit) }
        switch unit.state(at: moment) {
        case .active: return .unit(unit)
        case .suspended: return .suspended(unit)
        case .future: return .future(unit)
        case .closed: return .closed(unit, successors: [])
        }
    }
}
