// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What one destination has ready, may have under way, and waits for: pure, on a given clock.
///
/// A destination is the unit that a push endpoint belongs to; an endpoint of a branch serves many recipients. Only a
/// bounded buffer of what is ready is in memory; the rest stays in the store and is asked for by ``Action/refill(limit:)``.
/// Whoever holds it calls ``next(at:)`` after each event until it answers ``Action/none`` or ``Action/armTimer(_:)``.
package struct DestinationQueue: Sendable {
    /// A delivery that is ready.
    package struct Item: Hashable, Sendable {
        /// The delivery.
        package var id: DeliveryID
        /// Who sent it.
        package var sender: UnitID
        /// How urgent it is.
        package var urgency: Urgency
        /// Its size in bytes.
        package var size: Int
        /// Attempts begun before.
        package var attempts: Int

        /// Makes an item.
        package init(id: DeliveryID, sender: UnitID, urgency: Urgency, size: Int, attempts: Int = 0) {
            self.id = id
            self.sender = sender
            self.urgency = urgency
            self.size = size
            self.attempts = attempts
        }
    }

    /// What is to be done.
    package enum Action: Hashable, Sendable {
        /// Ask the store for what is ready, at most so many; then ``DestinationQueue/refilled(_:mayHaveMore:nextDue:)``.
        case refill(limit: Int)
        /// Attempt these; each ends by ``DestinationQueue/finished(_:_:at:using:)``.
        case start([Item])
        /// Nothing before this moment; then call ``DestinationQueue/next(at:)``. It replaces an earlier one.
        case armTimer(Timestamp)
        /// Nothing until an event.
        case none
    }

    /// How an attempt ended, as far as the destination is concerned.
    package enum End: Hashable, Sendable {
        /// The endpoint did its work: it took the document or refused it properly.
        case answered
        /// The endpoint failed; the delivery is due again at a moment, or never by itself.
        case failed(PushAnswer.EndpointFailure, nextDue: Timestamp?)
        /// No attempt was made, or it says nothing about the endpoint; due again at a moment, or never by itself.
        case abandoned(nextDue: Timestamp?)
    }

    /// Its values.
    package struct Configuration: Hashable, Sendable {
        /// Ready deliveries kept in memory.
        package var bufferLimit: Int = 64
        /// Attempts at once in the beginning.
        package var windowStart: Int = 2
        /// Attempts at once at most.
        package var windowMaximum: Int = 8
        /// The longest `Retry-After` that is honoured.
        package var retryAfterCap: Duration = .seconds(3600)
        /// The circuit's values.
        package var circuit = Circuit.Configuration()

        /// Makes the values of the design.
        package init() {}
    }

    /// The circuit.
    package private(set) var circuit: Circuit
    /// The window.
    package private(set) var window: ConcurrencyWindow
    /// Deliveries given out by ``Action/start(_:)`` that have not ended.
    package private(set) var inFlight: [DeliveryID: Item] = [:]
    /// Ready deliveries, the next one first.
    package private(set) var buffer: [Item] = []
    /// Until when the endpoint asked to be left alone.
    package private(set) var pausedUntil: Timestamp?
    /// The endpoint's last error, until it does its work again.
    package private(set) var lastError: String?

    private let configuration: Configuration
    private var nextDue: Timestamp?
    private var needsRefill = true
    /// Whether something may have become ready while the circuit is open, and when that was last looked into.
    private var isWoken = false
    private var peekedAt: Timestamp?
    private var isRefilling = false
    private var mayHaveMore = false
    /// Whether the store is asked again after an end: what is due later was not asked for while something was ready.
    private var asksAfterEnd = false
    /// What ended while a refill was being read: it may still be in what was read, and must not start again by it.
    private var endedSinceRefill: Set<DeliveryID> = []

    /// Makes the queue of a destination of which nothing is known yet.
    package init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
        circuit = Circuit(configuration.circuit)
        window = ConcurrencyWindow(start: configuration.windowStart, maximum: configuration.windowMaximum)
    }

    // MARK: - Events

    /// Something may have become ready.
    package mutating func wake() {
        needsRefill = true
        isWoken = true
    }

    /// The store answered a refill: this replaces the buffer, so that an urgent newcomer is seen though it was full.
    ///
    /// - Parameters:
    ///   - items: what is ready, the next one first.
    ///   - mayHaveMore: whether the answer was as long as was asked for.
    ///   - nextDue: when the next delivery that is not ready yet is due; asked for when nothing was ready.
    package mutating func refilled(_ items: [Item], mayHaveMore: Bool, nextDue: Timestamp?) {
        isRefilling = false
        buffer = items.filter { inFlight[$0.id] == nil && !endedSinceRefill.contains($0.id) }
        if buffer.count > configuration.bufferLimit { buffer.removeLast(buffer.count - configuration.bufferLimit) }
        endedSinceRefill = []
        if let peekedAt, buffer.contains(where: { $0.urgency != .normal }) {
            circuit.shorten(to: peekedAt + configuration.circuit.urgentCap)
        }
        meet(nextDue)
        guard !items.isEmpty else { return }
        // An answer full of what is already under way says nothing about the rest: the next end asks again, or this
        // does when there is none to come.
        self.mayHaveMore = mayHaveMore && !buffer.isEmpty
        asksAfterEnd = !self.mayHaveMore
        if buffer.isEmpty && inFlight.isEmpty { needsRefill = true }
    }

    /// The store could not answer a refill: asked again at a moment.
    package mutating func refillFailed(retryAt: Timestamp) {
        isRefilling = false
        endedSinceRefill = []
        meet(retryAt)
    }

    /// An attempt ended.
    ///
    /// - Returns: whether the circuit opened or closed by it.
    @discardableResult
    package mutating func finished(
        _ id: DeliveryID,
        _ end: End,
        at moment: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Bool {
        guard let item = inFlight.removeValue(forKey: id) else { return false }
        if isRefilling { endedSinceRefill.insert(id) }
        if asksAfterEnd && buffer.isEmpty {
            asksAfterEnd = false
            needsRefill = true
        }
        switch end {
        case .answered:
            lastError = nil
            window.succeed()
            let ended = circuit.succeed()
            if ended {
                window.collapse()
                needsRefill = true
            }
            return ended
        case .failed(let failure, let nextDue):
            lastError = failure.reason
            meet(nextDue)
            if let wait = failure.retryAfter, wait > .zero {
                let until = moment + min(wait, configuration.retryAfterCap)
                pausedUntil = max(pausedUntil ?? until, until)
            }
            if failure.isConnectionLevel, circuit.state == .closed { window.fail() }
            let opened = circuit.fail(
                id,
                // Another's probe keeps a telegram that is ready waiting no longer than its own would.
                urgency: max(item.urgency, buffer.map(\.urgency).max() ?? .normal),
                isConnectionLevel: failure.isConnectionLevel,
                at: moment,
                using: &generator
            )
            if opened {
                // What is ready by the time of the probe is asked for then.
                buffer = []
                needsRefill = true
                isWoken = false
                peekedAt = nil
            }
            return opened
        case .abandoned(let nextDue):
            circuit.abandon(id, at: moment)
            meet(nextDue)
            return false
        }
    }

    /// Takes back a delivery that was given out and not attempted yet.
    package mutating func withdraw(_ id: DeliveryID, at moment: Timestamp) {
        guard inFlight.removeValue(forKey: id) != nil else { return }
        circuit.abandon(id, at: moment)
        needsRefill = true
    }

    /// An administrator wants an attempt now: pauses end and an open circuit probes at once.
    package mutating func retryNow(at moment: Timestamp) {
        pausedUntil = nil
        circuit.probeNow(at: moment)
        needsRefill = true
    }

    // MARK: - Decisions

    /// Whether a delivery that was given out may be attempted now.
    package func mayAttempt(_ id: DeliveryID, at moment: Timestamp) -> Bool {
        guard inFlight[id] != nil, (pausedUntil ?? moment) <= moment else { return false }
        switch circuit.state {
        case .closed: return true
        case .open: return false
        case .halfOpen(let probe): return probe == id
        }
    }

    /// What is to be done next.
    package mutating func next(at moment: Timestamp) -> Action {
        if let paused = pausedUntil {
            guard paused <= moment else { return .armTimer(paused) }
            pausedUntil = nil
        }
        let allowance = circuit.allowance(at: moment)
        let free: Int
        switch allowance {
        case .any: free = window.limit - inFlight.count
        case .probe: free = 1
        case .none:
            if case .open(let until) = circuit.state { return peek(until: until, at: moment) }
            return .none
        }
        guard free > 0 else { return .none }
        if let due = nextDue, due <= moment {
            nextDue = nil
            needsRefill = true
        }
        if mayHaveMore && buffer.count < configuration.bufferLimit / 2 { needsRefill = true }
        if needsRefill && !isRefilling {
            needsRefill = false
            mayHaveMore = false
            isRefilling = true
            return .refill(limit: configuration.bufferLimit + inFlight.count)
        }
        guard !buffer.isEmpty else { return nextDue.map { .armTimer($0) } ?? .none }
        return .start(take(allowance == .probe ? nil : free))
    }

    /// While the circuit is open for long, looks at most once a minute whether something urgent has come.
    private mutating func peek(until: Timestamp, at moment: Timestamp) -> Action {
        let interval = configuration.circuit.urgentCap
        guard isWoken, !isRefilling, until - moment > interval else { return .armTimer(until) }
        if let peekedAt, moment - peekedAt < interval { return .armTimer(peekedAt + interval) }
        isWoken = false
        peekedAt = moment
        isRefilling = true
        return .refill(limit: configuration.bufferLimit)
    }

    /// Takes the next ones out of the buffer; one for a probe, another than the one that failed last if there is one.
    private mutating func take(_ count: Int?) -> [Item] {
        var taken: [Item]
        if let count {
            taken = Array(buffer.prefix(count))
            buffer.removeFirst(taken.count)
        } else {
            taken = [buffer.remove(at: probeIndex())]
            circuit.probe(with: taken[0].id)
        }
        for item in taken { inFlight[item.id] = item }
        return taken
    }

    /// The ready delivery that a probe is best made with.
    ///
    /// When nobody answers, the one that was attempted most: in a long outage only a few use up their attempts, and
    /// the rest go as soon as the endpoint is back. When the answers are bad, the one that was attempted least: it
    /// may be the documents that the endpoint can't take, and not the endpoint that is down.
    private func probeIndex() -> Int {
        let indices = buffer.indices
        // The first of equals is the next in turn, which `min(by:)` keeps and `max(by:)` would not.
        let chosen =
            circuit.isUnreachable
            ? indices.min { buffer[$0].attempts > buffer[$1].attempts }
            : indices.filter { buffer[$0].id != circuit.lastFailed }.min { buffer[$0].attempts < buffer[$1].attempts }
        return chosen ?? buffer.startIndex
    }

    private mutating func meet(_ due: Timestamp?) {
        guard let due else { return }
        nextDue = nextDue.map { min($0, due) } ?? due
    }

    // MARK: - For people

    /// Why the destination waits, and until when if that is known.
    package func explain(at moment: Timestamp) -> (why: String, until: Timestamp?) {
        if let paused = pausedUntil, paused > moment {
            return ("the endpoint asked to be left alone for a while (Retry-After)", paused)
        }
        let error = lastError.map { ", the last time because \($0)" } ?? ""
        switch circuit.state {
        case .open(let until):
            return ("the endpoint failed again and again\(error); one attempt is made to see whether it is back", until)
        case .halfOpen:
            return ("one attempt is under way to see whether the endpoint is back\(error)", nil)
        case .closed:
            break
        }
        if inFlight.count >= window.limit {
            return ("as many attempts are under way as the endpoint is given at once (\(window.limit))", nil)
        }
        if !buffer.isEmpty || needsRefill || isRefilling || !inFlight.isEmpty {
            return ("deliveries are under way", nil)
        }
        if let nextDue {
            return ("an attempt failed\(error); the next one is due", nextDue)
        }
        return ("nothing is ready to be pushed", nil)
    }
}
