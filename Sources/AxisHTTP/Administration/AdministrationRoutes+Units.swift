// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import HTTPTypes
import Hummingbird
import NIOCore

extension AdministrationRoutes {
    func addUnits(to router: Router<AxisRequestContext>) {
        router.get("/admin/v1/units") { request, context in
            _ = try await administrator(context)
            var wish = try UnitListQuery.read(request)
            wish.showsRoutes = true
            return try Response(try services.registrar.units(wish))
        }
        router.post("/admin/v1/units") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(UnitAddRequest.self, from: request, context)
            return try Response(try await services.registrar.addUnit(by, wish), status: .created)
        }
        router.get("/admin/v1/units/:code") { request, context in
            _ = try await administrator(context)
            let query = try Query(request, knows: ["at"])
            var unit = try services.registrar.unit(
                try context.text("code"),
                at: try query.moment("at"),
                showsRoute: true
            )
            unit.lastContact = services.contacts.view(of: unit.id)
            return try Response(unit)
        }
        router.post("/admin/v1/units/:code/suspend") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let wish = try await decode(UnitStateRequest.self, from: request, context)
            return try Response(try await services.registrar.suspend(by, code, wish))
        }
        router.post("/admin/v1/units/:code/resume") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let wish = try await decode(UnitStateRequest.self, from: request, context)
            return try Response(try await services.registrar.resume(by, code, wish))
        }
        router.post("/admin/v1/units/import") { request, context in
            let by = try await administrator(context)
            let query = try Query(request, knows: ["dryRun"])
            let bytes = try await bodies.read(request, over: context.connection, limit: limits.list)
            do {
                let report = try await services.registrar.importUnits(
                    by,
                    bytes: bytes,
                    dryRun: try query.flag("dryRun")
                )
                return try Response(report)
            } catch let error as ImportRefusal {
                throw FaultyList(refusal: error.refusal, faults: error.faults)
            }
        }
        router.get("/admin/v1/units/export") { request, context in
            _ = try await administrator(context)
            let query = try Query(request, knows: ["format"])
            let format = try query.word("format", as: ExportFormat.self) ?? .csv
            let bytes = try services.registrar.export(format)
            return Response(
                status: .ok,
                headers: [
                    .contentType: format == .csv ? "text/csv; charset=utf-8" : "application/json",
                    .cacheControl: "no-store",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            )
        }
    }
}
