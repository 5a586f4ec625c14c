// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTPTypes

/// Answers the requests of one listener.
package protocol RequestAnswering: FaultAnswering {
    /// What the listener counts.
    var metrics: HTTPMetrics { get }

    /// The answer to one request; never fails.
    func answer(_ request: Request, over connection: Connection, logger: Logger) async -> Response
}

/// How a listener's connections are protected.
package enum Protection: Sendable {
    /// TLS, mutual where the box has a trust list.
    case tls(TLSContextBox)
    /// None: loopback or a Unix socket.
    case none
}

/// Sets up each accepted connection and answers what comes over it.
///
/// Hummingbird's own TLS channel keeps one context for ever; this one takes it from the box for each connection.
package struct ConnectionChannel: ServerChildChannel {
    /// One accepted connection.
    package struct Value: ServerChildChannelValue {
        let http: HTTP1Channel
        let stream: HTTP1Channel.Value
        let connection: Connection
        package var channel: any Channel { stream.channel }
    }

    /// One connection too many.
    struct TooManyConnections: Error {}

    let protection: Protection
    let isLocal: Bool
    let limits: HTTPLimits
    let table: ConnectionTable
    let answering: any RequestAnswering

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        guard table.admit(channel) else {
            answering.metrics.connectionRefused()
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(TooManyConnections())
        }
        let isEncrypted = if case .tls = protection { true } else { false }
        let connection = Connection(channel: channel, isEncrypted: isEncrypted, table: table)
        let identified = isLocal ? connection.readPeerCredentials() : channel.eventLoop.makeSucceededVoidFuture()
        let (answering, times) = (self.answering, limits.times)
        let http = HTTP1Channel(
            responder: { request, writer, _ in
                let response = await answering.answer(request, over: connection, logger: logger)
                try await writer.write(response: response.head, body: response.body)
            },
            configuration: .init(
                additionalChannelHandlers: [ConnectionGuard(times: times, isEncrypted: isEncrypted, faults: answering)],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerFieldBytes,
                    maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: limits.headerFields
                )
            )
        )
        return identified.flatMapThrowing {
            if case .tls(let box) = protection {
                try channel.pipeline.syncOperations.addHandler(box.makeHandler())
            }
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.map { stream in
            Value(http: http, stream: stream, connection: connection)
        }.flatMapErrorThrowing { error in
            // Nobody else closes a connection that could not be set up.
            channel.close(promise: nil)
            throw error
        }
    }

    package func handle(value: Value, logger: Logger) async {
        await value.http.handle(value: value.stream, logger: logger)
    }
}
