// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A drill in figures.
package struct DrillTally: Hashable, Sendable {
    /// The drill.
    package var plan: DrillPlan
    /// Units in it.
    package var total: Int
    /// Units that a test document was sent to.
    package var sent: Int
    /// Units that received it.
    package var received: Int
    /// Units that acknowledged it.
    package var acknowledged: Int
    /// Units that answered with a status package.
    package var answered: Int
    /// Units that another test document will go to.
    package var due: Int

    /// Makes one of its parts.
    package init(
        _ plan: DrillPlan,
        total: Int,
        sent: Int,
        received: Int,
        acknowledged: Int,
        answered: Int,
        due: Int
    ) {
        self.plan = plan
        self.total = total
        self.sent = sent
        self.received = received
        self.acknowledged = acknowledged
        self.answered = answered
        self.due = due
    }

    /// The figures as the interfaces show them.
    package func view(missing: [DrillUnitView]? = nil, units: [DrillUnitView]? = nil) -> DrillView {
        DrillView(
            id: plan.id,
            campaign: plan.campaign,
            startedAt: plan.startedAt,
            startedBy: plan.startedBy,
            cancelledAt: plan.cancellation?.at,
            cancelledBy: plan.cancellation?.by,
            total: total,
            sent: sent,
            received: received,
            acknowledged: acknowledged,
            answered: answered,
            finished: due == 0,
            missing: missing,
            units: units
        )
    }
}

extension Drill {
    /// The drill in figures.
    package var tally: DrillTally {
        let values = participants.values
        return DrillTally(
            plan,
            total: values.count,
            sent: values.count { $0.attempts > 0 },
            received: values.count { $0.state == .received || $0.state == .acknowledged },
            acknowledged: values.count { $0.state == .acknowledged },
            answered: values.count { $0.status != nil },
            due: values.count { $0.due(in: plan) != nil }
        )
    }
}
