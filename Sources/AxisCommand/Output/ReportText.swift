// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// An envelope's report as people read it.
package enum ReportText {
    /// The head: what the envelope is and what it is worth.
    package static func head(_ report: EnvelopeReport) -> [String] {
        let urgency = ["", "khẩn", "thượng khẩn", "hỏa tốc", "hỏa tốc hẹn giờ"]
        let priority = urgency.indices.contains(report.priority) ? urgency[report.priority] : "\(report.priority)"
        let rows: [(String, String)] = [
            ("Envelope", report.envelopeId.description),
            ("Kind", report.kind.rawValue),
            ("From", report.from),
            ("Number", report.code),
            ("Document id", report.documentId ?? "-"),
            ("Subject", report.subject),
            ("Priority", priority.isEmpty ? "thường" : priority),
            ("Accepted", report.acceptedAt.description),
            ("Size", "\(report.size) bytes"),
            ("SHA-256", report.sha256.description),
            ("Sender by", report.senderAuth.rawValue),
            ("Signature", signature(report)),
        ]
        let width = rows.reduce(0) { max($0, $1.0.count) }
        return rows.map { name, value in
            let blanks = String(repeating: " ", count: width - name.count + 2)
            return name + blanks + Output.plain(value, lineBreaks: false)
        }
    }

    /// `valid, signed`, or `weak (weak-algorithm), information-only`.
    private static func signature(_ report: EnvelopeReport) -> String {
        let reason = report.signatureReason.map { " (\($0))" } ?? ""
        return "\(report.signature.rawValue)\(reason), \(report.legalValue.rawValue)"
    }

    /// One line for each delivery.
    package static func deliveries(_ reports: [DeliveryReport]) -> Table {
        var table = Table([
            .text("TO"), .text("STATE"), .number("ATTEMPTS"), .text("SINCE"), .text("NEXT ATTEMPT"),
            .flexible("LAST ERROR"), .text("DELIVERY"),
        ])
        for delivery in reports {
            let hold = delivery.holdReason.map { " (\($0.rawValue))" } ?? ""
            table.add([
                delivery.to, delivery.state.rawValue + hold, "\(delivery.attempts)", delivery.changedAt.description,
                delivery.nextAttempt?.description ?? "-", delivery.lastError ?? "-", delivery.deliveryId.description,
            ])
        }
        return table
    }

    /// Everything that happened, in order: each delivery's history, then the statuses received.
    package static func trace(_ report: EnvelopeReport) -> [String] {
        var lines = head(report)
        for delivery in report.deliveries {
            lines.append("")
            lines.append(Output.plain("To \(delivery.to): \(delivery.state.rawValue), delivery \(delivery.deliveryId)"))
            for step in delivery.history ?? [] {
                let from = step.from.map { "\($0.rawValue) → " } ?? ""
                let reason = step.reason.map { ": \($0)" } ?? ""
                let text = "  \(step.at)  \(from)\(step.to.rawValue)  \(step.cause)\(reason)"
                lines.append(Output.plain(text, lineBreaks: false))
            }
            if let next = delivery.nextAttempt { lines.append("  \(next)  next attempt") }
        }
        if !report.statuses.isEmpty {
            lines.append("")
            lines.append("Statuses received")
            for status in report.statuses {
                lines.append(Output.plain("  \(status.at)  \(status.code) from \(status.from), \(status.envelopeId)"))
            }
        }
        return lines
    }
}
