// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What happened to a delivery: the input of ``DeliveryStateMachine``.
public enum DeliveryCause: Hashable, Sendable {
    /// A push is about to begin; attempt and next due time are written before dialling.
    case pushStarted(token: LeaseToken, until: Timestamp, nextDue: Timestamp)
    /// The recipient's endpoint took it (200, 201, 202, 204).
    case pushDelivered(token: LeaseToken)
    /// The attempt failed for now; the delivery is due again at a time.
    case pushFailed(token: LeaseToken, reason: String, nextDue: Timestamp)
    /// The recipient's endpoint refused for good.
    case pushRefused(token: LeaseToken, reason: String)
    /// Push attempts are used up.
    case pushExhausted(token: LeaseToken, reason: String)
    /// The process ended while a push was under way; what became of it is not known.
    case pushInterrupted
    /// The recipient took a lease.
    case claimed(token: LeaseToken, until: Timestamp)
    /// The recipient prolonged its lease.
    case leaseExtended(token: LeaseToken, until: Timestamp)
    /// The lease ran out.
    case leaseExpired
    /// The recipient read the bytes in full.
    case fetched
    /// The recipient acknowledged: `done`.
    case acknowledged(token: LeaseToken?)
    /// The recipient reported `failed`.
    case failedByRecipient(token: LeaseToken?, reason: String?)
    /// The recipient is at work on it: `processing`.
    case processing(token: LeaseToken?, until: Timestamp)
    /// A status package 02 of the recipient came.
    case statusRejected(reason: String?)
    /// A status package 13 of the sender came.
    case recallRequested(reason: String?)
    /// It is to wait.
    case hold(HoldReason, note: String?)
    /// An administrator released it, or asked for a retry now.
    case released(note: String?)
    /// An administrator ended it.
    case ended(note: String)
    /// The stored bytes don't match their hash.
    case quarantined(reason: String)
    /// The stored bytes match again.
    case repaired
    /// The sender asked for a delivery that ended undelivered to be queued again.
    case resent
    /// The unit it went to is closed, and its only successor gets it, by the policy `forward`.
    case forwarded(to: UnitID, code: String)
    /// An administrator gives it to another unit.
    case rerouted(to: UnitID, code: String, note: String)

    /// A stable word for histories.
    public var word: String {
        switch self {
        case .pushStarted: "push-started"
        case .pushDelivered: "push-delivered"
        case .pushFailed: "push-failed"
        case .pushRefused: "push-refused"
        case .pushExhausted: "push-exhausted"
        case .pushInterrupted: "push-interrupted"
        case .claimed: "claimed"
        case .leaseExtended: "lease-extended"
        case .leaseExpired: "lease-expired"
        case .fetched: "fetched"
        case .acknowledged: "acknowledged"
        case .failedByRecipient: "failed-by-recipient"
        case .processing: "processing"
        case .statusRejected: "status-02"
        case .recallRequested: "status-13"
        case .hold: "held"
        case .released: "released"
        case .ended: "ended"
        case .quarantined: "quarantined"
        case .repaired: "repaired"
        case .resent: "resent"
        case .forwarded: "forwarded"
        case .rerouted: "rerouted"
        }
    }
}
