// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport

/// The table "Delivery states" of the interface, written down a second time.
struct Transition: Hashable {
    var from: DeliveryState
    var to: DeliveryState

    init(_ from: DeliveryState, _ to: DeliveryState) {
        self.from = from
        self.to = to
    }

    /// The rows of the table.
    static let table: Set<Transition> = [
        Transition(.queued, .delivering), Transition(.queued, .held), Transition(.queued, .recalled),
        Transition(.queued, .quarantined),
        Transition(.delivering, .delivered), Transition(.delivering, .queued), Transition(.delivering, .rejected),
        Transition(.delivering, .held),
        Transition(.delivered, .acknowledged), Transition(.delivered, .queued), Transition(.delivered, .rejected),
        Transition(.held, .queued), Transition(.held, .dead), Transition(.held, .recalled),
    ]

    /// What stands beneath the table in words, each with the causes that may do it.
    static let extras: [Transition: Set<String>] = [
        Transition(.queued, .queued): ["forwarded", "rerouted"],
        Transition(.acknowledged, .rejected): ["status-02"],
        Transition(.rejected, .queued): ["resent"],
        Transition(.recalled, .queued): ["resent"],
        Transition(.dead, .queued): ["resent"],
        Transition(.quarantined, .queued): ["repaired"],
        Transition(.delivering, .quarantined): ["quarantined"],
        Transition(.delivered, .quarantined): ["quarantined"],
        Transition(.held, .quarantined): ["quarantined"],
    ]
}

/// A random walk of one delivery: causes from a seed, time that only goes forward.
struct Walk {
    var delivery: Delivery
    var now = noon
    private var generator: SeededGenerator
    private var tokens: [LeaseToken] = []

    init(kind: EnvelopeKind, seed: UInt64) {
        delivery = freshDelivery(kind: kind)
        generator = SeededGenerator(seed: seed)
        tokens = (100..<103).map { identifier($0) }
    }

    /// Lets time pass, and now and then a sender be told what was due.
    mutating func pass() {
        if Bool.random(using: &generator) { now = now + .seconds(Int64.random(in: 0...900, using: &generator)) }
        switch delivery.state {
        case .held, .rejected, .dead, .quarantined:
            if Bool.random(using: &generator) { delivery.noticeDue = nil }
        default: break
        }
        if Bool.random(using: &generator), delivery.move?.isTold == false {
            delivery.move?.isTold = true
            if !delivery.state.isWaiting { delivery.noticeDue = nil }
        }
    }

    mutating func cause() -> DeliveryCause {
        // Mostly the token that counts, so that walks get far; else one of a few others.
        let other = tokens.randomElement(using: &generator) ?? identifier(100)
        let token = Int.random(in: 0..<3, using: &generator) > 0 ? delivery.lease?.token ?? other : other
        let maybe: LeaseToken? = Bool.random(using: &generator) ? token : nil
        let later = now + .seconds(Int64.random(in: 1...600, using: &generator))
        let reason: String? = Bool.random(using: &generator) ? "a reason" : nil
        let hold: HoldReason =
            [.administrator, .pushExhausted, .recipientFailed, .unitClosed, .restored]
            .randomElement(using: &generator) ?? .administrator
        let causes: [DeliveryCause] = [
            .pushStarted(token: other, until: later, nextDue: later), .pushDelivered(token: token),
            .pushFailed(token: token, reason: "no connection", nextDue: later),
            .pushRefused(token: token, reason: "refused"), .pushExhausted(token: token, reason: "72 h"),
            .pushInterrupted, .claimed(token: other, until: later), .leaseExtended(token: token, until: later),
            .leaseExpired, .fetched, .acknowledged(token: maybe),
            .failedByRecipient(token: maybe, reason: reason), .processing(token: maybe, until: later),
            .statusRejected(reason: reason), .recallRequested(reason: reason), .hold(hold, note: reason),
            .released(note: reason), .ended(note: "ended"), .quarantined(reason: "hash mismatch"), .repaired, .resent,
            .forwarded(to: identifier(200), code: "H24.1"), .rerouted(to: identifier(201), code: "H24.2", note: "x"),
        ]
        return causes.randomElement(using: &generator) ?? .fetched
    }
}

extension DeliveryState {
    /// Whether its sender is always to be told some day.
    fileprivate var isWaiting: Bool { self == .queued || self == .delivering }
}
