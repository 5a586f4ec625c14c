// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Where a delivery stands; every delivery is in exactly one state.
public enum DeliveryState: String, Sendable, Codable, CaseIterable {
    /// Waits for its next attempt or for the recipient to fetch it.
    case queued
    /// An attempt is under way, or a recipient holds a lease on it.
    case delivering
    /// The recipient has the bytes, and has not acknowledged them.
    case delivered
    /// The recipient acknowledged. Final.
    case acknowledged
    /// The recipient refused. Final.
    case rejected
    /// Waits for an administrator, for a release or for a fetch.
    case held
    /// Taken back by the sender before the first fetch. Final.
    case recalled
    /// Ended by an administrator. Final.
    case dead
    /// The stored bytes don't match their hash; leaves only by repair.
    case quarantined

    /// Whether nothing more happens by itself or by the recipient.
    public var isFinal: Bool {
        switch self {
        case .acknowledged, .rejected, .recalled, .dead: true
        case .queued, .delivering, .delivered, .held, .quarantined: false
        }
    }

    /// Whether the delivery ended and the recipient does not have the document by it.
    public var endedUndelivered: Bool {
        switch self {
        case .rejected, .recalled, .dead: true
        default: false
        }
    }
}

/// Why a delivery is held.
public enum HoldReason: String, Sendable, Codable {
    /// An administrator said so.
    case administrator
    /// Push attempts were used up; the recipient may still fetch it.
    case pushExhausted = "push-exhausted"
    /// The recipient reported failure five times; it may still fetch it.
    case recipientFailed = "recipient-failed"
    /// The recipient's code was closed.
    case unitClosed = "unit-closed"
    /// The store was restored from a backup, and what happened since is not known.
    case restored

    /// Whether the recipient may still list, claim and fetch it.
    public var isFetchable: Bool {
        switch self {
        case .pushExhausted, .recipientFailed: true
        case .administrator, .unitClosed, .restored: false
        }
    }
}
