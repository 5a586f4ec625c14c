// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry

extension RegistryDraft {
    /// Applies a list: registers what is new, changes what is kept, closes the rest and links successors.
    mutating func apply(
        _ list: CodeList,
        of province: RegisteredUnit,
        _ decision: AcceptanceDecision,
        identify: () -> UnitID
    ) throws(Refusal) {
        let moment = decision.effective
        let basis = decision.legalBasis
        let diff = SubmissionDiff(of: list, from: province.id, to: snapshot, at: moment)
        let rows = Dictionary(list.rows.map { ($0.code.text, $0) }, uniquingKeysWith: { first, _ in first })
        for change in diff.rows where change.changes.contains(.new) {
            guard let row = rows[change.code] else { continue }
            let registration = UnitRegistration(
                unit: identify(),
                code: row.code,
                aliases: row.code102.map { [$0] } ?? [],
                name: row.name,
                kind: row.kind,
                parent: province.id,
                contact: row.contact,
                adminCode: row.adminCode
            )
            try add(.register(registration), from: moment, legalBasis: basis)
        }
        for change in diff.rows {
            guard let id = change.unit, let row = rows[change.code], let today = snapshot.unit(id, at: moment) else {
                continue
            }
            if change.changes.contains(.renamed) {
                try add(.rename(unit: id, name: row.name), from: moment, legalBasis: basis)
            }
            if change.changes.contains(.kindChanged) {
                try add(.changeKind(unit: id, kind: row.kind), from: moment, legalBasis: basis)
            }
            if change.changes.contains(.detailsChanged) { try addDetails(of: today, row, moment, basis) }
        }
        try close(diff, by: decision)
        try link(list, at: moment, basis)
    }

    private mutating func addDetails(
        of unit: RegisteredUnit,
        _ row: CodeList.Row,
        _ moment: Timestamp,
        _ basis: String
    ) throws(Refusal) {
        if let adminCode = row.adminCode, adminCode != unit.adminCode {
            try add(.setAdminCode(unit: unit.id, adminCode: adminCode, until: nil), from: moment, legalBasis: basis)
        }
        if let code = row.code102, !unit.aliases.contains(code) {
            try add(.addAlias(unit: unit.id, code: code), from: moment, legalBasis: basis)
        }
        let contact = Contact(
            address: row.contact.address ?? unit.contact.address,
            email: row.contact.email ?? unit.contact.email,
            phone: row.contact.phone ?? unit.contact.phone,
            website: row.contact.website ?? unit.contact.website
        )
        if contact != unit.contact {
            try add(.updateContact(unit: unit.id, contact: contact), from: moment, legalBasis: basis)
        }
    }

    private mutating func close(_ diff: SubmissionDiff, by decision: AcceptanceDecision) throws(Refusal) {
        let moment = decision.effective
        let windUpAt = decision.windUpAt ?? (moment + Closing.usualWindUp)
        for change in diff.rows where change.changes.contains(.closed) {
            guard let id = change.unit else { continue }
            var successors: [UnitID] = []
            for code in change.links {
                let unit = try snapshot.unit(named: code, at: moment, field: "oldCode").id
                if !successors.contains(unit) { successors.append(unit) }
            }
            try add(
                .close(unit: id, successors: successors, windUpAt: windUpAt),
                from: moment,
                legalBasis: decision.legalBasis
            )
            // Never a guess: several successors, or none, get nothing of what comes for the old code.
            guard let until = decision.forwardUntil, successors.count == 1 else { continue }
            try add(.setForwarding(unit: id, until: until), from: moment, legalBasis: decision.legalBasis)
        }
    }

    /// Links predecessors that were closed before the list to the units that name them.
    private mutating func link(_ list: CodeList, at moment: Timestamp, _ basis: String) throws(Refusal) {
        for row in list.rows {
            guard let successor = snapshot.owner(of: row.code, at: moment) else { continue }
            for text in row.oldCodes {
                guard let old = snapshot.resolve(text, at: moment).named, old.id != successor.id,
                    !snapshot.successors(of: old.id, at: moment).contains(successor.id)
                else { continue }
                try add(.link(predecessor: old.id, successor: successor.id), from: moment, legalBasis: basis)
            }
        }
    }
}
