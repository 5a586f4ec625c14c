// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import Hummingbird

extension AdministrationRoutes {
    /// Campaigns, and what was handed in for them.
    func addCampaigns(to router: Router<AxisRequestContext>) {
        router.get("/admin/v1/campaigns") { _, context in
            _ = try await administrator(context)
            return try Response(try await services.campaigns.list())
        }
        router.post("/admin/v1/campaigns") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(CampaignCreateRequest.self, from: request, context)
            return try Response(try await services.campaigns.create(by, wish), status: .created)
        }
        router.get("/admin/v1/campaigns/:id") { _, context in
            _ = try await administrator(context)
            return try Response(try await services.campaigns.show(try context.text("id")))
        }
        router.get("/admin/v1/campaigns/:id/board") { request, context in
            _ = try await administrator(context)
            return try BoardAnswer.response(try await services.campaigns.board(try context.text("id")), to: request)
        }
        router.post("/admin/v1/campaigns/:id/declare") { request, context in
            let by = try await administrator(context)
            let id = try context.text("id")
            let wish = try await decode(IndicatorDeclareRequest.self, from: request, context)
            return try Response(try await services.campaigns.declare(by, id, wish))
        }
        router.get("/admin/v1/submissions") { request, context in
            let by = try await administrator(context)
            let query = try Query(request, knows: ["campaign", "unit"])
            return try Response(
                try await services.submissions.list(by, campaign: query.text("campaign"), unit: query.text("unit"))
            )
        }
        router.get("/admin/v1/submissions/:id") { _, context in
            let by = try await administrator(context)
            return try Response(
                try await services.submissions.show(by, try context.identifier(as: SubmissionID.self))
            )
        }
        router.post("/admin/v1/submissions/:id/accept") { request, context in
            let by = try await administrator(context)
            let id = try context.identifier(as: SubmissionID.self)
            let wish = try await decode(SubmissionAcceptRequest.self, from: request, context)
            do {
                return try Response(try await services.submissions.accept(by, id, wish))
            } catch let error as ImportRefusal {
                throw error.faults.isEmpty
                    ? error.refusal as any Error : FaultyList(refusal: error.refusal, faults: error.faults)
            }
        }
        router.post("/admin/v1/submissions/:id/reject") { request, context in
            let by = try await administrator(context)
            let id = try context.identifier(as: SubmissionID.self)
            let wish = try await decode(SubmissionRejectRequest.self, from: request, context)
            return try Response(try await services.submissions.reject(by, id, wish))
        }
    }
}
