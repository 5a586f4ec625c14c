// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import Hummingbird
import NIOCore

extension AdministrationRoutes {
    /// Drills.
    func addDrills(to router: Router<AxisRequestContext>) {
        router.post("/admin/v1/drills") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(DrillStartRequest.self, from: request, context)
            let view = try await services.drills.start(by, wish)
            return try Response(view, status: .created, fields: [.location: "/admin/v1/drills/\(view.id)"])
        }
        router.get("/admin/v1/drills") { request, context in
            let by = try await administrator(context)
            let query = try Query(request, knows: ["campaign", "limit"])
            let limit = try query.number("limit", 1...200)
            return try Response(
                try await services.drills.list(by, campaign: query.text("campaign"), limit: limit)
            )
        }
        router.get("/admin/v1/drills/:id") { request, context in
            let by = try await administrator(context)
            let query = try Query(request, knows: ["units", "format"])
            let view = try await services.drills.report(
                by,
                try context.identifier(as: DrillID.self),
                allUnits: try query.word("units", as: DrillListing.self) == .all
            )
            let asked = try query.word("format", as: ExportFormat.self)
            guard asked == .csv || (asked == nil && request.headers[.accept]?.contains("text/csv") == true) else {
                return try Response(view)
            }
            let language = Language(acceptLanguage: request.headers[.acceptLanguage])
            return Response(
                status: .ok,
                headers: [.contentType: "text/csv; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: view.csv(vietnamese: language == .vietnamese)))
            )
        }
        router.post("/admin/v1/drills/:id/cancel") { _, context in
            let by = try await administrator(context)
            return try Response(try await services.drills.cancel(by, try context.identifier(as: DrillID.self)))
        }
    }
}

/// Which units a report lists.
private enum DrillListing: String {
    case missing
    case all
}
