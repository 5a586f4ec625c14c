// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry

/// Drills: one row each, one for each unit, and one for each test document that was sent.
package protocol DrillStore: Sendable {
    /// Keeps a new drill with all its units, and who started it, in one transaction.
    func add(_ drill: Drill, audit: [AuditRecord]) async throws(StoreError)

    /// A drill with all its units.
    func drill(_ id: DrillID) async throws(StoreError) -> Drill?

    /// How far a campaign's drills came with each unit, of its newest drills, at most `limit`.
    func testedUnits(ofCampaign campaign: String, limit: Int) async throws(StoreError) -> TestedUnits

    /// Drills in figures, newest first; of one campaign, or of all; at most `limit`.
    func tallies(campaign: String?, limit: Int) async throws(StoreError) -> [DrillTally]

    /// Calls a drill off: nothing more is due in it. False when it is not there, or was called off before, and nothing
    /// was written.
    func cancel(
        _ id: DrillID,
        _ cancellation: DrillPlan.Cancellation,
        audit: [AuditRecord]
    ) async throws(StoreError) -> Bool

    /// Drills that began after a moment, oldest first; the newest of them, at most `limit`.
    func plans(startedAfter moment: Timestamp, limit: Int) async throws(StoreError) -> [DrillPlan]

    /// Units of a drill that a test document is due to, the longest due first, at most `limit`.
    func dueUnits(of drill: DrillID, at moment: Timestamp, limit: Int) async throws(StoreError) -> [DrillUnit]

    /// When the next test document of any drill is due after a moment; nil when none is.
    func nextDrillDue(after moment: Timestamp) async throws(StoreError) -> Timestamp?

    /// Test documents of a drill whose delivery stands elsewhere than was noted, or that were answered since; at most
    /// `limit`.
    func news(of drill: DrillID, limit: Int) async throws(StoreError) -> [DrillNews]

    /// Writes down how units of a drill stand now, and when more is due to them by its plan; a step whose unit is no
    /// longer as expected is passed over.
    ///
    /// - Returns: how many steps were written.
    func update(_ steps: [DrillStep], of drill: DrillID) async throws(StoreError) -> Int

    /// Deliveries of units that have not received their last test document: what says why.
    func unreceived(of drill: DrillID, after unit: UnitID?, limit: Int) async throws(StoreError) -> [UnreceivedDrill]
}

/// A unit of a drill.
package struct DrillUnit: Hashable, Sendable {
    /// The unit.
    package var unit: UnitID
    /// How it stands.
    package var participant: Drill.Participant

    /// Makes one of its parts.
    package init(unit: UnitID, participant: Drill.Participant) {
        self.unit = unit
        self.participant = participant
    }
}

/// What was last seen of a test document.
package struct DrillSight: Hashable, Sendable {
    /// Where its delivery stands; an attempt under way is no news, so `delivering` counts as `queued`.
    package let state: DeliveryState
    /// The status of the newest status package about it.
    package let status: String?

    /// What is seen.
    package init(state: DeliveryState, status: String?) {
        self.state = state == .delivering ? .queued : state
        self.status = status
    }

    /// Of a document that was just sent.
    package static let fresh = DrillSight(state: .queued, status: nil)
}

/// A test document that something happened to.
package struct DrillNews: Hashable, Sendable {
    /// The unit, as it is kept.
    package var unit: DrillUnit
    /// The delivery, now.
    package var delivery: Delivery
    /// What was seen last.
    package var before: DrillSight
    /// What is seen now.
    package var now: DrillSight

    /// Makes one of its parts.
    package init(unit: DrillUnit, delivery: Delivery, before: DrillSight, now: DrillSight) {
        self.unit = unit
        self.delivery = delivery
        self.before = before
        self.now = now
    }
}

/// A unit's last test document that has not arrived.
package struct UnreceivedDrill: Hashable, Sendable {
    /// The unit.
    package var unit: UnitID
    /// Its delivery.
    package var delivery: Delivery

    /// Makes one of its parts.
    package init(unit: UnitID, delivery: Delivery) {
        self.unit = unit
        self.delivery = delivery
    }
}

/// One unit's next step, as the writer saw the unit before.
package struct DrillStep: Hashable, Sendable {
    /// The unit.
    package var unit: UnitID
    /// The unit as it is expected to be kept.
    package var before: Drill.Participant
    /// The unit afterwards; a delivery that is new in it is followed from now on.
    package var after: Drill.Participant
    /// What was seen of which delivery, where that is why.
    package var seen: Seen?

    /// A delivery and what was seen of it.
    package struct Seen: Hashable, Sendable {
        /// The delivery.
        package var delivery: DeliveryID
        /// What was seen.
        package var sight: DrillSight

        /// Makes one of its parts.
        package init(delivery: DeliveryID, sight: DrillSight) {
            self.delivery = delivery
            self.sight = sight
        }
    }

    /// Makes a step.
    package init(_ unit: DrillUnit, to after: Drill.Participant, seen: Seen? = nil) {
        self.unit = unit.unit
        before = unit.participant
        self.after = after
        self.seen = seen
    }
}
