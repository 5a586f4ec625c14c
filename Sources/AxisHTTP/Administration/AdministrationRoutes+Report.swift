// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import HTTPTypes
import Hummingbird
import NIOCore

extension AdministrationRoutes {
    /// The statistics of sending and receiving.
    func addReport(to router: Router<AxisRequestContext>) {
        router.get("/admin/v1/report") { request, context in
            let by = try await administrator(context)
            let query = try Query(request, knows: ["from", "to", "by", "period", "format"])
            let wish = ReportDesk.Wish(
                from: try day("from", query),
                to: try day("to", query),
                by: try query.word("by", as: ReportGrouping.self) ?? .agency,
                period: try query.word("period", as: ReportPeriod.self)
            )
            let format = try query.word("format", as: ExportFormat.self)
            let report = try await services.reports.report(by, wish)
            guard format == .csv || (format == nil && request.headers[.accept]?.contains("text/csv") == true) else {
                return try Response(report)
            }
            return Response(
                status: .ok,
                headers: [.contentType: "text/csv; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: report.csv()))
            )
        }
    }

    private func day(_ name: String, _ query: Query) throws(Refusal) -> CivilDay {
        guard let day = query.text(name).flatMap({ CivilDay($0) }) else {
            throw .badRequest(
                name,
                english: "this must be a day such as 2025-07-01",
                vietnamese: "giá trị phải là ngày, ví dụ 2025-07-01"
            )
        }
        return day
    }
}
