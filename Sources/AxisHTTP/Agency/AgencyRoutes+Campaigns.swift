// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import HTTPTypes
import Hummingbird
import NIOCore

extension AgencyRoutes {
    /// Campaigns and the lists handed in for them.
    func addCampaigns(to router: Router<AxisRequestContext>) {
        router.get("/v1/campaigns") { _, context in
            _ = try await caller(context)
            return try Response(try await services.campaigns.list())
        }
        router.get("/v1/campaigns/:id") { _, context in
            _ = try await caller(context)
            return try Response(try await services.campaigns.show(try context.text("id")))
        }
        router.get("/v1/campaigns/:id/board") { request, context in
            _ = try await caller(context)
            return try BoardAnswer.response(
                try await services.campaigns.sharedBoard(try context.text("id")),
                to: request
            )
        }
        router.post("/v1/campaigns/:id/declarations") { request, context in
            let caller = try await caller(context)
            let id = try context.text("id")
            let wish = try await decode(IndicatorDeclareRequest.self, from: request, context)
            return try Response(try await services.campaigns.declare(caller, id, wish))
        }
        router.post("/v1/campaigns/:id/submissions") { request, context in
            try await handIn(request, context)
        }
        router.get("/v1/submissions/:id") { _, context in
            let caller = try await caller(context)
            return try Response(
                try await services.submissions.show(caller, try context.identifier(as: SubmissionID.self))
            )
        }
    }

    private func handIn(_ request: Request, _ context: AxisRequestContext) async throws -> Response {
        let caller = try await caller(context)
        let query = try Query(request, knows: ["dryRun", "unit"])
        let campaign = try context.text("id")
        let hint = request.headers[.contentType]
        let admission = try bodies.admit(request, from: caller.holder)
        defer { _ = admission }
        do {
            if try query.flag("dryRun") {
                let bytes = try await bodies.read(request, over: context.connection, limit: limits.list)
                let receipt = try await services.submissions.check(
                    caller,
                    campaign: campaign,
                    unit: query.text("unit"),
                    bytes: bytes,
                    hint: hint,
                    readAt: services.clock.now()
                )
                return try Response(receipt)
            }
            let handIn = try await services.submissions.begin(
                caller,
                campaign: campaign,
                unit: query.text("unit"),
                declared: request.headers[.contentDigest].flatMap { ContentDigest.sha256(in: $0) }
            )
            let bytes: [UInt8]
            do {
                bytes = try await bodies.read(request, over: context.connection, limit: limits.list)
            } catch {
                // A body that ends because the daemon stops was lost by Axis, not broken off by its sender.
                let isStopping = await services.health.report().degraded.contains { $0.mode == .draining }
                await services.submissions.abandon(handIn, because: isStopping ? .stopping() : error)
                throw error
            }
            let result = try await services.submissions.complete(
                handIn,
                bytes: bytes,
                hint: hint,
                readAt: services.clock.now(),
                applicantDate: request.headers[.date].flatMap { HTTPDate.moment($0) }
            )
            var fields = HTTPFields()
            if let id = result.receipt.submissionId { fields[.location] = "/v1/submissions/\(id)" }
            return try Response(result.receipt, status: result.isNew ? .created : .ok, fields: fields)
        } catch let error as ImportRefusal {
            throw error.faults.isEmpty
                ? error.refusal as any Error : FaultyList(refusal: error.refusal, faults: error.faults)
        }
    }
}

/// The board of a campaign, as JSON or as a table for spreadsheets.
enum BoardAnswer {
    static func response(_ board: BoardView, to request: Request) throws -> Response {
        let query = try Query(request, knows: ["format"])
        let asked = try query.word("format", as: ExportFormat.self)
        guard asked == .csv || (asked == nil && request.headers[.accept]?.contains("text/csv") == true) else {
            return try Response(board)
        }
        let language = Language(acceptLanguage: request.headers[.acceptLanguage])
        return Response(
            status: .ok,
            headers: [.contentType: "text/csv; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: board.csv(vietnamese: language == .vietnamese)))
        )
    }
}
