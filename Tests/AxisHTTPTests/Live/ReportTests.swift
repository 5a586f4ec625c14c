// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisTestSupport
import Foundation
import Testing

@testable import AxisHTTP

@Suite struct ReportTests {
    @Test func `the report comes as JSON and as a table, to auditors and operators alone`() async throws {
        try await AgencyTests.run { world, port in
            let sender = try await AgencyTests.bind(world, port: port, to: "G22")
            let document = AgencyTests.edxml.replacing("PADDING", with: "V/v thử nghiệm")
            try await RawClient.connect(port: port, tls: sender) { client in
                let accepted = try await AgencyTests.call(&client, "POST /v1/envelopes", document)
                #expect(accepted.status == 201)
                let agency = try await AgencyTests.call(&client, "GET /admin/v1/report?from=2025-10-01&to=2025-10-31")
                #expect(agency.status == 403)
            }
            let day = CivilDay(of: world.clock.now())
            let span = "from=\(day)&to=\(day)"
            let context = try world.pki.client(world.administrator, named: "administrator")
            try await RawClient.connect(port: port, tls: context) { client in
                let json = try await AgencyTests.call(&client, "GET /admin/v1/report?\(span)&by=unit&period=month")
                #expect(json.status == 200, "\(json.body)")
                let report = try JSONDecoder().decode(StatisticsReport.self, from: Data(json.body.utf8))
                #expect(report.total.sent.documents == 1 && report.total.sent.informationOnly == 1)
                #expect(report.total.sent.sending.late == 1)
                #expect(report.rows.map(\.unit) == ["G22", "G22", "H24", "H24"])
                #expect(report.rows.allSatisfy { $0.period == ReportPeriod.month.label(of: day) })
                #expect(json.body.contains("\"from\":\"\(day)\""))

                let csv = try await AgencyTests.call(&client, "GET /admin/v1/report?\(span)&format=csv")
                #expect(csv.status == 200 && csv.field("content-type") == "text/csv; charset=utf-8")
                #expect(csv.body.unicodeScalars.first == "\u{FEFF}" && csv.body.contains("Gửi đúng hạn"))
                let accept = try await AgencyTests.call(
                    &client,
                    "GET /admin/v1/report?\(span)",
                    fields: "Accept: text/csv\r\n"
                )
                #expect(accept.body == csv.body)

                for query in [
                    "", "?from=\(day)", "?from=2025-02-30&to=\(day)", "?\(span)&by=province", "?\(span)&unit=H24",
                    "?from=\(day.next)&to=\(day)", "?from=1990-01-01&to=\(day)", "?\(span)&period=week",
                ] {
                    let refused = try await AgencyTests.call(&client, "GET /admin/v1/report\(query)")
                    #expect(refused.status == 400 && refused.body.contains("bad-request"), "\(query) \(refused)")
                }
            }
        }
    }
}
