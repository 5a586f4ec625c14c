// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Metrics

/// The metrics of the broker's services: each name once, with what it counts. Labels never name a person or a document.
package enum RelayMetrics {
    /// Push attempts that ended, by `result`: delivered, refused, failed, abandoned, quarantined, exhausted.
    package static let pushes = "axis_push_attempts_total"
    /// How long a push took, from dialling to its answer.
    package static let pushDuration = "axis_push_duration_seconds"
    /// Push attempts under way.
    package static let pushesUnderWay = "axis_push_under_way"
    /// Destinations whose circuit is not closed.
    package static let openCircuits = "axis_destinations_down"
    /// Deliveries returned at start because their push was under way when the process ended.
    package static let interrupted = "axis_push_interrupted_total"
    /// Notices sent, by `type`.
    package static let notices = "axis_notices_total"
    /// Leases that ran out.
    package static let expiredLeases = "axis_leases_expired_total"
    /// Envelopes whose payload retention removed.
    package static let removedPayloads = "axis_payloads_removed_total"
    /// Lines of the journal of arrivals that retention removed.
    package static let removedArrivals = "axis_arrivals_removed_total"
    /// Long polls that wait.
    package static let waitingPolls = "axis_inbox_waiters"
    /// Signatures looked at after the receipt, by `standing`.
    package static let signatureReports = "axis_signature_reports_total"

    /// Units that a test document of a drill was tried for, by `result`: sent, refused.
    package static let drills = "axis_drill_documents_total"

    /// Counts test documents.
    static func drillSent(_ result: String) {
        Counter(label: drills, dimensions: [("result", result)]).increment()
    }

    /// Counts pushes that ended in one way.
    static func pushEnded(_ result: String) {
        Counter(label: pushes, dimensions: [("result", result)]).increment()
    }

    /// Counts notices of one type.
    static func noticeSent(_ type: String) {
        Counter(label: notices, dimensions: [("type", type)]).increment()
    }

    /// Counts signatures found to have one standing.
    static func signatureReported(_ standing: String) {
        Counter(label: signatureReports, dimensions: [("standing", standing)]).increment()
    }
}
