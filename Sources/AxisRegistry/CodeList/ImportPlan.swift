// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What importing a list would do to a registry: all of it, or nothing with every faulty line named.
package struct ImportPlan: Sendable {
    /// The registrations, parents before children.
    package private(set) var registrations: [UnitRegistration] = []
    /// Rows whose unit is registered just so already.
    package private(set) var unchanged = 0

    /// Plans an import.
    ///
    /// A row may name its parent by a code in the registry or in the same file, in any order; a QĐ 20 code without
    /// one goes beneath the nearest registered or listed code that begins it.
    ///
    /// - Parameters:
    ///   - actor: who imports.
    ///   - identify: makes a new unit's id.
    /// - Throws: ``ListFaults`` with the faults of all rows.
    package init(
        of list: CodeList,
        into snapshot: RegistrySnapshot,
        at moment: Timestamp,
        actor: String,
        identify: () -> UnitID
    ) throws(ListFaults) {
        var planner = Planner(list: list, snapshot: snapshot, at: moment, actor: actor)
        planner.run(identify)
        guard planner.faults.isEmpty else { throw ListFaults(planner.faults) }
        registrations = planner.registrations
        unchanged = planner.unchanged
    }
}

private struct Planner {
    enum Progress {
        case waiting
        case done(UnitID)
        case failed
    }

    let rows: [CodeList.Row]
    let moment: Timestamp
    let actor: String
    var working: RegistrySnapshot
    var registrations: [UnitRegistration] = []
    var unchanged = 0
    var faults: [ImportFault] = []

    private let rowOfCode: [String: Int]
    private var progress: [Progress]
    private var dependents: [Int: [Int]] = [:]

    init(list: CodeList, snapshot: RegistrySnapshot, at moment: Timestamp, actor: String) {
        rows = list.rows
        self.moment = moment
        self.actor = actor
        working = snapshot
        progress = Array(repeating: .waiting, count: list.rows.count)
        var index: [String: Int] = [:]
        for (row, content) in list.rows.enumerated() {
            for code in [content.code, content.code102].compactMap(\.self) where index[code.text] == nil {
                index[code.text] = row
            }
        }
        rowOfCode = index
    }

    /// Places rows whose parent is known, then those beneath them, until nothing more can be placed.
    mutating func run(_ identify: () -> UnitID) {
        var ready: [(row: Int, parent: UnitID?)] = []
        for row in rows.indices {
            switch parent(of: row) {
            case .known(let parent): ready.append((row, parent))
            case .listed(let other): dependents[other, default: []].append(row)
            case .faulty: progress[row] = .failed
            }
        }
        var next = 0
        while next < ready.count {
            let (row, parent) = ready[next]
            next += 1
            let placed = place(row, beneath: parent, identify)
            progress[row] = placed.map { .done($0) } ?? .failed
            // Beneath a row that only contradicts the registry, the rest can still be checked.
            guard let unit = placed ?? working.state.owner(of: rows[row].code)?.unit else { continue }
            for dependent in dependents[row] ?? [] { ready.append((dependent, unit)) }
        }
        nameCycles()
    }

    private enum Parent {
        case known(UnitID?)
        case listed(Int)
        case faulty
    }

    private mutating func parent(of row: Int) -> Parent {
        let content = rows[row]
        guard let text = content.parent else {
            for text in content.code.likelyParents {
                if let other = rowOfCode[text], other != row { return .listed(other) }
                if let unit = working.resolve(text, at: moment).named { return .known(unit.id) }
            }
            return .known(nil)
        }
        if let other = rowOfCode[text] { return .listed(other) }
        do throws(Refusal) {
            return .known(try working.unit(named: text, at: moment, field: "parent").id)
        } catch {
            fault(row, error)
            return .faulty
        }
    }

