// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What to search units for.
package struct UnitQuery: Hashable, Sendable {
    /// Beginnings of words of the name, or of a code in any form; diacritics and case don't matter.
    package var text: String?
    /// Beneath this unit.
    package var parent: UnitID?
    /// Whether all beneath `parent` are meant, not only its direct children.
    package var isBranch = false
    /// Of this kind.
    package var kind: UnitKind?
    /// In this state at `moment`.
    package var state: UnitState?
    /// The moment of `state`.
    package var moment: Timestamp
    /// Behind this code in the order of codes: where the last page ended.
    package var after: String?
    /// At most so many, 1 to 1,000.
    package var limit = 100

    /// Makes a query that names all units.
    package init(at moment: Timestamp) {
        self.moment = moment
    }
}

extension RegistrySnapshot {
    /// The units that a query names, in the order of their first codes.
    package func search(_ query: UnitQuery) -> [RegisteredUnit] {
        let limit = min(max(query.limit, 1), 1000)
        let needles = UnitSearch.needles(of: query.text ?? "")
        var found: [RegisteredUnit] = []
        var last: String?
        func consider(_ unit: RegisteredUnit) {
            let code = unit.code.text
            if let after = query.after, code <= after { return }
            if let last, code > last { return }
            guard query.kind == nil || unit.kind == query.kind,
                query.state == nil || unit.state(at: query.moment) == query.state,
                needles.allSatisfy({ UnitSearch.contains(unit.facts.searchText, $0) })
            else { return }
            found.append(unit)
            // Keep what a page needs: one sort for each few pages' worth of hits.
            if found.count >= limit * 4 {
                found = UnitSearch.first(limit, of: found)
                last = found.last?.code.text
            }
        }
        if let parent = query.parent {
            let beneath = query.isBranch ? descendants(of: parent) : children(of: parent)
            for id in beneath { if let unit = unit(id) { consider(unit) } }
        } else {
            for unit in units { consider(unit) }
        }
        return UnitSearch.first(limit, of: found)
    }
}

/// How names and codes are laid out for the search.
enum UnitSearch {
    /// Folded words of the name and lower-case codes, each behind a space.
    static func text(of registration: UnitRegistration) -> [UInt8] {
        var text: [UInt8] = []
        for word in Folding.words(of: registration.name) {
            text.append(32)
            text += Array(word.utf8)
        }
        for code in [registration.code] + registration.aliases {
            text.append(32)
            text += Folding.utf8(of: code.text)
        }
        return text
    }

    /// What a unit's text must contain, for each word of a query; at most 16 words count.
    static func needles(of query: String) -> [[UInt8]] {
        Folding.utf8(of: query).split { $0 <= 32 || $0 == 44 }.prefix(16).map { [32] + $0 }
    }

    static func contains(_ text: [UInt8], _ needle: [UInt8]) -> Bool {
        guard text.count >= needle.count else { return false }
        return text.withUnsafeBufferPointer { text in
            needle.withUnsafeBufferPointer { needle in
                for start in 0...(text.count - needle.count) where text[start] == 32 {
                    var offset = 1
                    while offset < needle.count, text[start + offset] == needle[offset] { offset += 1 }
                    if offset == needle.count { return true }
                }
                return false
            }
        }
    }

    static func first(_ limit: Int, of units: [RegisteredUnit]) -> [RegisteredUnit] {
        Array(units.sorted { $0.code.text < $1.code.text }.prefix(limit))
    }
}
