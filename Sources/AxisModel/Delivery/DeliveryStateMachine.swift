// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The one place where a delivery changes state (the table "Delivery states" of the interface).
///
/// Beside the table's rows: an explicit resend and a repair queue again what ended undelivered or was quarantined; a
/// status 02 turns an acknowledged delivery into a rejected one, since the recipient's later word counts; and a hash
/// mismatch quarantines wherever it is noticed. A cause that implies earlier steps (a report by a recipient that never
/// fetched) writes each of them down.
///
/// Pure: it takes a delivery and a cause, and returns the delivery afterwards with the lines of its history.
/// Whoever stores deliveries runs it inside the transaction that reads and writes the row.
public struct DeliveryStateMachine: Sendable {
    /// How often a recipient may report failure before the delivery is held.
    public static let failuresBeforeHold = 5
    /// When the sender is first told that a document has not arrived.
    public static let firstDelayNotice: Duration = .seconds(4 * 3600)

    /// What a cause did.
    public struct Outcome: Hashable, Sendable {
        /// The delivery afterwards.
        public var delivery: Delivery
        /// What goes into its history, in order; empty when nothing changed state.
        public var steps: [DeliveryStep]
    }

    /// A cause that does not apply.
    public enum Fault: Error, Hashable, Sendable {
        /// Another live lease exists, or the token is not the current one.
        case leaseLost
        /// The state does not allow it.
        case notAllowed(DeliveryState)
    }

    private var delivery: Delivery
    private var steps: [DeliveryStep] = []
    private let at: Timestamp
    private let word: String

    private init(_ delivery: Delivery, word: String, at: Timestamp) {
        self.delivery = delivery
        self.word = word
        self.at = at
    }

    /// Applies a cause.
    ///
    /// - Parameters:
    ///   - cause: what happened.
    ///   - delivery: the delivery before.
    ///   - at: when it happened; leases are judged against it.
    /// - Throws: ``Fault`` when the cause does not apply; the delivery is then unchanged.
    public static func apply(
        _ cause: DeliveryCause,
        to delivery: Delivery,
        at: Timestamp
    ) throws(Fault) -> Outcome {
        var machine = DeliveryStateMachine(delivery, word: cause.word, at: at)
        try machine.run(cause)
        return Outcome(delivery: machine.delivery, steps: machine.steps)
    }

    private mutating func run(_ cause: DeliveryCause) throws(Fault) {
        switch cause {
        case .pushStarted, .pushDelivered, .pushFailed, .pushRefused, .pushExhausted, .pushInterrupted:
            try runPush(cause)
        case .claimed, .leaseExtended, .leaseExpired, .fetched, .acknowledged, .failedByRecipient, .processing:
            try runPull(cause)
        case .statusRejected(let reason):
            // A recipient that answers 02 has the document, whether or not it acknowledged the delivery first.
            switch delivery.state {
            case .queued, .held: try bringToDelivered(evenIfHeld: true)
            case .delivering, .delivered, .acknowledged: break
            case .rejected: return
            case .recalled, .dead, .quarantined: throw .notAllowed(delivery.state)
            }
            enter(.rejected, reason: reason)
        case .recallRequested(let reason):
            // Before the first fetch it stops the delivery; later it is a request only and changes nothing here.
            switch delivery.state {
            case .queued where delivery.failures == 0, .held where delivery.failures == 0:
                enter(.recalled, reason: reason)
            // Whoever reported failure has had the bytes.
            default: throw .notAllowed(delivery.state)
            }
        case .hold(let reason, let note):
            guard delivery.state == .queued else { throw .notAllowed(delivery.state) }
            enter(.held, reason: note)
            delivery.holdReason = reason
        case .released(let note):
            switch delivery.state {
            case .held:
                enter(.queued, reason: note)
                // The time that pushing may take begins anew; else the next failure would hold it again at once.
                delivery.firstAttemptAt = nil
            case .queued: break
            default: throw .notAllowed(delivery.state)
            }
            delivery.due = at
        case .ended(let note):
            guard delivery.state == .held else { throw .notAllowed(delivery.state) }
            enter(.dead, reason: note)
        case .quarantined(let reason):
            switch delivery.state {
            case .queued, .delivering, .delivered, .held: enter(.quarantined, reason: reason)
            case .quarantined: return
            default: throw .notAllowed(delivery.state)
            }
        case .repaired:
            guard delivery.state == .quarantined else { throw .notAllowed(delivery.state) }
            enter(.queued)
            delivery.due = at
        case .resent:
            guard delivery.state.endedUndelivered else { throw .notAllowed(delivery.state) }
            enter(.queued)
            delivery.attempts = 0
            delivery.failures = 0
            delivery.firstAttemptAt = nil
            delivery.due = at
            delivery.noticeDue = delivery.kind == .document ? at + Self.firstDelayNotice : nil
            if delivery.owesMoveNotice { delivery.noticeDue = at }
        case .forwarded(let unit, let code):
            try move(to: unit, code, reason: "forwarded to \(code), the only successor of the closed unit")
        case .rerouted(let unit, let code, let note):
            try move(to: unit, code, reason: "to \(code): \(note)")
        }
    }

