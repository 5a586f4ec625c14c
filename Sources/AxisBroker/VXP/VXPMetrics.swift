// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Metrics

/// The metrics of the VXP interface's callers: each name once, with what it counts.
package enum VXPMetrics {
    /// Requests whose caller was looked at, by `result`: verified, or the cause of the refusal.
    package static let authentications = "axis_vxp_authentications_total"
    /// Alarms about a system id that is used from two networks.
    package static let twoNetworks = "axis_vxp_two_networks_total"

    static func ended(_ result: String) {
        Counter(label: authentications, dimensions: [("result", result)]).increment()
    }

    static func usedFromTwoNetworks() { Counter(label: twoNetworks).increment() }
}
