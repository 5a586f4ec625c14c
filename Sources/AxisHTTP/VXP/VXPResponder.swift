// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisVXP
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// Answers what document systems on the official VXP SDK ask.
///
/// Every request whose head can be read is answered under HTTP status 200, with JSON that the SDK's parser takes: it
/// makes "no documents" of anything else. There is no router behind it, which would answer with statuses of its own.
final class VXPResponder: RequestAnswering {
    /// Why a request is answered with a failure.
    private struct Failure: Error {
        let error: VXPError
        /// Whether the audit log has it already, in more detail than may be said here.
        var isAudited = false
        /// Of a document or status package that is refused, the unit whose system sent it; statistics count these.
        var sender: String?
    }

    let metrics: HTTPMetrics
    private let service: any VXPAnswering
    private let bodies: BodyReader
    private let limiter: CallLimiter<String>
    private let log: RefusalLog
    private let clock: any WallClock
    private let most: Int
    private let inFlight = Atomic(0)

    /// Makes it for one listener.
    init(
        service: any VXPAnswering,
        bodies: BodyReader,
        limits: HTTPLimits,
        metrics: HTTPMetrics,
        log: RefusalLog,
        clock: any WallClock
    ) {
        self.service = service
        self.bodies = bodies
        self.metrics = metrics
        self.log = log
        self.clock = clock
        limiter = CallLimiter(limits: limits)
        most = limits.requestsInFlight
    }

    func answer(_ request: Request, over connection: Connection, logger: Logger) async -> Response {
        let now = inFlight.add(1, ordering: .relaxed).newValue
        defer { inFlight.subtract(1, ordering: .relaxed) }
        let path = request.head.path ?? "/"
        let method = VXPMethod(path: path)
        let route = method.map { "vxp/\($0.rawValue)" } ?? "vxp/-"
        var response: Response
        do throws(Failure) {
            guard now <= most else { throw Failure(error: VXPError(.tooManyRequestsInFlight())) }
            let reply = try await reply(to: request, for: method, over: connection)
            // The SDK leaves a pool behind with each call: past the half of the places none is kept for a next call.
            response = Response(reply, over: connection, isLast: connection.isCrowded)
        } catch {
            metrics.refused(error.error.cause)
            if !error.isAudited {
                log.record(Refusal(error.error), from: connection.source, on: route, sender: error.sender)
            }
            response = Response(
                Self.reply(to: error.error, path: path),
                over: connection,
                isLast: error.error.code == .notAuthenticated || connection.isCrowded
            )
        }
        metrics.answered(route: route, status: response.status.code)
        return request.method == .head ? response.createHeadResponse() : response
    }

    func answer(to fault: FramingFault, path: String?, in language: Language) -> (HTTPResponse, ByteBuffer) {
        let error = VXPError(fault, isHead: path == nil)
        metrics.refused(error.cause)
        var bytes = VXPAnswer.failure(error, of: path.flatMap { VXPMethod(path: $0) })
        if let path, VXPMethod.isDownload(path: path) { bytes = [] }
        let head = HTTPResponse(
            status: path == nil ? .badRequest : .ok,
            headerFields: [
                .contentType: "application/json",
                .contentLength: String(bytes.count),
                .connection: "close",
            ]
        )
        return (head, ByteBuffer(bytes: bytes))
    }

    /// What a failed request is answered with.
    private static func reply(to error: VXPError, path: String) -> VXPReply {
        // The SDK stores whatever comes as the document.
        if VXPMethod.isDownload(path: path) { return .empty }
        return .json(VXPAnswer.failure(error, of: VXPMethod(path: path)))
    }

    private func reply(
        to request: Request,
        for method: VXPMethod?,
        over connection: Connection
    ) async throws(Failure) -> VXPReply {
        guard let method else { throw Failure(error: .unknownMethod) }
        guard request.method == .post || (request.method == .get && method.onlyReads) else {
            throw Failure(error: .wrongVerb)
        }
        let head: VXPHead
        do { head = try VXPHead(request.headers, over: connection) } catch {
            throw Failure(error: error, sender: method == .sendEdoc ? "-" : nil)
        }
        let caller: VXPCaller
        switch await service.authenticate(head.call) {
        case .success(let found): caller = found
        case .failure(let error): throw Failure(error: error, isAudited: true)
        }
        do throws(VXPError) {
            let place = try place(of: caller)
            let call = VXPRequest(method: method, caller: caller, parameters: head.parameters)
            let reply = try await reply(to: call, in: request, over: connection)
            _ = consume place
            return reply
        } catch {
            throw Failure(error: error, sender: method == .sendEdoc ? caller.caller.holderCode : nil)
        }
    }

    /// Reads the body, which an authenticated caller alone is told to send, and asks the service.
    private func reply(
        to call: VXPRequest,
        in request: Request,
        over connection: Connection
    ) async throws(VXPError) -> VXPReply {
        var call = call
        guard call.method.body == .document else {
            do {
                let bytes = try await bodies.read(request, over: connection, limit: VXPMethod.longestSmallBody)
                if call.method.body == .small { call.body = .bytes(bytes) }
            } catch {
                throw VXPError(error)
            }
            return try await service.answer(call)
        }
        let admission: ParseGate.Admission
        do { admission = try bodies.admitSentFile(request, from: call.caller.caller.holder) } catch {
            throw VXPError(error)
        }
        call.body = try await bodies.readSentFile(request, over: connection, hash: call.parameters.fileHash)
        let reply = try await service.answer(call)
        // Held until the document is in: it stands for the memory that reading and parsing take.
        _ = consume admission
        return reply
    }

    /// A place among the requests being answered, and the right to begin one now.
    private func place(of caller: VXPCaller) throws(VXPError) -> CallLimiter<String>.Place {
        do {
            let place = try limiter.place(for: caller.systemID)
            try limiter.check(caller.systemID, at: clock.now())
            return place
        } catch {
            throw VXPError(error)
        }
    }
}
