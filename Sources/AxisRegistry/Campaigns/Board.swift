// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What someone says of a province and Axis can't measure (tự khai): always shown with who and when.
package struct Declaration: Hashable, Sendable, Codable {
    /// The campaign.
    package let campaign: String
    /// The province.
    package let unit: UnitID
    /// The indicator.
    package let indicator: Indicator
    /// Whether it is met.
    package let met: Bool
    /// A word more.
    package let note: String?
    /// Who says so: an administrator's name, or the code of the unit whose certificate called.
    package let by: String
    /// When.
    package let at: Timestamp

    /// Makes a declaration.
    ///
    /// - Throws: `bad-request` for an indicator that Axis measures or the campaign does not follow.
    package init(
        _ request: IndicatorDeclareRequest,
        of unit: UnitID,
        in campaign: Campaign,
        by declarant: String,
        at moment: Timestamp
    ) throws(Refusal) {
        guard !request.indicator.isMeasured else {
            throw .invalid(
                "indicator",
                "Axis measures \(request.indicator.rawValue) itself; it can't be declared",
                "trục tự đo \(request.indicator.rawValue); không thể tự khai"
            )
        }
        guard campaign.indicators.contains(request.indicator) else {
            throw .invalid(
                "indicator",
                "the campaign does not follow \(request.indicator.rawValue)",
                "chiến dịch không theo dõi \(request.indicator.rawValue)"
            )
        }
        if let note = request.note {
            do throws(Refusal) { try UnitRules.checkReason(note) } catch {
                throw .invalid("note", "at most 500 characters, not blank", "nhiều nhất 500 ký tự, không để trống")
            }
        }
        self.campaign = campaign.id
        self.unit = unit
        indicator = request.indicator
        met = request.met
        note = request.note
        by = declarant
        at = moment
    }
}

/// The board of a campaign (bảng theo dõi), put together from facts and declarations.
package enum Board {
    /// Puts the board together.
    ///
    /// - Parameters:
    ///   - participants: the units that must answer.
    ///   - facts: what Axis knows of each; without an entry nothing is known.
    ///   - declarations: in any order; of each unit and indicator the latest counts.
    package static func view(
        of campaign: Campaign,
        participants: [RegisteredUnit],
        facts: [UnitID: ProvinceFacts],
        declarations: some Sequence<Declaration>,
        at moment: Timestamp
    ) -> BoardView {
        var latest: [Cell: Declaration] = [:]
        for declaration in declarations where declaration.campaign == campaign.id {
            let cell = Cell(unit: declaration.unit, indicator: declaration.indicator)
            if let other = latest[cell], other.at > declaration.at { continue }
            latest[cell] = declaration
        }
        let rows = participants.map { unit in
            let known = facts[unit.id] ?? ProvinceFacts()
            let values = campaign.indicators.map { indicator in
                indicator.isMeasured
                    ? known.value(of: indicator, at: moment)
                    : latest[Cell(unit: unit.id, indicator: indicator)].value(of: indicator)
            }
            return BoardRow(unit: unit.code.text, name: unit.name, values: values)
        }
        let totals = campaign.indicators.enumerated().map { total(of: $1, in: $0, rows) }
        return BoardView(
            campaign: campaign.id,
            title: campaign.title,
            deadline: campaign.deadline,
            at: moment,
            indicators: campaign.indicators,
            rows: rows,
            totals: totals
        )
    }

    /// The total of a column.
    fileprivate static func total(of indicator: Indicator, in column: Int, _ rows: [BoardRow]) -> BoardTotal {
        BoardTotal(
            indicator: indicator,
            met: rows.count { $0.values[column].met == true },
            of: rows.count,
            unmeasured: rows.count { $0.values[column].source == .unmeasured }
        )
    }

    private struct Cell: Hashable {
        var unit: UnitID
        var indicator: Indicator
    }
}

extension Declaration? {
    fileprivate func value(of indicator: Indicator) -> IndicatorValue {
        self?.value ?? IndicatorValue(indicator: indicator, source: .unmeasured)
    }
}

extension Declaration {
    /// As a board shows it.
    fileprivate var value: IndicatorValue {
        IndicatorValue(indicator: indicator, source: .declared, met: met, detail: note, by: by, at: at)
    }
}

extension BoardView {
    /// Shows a declaration that was made since, of the unit with a code.
    package mutating func put(_ declaration: Declaration, of code: String) {
        guard let column = indicators.firstIndex(of: declaration.indicator),
            let row = rows.firstIndex(where: { $0.unit == code })
        else { return }
        rows[row].values[column] = declaration.value
        totals[column] = Board.total(of: declaration.indicator, in: column, rows)
    }
}

extension BoardView {
    /// The board as CSV for spreadsheets: a row for each province, a column for each indicator, the totals last.
    package func csv(vietnamese: Bool = false) -> [UInt8] {
        let titles = indicators.map { vietnamese ? $0.vietnamese : $0.english }
        var lines = [[vietnamese ? "mã" : "code", vietnamese ? "tên" : "name"] + titles]
        for row in rows {
            lines.append([row.unit, row.name] + row.values.map { $0.text(vietnamese: vietnamese) })
        }
        lines.append(["", vietnamese ? "tổng" : "total"] + totals.map(\.text))
        let text = lines.map { $0.map(CSVCell.written).joined(separator: ",") + "\r\n" }.joined()
        return Array(("\u{FEFF}" + text).utf8)
    }
}

extension IndicatorValue {
    /// The value in a word for a table's cell: `113/114`, `yes (declared)`, `unmeasured`.
    package func text(vietnamese: Bool = false) -> String {
        guard source != .unmeasured, let met else { return vietnamese ? "chưa đo" : "unmeasured" }
        var text = met ? (vietnamese ? "có" : "yes") : vietnamese ? "không" : "no"
        if let done, let of { text = "\(done)/\(of)" }
        if let daysLeft { text += vietnamese ? " (còn \(daysLeft) ngày)" : " (\(daysLeft) d left)" }
        if source == .declared { text += vietnamese ? " (tự khai)" : " (declared)" }
        return text
    }
}
