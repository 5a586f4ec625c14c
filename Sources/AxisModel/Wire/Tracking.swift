// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// One line of a delivery's history.
public struct HistoryLine: Hashable, Sendable, Codable {
    /// When.
    public var at: Timestamp
    /// The state before.
    public var from: DeliveryState?
    /// The state after.
    public var to: DeliveryState
    /// A stable word for the cause.
    public var cause: String
    /// The cause in a sentence.
    public var reason: String?

    /// Makes one of its parts.
    public init(at: Timestamp, from: DeliveryState? = nil, to: DeliveryState, cause: String, reason: String? = nil) {
        self.at = at
        self.from = from
        self.to = to
        self.cause = cause
        self.reason = reason
    }
}

/// How one delivery stands.
public struct DeliveryReport: Hashable, Sendable, Codable {
    /// The delivery.
    public var deliveryId: DeliveryID
    /// The recipient's code as the envelope names it.
    public var to: String
    /// The code of the unit that it goes to instead, a successor or whom an administrator chose.
    public var goesTo: String?
    /// Where it stands.
    public var state: DeliveryState
    /// Push attempts so far.
    public var attempts: Int
    /// The last error or cause.
    public var lastError: String?
    /// When the next attempt is due, while queued for push.
    public var nextAttempt: Timestamp?
    /// Why it is held.
    public var holdReason: HoldReason?
    /// When the state last changed.
    public var changedAt: Timestamp
    /// Its history, where asked for.
    public var history: [HistoryLine]?

    /// Makes one of its parts.
    public init(
        deliveryId: DeliveryID,
        to: String,
        goesTo: String? = nil,
        state: DeliveryState,
        attempts: Int,
        lastError: String? = nil,
        nextAttempt: Timestamp? = nil,
        holdReason: HoldReason? = nil,
        changedAt: Timestamp,
        history: [HistoryLine]? = nil
    ) {
        self.deliveryId = deliveryId
        self.to = to
        self.goesTo = goesTo
        self.state = state
        self.attempts = attempts
        self.lastError = lastError
        self.nextAttempt = nextAttempt
        self.holdReason = holdReason
        self.changedAt = changedAt
        self.history = history
    }
}

/// A status package received for a document.
public struct StatusEntry: Hashable, Sendable, Codable {
    /// The status package.
    public var envelopeId: EnvelopeID
    /// The status code, two digits.
    public var code: String
    /// Who reported.
    public var from: String
    /// When Axis accepted it.
    public var at: Timestamp

    /// Makes one of its parts.
    public init(envelopeId: EnvelopeID, code: String, from: String, at: Timestamp) {
        self.envelopeId = envelopeId
        self.code = code
        self.from = from
        self.at = at
    }
}

/// An envelope and the state of its deliveries.
public struct EnvelopeReport: Hashable, Sendable, Codable {
    /// The envelope.
    public var envelopeId: EnvelopeID
    /// What it is.
    public var kind: EnvelopeKind
    /// The sender's code.
    public var from: String
    /// `DocumentId`.
    public var documentId: String?
    /// Number and notation.
    public var code: String
    /// `Subject`.
    public var subject: String
    /// `Priority`, 0 to 4.
    public var priority: Int
    /// SHA-256 of the bytes.
    public var sha256: Digest256
    /// Size in bytes.
    public var size: Int
    /// When Axis accepted it.
    public var acceptedAt: Timestamp
    /// How the sender was authenticated.
    public var senderAuth: SenderAuthentication
    /// What the signature inside is worth, by all that is known now.
    public var signature: SignatureStanding
    /// Why a signature that was looked at after the receipt is not `valid`: a stable word.
    public var signatureReason: String?
    /// When a signature was looked at after the receipt; nil while nobody looked, and where it was checked before.
    public var signatureCheckedAt: Timestamp?
    /// The document's legal value.
    public var legalValue: LegalValue
    /// One for each recipient.
    public var deliveries: [DeliveryReport]
    /// The status packages received about it.
    public var statuses: [StatusEntry]

    /// Makes one of its parts.
    public init(
        envelopeId: EnvelopeID,
        kind: EnvelopeKind,
        from: String,
        documentId: String? = nil,
        code: String,
        subject: String,
        priority: Int,
        sha256: Digest256,
        size: Int,
        acceptedAt: Timestamp,
        senderAuth: SenderAuthentication,
        signature: SignatureStanding,
        signatureReason: String? = nil,
        signatureCheckedAt: Timestamp? = nil,
        legalValue: LegalValue,
        deliveries: [DeliveryReport],
        statuses: [StatusEntry]
    ) {
        self.envelopeId = envelopeId
        self.kind = kind
        self.from = from
        self.documentId = documentId
        self.code = code
        self.subject = subject
        self.priority = priority
        self.sha256 = sha256
        self.size = size
        self.acceptedAt = acceptedAt
        self.senderAuth = senderAuth
        self.signature = signature
        self.signatureReason = signatureReason
        self.signatureCheckedAt = signatureCheckedAt
        self.legalValue = legalValue
        self.deliveries = deliveries
        self.statuses = statuses
    }
}

/// A page of a sender's envelopes.
public struct EnvelopePage: Hashable, Sendable, Codable {
    /// The envelopes, newest first.
    public var items: [EnvelopeReport]
    /// What to pass as `after` for the next page; nil on the last.
    public var next: String?

    /// Makes one of its parts.
    public init(items: [EnvelopeReport], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

/// Asks for deliveries that ended undelivered to be queued again.
public struct ResendRequest: Hashable, Sendable, Codable {
    /// The recipients' codes; all that ended undelivered when empty.
    public var recipients: [String]

    /// Makes one of its parts.
    public init(recipients: [String] = []) {
        self.recipients = recipients
    }
}

/// What a resend queued again.
public struct ResendResult: Hashable, Sendable, Codable {
    /// The deliveries queued again.
    public var deliveries: [DeliveryReport]

    /// Makes one of its parts.
    public init(deliveries: [DeliveryReport]) {
        self.deliveries = deliveries
    }
}
