// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// A commune-level unit of the statistical list (QĐ 19/2025/QĐ-TTg), against which a province's list is checked.
package struct ReferenceUnit: Hashable, Sendable {
    /// Its statistical code, five digits.
    package var adminCode: String
    /// Its kind.
    package var kind: UnitKind
    /// Its full name, the word of its kind included: `Phường Thành Đông`.
    package var name: String

    /// Makes a unit.
    package init(adminCode: String, kind: UnitKind, name: String) {
        self.adminCode = adminCode
        self.kind = kind
        self.name = name
    }
}

/// A province's statistical list, made ready for looking units up.
struct ReferenceList {
    /// A name without the word of its kind, and the kind.
    struct Key: Hashable {
        var kind: UnitKind
        var rest: String
    }

    let units: [ReferenceUnit]
    private var byAdminCode: [String: Int] = [:]
    private var byKey: [Key: Int] = [:]
    private var byRest: [String: [Int]] = [:]
    private var byFoldedRest: [String: [Int]] = [:]

    init(_ units: [ReferenceUnit]) {
        self.units = units
        for (index, unit) in units.enumerated() {
            let rest = NameForm.parts(unit.name).rest
            byAdminCode[unit.adminCode] = index
            byKey[Key(kind: unit.kind, rest: rest)] = index
            byRest[rest, default: []].append(index)
            byFoldedRest[Folding.folded(rest), default: []].append(index)
        }
    }

    func index(adminCode: String) -> Int? { byAdminCode[adminCode] }

    /// The one unit of this kind and name.
    func index(kind: UnitKind, rest: String) -> Int? { byKey[Key(kind: kind, rest: rest)] }

    /// The one unit that a name without diacritics may mean: for a suggestion, never for a decision.
    func likely(rest: String) -> ReferenceUnit? {
        let exact = byRest[rest] ?? []
        if exact.count == 1 { return units[exact[0]] }
        let folded = byFoldedRest[Folding.folded(rest)] ?? []
        return folded.count == 1 ? units[folded[0]] : nil
    }
}
