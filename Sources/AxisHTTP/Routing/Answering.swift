// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import HTTPTypes
package import Hummingbird
package import Logging
package import NIOCore
import Synchronization

/// A refusal together with every fault of a list.
struct FaultyList: Error {
    let refusal: Refusal
    let faults: [ImportFault]
}

/// A refusal of an envelope at the door, which the audit log keeps with the unit that brought it.
struct RefusedEnvelope: Error {
    let refusal: Refusal
    /// The code of the unit whose certificate brought it; nil when nobody's did.
    let sender: String?
}

/// Answers requests through a router, within the bound on requests in flight.
///
/// It is the one place where errors become answers: problems (RFC 9457) with the status of their code.
package final class Answering: RequestAnswering {
    package let metrics: HTTPMetrics
    private let responder: RouterResponder<AxisRequestContext>
    private let routes: RouteIndex
    private let log: RefusalLog?
    private let most: Int
    private let inFlight = Atomic(0)
    private let clock: any WallClock
    private let date = Mutex((second: Int64.min, text: ""))

    /// Makes it for one listener's router, which has all its routes.
    ///
    /// - Parameter log: where refusals leave their line; nil for none.
    package init(
        router: Router<AxisRequestContext>,
        limits: HTTPLimits,
        metrics: HTTPMetrics,
        log: RefusalLog?,
        clock: any WallClock
    ) {
        routes = RouteIndex(router)
        // Added after the routes, it stands before the router's own "not found" only.
        router.add(middleware: UnroutedMiddleware())
        responder = router.buildResponder()
        most = limits.requestsInFlight
        self.metrics = metrics
        self.log = log
        self.clock = clock
    }

    /// The answer to one request; never fails.
    package func answer(_ request: Request, over connection: Connection, logger: Logger) async -> Response {
        let now = inFlight.add(1, ordering: .relaxed).newValue
        defer {
            inFlight.subtract(1, ordering: .relaxed)
            connection.letGo()
        }
        let context = AxisRequestContext(source: AxisRequestSource(connection: connection, logger: logger))
        var response: Response
        do {
            guard now <= most else { throw Refusal.tooManyRequestsInFlight() }
            response = try await responder.respond(to: request, context: context)
        } catch {
            response = answer(to: error, request: request, context: context)
        }
        metrics.answered(route: context.endpointPath ?? "-", status: response.status.code)
        response.headers[.date] = dateText()
        return response
    }

    package func answer(
        to fault: FramingFault,
        path: String?,
        in language: Language
    ) -> (HTTPResponse, ByteBuffer) { fault.response(in: language) }

    private func answer(to error: any Error, request: Request, context: AxisRequestContext) -> Response {
        let language = Language(acceptLanguage: request.headers[.acceptLanguage])
        switch error {
        case let refusal as Refusal:
            return answer(to: refusal, context: context, in: language)
        case let envelope as RefusedEnvelope:
            return answer(to: envelope.refusal, context: context, sender: envelope.sender ?? "-", in: language)
        case let list as FaultyList:
            return answer(to: list.refusal, faults: list.faults, context: context, in: language)
        case is Unrouted:
            let allowed = routes.methods(at: request.uri.path)
            guard !allowed.isEmpty else { return answer(to: .routeUnknown(), context: context, in: language) }
            var response = Response(Problem.methodNotAllowed(in: language))
            response.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
            return response
        case is CancellationError:
            return answer(to: .stopping(), context: context, in: language)
        default:
            context.logger.error("a request failed", metadata: ["error": "\(type(of: error))"])
            return Response(Problem.failure(in: language))
        }
    }

    private func answer(
        to refusal: Refusal,
        faults: [ImportFault]? = nil,
        context: AxisRequestContext,
        sender: String? = nil,
        in language: Language
    ) -> Response {
        metrics.refused(refusal.code)
        log?.record(refusal, from: context.connection.source, on: context.endpointPath ?? "-", sender: sender)
        return Response(Problem(refusal, faults: faults, in: language), retryAfter: refusal.retryAfter)
    }

    /// The present moment as HTTP writes it (RFC 9110, section 5.6.7), made once a second.
    private func dateText() -> String {
        let moment = clock.now()
        return date.withLock { date in
            if date.second != moment.seconds { date = (moment.seconds, HTTPDate.text(moment)) }
            return date.text
        }
    }
}
