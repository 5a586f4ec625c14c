// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import Hummingbird
import NIOCore

/// What operators' tools ask, on loopback only: is it alive, is it ready, what does it measure.
struct OperationsRoutes: Sendable {
    let health: Health
    let metrics: PrometheusFactory

    func add(to router: Router<AxisRequestContext>) {
        router.get("/healthz") { _, _ in
            let report = await health.report()
            return try Response(report, status: report.live ? .ok : .serviceUnavailable)
        }
        router.get("/readyz") { _, _ in
            let report = await health.report()
            return try Response(report, status: report.ready ? .ok : .serviceUnavailable)
        }
        router.get("/metrics") { _, _ in
            Self.text(metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
