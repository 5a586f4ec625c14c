// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What accepting a list would change of today's registry (khác biệt so với sổ đăng ký): for the administrator's eye
/// before, and for applying it afterwards.
package struct SubmissionDiff: Hashable, Sendable {
    /// One unit of the list or of today.
    package struct Row: Hashable, Sendable {
        /// What happens to it; several when, say, name and kind change.
        package var changes: [SubmissionChange]
        /// The unit of today; nil for a new one.
        package var unit: UnitID?
        /// Its code.
        package var code: String
        /// Its name afterwards; of a closed one, today's.
        package var name: String
        /// Its kind afterwards; of a closed one, today's.
        package var kind: UnitKind
        /// Its statistical code.
        package var adminCode: String?
        /// Its name today, where that changes.
        package var oldName: String?
        /// Its kind today, where that changes.
        package var oldKind: UnitKind?
        /// Of a new or kept unit, the codes that it follows; of a closed one, the codes that follow it.
        package var links: [String]
        /// The line of the list; nil for a closed unit.
        package var line: Int?
    }

    /// The rows: new, changed, closed, then unchanged ones, each by code.
    package let rows: [Row]

    /// Compares a list that ``SubmissionCheck`` let pass with the registry.
    ///
    /// A row is the unit of today that has its code; any other unit of the province, and any that a row names as its
    /// predecessor, is closed.
    package init(of list: CodeList, from province: UnitID, to registry: RegistrySnapshot, at moment: Timestamp) {
        var rows: [Row] = []
        var kept: Set<UnitID> = []
        var successors: [UnitID: [String]] = [:]
        for row in list.rows {
            let today = registry.owner(of: row.code, at: moment)
            if let today { kept.insert(today.id) }
            for text in row.oldCodes {
                guard let unit = registry.resolve(text, at: moment).named else { continue }
                if successors[unit.id]?.contains(row.code.text) != true {
                    successors[unit.id, default: []].append(row.code.text)
                }
            }
            rows.append(Row(row, today: today))
        }
        let predecessors = successors.keys.compactMap { registry.unit($0)?.at(moment) }
        let closing = Set(registry.communes(of: province, at: moment) + predecessors).filter {
            !kept.contains($0.id) && !$0.hasEverClosed
        }
        for unit in closing {
            rows.append(
                Row(
                    changes: [.closed],
                    unit: unit.id,
                    code: unit.code.text,
                    name: unit.name,
                    kind: unit.kind,
                    adminCode: unit.adminCode,
                    links: successors[unit.id] ?? []
                )
            )
        }
        self.rows = rows.sorted { ($0.rank, $0.code) < ($1.rank, $1.code) }
    }

    /// How many rows have a change.
    package func count(_ change: SubmissionChange) -> Int { rows.count { $0.changes.contains(change) } }

    /// Whether accepting would change nothing.
    package var isEmpty: Bool { rows.allSatisfy { $0.changes == [.unchanged] } }
}

extension SubmissionDiff.Row {
    fileprivate init(_ row: CodeList.Row, today: RegisteredUnit?) {
        self.init(
            changes: [],
            unit: today?.id,
            code: row.code.text,
            name: row.name,
            kind: row.kind,
            adminCode: row.adminCode,
            links: row.oldCodes,
            line: row.line
        )
        guard let today else {
            changes = [.new]
            return
        }
        if today.name != row.name {
            changes.append(.renamed)
            oldName = today.name
        }
        if today.kind != row.kind {
            changes.append(.kindChanged)
            oldKind = today.kind
        }
        if today.changesDetails(by: row) { changes.append(.detailsChanged) }
        if changes.isEmpty { changes = [.unchanged] }
    }

    fileprivate var rank: Int {
        switch changes.first {
        case .new: 0
        case .closed: 2
        case .unchanged: 3
        default: 1
        }
    }
}

extension RegisteredUnit {
    /// Whether a row gives another contact field, statistical or QCVN 102 code; what it leaves open does not count.
    fileprivate func changesDetails(by row: CodeList.Row) -> Bool {
        func differs(_ given: String?, _ known: String?) -> Bool { given != nil && given != known }
        return differs(row.adminCode, adminCode) || differs(row.contact.address, contact.address)
            || differs(row.contact.email, contact.email) || differs(row.contact.phone, contact.phone)
            || differs(row.contact.website, contact.website)
            || row.code102.map { !aliases.contains($0) } == true
    }
}
