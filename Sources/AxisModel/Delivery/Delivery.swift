// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// One envelope's way to one recipient.
public struct Delivery: Hashable, Sendable {
    /// Its identity.
    public let id: DeliveryID
    /// The envelope.
    public let envelope: EnvelopeID
    /// What the envelope is.
    public let kind: EnvelopeKind
    /// The unit that sent it.
    public let sender: UnitID
    /// The unit it goes to.
    public var recipient: UnitID
    /// The recipient's code as the envelope named it.
    public let recipientCode: String
    /// How urgent it is.
    public let urgency: Urgency
    /// The envelope's size in bytes.
    public let size: Int
    /// When the envelope was accepted.
    public let acceptedAt: Timestamp

    /// Where it stands.
    public var state: DeliveryState
    /// Push attempts begun so far.
    public var attempts: Int
    /// Times the recipient reported failure.
    public var failures: Int
    /// When the next attempt is due; meaningful while queued.
    public var due: Timestamp
    /// When the first push attempt began.
    public var firstAttemptAt: Timestamp?
    /// The lease on it: a recipient's claim, or the courier's own while pushing.
    public var lease: Lease?
    /// Why it is held, while it is.
    public var holdReason: HoldReason?
    /// The last error or cause, in a sentence without payload.
    public var reason: String?
    /// When the sender is next to be told about it; nil when there is nothing to tell.
    public var noticeDue: Timestamp?
    /// When the state last changed.
    public var changedAt: Timestamp
    /// That it goes to another unit than the one addressed; nil for most.
    public var move: Move?

    /// That a delivery goes to another unit than the one its code names: a successor, or whom an administrator chose.
    public struct Move: Hashable, Sendable {
        /// The unit that it was accepted for, which its receipt names.
        public var acceptedFor: UnitID
        /// The code of the unit that it goes to.
        public var code: String
        /// Whether the sender was told.
        public var isTold: Bool

        /// Makes a move.
        public init(acceptedFor: UnitID, code: String, isTold: Bool) {
            self.acceptedFor = acceptedFor
            self.code = code
            self.isTold = isTold
        }
    }

    /// The unit that it was accepted for, the same for ever.
    public var acceptedFor: UnitID { move?.acceptedFor ?? recipient }

    /// A lease: for whom and until when.
    public struct Lease: Hashable, Sendable {
        /// The fencing token.
        public var token: LeaseToken
        /// When it ends.
        public var until: Timestamp
        /// Whether Axis's courier holds it, while pushing.
        public var isPush: Bool

        /// Makes a lease.
        public init(token: LeaseToken, until: Timestamp, isPush: Bool) {
            self.token = token
            self.until = until
            self.isPush = isPush
        }
    }

    /// Makes a fresh delivery: queued and due at once.
    ///
    /// - Parameter successorCode: the code of the recipient, when it is not the unit that `recipientCode` names but its
    ///   successor; the sender is then told at once.
    public init(
        id: DeliveryID,
        envelope: EnvelopeID,
        kind: EnvelopeKind,
        sender: UnitID,
        recipient: UnitID,
        recipientCode: String,
        urgency: Urgency,
        size: Int,
        acceptedAt: Timestamp,
        successorCode: String? = nil
    ) {
        self.id = id
        self.envelope = envelope
        self.kind = kind
        self.sender = sender
        self.recipient = recipient
        self.recipientCode = recipientCode
        self.urgency = urgency
        self.size = size
        self.acceptedAt = acceptedAt
        state = .queued
        attempts = 0
        failures = 0
        due = acceptedAt
        noticeDue = kind == .document ? acceptedAt + DeliveryStateMachine.firstDelayNotice : nil
        changedAt = acceptedAt
        if let successorCode {
            move = Move(acceptedFor: recipient, code: successorCode, isTold: kind != .document)
            if kind == .document { noticeDue = acceptedAt }
        }
    }

    /// Whether a lease is alive at a moment.
    public func isLeased(at moment: Timestamp) -> Bool {
        guard let lease else { return false }
        return lease.until > moment
    }
}

/// One line of a delivery's history.
public struct DeliveryStep: Hashable, Sendable {
    /// The state before; nil for the first line.
    public var from: DeliveryState?
    /// The state after.
    public var to: DeliveryState
    /// A stable word for the cause, e.g. `push-failed`.
    public var cause: String
    /// The cause in a sentence, without payload.
    public var reason: String?
    /// When.
    public var at: Timestamp

    /// Makes a line.
    public init(from: DeliveryState?, to: DeliveryState, cause: String, reason: String? = nil, at: Timestamp) {
        self.from = from
        self.to = to
        self.cause = cause
        self.reason = reason
        self.at = at
    }
}
