// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension Drill {
    /// One unit of a drill: the small state machine that all of it rests on.
    package struct Participant: Hashable, Sendable {
        /// How far it is.
        package private(set) var state: DrillUnitState
        /// How often it was tried.
        package private(set) var attempts: Int
        /// The delivery of the last attempt.
        package private(set) var delivery: DeliveryID?
        /// The status that it answered with.
        package private(set) var status: String?
        /// When it came this far.
        package private(set) var since: Timestamp?
        /// Why the last attempt failed, or why it is left out.
        package private(set) var failure: Failure?

        /// A unit as a store kept it; one that nothing was sent to yet unless said otherwise.
        package init(
            state: DrillUnitState = .waiting,
            attempts: Int = 0,
            delivery: DeliveryID? = nil,
            status: String? = nil,
            since: Timestamp? = nil,
            failure: Failure? = nil
        ) {
            self.state = state
            self.attempts = attempts
            self.delivery = delivery
            self.status = status
            self.since = since
            self.failure = failure
        }
    }

    /// Why an attempt failed.
    package struct Failure: Hashable, Sendable {
        /// In English.
        package var english: String
        /// In Vietnamese.
        package var vietnamese: String

        /// Makes a reason.
        package init(english: String, vietnamese: String) {
            self.english = english
            self.vietnamese = vietnamese
        }
    }

    /// What became of a test document.
    package enum Event: Hashable, Sendable {
        /// The unit fetched it, or its endpoint took it.
        case received
        /// The unit acknowledged it.
        case acknowledged
        /// The unit answered with a status package.
        case answered(status: String)
        /// It will not reach the unit: rejected, dead, recalled, or held.
        case failed(Failure)
    }
}

extension Drill.Participant {
    /// When a test document is due to the unit by a plan; nil when none is, or none will be any more.
    package func due(in plan: DrillPlan) -> Timestamp? {
        guard plan.cancellation == nil else { return nil }
        switch state {
        case .waiting: return plan.startedAt
        case .failed: return attempts < plan.mostAttempts ? (since ?? plan.startedAt) + plan.retryAfter : nil
        case .sent, .received, .acknowledged, .skipped: return nil
        }
    }

    /// Notes that a test document was accepted for the unit.
    package mutating func sent(as delivery: DeliveryID, at moment: Timestamp) {
        guard begins() else { return }
        enter(.sent, delivery, nil, at: moment)
    }

    /// Notes that no test document could be made for the unit, e.g. since it is suspended: an attempt that failed.
    package mutating func refused(_ failure: Drill.Failure, at moment: Timestamp) {
        guard begins() else { return }
        enter(.failed, nil, failure, at: moment)
    }

    /// Leaves the unit out before anything was sent to it.
    package mutating func skip(_ reason: Drill.Failure, at moment: Timestamp) {
        guard state == .waiting else { return }
        enter(.skipped, nil, reason, at: moment)
    }

    private mutating func begins() -> Bool {
        guard state == .waiting || state == .failed else { return false }
        attempts += 1
        return true
    }

    private mutating func enter(
        _ state: DrillUnitState,
        _ delivery: DeliveryID?,
        _ failure: Drill.Failure?,
        at moment: Timestamp
    ) {
        self.state = state
        self.delivery = delivery
        self.failure = failure
        since = moment
    }

    /// Notes what became of a delivery.
    ///
    /// Late news counts as long as it is good: an earlier attempt that is acknowledged after all is a unit reached. Bad
    /// news of an earlier attempt, or after good ones, changes nothing.
    ///
    /// - Returns: whether anything changed.
    @discardableResult
    package mutating func record(_ event: Drill.Event, for delivery: DeliveryID, at moment: Timestamp) -> Bool {
        guard attempts > 0 else { return false }
        switch event {
        case .received:
            guard state == .sent || state == .failed else { return false }
            enter(.received, self.delivery, nil, at: moment)
        case .acknowledged:
            guard state != .acknowledged else { return false }
            enter(.acknowledged, self.delivery, nil, at: moment)
        case .answered(let status):
            guard self.status != status else { return false }
            self.status = status
            // Whoever answers has it; but only an acknowledgement is one.
            if state == .sent || state == .failed { enter(.received, self.delivery, nil, at: moment) }
        case .failed(let failure):
            guard self.delivery == delivery, state == .sent || state == .received else { return false }
            enter(.failed, delivery, failure, at: moment)
        }
        return true
    }
}
