// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisTransfer

extension AdminClient {
    /// The statistics of sending and receiving, from the first day to the last, both inclusive.
    public func report(
        from: CivilDay,
        to: CivilDay,
        by grouping: ReportGrouping = .agency,
        period: ReportPeriod? = nil
    ) async throws(ClientError) -> StatisticsReport {
        try await connection.value(of: call(from, to, grouping, period, format: nil))
    }

    /// The same as CSV for spreadsheets.
    public func reportCSV(
        from: CivilDay,
        to: CivilDay,
        by grouping: ReportGrouping = .agency,
        period: ReportPeriod? = nil
    ) async throws(ClientError) -> [UInt8] {
        try await connection.perform(call(from, to, grouping, period, format: "csv")).body
    }

    private func call(
        _ from: CivilDay,
        _ to: CivilDay,
        _ grouping: ReportGrouping,
        _ period: ReportPeriod?,
        format: String?
    ) -> Call {
        var call = Call("GET", "admin", "v1", "report").asking([
            ("from", from.description), ("to", to.description), ("by", grouping.rawValue),
            ("period", period?.rawValue), ("format", format),
        ])
        // A year of a busy axis takes a while to count.
        call.timeout = .seconds(600)
        return call
    }
}
