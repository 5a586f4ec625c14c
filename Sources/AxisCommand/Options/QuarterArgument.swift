// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import AxisModel

/// A quarter on the command line: `2025-Q3`.
package struct QuarterArgument: ExpressibleByArgument, Hashable, Sendable {
    /// Its first day.
    package let first: CivilDay
    /// Its last day.
    package let last: CivilDay

    /// Reads the text form.
    package init?(argument: String) {
        let parts = argument.uppercased().split(separator: "-Q", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]), parts[1].utf8.count == 1,
            let quarter = Int(parts[1]), (1...4).contains(quarter),
            let first = CivilDay(year: year, month: quarter * 3 - 2, day: 1)
        else { return nil }
        let isLast = quarter == 4
        guard let next = CivilDay(year: isLast ? year + 1 : year, month: isLast ? 1 : quarter * 3 + 1, day: 1) else {
            return nil
        }
        self.first = first
        last = CivilDay(number: next.number - 1)
    }
}

extension CivilDay: ExpressibleByArgument {
    /// Reads `2025-07-01`.
    public init?(argument: String) { self.init(argument) }
}

extension ReportGrouping: ExpressibleByArgument {}
extension ReportPeriod: ExpressibleByArgument {}
