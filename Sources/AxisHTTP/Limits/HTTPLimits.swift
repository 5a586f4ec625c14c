// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// The bounds of a listener. Nothing that a peer does goes past them.
package struct HTTPLimits: Sendable {
    /// The largest envelope, in bytes.
    package var envelope = 50 * 1024 * 1024
    /// The largest envelope that is kept in memory; larger ones go to a file.
    package var inlineEnvelope = 64 * 1024
    /// The largest JSON body, in bytes.
    package var document = 1024 * 1024
    /// The largest list of codes, in bytes.
    package var list = 16 * 1024 * 1024
    /// What the parse gate admits at once, in bytes; an envelope counts four times its size.
    package var gate = 512 * 1024 * 1024
    /// All header fields of a request together, in bytes.
    package var headerBytes = 80 * 1024
    /// One header field, or the request's target, in bytes.
    package var headerFieldBytes = 16 * 1024
    /// Header fields of a request.
    package var headerFields = 100
    /// Connections open at once.
    package var connections = 10_000
    /// Connections open at once from one address.
    package var connectionsPerAddress = 1_000
    /// Requests being answered at once.
    package var requestsInFlight = 8_192
    /// Requests of one holder being answered at once, calls that wait included.
    package var requestsInFlightPerHolder = 2_048
    /// Requests that a holder may begin per second, in the long run.
    package var requestsPerSecond = 10_000.0
    /// Requests that a holder may begin at once after a pause.
    package var requestBurst = 20_000.0
    /// The time limits of a connection.
    package var times = ConnectionTimes()

    /// The defaults.
    package init() {}
}

/// The time limits of a connection.
package struct ConnectionTimes: Sendable {
    /// For the TLS handshake.
    package var handshake = TimeAmount.seconds(10)
    /// From a response, or the handshake, to the next complete request head.
    package var idle = TimeAmount.seconds(75)
    /// Between two pieces of a body.
    package var bodyPause = TimeAmount.seconds(30)
    /// For a body, to which its size at ``bodyRate`` is added.
    package var bodyGrace = TimeAmount.seconds(30)
    /// The slowest that a body may come, in bytes per second.
    package var bodyRate = 64 * 1024
    /// For the peer to take what is sent to it, while the send buffer is full.
    package var writeStall = TimeAmount.seconds(60)
    /// For reading and discarding after an answer that ends the connection, so that the peer gets to read it.
    package var linger = TimeAmount.seconds(2)
    /// For reading and discarding the rest of a body after such an answer.
    package var discard = TimeAmount.seconds(2)
    /// How much of such a rest gets more time while it comes, at ``bodyRate``, in bytes.
    package var discardPaced = 0
    /// For requests in flight when the daemon stops.
    package var drain = Duration.seconds(20)

    /// The defaults.
    package init() {}
}
