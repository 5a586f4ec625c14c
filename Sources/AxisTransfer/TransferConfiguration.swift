// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What all requests of one client have in common; connections are shared among them for that reason.
package struct TransferConfiguration: Sendable {
    /// Whose certificates a server may show.
    package enum Trust: Sendable {
        /// The system's certificate authorities.
        case system
        /// The authorities in one PEM file, and no others. It is read once a day at most.
        case file(String)
        /// The authorities in an OpenSSL hash directory, and no others.
        case directory(String)
        /// The authorities in this PEM text, and no others.
        case pem([UInt8])
    }

    /// The client's own certificate.
    package enum Identity: Sendable {
        /// None is shown.
        case none
        /// A PEM file with the certificate (and its intermediates) and one with the unencrypted private key.
        case files(certificate: String, key: String)
        /// The same two texts from memory.
        case pem(certificate: [UInt8], key: [UInt8])
    }

    /// Whose certificates a server may show.
    package var trust: Trust
    /// The client's own certificate.
    package var identity: Identity
    /// Whether plain `http` to a loopback address written in digits is allowed.
    package var allowsPlainLoopback: Bool
    /// The most connections open at once; more requests wait within their time-outs.
    package var maximumConnections: Int
    /// The most connections open to one host at once.
    package var maximumConnectionsPerHost: Int
    /// The most requests under way at once, those that wait for a connection included; more are refused.
    package var maximumTransfers: Int
    /// How long an unused connection is still taken for another request.
    package var idleTimeout: Duration
    /// The most bytes of response header that are taken, interim answers included.
    package var responseHeaderLimit: Int
    /// What the client calls itself.
    package var userAgent: String

    /// Makes a configuration.
    package init(
        trust: Trust = .system,
        identity: Identity = .none,
        allowsPlainLoopback: Bool = false,
        maximumConnections: Int = 1024,
        maximumConnectionsPerHost: Int = 64,
        maximumTransfers: Int = 8192,
        idleTimeout: Duration = .seconds(55),
        responseHeaderLimit: Int = 65_536,
        userAgent: String = "Axis"
    ) {
        self.trust = trust
        self.identity = identity
        self.allowsPlainLoopback = allowsPlainLoopback
        self.maximumConnections = maximumConnections
        self.maximumConnectionsPerHost = maximumConnectionsPerHost
        self.maximumTransfers = maximumTransfers
        self.idleTimeout = idleTimeout
        self.responseHeaderLimit = responseHeaderLimit
        self.userAgent = userAgent
    }
}
