// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A unit's life as people read it.
package enum HistoryText {
    /// One line for each change.
    package static func table(_ changes: [CodeChange]) -> Table {
        var table = Table([
            .number("VERSION"), .text("EFFECTIVE"), .text("RECORDED"), .text("CHANGE"), .flexible("NAME"),
            .text("KIND"), .text("PARENT"), .text("SUCCESSORS"), .flexible("LEGAL BASIS"),
        ])
        for change in changes {
            table.add([
                String(change.version), change.effectiveAt.description, change.recordedAt.description,
                change.kind.rawValue, change.after.name, change.after.kind, change.after.parent ?? "-",
                change.successors.isEmpty ? "-" : change.successors.joined(separator: " "), change.legalBasis ?? "-",
            ])
        }
        return table
    }
}

/// The closing of a unit as people read it.
package enum ClosingText {
    /// What is closed, when, and whom and what it concerns.
    package static func lines(_ closing: UnitClosing) -> [String] {
        let waiting = closing.waiting.map { "\($0.count) \($0.state.rawValue)" }.joined(separator: ", ")
        var rows: [(String, String)] = [
            ("Unit", "\(closing.unit.code.text) \(closing.unit.name)"),
            ("Closed", closing.closedAt.description),
            ("Wound up", closing.windUpAt.description),
            ("Successors", closing.successors.isEmpty ? "none" : closing.successors.joined(separator: ", ")),
            ("Forwarded", closing.forwardUntil.map { "until \($0)" } ?? "no"),
            (
                closing.unit.route == "pull" ? "Inbox" : "Queue",
                (waiting.isEmpty ? "nothing waits" : waiting) + (closing.hasMoreWaiting ? ", and more" : "")
            ),
        ]
        rows += closing.certificates.map { ("Certificate", "\($0.use): \($0.subject)") }
        rows += closing.grants.map { ("Grant", "\($0.holder) over \($0.over): \($0.rights.joined(separator: " "))") }
        rows += closing.endpoints.map { ("Endpoint", $0.url + ($0.branch ? " (branch)" : "")) }
        rows += closing.clients.map { ("System id", $0.systemId) }
        return rows.map { name, value in
            Output.plain(name + String(repeating: " ", count: 13 - name.count) + value, lineBreaks: false)
        }
    }
}
