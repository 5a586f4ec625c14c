// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Units as people read them.
package enum UnitText {
    /// One line for each unit.
    package static func table(_ units: [UnitView]) -> Table {
        var table = Table([
            .text("CODE"), .flexible("NAME"), .text("KIND"), .text("PARENT"), .text("STATE"), .flexible("ALIASES"),
        ])
        for unit in units {
            table.add([
                unit.code.text, unit.name, unit.kind, unit.parent ?? "-", unit.state.rawValue,
                unit.aliases.map(\.text).joined(separator: " "),
            ])
        }
        return table
    }

    /// All of one unit.
    package static func lines(_ unit: UnitView) -> [String] {
        let rows: [(String, String?)] = [
            ("Code", "\(unit.code.text) (\(unit.code.kind.rawValue))"),
            ("Aliases", unit.aliases.isEmpty ? nil : unit.aliases.map(\.text).joined(separator: ", ")),
            ("Name", unit.name), ("Kind", unit.kind), ("Parent", unit.parent), ("State", unit.state.rawValue),
            ("Successors", unit.successors.isEmpty ? nil : unit.successors.joined(separator: ", ")),
            ("Effective", unit.effectiveFrom.description), ("Legal basis", unit.legalBasis),
            ("Admin code", unit.adminCode), ("Address", unit.address), ("Email", unit.email), ("Phone", unit.phone),
            ("Website", unit.website), ("Route", unit.route), ("Pulled", unit.lastContact?.pulledAt?.description),
            ("Answered", unit.lastContact?.answeredAt?.description),
            ("Failed", unit.lastContact?.failedAt?.description),
            ("Id", unit.id.description),
        ]
        return rows.compactMap { name, value in
            value.map { Output.plain(name + String(repeating: " ", count: 13 - name.count) + $0, lineBreaks: false) }
        }
    }
}
