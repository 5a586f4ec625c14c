// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import Hummingbird

extension AdministrationRoutes {
    /// What agencies' systems asked of the registry over VXP.
    func addAgencyRequests(to router: Router<AxisRequestContext>) {
        router.get("/admin/v1/agency-requests") { request, context in
            let by = try await administrator(context)
            let query = try Query(request, knows: ["state", "after", "limit"])
            return try Response(
                try await services.agencyRequests.list(
                    by,
                    state: try query.word("state", as: AgencyRequest.State.self),
                    after: query.text("after").flatMap { AgencyRequestID($0) },
                    limit: try query.number("limit", 1...1000) ?? 100
                )
            )
        }
        router.post("/admin/v1/agency-requests/:id/accept") { request, context in
            let by = try await administrator(context)
            let id = try context.identifier(as: AgencyRequestID.self)
            let wish = try await decode(AgencyRequestAcceptRequest.self, from: request, context)
            return try Response(try await services.agencyRequests.accept(by, id, wish))
        }
        router.post("/admin/v1/agency-requests/:id/refuse") { request, context in
            let by = try await administrator(context)
            let id = try context.identifier(as: AgencyRequestID.self)
            let wish = try await decode(AgencyRequestRefuseRequest.self, from: request, context)
            return try Response(try await services.agencyRequests.refuse(by, id, reason: wish.reason))
        }
    }
}

extension AxisServices {
    /// What agencies' systems asked of the registry; it holds nothing itself.
    var agencyRequests: AgencyRequestDesk { AgencyRequestDesk(registrar: registrar, store: store, clock: clock) }
}
