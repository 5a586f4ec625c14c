// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOTLS

/// Stands between the HTTP codec and the program: keeps the time limits, answers what can't be parsed, and ends
/// connections so that the peer gets to read the last answer.
///
/// Hummingbird has no limit on a slow body, knows no `100 Continue`, reads the rest of a refused body however long
/// it is, and answers a bad head with an empty `400`: all that is done here.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The program is about to read the body.
    struct ContinueEvent: Sendable {}

    /// Asks to be told when the response under way has been handed over.
    struct HandOverEvent: Sendable {
        let promise: EventLoopPromise<Void>
    }

    /// The request broke off; an answer has been given where that was possible.
    struct Broken: Error {}

    private var machine: ExchangeStateMachine
    private var timer: Scheduled<Void>?
    private var timerDeadline: NIODeadline?
    private let faults: any FaultAnswering
    private var language = Language.english
    private var path: String?
    private var handOver: EventLoopPromise<Void>?
    private var lastEnd: EventLoopFuture<Void>?

    init(times: ConnectionTimes, isEncrypted: Bool, faults: any FaultAnswering) {
        self.faults = faults
        machine = ExchangeStateMachine(times: times, isEncrypted: isEncrypted, now: .now())
    }

    func handlerAdded(context: ChannelHandlerContext) { schedule(context) }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        handOver?.fail(ChannelError.ioOnClosedChannel)
        handOver = nil
    }

    // MARK: - Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !machine.isLingering else {
            if case .body(let bytes) = unwrapInboundIn(data) { machine.discard(bytes.readableBytes) }
            return
        }
        let now = NIODeadline.now()
        switch unwrapInboundIn(data) {
        case .head(let head):
            let fields = head.headerFields
            language = Language(acceptLanguage: fields[.acceptLanguage])
            path = head.path
            machine.readHead(
                bodySize: fields[.contentLength].map { Int($0) ?? .max }
                    ?? (fields.contains(.transferEncoding) ? nil : 0),
                expectsContinue: fields[.expect]?.lowercased() == "100-continue",
                isLast: fields[.connection]?.lowercased() == "close",
                at: now
            )
        case .body(let bytes):
            machine.readBody(bytes.readableBytes, at: now)
        case .end:
            machine.readEnd(at: now)
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if machine.isLingering {
            context.read()
        } else if machine.isBodyUnawaited {
            // Bytes that came with the handshake's last message leave TLS once the certificate is checked, without a
            // read of their own: asking through the whole pipeline shows whether the program waits for more.
            context.channel.read()
        }
        schedule(context)
    }

    func read(context: ChannelHandlerContext) {
        machine.demand(at: .now())
        schedule(context)
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        // The stream above takes the end of the connection for the end of the body.
        if machine.reading == .body, !machine.isLingering { context.fireErrorCaught(Broken()) }
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        machine.writability(context.channel.isWritable, at: .now())
        schedule(context)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted:
            machine.handshakeCompleted(at: .now())
            schedule(context)
        case ChannelEvent.inputClosed:
            if machine.isLingering || (machine.outstanding == 0 && machine.reading == .head) {
                context.close(promise: nil)
                return
            }
            machine.endAfterResponse()
        case is ChannelShouldQuiesceEvent:
            machine.endAfterResponse()
        default:
            break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The second comes for a head that HTTP allows no program to act on, such as a bad method name.
        guard error is HTTPParserError || error is HTTP1TypeConversionError else {
            context.fireErrorCaught(error)
            return
        }
        let isOverflow = (error as? HTTPParserError) == .headerOverflow
        refuse(context, isOverflow ? .headersTooLarge : .badFraming)
    }

    // MARK: - Outbound

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !machine.isLingering else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational:
            lastEnd = nil
            if head.headerFields[.connection] == "close" { machine.endAfterResponse() }
            if machine.beginResponse() { head.headerFields[.connection] = "close" }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .head, .body:
            context.write(data, promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise()
            lastEnd = written.futureResult
            if let handOver { written.futureResult.cascade(to: handOver) }
            handOver = nil
            context.write(data, promise: written)
            finishResponse(context)
            written.futureResult.assumeIsolated().whenSuccess {
                self.machine.handedOver(at: .now())
                self.schedule(context)
            }
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case is ContinueEvent:
            if machine.takeContinue() {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
                schedule(context)
            }
            promise?.succeed()
        case let event as HandOverEvent:
            if let lastEnd, !machine.isResponding {
                lastEnd.cascade(to: event.promise)
            } else if context.channel.isActive, handOver == nil {
                handOver = event.promise
            } else {
                event.promise.fail(ChannelError.ioOnClosedChannel)
            }
            promise?.succeed()
        default:
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }

    private func finishResponse(_ context: ChannelHandlerContext) {
        switch machine.endResponse(at: .now()) {
        case .goOn:
            break
        case .close:
            context.flush()
            context.close(mode: .output, promise: nil)
            machine.linger(at: .now())
            context.read()
        case .linger:
            context.flush()
            context.read()
        }
        schedule(context)
    }

    /// Answers the request that is being read with a problem, where possible, and ends the connection.
    private func refuse(_ context: ChannelHandlerContext, _ fault: FramingFault) {
        guard !machine.isLingering else { return }
        let wasReadingBody = machine.reading == .body
        if machine.canRefuse {
            let (head, body) = faults.answer(to: fault, path: wasReadingBody ? path : nil, in: language)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(body)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            machine.linger(at: .now())
        } else if machine.outstanding > 0, !wasReadingBody {
            machine.endAfterResponse()
        } else {
            context.close(promise: nil)
        }
        if wasReadingBody { context.fireErrorCaught(Broken()) }
        schedule(context)
        context.read()
    }

    // MARK: - Time

    private func schedule(_ context: ChannelHandlerContext) {
        guard let deadline = machine.deadline else { return }
        if let timerDeadline, timer != nil, timerDeadline <= deadline { return }
        timer?.cancel()
        timerDeadline = deadline
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.timer = nil
            self.timerDeadline = nil
            self.timeOut(context)
        }
    }

    private func timeOut(_ context: ChannelHandlerContext) {
        switch machine.timeout(at: .now()) {
        case .wait: schedule(context)
        case .close: context.close(promise: nil)
        case .refuseSlowBody: refuse(context, .slowBody)
        }
    }
}
