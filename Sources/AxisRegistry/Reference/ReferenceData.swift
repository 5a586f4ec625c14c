// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The level-1 units that ship with Axis (mã định danh cấp 1): the 34 provinces' People's Committees (H) and People's
/// Councils (K), and the ministries and government agencies (G) in force.
///
/// From the annex of QĐ 20/2020/QĐ-TTg as amended by QĐ 09/2025/QĐ-TTg. A merged province keeps the code of the old
/// one of its name, so its unit goes on. Ids are made from the codes, so that every installation agrees on them.
package enum ReferenceData {
    /// One shipped unit.
    package struct Row: Hashable, Sendable {
        /// Its QĐ 20 code.
        package let code: AgencyCode
        /// Its QCVN 102 code.
        package let code102: AgencyCode
        /// Its name.
        package let name: String
        /// Its kind.
        package let kind: UnitKind
        /// Its statistical code.
        package let adminCode: String?
        /// From when the code is in force.
        package let effectiveFrom: Timestamp
        /// The decisions it rests on.
        package let legalBasis: String
    }

    /// The shipped units, by code.
    package static let rows: [Row] = parse(LevelOneTable.csv)

    /// Whether a text such as `H24` is a shipped level-1 code.
    package static func isLevelOne(_ text: String) -> Bool { levelOneCodes.contains(text) }

    /// The events that register the shipped units.
    ///
    /// - Parameters:
    ///   - startingAt: the first event's version.
    ///   - at: when they are recorded; they take effect when the codes came into force.
    ///   - identify: the unit's id by its code.
    package static func events(
        startingAt: Int64,
        at moment: Timestamp,
        identify: (String) -> UnitID = ReferenceData.unitID(of:)
    ) -> [RegistryEvent] {
        rows.enumerated().map { offset, row in
            RegistryEvent(
                version: startingAt + Int64(offset),
                change: .register(
                    UnitRegistration(
                        unit: identify(row.code.text),
                        code: row.code,
                        aliases: [row.code102],
                        name: row.name,
                        kind: row.kind,
                        adminCode: row.adminCode
                    )
                ),
                effectiveAt: row.effectiveFrom,
                recordedAt: moment,
                actor: RegistryEvent.axisActor,
                legalBasis: row.legalBasis
            )
        }
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

    private static let levelOneCodes = Set(rows.map(\.code.text))

    /// Reads the shipped table; a fault in it is a fault of the build, which the tests find.
    static func parse(_ csv: String) -> [Row] {
        do throws(CSVFault) {
            let table = try CSVReader.read(Array(csv.utf8), limits: .codeList)
            return table.rows.dropFirst().map { row in
                precondition(row.fields.count == 8, "level1.csv: line \(row.line) has not 8 fields")
                return self.row(row.fields, line: row.line)
            }
        } catch {
            preconditionFailure("level1.csv: \(error.english)")
        }
    }

    private static func row(_ fields: [String], line: Int) -> Row {
        let date = fields[6].split(separator: "-").compactMap { Int($0) }
        guard let code = try? AgencyCode(fields[0], as: .qd20), let alias = try? AgencyCode(fields[1], as: .qcvn102),
            let kind = UnitKind(rawValue: fields[3]), fields[4] == "live", date.count == 3
        else { preconditionFailure("level1.csv: line \(line) can't be read") }
        return Row(
            code: code,
            code102: alias,
            name: fields[2],
            kind: kind,
            adminCode: fields[5].isEmpty ? nil : fields[5],
            effectiveFrom: CivilTime(year: date[0], month: date[1], day: date[2]).moment(),
            legalBasis: fields[7]
        )
    }
}
