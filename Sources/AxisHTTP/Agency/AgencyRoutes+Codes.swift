// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import Hummingbird

extension AgencyRoutes {
    func addCodes(to router: Router<AxisRequestContext>) {
        router.get("/v1/codes") { request, context in
            _ = try await caller(context)
            return try Response(try services.registrar.units(try UnitListQuery.read(request)))
        }
        router.get("/v1/codes/:code") { request, context in
            _ = try await caller(context)
            let query = try Query(request, knows: ["at"])
            return try Response(
                try services.registrar.unit(try context.text("code"), at: try query.moment("at"))
            )
        }
        router.get("/v1/units/:code/endpoint") { _, context in
            let caller = try await caller(context)
            return try Response(try services.registrar.endpoint(caller, try context.text("code")))
        }
        router.put("/v1/units/:code/endpoint") { request, context in
            let caller = try await caller(context)
            let code = try context.text("code")
            let wish = try await decode(EndpointRequest.self, from: request, context)
            return try Response(try await services.registrar.setEndpoint(caller, code, wish))
        }
        router.delete("/v1/units/:code/endpoint") { _, context in
            let caller = try await caller(context)
            try await services.registrar.clearEndpoint(caller, try context.text("code"))
            return Response(status: .noContent)
        }
    }
}

/// The query that lists of units take on both interfaces.
enum UnitListQuery {
    static func read(_ request: Request) throws(Refusal) -> Registrar.UnitListRequest {
        let query = try Query(request, knows: ["q", "parent", "kind", "state", "after", "limit"])
        var wish = Registrar.UnitListRequest()
        wish.text = query.text("q")
        wish.parent = query.text("parent")
        wish.kind = query.text("kind")
        wish.state = query.text("state")
        wish.after = query.text("after")
        wish.limit = try query.number("limit", 1...1000)
        return wish
    }
}
