// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A drill (diễn tập): a test document to every unit, followed until each has acknowledged it.
///
/// A pure state machine: ``due(at:atMost:)`` says what to send, ``sent(to:delivery:at:)`` notes that it was, and
/// ``record(_:for:delivery:at:)`` what became of it. A unit has at most one test document under way; one that waits to
/// be fetched is not doubled. Each unit is a ``Participant`` of its own, so that whoever follows ten thousand of them
/// need not hold them all.
package struct Drill: Hashable, Sendable {
    /// What was ordered.
    package var plan: DrillPlan
    /// The units.
    package private(set) var participants: [UnitID: Participant]

    /// More units than the country has at commune level.
    package static let mostUnits = 10_000

    /// Starts a drill.
    ///
    /// - Throws: `bad-request` for no units, or too many.
    package init(_ plan: DrillPlan, units: some Sequence<UnitID>) throws(Refusal) {
        var participants: [UnitID: Participant] = [:]
        for unit in units { participants[unit] = Participant() }
        guard (1...Drill.mostUnits).contains(participants.count) else {
            throw .invalid(
                "units",
                "a drill has 1 to \(Drill.mostUnits) units; these are \(participants.count)",
                "một cuộc diễn tập có từ 1 đến \(Drill.mostUnits) đơn vị; ở đây có \(participants.count)"
            )
        }
        self.init(plan, participants: participants)
    }

    /// A drill as a store kept it.
    package init(_ plan: DrillPlan, participants: [UnitID: Participant]) {
        self.plan = plan
        self.participants = participants
    }

    /// Its identity.
    package var id: DrillID { plan.id }

    /// Whether nothing more will be sent.
    package var isFinished: Bool { participants.values.allSatisfy { $0.due(in: plan) == nil } }

    /// The units that a test document is due to: those not tried yet, then those whose last attempt failed long enough
    /// ago and may be repeated.
    package func due(at moment: Timestamp, atMost limit: Int) -> [UnitID] {
        let ready = participants.compactMap { unit, participant in
            participant.due(in: plan).map { (due: $0, unit: unit) }
        }
        .filter { $0.due <= moment }
        return ready.sorted { ($0.due, $0.unit) < ($1.due, $1.unit) }.prefix(limit).map(\.unit)
    }

    /// When something becomes due that is not yet; nil when nothing will.
    package func next(after moment: Timestamp) -> Timestamp? {
        participants.values.compactMap { $0.due(in: plan) }.filter { $0 > moment }.min()
    }

    /// Notes that a test document was accepted for a unit.
    package mutating func sent(to unit: UnitID, delivery: DeliveryID, at moment: Timestamp) {
        participants[unit]?.sent(as: delivery, at: moment)
    }

    /// Notes that no test document could be made for a unit.
    package mutating func refused(to unit: UnitID, _ failure: Failure, at moment: Timestamp) {
        participants[unit]?.refused(failure, at: moment)
    }

    /// Leaves a unit out before anything was sent to it.
    package mutating func skip(_ unit: UnitID, _ reason: Failure, at moment: Timestamp) {
        participants[unit]?.skip(reason, at: moment)
    }

    /// Notes what became of a delivery; whether anything changed.
    @discardableResult
    package mutating func record(
        _ event: Event,
        for unit: UnitID,
        delivery: DeliveryID,
        at moment: Timestamp
    ) -> Bool {
        participants[unit]?.record(event, for: delivery, at: moment) ?? false
    }
}
