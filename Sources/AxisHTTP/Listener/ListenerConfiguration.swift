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
    /// The bounds.
    package var limits = HTTPLimits()

    /// The defaults.
    package init() {}
}
