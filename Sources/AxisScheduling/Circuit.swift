// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Keeps attempts away from a destination that is down, and finds out by single probes when it is back (ngắt mạch).
///
/// Closed until enough failures come in a row; then open for 15 s x 2^p, at most 15 min; then half-open: one probe goes
/// out, and its end decides. While it is open no attempt is made, so no attempt is counted.
package struct Circuit: Hashable, Sendable {
    /// Its values.
    package struct Configuration: Hashable, Sendable {
        /// Failures in a row that open it.
        package var threshold: Int = 3
        /// How long it is open the first time.
        package var base: Duration = .seconds(15)
        /// How long at most.
        package var cap: Duration = .seconds(15 * 60)
        /// How long at most when the delivery that failed is urgent.
        package var urgentCap: Duration = .seconds(60)
        /// The share that randomness takes away or adds.
        package var spread: Double = 0.2

        /// Makes the values of the design.
        package init() {}
    }

    /// Where it stands.
    package enum State: Hashable, Sendable {
        /// Attempts go out.
        case closed
        /// None goes out before a moment.
        case open(until: Timestamp)
        /// This one is out to see.
        case halfOpen(probe: DeliveryID)

        /// The word of the interface.
        package var word: String {
            switch self {
            case .closed: "closed"
            case .open: "open"
            case .halfOpen: "half-open"
            }
        }
    }

    /// Where it stands.
    package private(set) var state: State = .closed
    /// Failures in a row while closed.
    package private(set) var failures = 0
    /// The delivery that failed last, when there was an answer: a probe is better made with another.
    package private(set) var lastFailed: DeliveryID?
    /// Whether the endpoint could not be talked to at all the last time.
    package private(set) var isUnreachable = false
    /// How often it opened since it was last closed: the p of 2^p.
    package private(set) var openings = 0
    private let configuration: Configuration

    /// Makes a closed circuit.
    package init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    /// Whether attempts, or one probe, may go out at a moment.
    package func allowance(at moment: Timestamp) -> Allowance {
        switch state {
        case .closed: .any
        case .open(let until): until <= moment ? .probe : .none
        case .halfOpen: .none
        }
    }

    /// What may go out.
    package enum Allowance: Hashable, Sendable {
        /// As many as the window lets through.
        case any
        /// One.
        case probe
        /// Nothing.
        case none
    }

    /// A probe goes out.
    package mutating func probe(with delivery: DeliveryID) {
        state = .halfOpen(probe: delivery)
    }

    /// The endpoint answered as it should.
    ///
    /// - Returns: whether this ended an outage.
    package mutating func succeed() -> Bool {
        let ended = state != .closed
        state = .closed
        failures = 0
        openings = 0
        lastFailed = nil
        isUnreachable = false
        return ended
    }

    /// The endpoint failed.
    ///
    /// A failure with an answer (not connection-level) counts once for one delivery: an endpoint that answers 500 to
    /// one document again and again is not down for the others.
    ///
    /// - Returns: whether it opened by this.
    package mutating func fail(
        _ delivery: DeliveryID,
        urgency: Urgency,
        isConnectionLevel: Bool,
        at moment: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Bool {
        let isRepetition = lastFailed == delivery && !isConnectionLevel
        lastFailed = isConnectionLevel ? nil : delivery
        isUnreachable = isConnectionLevel
        switch state {
        case .closed:
            if !isRepetition { failures += 1 }
            guard failures >= configuration.threshold else { return false }
        case .open:
            // One that was under way when it opened: nothing new.
            return false
        case .halfOpen(let probe):
            guard probe == delivery else { return false }
        }
        let cap = urgency == .normal ? configuration.cap : min(configuration.cap, configuration.urgentCap)
        let length = Backoff.doubled(configuration.base, times: openings, cap: cap)
        let moved = Backoff.jittered(length, spread: configuration.spread, using: &generator)
        openings += 1
        state = .open(until: moment + min(moved, cap))
        return true
    }

    /// An attempt came to nothing that says anything about the endpoint; a probe may be made again at once.
    package mutating func abandon(_ delivery: DeliveryID, at moment: Timestamp) {
        guard state == .halfOpen(probe: delivery) else { return }
        state = .open(until: moment)
    }

    /// Lets a probe go out at a moment, if that is earlier: something urgent waits.
    package mutating func shorten(to moment: Timestamp) {
        guard case .open(let until) = state, moment < until else { return }
        state = .open(until: moment)
    }

    /// Lets a probe go out now: an administrator's wish.
    package mutating func probeNow(at moment: Timestamp) {
        guard case .open = state else { return }
        state = .open(until: moment)
    }
}
