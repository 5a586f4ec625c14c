// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// The version of the last change of a unit: where the feed of changes stands; 0 while there is none.
    package var codesVersion: Int64 { state.unitChanges.last?.version ?? 0 }

    /// What a mirror keeps of all units, by code.
    ///
    /// The same as applying all of the feed of changes; it depends on ``codesVersion`` alone.
    package func codeRecords() -> [CodeRecord] {
        state.units.values.map { record(of: $0.facts) }.sorted { ($0.code.text, $0.unit) < ($1.code.text, $1.unit) }
    }

    /// All that is known of a unit, whatever the moment.
    func record(of known: RegisteredUnit.Facts) -> CodeRecord {
        var periods: [CodePeriod] = []
        for moment in known.turningPoints {
            let fields = fields(of: known, at: moment)
            if periods.last?.fields != fields { periods.append(CodePeriod(from: moment, fields: fields)) }
        }
        let links = known.timeline?.successions ?? []
        return CodeRecord(
            unit: known.registration.unit,
            version: known.changes.last?.version ?? known.version,
            code: known.registration.code,
            aliases: known.datedAliases,
            periods: periods,
            successors: links.compactMap { link in
                unit(link.successor).map { CodeSuccession(code: $0.code.text, from: link.from, until: link.until) }
            }
        )
    }
}

extension RegisteredUnit.Facts {
    /// The moments at which what the unit is may change, in order, the first being its beginning.
    fileprivate var turningPoints: [Timestamp] {
        var moments: Set<Timestamp> = [effectiveFrom]
        for event in changes {
            moments.insert(event.effectiveAt)
            switch event.change {
            case .setAdminCode(_, _, let until?), .setForwarding(_, let until?): moments.insert(until)
            default: continue
            }
        }
        return moments.filter { $0 >= effectiveFrom }.sorted()
    }

    fileprivate var datedAliases: [DatedCode] {
        registration.aliases.map { DatedCode(code: $0, from: effectiveFrom) }
            + changes.compactMap { event in
                guard case .addAlias(_, let code) = event.change else { return nil }
                return DatedCode(code: code, from: max(event.effectiveAt, effectiveFrom))
            }
    }
}