    /// Gives what waits to another unit, with everything beginning anew; the code stays as the envelope has it.
    private mutating func move(to unit: UnitID, _ code: String, reason: String) throws(Fault) {
        // Said twice, it is done once.
        if delivery.recipient == unit, !delivery.state.isFinal, delivery.state != .held { return }
        guard delivery.state == .queued || delivery.state == .held else { throw .notAllowed(delivery.state) }
        enter(.queued, reason: reason)
        if delivery.recipient != unit {
            let isTold = delivery.kind != .document
            delivery.move = Delivery.Move(acceptedFor: delivery.acceptedFor, code: code, isTold: isTold)
            delivery.recipient = unit
            if !isTold { delivery.noticeDue = at }
        }
        delivery.attempts = 0
        // One failure is kept: somebody has had the bytes, so that the sender can't recall them unseen any more.
        delivery.failures = min(delivery.failures, 1)
        delivery.firstAttemptAt = nil
        delivery.due = at
    }

    private mutating func runPush(_ cause: DeliveryCause) throws(Fault) {
        switch cause {
        case .pushStarted(let token, let until, let nextDue):
            guard delivery.state == .queued else { throw .notAllowed(delivery.state) }
            enter(.delivering)
            delivery.attempts += 1
            delivery.firstAttemptAt = delivery.firstAttemptAt ?? at
            delivery.due = nextDue
            delivery.lease = Delivery.Lease(token: token, until: until, isPush: true)
        case .pushDelivered(let token):
            try requirePush(token)
            enter(.delivered)
            enter(.acknowledged)
        case .pushFailed(let token, let reason, let nextDue):
            try requirePush(token)
            enter(.queued, reason: reason)
            delivery.due = nextDue
        case .pushRefused(let token, let reason):
            try requirePush(token)
            enter(.rejected, reason: reason)
        case .pushExhausted(let token, let reason):
            try requirePush(token)
            enter(.held, reason: reason)
            delivery.holdReason = .pushExhausted
        case .pushInterrupted:
            guard delivery.state == .delivering, delivery.lease?.isPush == true else {
                throw .notAllowed(delivery.state)
            }
            enter(.queued, reason: "the daemon ended during the attempt")
        default:
            throw .notAllowed(delivery.state)
        }
    }

    private mutating func runPull(_ cause: DeliveryCause) throws(Fault) {
        switch cause {
        case .claimed(let token, let until):
            guard !delivery.isLeased(at: at) else { throw .leaseLost }
            try makeFetchable()
            if delivery.state == .queued { enter(.delivering) }
            delivery.lease = Delivery.Lease(token: token, until: until, isPush: false)
        case .leaseExtended(let token, let until):
            guard let lease = delivery.lease, lease.token == token, lease.until > at else { throw .leaseLost }
            delivery.lease?.until = max(lease.until, until)
        case .processing(let token, let until):
            try keepWorking(under: token, until: until)
        case .leaseExpired:
            guard let lease = delivery.lease, lease.until <= at else { throw .notAllowed(delivery.state) }
            if delivery.state == .delivering { enter(.queued, reason: "the lease ran out") }
            delivery.lease = nil
        case .fetched:
            switch delivery.state {
            case .delivered, .acknowledged: return
            case .delivering:
                // A push under way stays the courier's; the recipient has the bytes either way.
                if delivery.lease?.isPush == true { return }
                enterKeepingLease(.delivered)
            case .queued, .held:
                try makeFetchable()
                enter(.delivering)
                enter(.delivered)
            default: throw .notAllowed(delivery.state)
            }
        case .acknowledged(let token):
            if delivery.state == .acknowledged { return }
            try requireNoOther(token)
            try bringToDelivered()
            enter(.acknowledged)
        case .failedByRecipient(let token, let reason):
            try requireNoOther(token)
            try bringToDelivered()
            delivery.failures += 1
            enter(.queued, reason: reason)
            delivery.due = at
            if delivery.failures >= Self.failuresBeforeHold {
                enter(.held, reason: reason ?? "the recipient reported failure \(delivery.failures) times")
                delivery.holdReason = .recipientFailed
            }
        default:
            throw .notAllowed(delivery.state)
        }
    }

