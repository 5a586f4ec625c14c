// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import HTTPTypes
import Hummingbird

/// The agency interface, `/v1`: authenticate, read, call, answer.
struct AgencyRoutes: Sendable {
    let services: AxisServices
    let limits: HTTPLimits
    let bodies: BodyReader
    let rate: RateLimiter

    /// Adds all routes.
    func add(to router: Router<AxisRequestContext>) {
        addEnvelopes(to: router)
        addInbox(to: router)
        addCodes(to: router)
        addCampaigns(to: router)
    }

    /// Who calls, asked anew for each request, and within the rate that it may call at.
    func caller(_ context: AxisRequestContext) async throws(Refusal) -> Caller {
        guard let leaf = await context.connection.leafCertificate() else { throw .noClientCertificate() }
        let now = services.clock.now()
        let caller = try services.authenticator.agency(leafDER: leaf, at: now)
        try rate.check(caller.holder, at: now)
        context.connection.hold(try rate.place(for: caller.holder))
        return caller
    }

    /// A request's body as a value.
    func decode<Value: Decodable>(
        _ type: Value.Type,
        from request: Request,
        _ context: AxisRequestContext
    ) async throws(Refusal) -> Value {
        try JSON.decode(type, from: try await bodies.read(request, over: context.connection, limit: limits.document))
    }

    // MARK: - Envelopes

    private func addEnvelopes(to router: Router<AxisRequestContext>) {
        router.post("/v1/envelopes") { request, context in
            try await accept(request, context)
        }
        router.get("/v1/envelopes") { request, context in
            let caller = try await caller(context)
            let query = try Query(request, knows: ["documentId", "to", "state", "after", "limit"])
            let page = try await services.tracking.list(
                caller,
                documentID: query.text("documentId"),
                to: query.text("to"),
                state: try query.word("state", as: DeliveryState.self),
                after: query.text("after"),
                limit: try query.number("limit", 1...1000) ?? 100
            )
            return try Response(page)
        }
        router.get("/v1/envelopes/:id") { _, context in
            let caller = try await caller(context)
            return try Response(
                try await services.tracking.report(caller, try context.identifier(as: EnvelopeID.self))
            )
        }
        router.get("/v1/envelopes/:id/receipt") { _, context in
            let caller = try await caller(context)
            return try Response(
                try await services.tracking.receipt(caller, try context.identifier(as: EnvelopeID.self))
            )
        }
        router.post("/v1/envelopes/:id/resend") { request, context in
            let caller = try await caller(context)
            let id = try context.identifier(as: EnvelopeID.self)
            let wish = try await decode(ResendRequest.self, from: request, context)
            return try Response(try await services.tracking.resend(caller, id, wish))
        }
    }

    private func accept(_ request: Request, _ context: AxisRequestContext) async throws -> Response {
        let caller: Caller
        do { caller = try await self.caller(context) } catch { throw RefusedEnvelope(refusal: error, sender: nil) }
        do { return try await accept(request, from: caller, context) } catch let refusal as Refusal {
            throw RefusedEnvelope(refusal: refusal, sender: caller.holderCode)
        }
    }

    private func accept(
        _ request: Request,
        from caller: Caller,
        _ context: AxisRequestContext
    ) async throws -> Response {
        let allowsPartial = try allowsPartial(request)
        // Held until the envelope is in: it stands for the memory that reading and parsing take.
        let admission = try bodies.admit(request, from: caller.holder)
        let body = try await bodies.readEnvelope(request, over: context.connection)
        let result = try await services.intake.accept(body, from: caller, allowsPartial: allowsPartial)
        _ = consume admission
        var fields: HTTPFields = [.location: "/v1/envelopes/\(result.receipt.envelopeId)"]
        if !result.undelivered.isEmpty { fields[.axisUndelivered] = result.undelivered.joined(separator: ", ") }
        return try Response(result.receipt, status: result.isNew ? .created : .ok, fields: fields)
    }

    private func allowsPartial(_ request: Request) throws(Refusal) -> Bool {
        switch request.headers[.axisPartial] {
        case nil: return false
        case "allow": return true
        default:
            throw .badRequest(
                "Axis-Partial",
                english: "this field takes the word allow only",
                vietnamese: "trường này chỉ nhận từ allow"
            )
        }
    }
}

extension HTTPField.Name {
    private static func known(_ name: String) -> Self {
        guard let field = Self(name) else { preconditionFailure("\(name) is no field name") }
        return field
    }

    /// Whether recipients that can't be reached may be left out.
    static let axisPartial = known("Axis-Partial")
    /// Recipients of an earlier acceptance whose delivery ended undelivered.
    static let axisUndelivered = known("Axis-Undelivered")
    /// A digest of the content (RFC 9530).
    static let contentDigest = known("Content-Digest")
    /// The envelope that bytes belong to.
    static let axisEnvelopeID = known("Axis-Envelope-Id")
    static let axisDeliveryID = known("Axis-Delivery-Id")
    static let axisSender = known("Axis-Sender")
    static let axisRecipient = known("Axis-Recipient")
    static let axisKind = known("Axis-Kind")
}
