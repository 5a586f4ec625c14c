// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What a leaf of the evidence log says about one acceptance.
///
/// `AxisEvidence` gives it its canonical bytes.
public struct LeafContent: Hashable, Sendable {
    /// The envelope accepted.
    public var envelope: EnvelopeID
    /// The sender's identity.
    public var sender: UnitID
    /// The sender's code at that moment.
    public var senderCode: String
    /// How the sender was authenticated.
    public var senderAuth: SenderAuthentication
    /// SHA-256 of the TLS certificate, or the system id, that the sender came with.
    public var senderCredential: String
    /// SHA-256 of the signer's certificate; nil when unsigned.
    public var signer: Digest256?
    /// The recipients accepted, in order.
    public var recipients: [Recipient]
    /// SHA-256 of the bytes.
    public var sha256: Digest256
    /// Size in bytes.
    public var size: Int
    /// What the envelope is.
    public var kind: EnvelopeKind
    /// When it was received.
    public var receivedAt: Timestamp
    /// The registry's version that the codes were resolved by.
    public var registryVersion: Int64

    /// A recipient in a leaf.
    public struct Recipient: Hashable, Sendable {
        /// The code as the envelope names it.
        public var code: String
        /// The unit it resolved to.
        public var unit: UnitID

        /// Makes a recipient.
        public init(code: String, unit: UnitID) {
            self.code = code
            self.unit = unit
        }
    }

    /// Makes a leaf's content.
    public init(
        envelope: EnvelopeID,
        sender: UnitID,
        senderCode: String,
        senderAuth: SenderAuthentication,
        senderCredential: String,
        signer: Digest256?,
        recipients: [Recipient],
        sha256: Digest256,
        size: Int,
        kind: EnvelopeKind,
        receivedAt: Timestamp,
        registryVersion: Int64
    ) {
        self.envelope = envelope
        self.sender = sender
        self.senderCode = senderCode
        self.senderAuth = senderAuth
        self.senderCredential = senderCredential
        self.signer = signer
        self.recipients = recipients
        self.sha256 = sha256
        self.size = size
        self.kind = kind
        self.receivedAt = receivedAt
        self.registryVersion = registryVersion
    }
}
