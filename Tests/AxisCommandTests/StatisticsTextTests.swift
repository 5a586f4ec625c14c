// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisCommand
import AxisModel
import Testing

@Suite struct StatisticsTextTests {
    @Test(arguments: [
        ("2025-Q1", "2025-01-01", "2025-03-31"), ("2024-q2", "2024-04-01", "2024-06-30"),
        ("2025-Q3", "2025-07-01", "2025-09-30"), ("2025-Q4", "2025-10-01", "2025-12-31"),
    ])
    func `a quarter has a first and a last day`(text: String, first: String, last: String) throws {
        let quarter = try #require(QuarterArgument(argument: text))
        #expect("\(quarter.first) \(quarter.last)" == "\(first) \(last)")
    }

    @Test(arguments: ["2025-Q0", "2025-Q5", "2025Q3", "25-Q3", "2025-Q33", "2025-Q", "-Q3", "2025-Q-1", ""])
    func `what is no quarter is none`(text: String) {
        #expect(QuarterArgument(argument: text) == nil)
    }

    private func report(_ by: ReportGrouping, _ period: ReportPeriod?) throws -> StatisticsReport {
        var figures = StatisticsFigures()
        figures.sent.documents = 12
        figures.sent.byUrgency.normal = 9
        figures.sent.sending.inTime = 8
        figures.sent.sending.late = 3
        figures.sent.refusedByAxis = 2
        figures.sent.refusedByCode = ["schema": 2]
        figures.received.deliveries.total = 40
        figures.received.deliveries.waiting = 4
        figures.received.deliveries.held = 1
        let label = period.map { _ in "2025-Q3" }
        return StatisticsReport(
            from: try #require(CivilDay("2025-07-01")),
            to: try #require(CivilDay("2025-09-30")),
            at: Timestamp(seconds: 1_760_000_000),
            by: by,
            period: period,
            rows: [
                StatisticsRow(
                    level: .agency,
                    unit: "H24",
                    name: "Hải Phòng",
                    agency: "H24",
                    period: label,
                    figures: figures
                ),
                StatisticsRow(
                    level: .unit,
                    unit: "H24.ZZ1",
                    name: "Phường\u{1B}[31m",
                    agency: "H24",
                    period: label,
                    figures: figures
                ),
            ],
            total: figures,
            sentByAxis: 0,
            refusalsNotAttributed: 5,
            unreadable: 0
        )
    }

    @Test(arguments: ReportGrouping.allCases, [nil, ReportPeriod.quarter])
    func `each table has a heading, a line for each row and the total`(by: ReportGrouping, period: ReportPeriod?) throws
    {
        let report = try report(by, period)
        let sent = StatisticsText.sent(report).lines()
        let received = StatisticsText.received(report).lines()
        for lines in [sent, received] {
            #expect(lines.count == 4 && lines[3].hasPrefix("TỔNG"))
            #expect(lines[0].contains("KỲ") == (period != nil))
            #expect(lines[2].hasPrefix("  ") == (by == .unit))
            #expect(!lines.joined().contains("\u{1B}"))
        }
        let numbers = sent[3].split(separator: " ").dropFirst()
        #expect(numbers == ["12", "0", "0", "3", "8", "3", "0", "2", "0", "0"])
        #expect(received[3].split(separator: " ").dropFirst() == ["40", "0", "0", "0", "0", "5", "0", "0", "0", "0"])
        #expect(StatisticsText.foot(report).first == "Trục từ chối theo mã: schema 2")
        #expect(StatisticsText.foot(report).count == 2)
    }
}