    // MARK: - Parts

    private func requirePush(_ token: LeaseToken) throws(Fault) {
        guard delivery.state == .delivering else { throw .notAllowed(delivery.state) }
        guard delivery.lease?.token == token else { throw .leaseLost }
    }

    /// An acknowledgement is refused only when another live lease exists.
    private func requireNoOther(_ token: LeaseToken?) throws(Fault) {
        guard let lease = delivery.lease, lease.until > at else { return }
        guard lease.token == token else { throw .leaseLost }
    }

    /// A recipient at work keeps the delivery; a lease that ran out is renewed as long as nobody else took one.
    private mutating func keepWorking(under token: LeaseToken?, until: Timestamp) throws(Fault) {
        try requireNoOther(token)
        guard !delivery.state.isFinal, delivery.state != .quarantined else { throw .notAllowed(delivery.state) }
        guard let token else {
            // Nobody holds it: the report itself keeps others away for the time asked.
            delivery.due = max(delivery.due, until)
            return
        }
        if let lease = delivery.lease, lease.until > at {
            delivery.lease?.until = max(lease.until, until)
            return
        }
        try makeFetchable()
        if delivery.state == .queued { enter(.delivering) }
        delivery.lease = Delivery.Lease(token: token, until: until, isPush: false)
    }

    private mutating func makeFetchable(evenIfHeld: Bool = false) throws(Fault) {
        switch delivery.state {
        case .queued, .delivered: return
        case .delivering: enter(.queued, reason: "the lease ran out")
        case .held:
            guard evenIfHeld || delivery.holdReason?.isFetchable == true else { throw .notAllowed(.held) }
            enter(.queued)
        default: throw .notAllowed(delivery.state)
        }
    }

    /// A recipient that reports on a delivery has its bytes: the steps up to `delivered` are made good.
    private mutating func bringToDelivered(evenIfHeld: Bool = false) throws(Fault) {
        switch delivery.state {
        case .delivered: return
        case .delivering: enter(.delivered)
        case .queued, .held:
            try makeFetchable(evenIfHeld: evenIfHeld)
            enter(.delivering)
            enter(.delivered)
        default: throw .notAllowed(delivery.state)
        }
    }

    private mutating func enterKeepingLease(_ state: DeliveryState) {
        let lease = delivery.lease
        enter(state)
        delivery.lease = lease
    }

    private mutating func enter(_ state: DeliveryState, reason: String? = nil) {
        steps.append(DeliveryStep(from: delivery.state, to: state, cause: word, reason: reason, at: at))
        delivery.state = state
        delivery.changedAt = at
        delivery.lease = nil
        delivery.holdReason = nil
        if let reason { delivery.reason = reason }
        guard delivery.kind == .document else { return }
        switch state {
        case .held, .rejected, .dead, .quarantined: delivery.noticeDue = at
        // That it went elsewhere is told even when it has arrived there meanwhile.
        case .delivered, .acknowledged, .recalled:
            if !delivery.owesMoveNotice { delivery.noticeDue = nil }
        // What goes on waiting after a hold or a failure is told again.
        case .queued, .delivering: delivery.noticeDue = delivery.noticeDue ?? at + Self.firstDelayNotice
        }
    }
}

extension Delivery {
    /// Whether the sender is still to be told that it goes to another unit.
    fileprivate var owesMoveNotice: Bool { move?.isTold == false }
}
