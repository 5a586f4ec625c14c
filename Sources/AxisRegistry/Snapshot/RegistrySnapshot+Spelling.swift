// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// Resolves a code as the systems on the VXP interface write it: as registered, else in its full spelling.
    ///
    /// Codes of QCVN 102:2016/BTTTT travel without their first group when that is all zeros, `28.22.H17` for
    /// `000.28.22.H17`, and are registered either way. Only this spelling is looked through: a form of QĐ 20/2020 is
    /// never derived from it, because provinces differ in zeros and groups (see ``resolve(_:at:knownAt:)``). What the
    /// text itself names always wins.
    package func resolveLeniently(_ text: String, at moment: Timestamp) -> Resolution {
        let exact = resolve(text, at: moment)
        guard case .unknown = exact, let other = Self.otherSpelling(of: text) else { return exact }
        return resolve(other, at: moment)
    }

    /// The same code of QCVN 102 with, or without, a first group of zeros; nil for any other text.
    package static func otherSpelling(of text: String) -> String? {
        let zeros = "000."
        if text.hasPrefix(zeros), (try? AgencyCode(text, as: .qcvn102)) != nil { return String(text.dropFirst(4)) }
        let full = zeros + text
        return (try? AgencyCode(full, as: .qcvn102)) != nil ? full : nil
    }

    /// Whether a unit is one that patterns name at a moment, or beneath one whose branch they name.
    ///
    /// A pattern whose code names no unit, or several, names nothing.
    package func isUnit(_ unit: UnitID, among patterns: [UnitPattern], at moment: Timestamp) -> Bool {
        guard !patterns.isEmpty else { return false }
        var ancestors: Set<UnitID> = []
        var next = parent(of: unit, at: moment)
        while let current = next, ancestors.insert(current).inserted { next = parent(of: current, at: moment) }
        return patterns.contains { pattern in
            guard let named = try? self.unit(named: pattern.code, at: moment) else { return false }
            return pattern.isBranch ? ancestors.contains(named.id) : named.id == unit
        }
    }
}