    /// Registers a row's unit in the working copy; nil, with a fault, when a rule forbids it.
    private mutating func place(_ row: Int, beneath parent: UnitID?, _ identify: () -> UnitID) -> UnitID? {
        let content = rows[row]
        guard content.oldCodes.isEmpty else {
            let english = "predecessors are linked when units are closed or merged; leave the column empty here"
            let vietnamese = "mã cũ được liên kết khi đóng hoặc hợp nhất đơn vị; ở đây hãy để trống cột này"
            fault(row, .invalid("oldCode", english, vietnamese))
            return nil
        }
        if let owner = working.state.owner(of: content.code), let unit = working.unit(owner.unit, at: moment),
            unit.says(content, parent: parent), unit.state(at: moment) != .closed
        {
            unchanged += 1
            return unit.id
        }
        let registration = UnitRegistration(
            unit: identify(),
            code: content.code,
            aliases: content.code102.map { [$0] } ?? [],
            name: content.name,
            kind: content.kind,
            parent: parent,
            contact: content.contact,
            adminCode: content.adminCode
        )
        let event = RegistryEvent(
            version: working.version + 1,
            change: .register(registration),
            effectiveAt: moment,
            recordedAt: moment,
            actor: actor,
            legalBasis: nil
        )
        do throws(Refusal) {
            try working.apply(event)
        } catch {
            fault(row, error)
            return nil
        }
        registrations.append(registration)
        return registration.unit
    }

    /// What still waits either waits for a faulty row, which is named, or in a circle.
    private mutating func nameCycles() {
        var failed = rows.indices.filter { if case .failed = progress[$0] { true } else { false } }
        while let row = failed.popLast() {
            for dependent in dependents[row] ?? [] {
                if case .waiting = progress[dependent] {
                    progress[dependent] = .failed
                    failed.append(dependent)
                }
            }
        }
        for row in rows.indices {
            guard case .waiting = progress[row] else { continue }
            fault(row, .invalid("parent", "its parents form a circle", "các đơn vị cấp trên tạo thành vòng tròn"))
        }
    }

    private mutating func fault(_ row: Int, _ refusal: Refusal) {
        let column = CodeListColumn.of(field: refusal.field)
        faults.append(
            .list(
                rows[row].line,
                refusal.english,
                refusal.vietnamese,
                column: column?.rawValue,
                value: column.map { rows[row].value(of: $0) },
                code: ListFaultCode(refusal.code)
            )
        )
    }
}

extension RegisteredUnit {
    /// Whether a row of a list says nothing new; what it leaves open does not count.
    fileprivate func says(_ row: CodeList.Row, parent: UnitID?) -> Bool {
        name == row.name && kind == row.kind && self.parent == parent
            && (row.code102.map { aliases.contains($0) } ?? true)
            && (row.adminCode == nil || row.adminCode == adminCode)
            && (row.contact.address == nil || row.contact.address == contact.address)
            && (row.contact.email == nil || row.contact.email == contact.email)
            && (row.contact.phone == nil || row.contact.phone == contact.phone)
            && (row.contact.website == nil || row.contact.website == contact.website)
    }
}

extension CodeListColumn {
    /// The column that a refusal's field means.
    fileprivate static func of(field: String?) -> CodeListColumn? {
        switch field {
        case "alias", "aliases": .code102
        case "adminCode": .adminCode
        case "effectiveFrom": .parent
        case "oldCode": .oldCode
        default: field.flatMap { CodeListColumn(rawValue: $0) }
        }
    }
}

extension Resolution {
    /// The one unit named, in whatever state.
    package var named: RegisteredUnit? {
        switch self {
        case .unit(let unit), .suspended(let unit), .future(let unit), .closed(let unit, successors: _): unit
        case .ambiguous, .unknown: nil
        }
    }
}

extension AgencyCode {
    /// Codes beneath which this one lies by its text, the nearest first: `H24.12` and `H24` of `H24.12.03`; of a
    /// QCVN 102 code its level-1 code.
    var likelyParents: [String] {
        switch kind {
        case .qd20:
            let groups = text.split(separator: ".")
            return (1..<groups.count).reversed().map { groups.prefix($0).joined(separator: ".") }
        case .qcvn102: return isLevelOne ? [] : levelOne.map { [$0] } ?? []
        case .enterprise, .foreign: return []
        }
    }
}

extension RegistrySnapshot {
    /// The registered unit beneath which a code lies by its text, if any: a first guess, for who names no parent.
    package func likelyParent(of code: AgencyCode, at moment: Timestamp) -> RegisteredUnit? {
        code.likelyParents.lazy.compactMap { resolve($0, at: moment).named }.first
    }
}
