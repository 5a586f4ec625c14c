// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker

/// Where and how the daemon listens; `axisd` fills it from its configuration.
package struct ListenerConfiguration: Sendable {
    /// The agency interface's host; administrators' certificates are served there too.
    package var host = "0.0.0.0"
    /// Its port.
    package var port = 8443
    /// The administrators' socket; nil for none.
    package var socket: UnixSocket?
    /// Where operations are served: loopback only.
    package var operationsHost = "127.0.0.1"
    /// Its port; nil for none.
    package var operationsPort: Int? = 9480
    /// Where document systems on the official VXP SDK connect; nil for nowhere.
    package var vxp: VXPListener?
    /// The bounds.
    package var limits = HTTPLimits()

    /// The defaults.
    package init() {}
}

/// Where document systems on the official VXP SDK connect.
package struct VXPListener: Sendable {
    /// The host.
    package var host: String
    /// The port; 0 takes a free one.
    package var port: Int
    /// TLS, without certificates of clients; nil for plain HTTP, which belongs on loopback only.
    package var tls: TLSContextBox?

    /// Names the place.
    package init(host: String, port: Int, tls: TLSContextBox?) {
        self.host = host
        self.port = port
        self.tls = tls
    }
}
