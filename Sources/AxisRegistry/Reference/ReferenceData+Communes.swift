// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

extension ReferenceData {
    /// A commune-level unit as the statistical list has it (đơn vị hành chính cấp xã).
    package struct Commune: Hashable, Sendable {
        /// Its statistical code, 5 digits: an attribute; its identification code is its province's to give.
        package let adminCode: String
        /// Ward, commune or special zone.
        package let kind: UnitKind
        /// Its full name, e.g. `Phường Thành Đông`.
        package let name: String
        /// The level-1 code of its province.
        package let province: String
    }

    /// The 3,321 commune-level units of 1 July 2025 (QĐ 19/2025/QĐ-TTg), by statistical code.
    package static let communes: [Commune] = rows(of: CommuneTable.csv, "communes-2025.csv", fields: 4) { fields in
        UnitKind(rawValue: fields[1]).map {
            Commune(adminCode: fields[0], kind: $0, name: fields[2], province: fields[3])
        }
    }

    /// The commune-level units of a province, by its level-1 code: what its list has to name, all and no other.
    package static func communes(of province: String) -> [Commune] { communesByProvince[province] ?? [] }

    /// The commune-level unit with a statistical code.
    package static func commune(adminCode: String) -> Commune? { communesByAdminCode[adminCode] }

    private static let communesByProvince = Dictionary(grouping: communes, by: \.province)
    private static let communesByAdminCode = Dictionary(uniqueKeysWithValues: communes.map { ($0.adminCode, $0) })
}
