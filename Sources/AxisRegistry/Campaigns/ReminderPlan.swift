// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// When a campaign's reminders (nhắc việc) go out: each once, none after the deadline, none twice after an outage.
package struct ReminderPlan: Hashable, Sendable {
    private let deadline: Timestamp
    /// The reminders that exist: those before the campaign was created never do.
    private let reminders: [Int64]

    /// Plans a campaign's reminders; one that follows no lists has none, since nobody owes one.
    package init(of campaign: Campaign) {
        deadline = campaign.deadline
        guard campaign.indicators.contains(.listHandedIn) || campaign.indicators.contains(.listAccepted) else {
            reminders = []
            return
        }
        reminders = campaign.reminders.filter {
            campaign.deadline - .seconds($0) >= campaign.createdAt
        }
    }

    /// What to do at a moment.
    package struct Due: Hashable, Sendable {
        /// The reminder to send, in seconds before the deadline; nil for none.
        package var send: Int64?
        /// Reminders that an outage made pointless, since a later one is due: to be noted as passed, not sent.
        package var passed: [Int64]
    }

    /// What is due.
    ///
    /// - Parameter settled: reminders sent or passed before.
    package func due(at moment: Timestamp, settled: Set<Int64>) -> Due {
        let open = reminders.filter { deadline - .seconds($0) <= moment && !settled.contains($0) }
        guard moment < deadline else { return Due(send: nil, passed: open) }
        // The shortest stands last.
        return Due(send: open.last, passed: Array(open.dropLast()))
    }

    /// The reminders that need nothing more since these were sent: they, and all that lie before one of them.
    package func settled(bySent sent: Set<Int64>) -> Set<Int64> {
        guard let latest = sent.min() else { return [] }
        return Set(reminders.filter { $0 >= latest })
    }

    /// When to look again; nil when there is nothing more to send.
    package func next(after moment: Timestamp, settled: Set<Int64>) -> Timestamp? {
        reminders.filter { !settled.contains($0) }.map { deadline - .seconds($0) }.filter { $0 > moment }.min()
    }
}
