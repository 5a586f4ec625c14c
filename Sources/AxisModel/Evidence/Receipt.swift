// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What a sender holds of an acceptance: complete from the first moment, and checkable without the broker.
///
/// The leaf is what Axis sealed; all else in the receipt helps to read it. A verifier trusts the leaf, the
/// proof and the checkpoint's signature, and compares the rest against the leaf.
public struct Receipt: Hashable, Sendable, Codable {
    /// The version of this form: 1.
    public var version: Int
    /// The envelope accepted.
    public var envelopeId: EnvelopeID
    /// What it is.
    public var kind: EnvelopeKind
    /// When it was accepted.
    public var acceptedAt: Timestamp
    /// The sender's code today, by the registry.
    public var sender: String
    /// How the sender was authenticated.
    public var senderAuth: SenderAuthentication
    /// What the signature inside is worth.
    public var signature: SignatureStanding
    /// The document's legal value.
    public var legalValue: LegalValue
    /// `DocumentId`, when there is one.
    public var documentId: String?
    /// SHA-256 of the bytes accepted.
    public var sha256: Digest256
    /// How many bytes were accepted.
    public var size: Int
    /// The version of the registry that recipients were resolved by.
    public var registryVersion: Int64
    /// The deliveries made.
    public var recipients: [Recipient]
    /// Recipients not accepted, with `Axis-Partial: allow`.
    public var refused: [RecipientRefusal]
    /// What should be mended in later envelopes.
    public var warnings: [EnvelopeWarning]
    /// The canonical bytes of the leaf, base64.
    public var leaf: String
    /// The leaf's place in the log, from 0.
    public var leafIndex: Int64
    /// The inclusion proof (RFC 6962, section 2.1.1): digests from the leaf's level upwards.
    public var inclusionProof: [Digest256]
    /// The checkpoint: the text that was signed.
    public var checkpoint: String
    /// Detached CMS over the checkpoint's bytes, DER in base64.
    public var checkpointSignature: String

    /// A delivery named in a receipt.
    public struct Recipient: Hashable, Sendable, Codable {
        /// The code as the envelope names it.
        public var code: String
        /// The unit's identity.
        public var unit: UnitID
        /// The delivery.
        public var deliveryId: DeliveryID

        /// Makes a recipient.
        public init(code: String, unit: UnitID, deliveryId: DeliveryID) {
            self.code = code
            self.unit = unit
            self.deliveryId = deliveryId
        }
    }

    /// Makes a receipt.
    public init(
        envelopeId: EnvelopeID,
        kind: EnvelopeKind,
        acceptedAt: Timestamp,
        sender: String,
        senderAuth: SenderAuthentication,
        signature: SignatureStanding,
        legalValue: LegalValue,
        documentId: String?,
        sha256: Digest256,
        size: Int,
        registryVersion: Int64,
        recipients: [Recipient],
        refused: [RecipientRefusal],
        warnings: [EnvelopeWarning],
        leaf: String,
        leafIndex: Int64,
        inclusionProof: [Digest256],
        checkpoint: String,
        checkpointSignature: String
    ) {
        self.version = 1
        self.envelopeId = envelopeId
        self.kind = kind
        self.acceptedAt = acceptedAt
        self.sender = sender
        self.senderAuth = senderAuth
        self.signature = signature
        self.legalValue = legalValue
        self.documentId = documentId
        self.sha256 = sha256
        self.size = size
        self.registryVersion = registryVersion
        self.recipients = recipients
        self.refused = refused
        self.warnings = warnings
        self.leaf = leaf
        self.leafIndex = leafIndex
        self.inclusionProof = inclusionProof
        self.checkpoint = checkpoint
        self.checkpointSignature = checkpointSignature
    }
}
