// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisLists
package import AxisModel
import AxisRegistry

/// Why a list was not imported: the refusal, and every fault of the list.
package struct ImportRefusal: Error, Hashable, Sendable {
    /// The refusal.
    package let refusal: Refusal
    /// Every fault, by line; empty when the refusal is not about the list.
    package let faults: [ImportFault]

    init(_ refusal: Refusal, faults: [ImportFault] = []) {
        self.refusal = refusal
        self.faults = faults
    }

    init(_ list: ListFaults) {
        let count = list.faults.count
        let lines = Set(list.faults.map(\.line)).count
        refusal = Refusal(
            .submissionInvalid,
            english: "the list has \(count) faults on \(lines) lines; nothing was imported",
            vietnamese: "danh sách có \(count) lỗi ở \(lines) dòng; không có gì được nhập"
        )
        faults = list.faults
    }
}

/// What an export is written as.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// A list of codes that can be imported again.
    case csv
    /// All that is known of each unit.
    case json
}

extension Registrar {
    /// Imports a list of codes, all of it or nothing; a dry run only checks.
    ///
    /// The list is CSV in any encoding that Excel writes, a workbook, or JSON.
    ///
    /// - Throws: ``ImportRefusal`` that names every faulty line.
    package func importUnits(
        _ by: AdministratorCaller,
        bytes: [UInt8],
        dryRun: Bool
    ) async throws(ImportRefusal) -> ImportReport {
        do throws(Refusal) {
            try by.require(.registrar)
        } catch {
            throw ImportRefusal(error)
        }
        let list: CodeList
        do throws(ListFaults) {
            // An administrator may bring in the whole country, old units and all; a province's list is smaller.
            var limits = ListLimits()
            limits.table = .codeList
            list = try CodeList.parse(ListFile.read(bytes, limits: limits).table)
        } catch {
            throw ImportRefusal(error)
        }
        var faults: ListFaults?
        do throws(Refusal) {
            return try await change(by: by.name) { (draft) throws(Refusal) -> ImportReport in
                faults = nil
                let plan: ImportPlan
                do throws(ListFaults) {
                    plan = try self.plan(list, draft, by)
                } catch {
                    faults = error
                    throw ImportRefusal(error).refusal
                }
                if !dryRun { try draft.add(plan) }
                return ImportReport(
                    added: plan.registrations.count,
                    unchanged: plan.unchanged,
                    dryRun: dryRun,
                    registryVersion: draft.snapshot.version
                )
            }
        } catch {
            throw faults.map { ImportRefusal($0) } ?? ImportRefusal(error)
        }
    }

    private func plan(
        _ list: CodeList,
        _ draft: RegistryDraft,
        _ by: AdministratorCaller
    ) throws(ListFaults) -> ImportPlan {
        try ImportPlan(of: list, into: draft.snapshot, at: draft.now, actor: by.name) {
            UnitID(identifiers.next(at: draft.now))
        }
    }

    /// All units, by code.
    package func export(_ format: ExportFormat) throws(Refusal) -> [UInt8] {
        let snapshot = holder.current
        let now = clock.now()
        let units = snapshot.units.sorted { $0.code.text < $1.code.text }
        switch format {
        case .csv:
            // A list has no column for a unit's end: it names those that are not closed.
            let listed = units.filter { $0.state(at: now) != .closed }.map { $0.at(now) }
            let rows = listed.enumerated().map { CodeList.Row($0.element, line: $0.offset + 2, in: snapshot) }
            return CodeList(rows: rows).csv()
        case .json:
            let page = UnitPage(items: units.map { snapshot.view(of: $0, at: now) })
            guard let bytes = RegistryJSON.bytes(page) else { preconditionFailure("units are always JSON") }
            return bytes
        }
    }
}

extension RegistryDraft {
    fileprivate mutating func add(_ plan: ImportPlan) throws(Refusal) {
        guard !plan.registrations.isEmpty else { return }
        let first = snapshot.version + 1
        for registration in plan.registrations { try add(.register(registration)) }
        note(
            "unit.import",
            "versions \(first) to \(snapshot.version)",
            before: ["version": first - 1],
            after: ["version": snapshot.version, "added": Int64(plan.registrations.count)]
        )
    }
}
