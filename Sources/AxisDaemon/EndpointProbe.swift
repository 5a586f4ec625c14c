// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTransfer

/// Tries out a push endpoint with a request that carries no document.
struct EndpointProbe {
    let push: PushClient

    func test(_ endpoint: EndpointView) async -> CheckReport {
        do {
            let status = try await push.probe(endpoint.url)
            let detail = "\(endpoint.url) answers (HTTP \(status)) with a certificate that Axis trusts"
            return CheckReport(findings: [CheckFinding(subject: endpoint.unit, level: "ok", detail: detail)])
        } catch {
            let detail = "\(endpoint.url) can't be reached: \(error.reason)"
            return CheckReport(findings: [CheckFinding(subject: endpoint.unit, level: "fault", detail: detail)])
        }
    }
}
