// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import CoreMetrics
import Synchronization

/// What the listeners count. Labels come from routes, statuses and codes only: never from what a peer sends.
package final class HTTPMetrics: Sendable {
    private struct Answer: Hashable {
        let route: String
        let status: Int
    }

    private let factory: any MetricsFactory
    private let answers = Mutex<[Answer: Counter]>([:])
    private let refusals: [RefusalCode: Counter]
    private let connections: Counter

    /// Makes the counters.
    package init(factory: any MetricsFactory) {
        self.factory = factory
        refusals = Dictionary(
            uniqueKeysWithValues: RefusalCode.allCases.map { code in
                (
                    code,
                    Counter(label: "axis_http_refusals_total", dimensions: [("code", code.rawValue)], factory: factory)
                )
            }
        )
        connections = Counter(label: "axis_http_connections_refused_total", factory: factory)
    }

    /// A request was answered.
    func answered(route: String, status: Int) {
        let counter = answers.withLock { answers in
            let key = Answer(route: route, status: status)
            if let counter = answers[key] { return counter }
            let counter = Counter(
                label: "axis_http_requests_total",
                dimensions: [("route", route), ("status", String(status))],
                factory: factory
            )
            answers[key] = counter
            return counter
        }
        counter.increment()
    }

    /// A request was refused.
    func refused(_ code: RefusalCode) { refusals[code]?.increment() }

    /// A connection was one too many.
    func connectionRefused() { connections.increment() }
}
