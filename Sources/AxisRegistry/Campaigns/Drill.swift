// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A drill (diễn tập): a test document to every unit, followed until each has acknowledged it.
///
/// A pure state machine: ``due(at:atMost:)`` says what to send, ``sent(to:delivery:at:)`` notes that it was, and
/// ``record(_:for:delivery:at:)`` what became of it. A unit has at most one test document under way; one that waits to be fetched is not doubled.
package struct Drill: Hashable, Sendable, Codable {
    /// One unit of it.
    package struct Participant: Hashable, Sendable, Codable {
        /// How far it is.
        package internal(set) var state = DrillUnitState.waiting
        /// How often it was tried.
        package internal(set) var attempts = 0
        /// The delivery of the last attempt.
        package internal(set) var delivery: DeliveryID?
        /// The status that it answered with.
        package internal(set) var status: String?
        /// When it came this far.
        package internal(set) var since: Timestamp?
        /// Why the last attempt failed.
        package internal(set) var failure: Failure?
    }

    /// Why an attempt failed.
    package struct Failure: Hashable, Sendable, Codable {
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

    /// Its identity.
    package let id: DrillID
    /// The campaign whose board it counts for.
    package let campaign: String?
    /// When it was started.
    package let startedAt: Timestamp
    /// By which administrator.
    package let startedBy: String
    /// How often a unit is tried at most.
    package let mostAttempts: Int
    /// How long after a failure the next attempt follows.
    package let retryAfter: Duration
    /// The units.
    package private(set) var participants: [UnitID: Participant]

    /// Starts a drill.
    ///
    /// - Throws: `bad-request` for no units, too many, or bounds that make no sense.
    package init(
        id: DrillID,
        campaign: String?,
        units: some Sequence<UnitID>,
        attempts: Int? = nil,
        retryAfter seconds: Int64? = nil,
        by administrator: String,
        at moment: Timestamp
    ) throws(Refusal) {
        var participants: [UnitID: Participant] = [:]
        for unit in units { participants[unit] = Participant() }
        guard (1...Drill.mostUnits).contains(participants.count) else {
            throw .invalid(
                "units",
                "a drill has 1 to \(Drill.mostUnits) units; these are \(participants.count)",
                "một cuộc diễn tập có từ 1 đến \(Drill.mostUnits) đơn vị; ở đây có \(participants.count)"
            )
        }
        let attempts = attempts ?? 3
        let seconds = seconds ?? 300
        guard (1...10).contains(attempts) else {
            throw .invalid("attempts", "1 to 10 attempts", "từ 1 đến 10 lần thử")
        }
        guard (1...86_400).contains(seconds) else {
            throw .invalid("retryAfter", "1 to 86,400 seconds", "từ 1 đến 86.400 giây")
        }
        self.id = id
        self.campaign = campaign
        self.participants = participants
        mostAttempts = attempts
        retryAfter = .seconds(seconds)
        startedBy = administrator
        startedAt = moment
    }

    /// More units than the country has at commune level.
    package static let mostUnits = 10_000
}

extension Drill {
    /// The units that a test document is due to: those not tried yet, then those whose last attempt failed long enough
    /// ago and may be repeated.
    package func due(at moment: Timestamp, atMost limit: Int) -> [UnitID] {
        let ready = participants.filter { isDue($0.value, at: moment) }
        return ready.sorted { ($0.value.attempts, $0.key) < ($1.value.attempts, $1.key) }.prefix(limit).map(\.key)
    }

    /// When something becomes due that is not yet; nil when nothing will.
    package func next(after moment: Timestamp) -> Timestamp? {
        participants.values.compactMap { participant -> Timestamp? in
            guard participant.state == .failed, participant.attempts < mostAttempts else { return nil }
            return (participant.since ?? startedAt) + retryAfter
        }
        .filter { $0 > moment }.min()
    }

    private func isDue(_ participant: Participant, at moment: Timestamp) -> Bool {
        switch participant.state {
        case .waiting: true
        case .failed:
            participant.attempts < mostAttempts && moment >= (participant.since ?? startedAt) + retryAfter
        case .sent, .received, .acknowledged: false
        }
    }

    /// Notes that a test document was accepted for a unit.
    package mutating func sent(to unit: UnitID, delivery: DeliveryID, at moment: Timestamp) {
        guard var participant = participants[unit], participant.state == .waiting || participant.state == .failed
        else { return }
        participant.attempts += 1
        participant.state = .sent
        participant.delivery = delivery
        participant.since = moment
        participant.failure = nil
        participants[unit] = participant
    }

    /// Notes that no test document could be made for a unit, e.g. since it is suspended: an attempt that failed.
    package mutating func refused(to unit: UnitID, _ failure: Failure, at moment: Timestamp) {
        guard var participant = participants[unit], participant.state == .waiting || participant.state == .failed
        else { return }
        participant.attempts += 1
        participant.state = .failed
        participant.delivery = nil
        participant.since = moment
        participant.failure = failure
        participants[unit] = participant
    }

    /// Notes what became of a delivery.
    ///
    /// Late news counts as long as it is good: an earlier attempt that is acknowledged after all is a unit reached. Bad
    /// news of an earlier attempt, or after good ones, changes nothing.
    ///
    /// - Returns: whether anything changed.
    @discardableResult
    package mutating func record(
        _ event: Event,
        for unit: UnitID,
        delivery: DeliveryID,
        at moment: Timestamp
    ) -> Bool {
        guard var participant = participants[unit], participant.attempts > 0 else { return false }
        switch event {
        case .received:
            guard participant.state == .sent || participant.state == .failed else { return false }
            participant.state = .received
        case .acknowledged:
            guard participant.state != .acknowledged else { return false }
            participant.state = .acknowledged
        case .answered(let status):
            guard participant.status != status else { return false }
            participant.status = status
            // Whoever answers has it; but only an acknowledgement is one.
            if participant.state == .sent || participant.state == .failed { participant.state = .received }
        case .failed(let failure):
            guard participant.delivery == delivery, participant.state == .sent || participant.state == .received
            else { return false }
            participant.state = .failed
            participant.failure = failure
        }
        participant.since = moment
        if participant.state != .failed { participant.failure = nil }
        participants[unit] = participant
        return true
    }

    /// Whether nothing more will be sent.
    package var isFinished: Bool {
        participants.values.allSatisfy {
            switch $0.state {
            case .waiting: false
            case .failed: $0.attempts >= mostAttempts
            case .sent, .received, .acknowledged: true
            }
        }
    }
}
