// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import Hummingbird

extension AdministrationRoutes {
    /// System ids of the VXP interface.
    func addClients(to router: Router<AxisRequestContext>) {
        router.get("/admin/v1/clients") { request, context in
            let by = try await administrator(context)
            let query = try Query(request, knows: ["unit", "after", "limit"])
            let limit = try query.number("limit", 1...1000) ?? 1000
            return try Response(
                ListView(
                    items: try await services.clients.list(
                        by,
                        unit: query.text("unit"),
                        after: query.text("after"),
                        limit: limit
                    )
                )
            )
        }
        router.post("/admin/v1/clients") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(ClientAddRequest.self, from: request, context)
            return try Response(try await services.clients.add(by, wish), status: .created)
        }
        router.post("/admin/v1/clients/rewrap") { request, context in
            let by = try await administrator(context)
            let query = try Query(request, knows: ["after"])
            return try Response(try await services.clients.rewrap(by, after: query.text("after")))
        }
        router.get("/admin/v1/clients/:id") { _, context in
            let by = try await administrator(context)
            return try Response(try await services.clients.show(by, try context.text("id")))
        }
        router.post("/admin/v1/clients/:id/rotate") { request, context in
            let by = try await administrator(context)
            let systemID = try context.text("id")
            let wish = try await decode(ClientRotateRequest.self, from: request, context)
            return try Response(try await services.clients.rotate(by, systemID, wish))
        }
        router.post("/admin/v1/clients/:id/revoke") { request, context in
            let by = try await administrator(context)
            let systemID = try context.text("id")
            let wish = try await decode(RevokeRequest.self, from: request, context)
            return try Response(try await services.clients.revoke(by, systemID, reason: wish.reason))
        }
        router.put("/admin/v1/clients/:id/addresses") { request, context in
            let by = try await administrator(context)
            let systemID = try context.text("id")
            let wish = try await decode(ClientAddressesRequest.self, from: request, context)
            return try Response(try await services.clients.setAddresses(by, systemID, wish))
        }
    }
}
