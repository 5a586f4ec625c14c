// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// One delivery as its recipient sees it.
public struct InboxItem: Hashable, Sendable, Codable {
    /// The delivery.
    public var deliveryId: DeliveryID
    /// The envelope.
    public var envelopeId: EnvelopeID
    /// What it is.
    public var kind: EnvelopeKind
    /// The sender's code.
    public var from: String
    /// The recipient's code as the envelope names it.
    public var to: String
    /// `DocumentId`.
    public var documentId: String?
    /// `Subject` (trích yếu).
    public var subject: String
    /// `Priority`, 0 to 4.
    public var priority: Int
    /// Size in bytes.
    public var size: Int
    /// SHA-256 of the bytes.
    public var sha256: Digest256
    /// When Axis accepted it.
    public var acceptedAt: Timestamp
    /// How the sender was authenticated.
    public var senderAuth: SenderAuthentication
    /// What the signature inside is worth.
    public var signature: SignatureStanding
    /// The document's legal value.
    public var legalValue: LegalValue
    /// Where the delivery stands.
    public var state: DeliveryState
    /// The delivery that a status package or a notice is about.
    public var about: DeliveryID?
    /// The token of the caller's lease, from a claim.
    public var leaseToken: LeaseToken?
    /// When the live lease on it ends.
    public var leaseUntil: Timestamp?

    /// Makes one of its parts.
    public init(
        deliveryId: DeliveryID,
        envelopeId: EnvelopeID,
        kind: EnvelopeKind,
        from: String,
        to: String,
        documentId: String? = nil,
        subject: String,
        priority: Int,
        size: Int,
        sha256: Digest256,
        acceptedAt: Timestamp,
        senderAuth: SenderAuthentication,
        signature: SignatureStanding,
        legalValue: LegalValue,
        state: DeliveryState,
        about: DeliveryID? = nil,
        leaseToken: LeaseToken? = nil,
        leaseUntil: Timestamp? = nil
    ) {
        self.deliveryId = deliveryId
        self.envelopeId = envelopeId
        self.kind = kind
        self.from = from
        self.to = to
        self.documentId = documentId
        self.subject = subject
        self.priority = priority
        self.size = size
        self.sha256 = sha256
        self.acceptedAt = acceptedAt
        self.senderAuth = senderAuth
        self.signature = signature
        self.legalValue = legalValue
        self.state = state
        self.about = about
        self.leaseToken = leaseToken
        self.leaseUntil = leaseUntil
    }
}

/// A page of an inbox.
public struct InboxPage: Hashable, Sendable, Codable {
    /// The items, the most urgent first.
    public var items: [InboxItem]
    /// What to pass as `after` for the next page; nil on the last.
    public var next: String?

    /// Makes one of its parts.
    public init(items: [InboxItem], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

/// Asks for a lease of items.
public struct ClaimRequest: Hashable, Sendable, Codable {
    /// A unit or branch; all the caller may receive for when missing.
    public var unit: String?
    /// Only items of this kind.
    public var kind: EnvelopeKind?
    /// At most so many, 1 to 100.
    public var limit: Int?
    /// Seconds to wait for the first, 0 to 60.
    public var wait: Int?
    /// How long the lease lasts, 1 to 3,600.
    public var seconds: Int?

    /// Makes one of its parts.
    public init(
        unit: String? = nil,
        kind: EnvelopeKind? = nil,
        limit: Int? = nil,
        wait: Int? = nil,
        seconds: Int? = nil
    ) {
        self.unit = unit
        self.kind = kind
        self.limit = limit
        self.wait = wait
        self.seconds = seconds
    }
}

/// Prolongs a lease.
public struct ExtendRequest: Hashable, Sendable, Codable {
    /// The lease's token.
    public var leaseToken: LeaseToken
    /// How long from now, 1 to 3,600.
    public var seconds: Int

    /// Makes one of its parts.
    public init(leaseToken: LeaseToken, seconds: Int) {
        self.leaseToken = leaseToken
        self.seconds = seconds
    }
}

/// What a recipient reports about a delivery.
public enum AcknowledgeOutcome: String, Sendable, Codable {
    /// It has the document.
    case done
    /// It could not take it; the item comes back.
    case failed
    /// It is at work on it.
    case processing
}

/// Reports the outcome of a delivery.
public struct AcknowledgeRequest: Hashable, Sendable, Codable {
    /// The outcome.
    public var outcome: AcknowledgeOutcome
    /// Why, with `failed`.
    public var reason: String?
    /// The lease's token, when there is one.
    public var leaseToken: LeaseToken?

    /// Makes one of its parts.
    public init(outcome: AcknowledgeOutcome, reason: String? = nil, leaseToken: LeaseToken? = nil) {
        self.outcome = outcome
        self.reason = reason
        self.leaseToken = leaseToken
    }
}

/// What an acknowledgement or an extension led to.
public struct AcknowledgeResult: Hashable, Sendable, Codable {
    /// The delivery.
    public var deliveryId: DeliveryID
    /// Where it stands now.
    public var state: DeliveryState
    /// When the live lease on it ends.
    public var leaseUntil: Timestamp?

    /// Makes one of its parts.
    public init(deliveryId: DeliveryID, state: DeliveryState, leaseUntil: Timestamp? = nil) {
        self.deliveryId = deliveryId
        self.state = state
        self.leaseUntil = leaseUntil
    }
}
