// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import Hummingbird

extension AdministrationRoutes {
    func addUnitLife(to router: Router<AxisRequestContext>) {
        router.post("/admin/v1/units/:code/rename") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let wish = try await decode(UnitRenameRequest.self, from: request, context)
            return try Response(try await services.registrar.rename(by, code, wish))
        }
        router.post("/admin/v1/units/:code/move") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let wish = try await decode(UnitMoveRequest.self, from: request, context)
            return try Response(try await services.registrar.move(by, code, wish))
        }
        router.post("/admin/v1/units/:code/change-kind") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let wish = try await decode(UnitKindRequest.self, from: request, context)
            return try Response(try await services.registrar.changeKind(by, code, wish))
        }
        router.post("/admin/v1/units/:code/correct") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let wish = try await decode(UnitCorrectionRequest.self, from: request, context)
            return try Response(try await services.registrar.correct(by, code, wish))
        }
        router.post("/admin/v1/units/:code/forward") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let wish = try await decode(UnitForwardRequest.self, from: request, context)
            return try Response(try await services.registrar.forward(by, code, wish))
        }
        router.post("/admin/v1/units/:code/withdraw-closing") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let wish = try await decode(UnitStateRequest.self, from: request, context)
            return try Response(try await services.registrar.withdrawClosing(by, code, wish))
        }
        router.get("/admin/v1/units/:code/history") { request, context in
            _ = try await administrator(context)
            let query = try Query(request, knows: ["at"])
            return try Response(
                try services.registrar.history(try context.text("code"), at: try query.moment("at"))
            )
        }
        addClosings(to: router)
    }

    private func addClosings(to router: Router<AxisRequestContext>) {
        router.post("/admin/v1/units/:code/close") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let dryRun = try Query(request, knows: ["dryRun"]).flag("dryRun")
            let wish = try await decode(UnitCloseRequest.self, from: request, context)
            let report = try await services.registrar.close(by, code, wish, dryRun: dryRun)
            return try Response(try await services.clients.completed(report))
        }
        router.post("/admin/v1/units/:code/split") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let dryRun = try Query(request, knows: ["dryRun"]).flag("dryRun")
            let wish = try await decode(UnitSplitRequest.self, from: request, context)
            let report = try await services.registrar.split(by, code, wish, dryRun: dryRun)
            return try Response(try await services.clients.completed(report))
        }
        router.post("/admin/v1/units/merge") { request, context in
            let by = try await administrator(context)
            let dryRun = try Query(request, knows: ["dryRun"]).flag("dryRun")
            let wish = try await decode(UnitMergeRequest.self, from: request, context)
            let report = try await services.registrar.merge(by, wish, dryRun: dryRun)
            return try Response(try await services.clients.completed(report))
        }
    }
}
