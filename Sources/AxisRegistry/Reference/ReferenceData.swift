// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The level-1 units that ship with Axis (mã định danh cấp 1): provinces' People's Committees (H) and People's Councils
/// (K), ministries and government agencies (G), those in force and those that decisions closed.
///
/// From the annex of QĐ 20/2020/QĐ-TTg as amended by QĐ 09/2025/QĐ-TTg. A merged province keeps the code of the old
/// one of its name, so its unit goes on and succeeds the others. Ids are made from the codes, so that every
/// installation agrees on them.
package enum ReferenceData {
    /// One shipped unit.
    package struct Row: Hashable, Sendable {
        /// Its QĐ 20 code.
        package let code: AgencyCode
        /// Its QCVN 102 code.
        package let code102: AgencyCode
        /// Its name; empty for a closed code of which only that is known.
        package let name: String
        /// Its kind.
        package let kind: UnitKind
        /// Its statistical code since 1 July 2025.
        package let adminCode: String?
        /// Its statistical code before.
        package let oldAdminCode: String?
        /// From when the code is in force.
        package let effectiveFrom: Timestamp
        /// From when it is closed; nil for a code in force.
        package let closedAt: Timestamp?
        /// The codes of those that succeeded it.
        package let successors: [String]
        /// The decisions it rests on.
        package let legalBasis: String
    }

    /// All shipped codes, in force and closed, by code.
    package static let allRows: [Row] = parse(LevelOneTable.csv)

    /// The codes in force.
    package static let rows: [Row] = allRows.filter { $0.closedAt == nil }

    /// The codes that decisions closed (mã đã đóng).
    package static let closedRows: [Row] = allRows.filter { $0.closedAt != nil }

    /// When the provinces' reform and the statistical codes of QĐ 19/2025/QĐ-TTg took effect.
    package static let reform = CivilTime(year: 2025, month: 7, day: 1).moment()

    /// Whether a text such as `H24` is a shipped level-1 code in force.
    package static func isLevelOne(_ text: String) -> Bool { byCode[text].map { $0.closedAt == nil } ?? false }

    /// Whether a text is a shipped level-1 code that is not closed at a moment.
    package static func isLevelOne(_ text: String, at moment: Timestamp) -> Bool {
        guard let row = byCode[text] else { return false }
        return row.closedAt.map { moment < $0 } ?? true
    }

    /// When a level-1 code was closed; nil when it was not.
    package static func closing(ofLevelOne text: String) -> Timestamp? { byCode[text]?.closedAt }

    /// The events that register the shipped units and close those that are closed.
    ///
    /// - Parameters:
    ///   - startingAt: the first event's version.
    ///   - at: when they are recorded; they take effect when the decisions did.
    ///   - identify: the unit's id by its code.
    package static func events(
        startingAt: Int64,
        at moment: Timestamp,
        identify: (String) -> UnitID = ReferenceData.unitID(of:)
    ) -> [RegistryEvent] {
        let named = allRows.filter { !$0.name.isEmpty }
        var steps: [(row: Row, at: Timestamp, change: RegistryChange)] = []
        // Those in force first: they succeed the others.
        for row in named.filter({ $0.closedAt == nil }) + named.filter({ $0.closedAt != nil }) {
            steps.append((row, row.effectiveFrom, .register(registration(of: row, as: identify(row.code.text)))))
        }
        for row in named where row.closedAt == nil && row.adminCode != row.firstAdminCode {
            let unit = identify(row.code.text)
            steps.append((row, reform, .setAdminCode(unit: unit, adminCode: row.adminCode, until: nil)))
        }
        for row in named {
            guard let closedAt = row.closedAt else { continue }
            let closing = RegistryChange.close(
                unit: identify(row.code.text),
                successors: row.successors.map(identify),
                windUpAt: closedAt + Closing.usualWindUp
            )
            steps.append((row, closedAt, closing))
        }
        return steps.enumerated().map { offset, step in
            RegistryEvent(
                version: startingAt + Int64(offset),
                change: step.change,
                effectiveAt: step.at,
                recordedAt: moment,
                actor: RegistryEvent.axisActor,
                legalBasis: step.row.legalBasis
            )
        }
    }

    private static func registration(of row: Row, as unit: UnitID) -> UnitRegistration {
        UnitRegistration(
            unit: unit,
            code: row.code,
            aliases: [row.code102],
            name: row.name,
            kind: row.kind,
            adminCode: row.firstAdminCode
        )
    }

    /// The id of a shipped unit: a UUIDv7 of the day on which QĐ 20/2020 came into force, with the code's own bytes
    /// in place of the random ones.
    package static func unitID(of code: String) -> UnitID {
        let digits = code.utf8.prefix(7).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let day = CivilTime(year: 2020, month: 9, day: 15).moment()
        return UnitID(
            UUIDv7(
                high: UInt64(truncatingIfNeeded: day.milliseconds) << 16 | 0x7000,
                low: 0x8000_0000_0000_0000 | digits
            )
        )
    }

    private static let byCode = Dictionary(uniqueKeysWithValues: allRows.map { ($0.code.text, $0) })

    /// Reads the shipped table; a fault in it is a fault of the build, which the tests find.
    static func parse(_ csv: String) -> [Row] {
        rows(of: csv, "level1.csv", fields: 11) { row(of: $0) }
    }

    /// Reads a shipped table line by line.
    static func rows<Row>(of csv: String, _ file: String, fields: Int, _ read: ([String]) -> Row?) -> [Row] {
        do throws(CSVFault) {
            let table = try CSVReader.read(Array(csv.utf8), limits: .codeList)
            return table.rows.dropFirst().map { line in
                guard line.fields.count == fields, let row = read(line.fields) else {
                    preconditionFailure("\(file): line \(line.line) can't be read")
                }
                return row
            }
        } catch {
            preconditionFailure("\(file): \(error.english)")
        }
    }

    private static func row(of fields: [String]) -> Row? {
        guard let code = try? AgencyCode(fields[0], as: .qd20), let code102 = try? AgencyCode(fields[1], as: .qcvn102),
            let kind = UnitKind(rawValue: fields[3]), let effectiveFrom = day(fields[7]),
            fields[4] == (fields[8].isEmpty ? "live" : "closed")
        else { return nil }
        return Row(
            code: code,
            code102: code102,
            name: fields[2],
            kind: kind,
            adminCode: fields[5].isEmpty ? nil : fields[5],
            oldAdminCode: fields[6].isEmpty ? nil : fields[6],
            effectiveFrom: effectiveFrom,
            closedAt: day(fields[8]),
            successors: fields[9].split(separator: " ").map(String.init),
            legalBasis: fields[10]
        )
    }

    /// The first moment of a day in Vietnam, `2025-07-01`.
    private static func day(_ text: String) -> Timestamp? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? CivilTime(year: parts[0], month: parts[1], day: parts[2]).moment() : nil
    }
}

extension ReferenceData.Row {
    /// The statistical code with which the unit begins.
    fileprivate var firstAdminCode: String? {
        effectiveFrom < ReferenceData.reform ? oldAdminCode ?? adminCode : adminCode
    }
}
