// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension StatisticsTally {
    /// The rows of a report, and everything together.
    ///
    /// A unit belongs to the topmost unit above it (cơ quan cấp 1), as the registry has it at the moment given: the
    /// last of the report's time, so that a unit that moved meanwhile is counted where it is now.
    package func rows(
        by grouping: ReportGrouping,
        in registry: RegistrySnapshot,
        at moment: Timestamp
    ) -> (rows: [StatisticsRow], total: StatisticsFigures) {
        var groups = Groups(registry: registry, moment: moment)
        var agencies: [Row: StatisticsFigures] = [:]
        var units: [Row: StatisticsFigures] = [:]
        var total = StatisticsFigures()
        for (cell, figures) in self.figures {
            total.add(figures)
            let unit = groups.place(of: cell.unit)
            let agency = groups.agency(of: cell.unit)
            agencies[Row(agency: agency, unit: agency, period: cell.period), default: StatisticsFigures()].add(figures)
            if grouping == .unit { units[Row(agency: agency, unit: unit, period: cell.period)] = figures }
        }
        let rows = agencies.map { $0.statistics(.agency, $1) } + units.map { $0.statistics(.unit, $1) }
        return (rows.sorted(by: Self.order), total)
    }

    /// By agency, the agency's own line first; then by unit, then by period. What nobody known sent comes last.
    private static func order(_ left: StatisticsRow, _ right: StatisticsRow) -> Bool {
        func key(_ row: StatisticsRow) -> (Int, String, Int, String, String) {
            (row.agency == "-" ? 1 : 0, row.agency, row.level == .agency ? 0 : 1, row.unit, row.period ?? "")
        }
        return key(left) < key(right)
    }

    private struct Place: Hashable {
        var code: String
        var name: String
    }

    private struct Row: Hashable {
        var agency: Place
        var unit: Place
        var period: String?

        func statistics(_ level: ReportGrouping, _ figures: StatisticsFigures) -> StatisticsRow {
            StatisticsRow(
                level: level,
                unit: unit.code,
                name: unit.name,
                agency: agency.code,
                period: period,
                figures: figures
            )
        }
    }

    /// Codes and names of units, each looked up once.
    private struct Groups {
        let registry: RegistrySnapshot
        let moment: Timestamp
        private var agencies: [UnitID: Place] = [:]
        private static let nobody = Place(code: "-", name: "Không xác định được nơi gửi")

        init(registry: RegistrySnapshot, moment: Timestamp) {
            self.registry = registry
            self.moment = moment
        }

        func place(of unit: UnitID?) -> Place {
            guard let unit else { return Self.nobody }
            guard let found = registry.unit(unit, at: moment) else { return Place(code: "\(unit)", name: "") }
            return Place(code: found.code.text, name: found.name)
        }

        mutating func agency(of unit: UnitID?) -> Place {
            guard let unit else { return Self.nobody }
            if let known = agencies[unit] { return known }
            var top = unit
            while let parent = registry.unit(top, at: moment)?.parent { top = parent }
            let agency = place(of: top)
            agencies[unit] = agency
            return agency
        }
    }
}
