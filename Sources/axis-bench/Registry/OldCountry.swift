// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisCommand
import AxisModel
import AxisRegistry
import Foundation

/// The country of June 2025 under made-up codes, `Hnn.<old 5-digit code>`; the new communes get `Hnn.N<5-digit code>`.
///
/// Read from the tables of the 63 old provinces and of the succession of communes (their forms: `docs/performance.md`).
struct OldCountry {
    /// The registry with what was recorded so far.
    private(set) var snapshot = RegistrySnapshot()
    /// What was recorded, in order.
    private(set) var events: [RegistryEvent] = []
    /// Old statistical codes and the made-up codes.
    private(set) var communes: [(old: String, code: String)] = []
    /// Old statistical codes, and the new ones that succeed them.
    private(set) var table: [String: [String]] = [:]
    /// Rows of the table that don't match the lists: old code, new code, new name.
    private(set) var unmatched: [String] = []
    private var provinces: [String: UnitID] = [:]
    private var units: [String: UnitID] = [:]
    private var now = CivilTime(year: 2021, month: 1, day: 1).moment()
    private var actor = RegistryEvent.axisActor

    init(tables folder: String) throws {
        var levelOne: [String: String] = [:]
        for row in try Self.rows(folder, "level1_H_K_63_old.csv") {
            let code = try row.field("ubnd_code")
            levelOne[try row.field("gso_code_2digit_old")] = code
            provinces[code] = try register(code, name: try row.field("province_pre_2025_07_01"))
        }
        actor = "bench"
        for row in try Self.rows(folder, "commune_succession_old_to_new_2025.csv") {
            let old = try row.field("old_ward_code")
            let new = try row.field("new_ward_code")
            if !old.isEmpty, units[old] == nil {
                guard let province = levelOne[try row.field("old_province")] else {
                    throw CommandFailure("The commune \(old) is in no province of the table.")
                }
                let code = "\(province).\(old)"
                let name = try row.field("old_ward_name")
                units[old] = try register(code, name: name, parent: provinces[province], adminCode: old)
                communes.append((old: old, code: code))
            }
            if old.isEmpty || ReferenceData.commune(adminCode: new) == nil {
                unmatched.append("\(old.isEmpty ? "-" : old) to \(new) \(try row.field("new_ward_name"))")
            } else {
                table[old, default: []].append(new)
            }
        }
        now = CivilTime(year: 2025, month: 6, day: 20).moment()
    }

    /// Registers the new communes, closes the old ones with their successors, then the provinces that are no more.
    mutating func reform() throws {
        let moment = ReferenceData.reform
        let windUpAt = moment + Closing.usualWindUp
        var new: [String: UnitID] = [:]
        for commune in ReferenceData.communes {
            new[commune.adminCode] = try register(
                Self.newCode(commune.adminCode),
                name: commune.name,
                parent: provinces[commune.province],
                adminCode: commune.adminCode,
                from: moment
            )
        }
        for (old, _) in communes {
            guard let unit = units[old] else { continue }
            let successors = (table[old] ?? []).compactMap { new[$0] }
            try apply(RegistryChange.split(unit, into: successors, windUpAt: windUpAt), from: moment)
        }
        for row in ReferenceData.closedRows where row.code.text.hasPrefix("H") {
            guard let unit = provinces[row.code.text], let next = row.successors.first.flatMap({ provinces[$0] }) else {
                throw CommandFailure("The table of old provinces lacks \(row.code.text) or its successor.")
            }
            for change in RegistryChange.merge([unit], into: next, windUpAt: windUpAt) {
                try apply(change, from: moment)
            }
        }
    }

    /// How many old codes don't resolve, in a registry, to exactly the table's successors at the moment of the reform
    /// and to themselves one second before.
    func wrongCodes(in snapshot: RegistrySnapshot) -> Int {
        let moment = ReferenceData.reform
        let before = moment - .seconds(1)
        return communes.count { old, code in
            let expected = (table[old] ?? []).map(Self.newCode).sorted()
            guard case .closed(let unit, let successors) = snapshot.resolve(code, at: moment),
                unit.code.text == code, successors == expected,
                case .unit(let earlier) = snapshot.resolve(code, at: before)
            else { return true }
            return earlier.code.text != code
        }
    }

    private static func newCode(_ admin: String) -> String {
        "\(ReferenceData.commune(adminCode: admin)?.province ?? "?").N\(admin)"
    }

    private mutating func register(
        _ code: String,
        name: String,
        parent: UnitID? = nil,
        adminCode: String? = nil,
        from: Timestamp? = nil
    ) throws -> UnitID {
        var random = SystemRandomNumberGenerator()
        let unit = UnitID(at: now, using: &random)
        let registration = UnitRegistration(
            unit: unit,
            code: try AgencyCode(code, as: .qd20),
            aliases: [],
            name: name,
            kind: .other,
            parent: parent,
            adminCode: adminCode
        )
        try apply(.register(registration), from: from)
        return unit
    }

    private mutating func apply(_ change: RegistryChange, from effectiveAt: Timestamp? = nil) throws(Refusal) {
        let event = RegistryEvent(
            version: snapshot.version + 1,
            change: change,
            effectiveAt: effectiveAt ?? now,
            recordedAt: now,
            actor: actor,
            legalBasis: nil
        )
        try snapshot.apply(event)
        events.append(event)
    }

    private struct Row {
        var fields: [String: String]

        func field(_ name: String) throws -> String {
            guard let value = fields[name] else { throw CommandFailure("The table has no column \(name).") }
            return value
        }
    }

    private static func rows(_ folder: String, _ name: String) throws -> [Row] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder).appending(path: name)))
        let table = try CSVReader.read(bytes, limits: .codeList)
        let header = table.rows.first?.fields ?? []
        return table.rows.dropFirst().map { row in
            Row(fields: Dictionary(zip(header, row.fields), uniquingKeysWith: { first, _ in first }))
        }
    }
}
