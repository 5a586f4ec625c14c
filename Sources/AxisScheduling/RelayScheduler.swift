// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import DequeModule
import HeapModule

/// All destinations together: what to read, what to attempt and when to look again; pure, on a given clock.
///
/// One timer per destination, never one per delivery. Memory is bounded by the number of destinations.
package struct RelayScheduler: Sendable {
    /// What is to be done.
    package enum Action: Hashable, Sendable {
        /// Ask the store for what is ready for a destination; then ``RelayScheduler/refilled(_:_:mayHaveMore:nextDue:)``.
        case refill(owner: UnitID, limit: Int)
        /// Attempt a delivery; then ``RelayScheduler/finished(_:_:at:using:)``.
        case start(FairShare.Candidate)
    }

    private struct Timer: Comparable, Sendable {
        var at: Timestamp
        var owner: UnitID
        static func < (left: Timer, right: Timer) -> Bool { left.at < right.at }
    }

    /// Refills at once: each reads the store.
    package static let refillLimit = 16

    private let configuration: DestinationQueue.Configuration
    private var queues: [UnitID: DestinationQueue] = [:]
    private var changed: Set<UnitID> = []
    private var waitingRefills: Deque<(owner: UnitID, limit: Int)> = []
    private var refills = 0
    private var share = FairShare()
    /// Attempts and bytes under way.
    package private(set) var budget: DeliveryBudget
    private var timers: Heap<Timer> = []
    /// The one timer of each destination; others in the heap are out of date.
    private var armed: [UnitID: Timestamp] = [:]

    /// Makes a scheduler without destinations.
    package init(
        _ configuration: DestinationQueue.Configuration = DestinationQueue.Configuration(),
        budget: DeliveryBudget = DeliveryBudget()
    ) {
        self.configuration = configuration
        self.budget = budget
    }

    /// The destinations known.
    package var owners: some Collection<UnitID> { queues.keys }

    /// A destination's queue.
    package func queue(of owner: UnitID) -> DestinationQueue? { queues[owner] }

    /// How many destinations are down.
    package var openCircuits: Int { queues.values.count { $0.circuit.state != .closed } }

    /// When ``actions(at:)`` is next to be called without an event.
    package mutating func nextTimer() -> Timestamp? {
        while let first = timers.min, armed[first.owner] != first.at { timers.removeMin() }
        return timers.min?.at
    }

    // MARK: - Events

    /// Something may have become ready for a destination.
    package mutating func wake(_ owner: UnitID) {
        queues[owner, default: DestinationQueue(configuration)].wake()
        changed.insert(owner)
    }

    /// An administrator wants an attempt now.
    package mutating func retryNow(_ owner: UnitID, at moment: Timestamp) {
        queues[owner, default: DestinationQueue(configuration)].retryNow(at: moment)
        changed.insert(owner)
    }

    /// A destination is none any more; attempts under way end as they end.
    package mutating func remove(_ owner: UnitID) {
        queues[owner] = nil
        armed[owner] = nil
        changed.remove(owner)
    }

    /// The store answered a refill.
    package mutating func refilled(
        _ owner: UnitID,
        _ items: [DestinationQueue.Item],
        mayHaveMore: Bool,
        nextDue: Timestamp?
    ) {
        refills -= 1
        queues[owner]?.refilled(items, mayHaveMore: mayHaveMore, nextDue: nextDue)
        changed.insert(owner)
    }

    /// The store could not answer a refill.
    package mutating func refillFailed(_ owner: UnitID, retryAt: Timestamp) {
        refills -= 1
        queues[owner]?.refillFailed(retryAt: retryAt)
        changed.insert(owner)
    }

    /// An attempt ended.
    ///
    /// - Returns: whether the destination's circuit opened or closed by it.
    @discardableResult
    package mutating func finished(
        _ candidate: FairShare.Candidate,
        _ end: DestinationQueue.End,
        at moment: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Bool {
        budget.give(size: candidate.item.size, isProbe: candidate.isProbe)
        changed.insert(candidate.owner)
        return queues[candidate.owner]?.finished(candidate.item.id, end, at: moment, using: &generator) ?? false
    }

    // MARK: - Decisions

    /// What is to be done now.
    package mutating func actions(at moment: Timestamp) -> [Action] {
        var actions: [Action] = []
        while let first = timers.min, first.at <= moment {
            timers.removeMin()
            guard armed[first.owner] == first.at else { continue }
            armed[first.owner] = nil
            changed.insert(first.owner)
        }
        repeat {
            for owner in changed { visit(owner, at: moment) }
            changed = []
            while refills < Self.refillLimit, let refill = waitingRefills.popFirst() {
                guard queues[refill.owner] != nil else { continue }
                refills += 1
                actions.append(.refill(owner: refill.owner, limit: refill.limit))
            }
            let budget = budget
            guard
                let candidate = share.next(fitting: {
                    budget.admits(size: $0.item.size, urgency: $0.item.urgency, isProbe: $0.isProbe)
                })
            else { continue }
            changed.insert(candidate.owner)
            // Between being offered and its turn the circuit may have opened, or the destination have gone.
            if queues[candidate.owner]?.mayAttempt(candidate.item.id, at: moment) == true {
                self.budget.take(size: candidate.item.size, isProbe: candidate.isProbe)
                actions.append(.start(candidate))
            } else {
                queues[candidate.owner]?.withdraw(candidate.item.id, at: moment)
            }
        } while !changed.isEmpty
        return actions
    }

    private mutating func visit(_ owner: UnitID, at moment: Timestamp) {
        guard queues[owner] != nil else { return }
        armed[owner] = nil
        while let action = queues[owner]?.next(at: moment) {
            switch action {
            case .refill(let limit):
                waitingRefills.append((owner, limit))
            case .start(let items):
                let isProbe = queues[owner]?.circuit.state != .closed
                for item in items {
                    share.append(FairShare.Candidate(owner: owner, item: item, isProbe: isProbe))
                }
            case .armTimer(let at):
                arm(owner, at: at)
                return
            case .none:
                return
            }
        }
    }

    private mutating func arm(_ owner: UnitID, at moment: Timestamp) {
        armed[owner] = moment
        timers.insert(Timer(at: moment, owner: owner))
        // Out-of-date entries are dropped when they come up; rearmed without end they would pile up before that.
        if timers.count > 2 * armed.count + 64 {
            timers = Heap(armed.map { Timer(at: $0.value, owner: $0.key) })
        }
    }
}
