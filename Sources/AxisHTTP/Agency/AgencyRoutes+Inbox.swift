// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import Hummingbird
import Logging
import ServiceLifecycle

extension AgencyRoutes {
    func addInbox(to router: Router<AxisRequestContext>) {
        router.get("/v1/inbox") { request, context in
            let caller = try await caller(context)
            let query = try Query(request, knows: ["unit", "kind", "after", "limit", "wait"])
            let (unit, after) = (query.text("unit"), query.text("after"))
            let kind = try query.word("kind", as: EnvelopeKind.self)
            let limit = try query.number("limit", 1...1000) ?? 100
            let wait = try query.number("wait", 0...60) ?? 0
            let mailbox = services.mailbox
            // A call that waits ends at once when the daemon stops.
            let page = try await cancelWhenGracefulShutdown {
                try await mailbox.list(
                    caller,
                    unit: unit,
                    kind: kind,
                    after: after,
                    limit: limit,
                    wait: .seconds(wait)
                )
            }
            return try Response(page)
        }
        router.post("/v1/inbox/claim") { request, context in
            let caller = try await caller(context)
            let wish = try await decode(ClaimRequest.self, from: request, context)
            let mailbox = services.mailbox
            let page = try await cancelWhenGracefulShutdown { try await mailbox.claim(caller, wish) }
            return try Response(page)
        }
        router.post("/v1/deliveries/:id/extend") { request, context in
            let caller = try await caller(context)
            let id = try context.identifier(as: DeliveryID.self)
            let wish = try await decode(ExtendRequest.self, from: request, context)
            return try Response(try await services.mailbox.extend(caller, id, wish))
        }
        router.post("/v1/deliveries/:id/ack") { request, context in
            let caller = try await caller(context)
            let id = try context.identifier(as: DeliveryID.self)
            let wish = try await decode(AcknowledgeRequest.self, from: request, context)
            return try Response(try await services.mailbox.acknowledge(caller, id, wish))
        }
        router.get("/v1/deliveries/:id/envelope") { request, context in
            let caller = try await caller(context)
            let id = try context.identifier(as: DeliveryID.self)
            let opened = try await services.mailbox.open(caller, id)
            let (mailbox, connection, logger) = (services.mailbox, context.connection, context.logger)
            return PayloadAnswer(opened).response(to: request) {
                // Only bytes that all went out count as fetched.
                guard await connection.isResponseHandedOver() else { return }
                do {
                    try await mailbox.markFetched(id)
                } catch {
                    logger.warning("a fetch could not be recorded", metadata: ["delivery": "\(id)"])
                }
            }
        }
    }
}
