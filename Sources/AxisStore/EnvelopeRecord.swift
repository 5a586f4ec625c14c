// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// An accepted envelope without its bytes, as stored for ever.
package struct EnvelopeRecord: Hashable, Sendable {
    /// Its identity.
    package var id: EnvelopeID
    /// What it is.
    package var kind: EnvelopeKind
    /// The unit that sent it.
    package var sender: UnitID
    /// The sender's code as the envelope names it.
    package var senderCode: String
    /// How the sender was authenticated.
    package var senderAuth: SenderAuthentication
    /// SHA-256 of the TLS certificate, or the system id.
    package var senderCredential: String
    /// SHA-256 of the signer's certificate.
    package var signer: Digest256?
    /// What the signature inside is worth.
    package var signature: SignatureStanding
    /// The document's legal value.
    package var legalValue: LegalValue
    /// `DocumentId`, NFC.
    package var documentID: String?
    /// Number and notation, NFC: `7816/VPCP-TTĐT`.
    package var numberAndNotation: String
    /// `PromulgationDate` as written.
    package var promulgationDate: String
    /// `Subject`; of a status package its code; of a notice its kind.
    package var subject: String
    /// How urgent it is.
    package var urgency: Urgency
    /// What the document does to an earlier one.
    package var action: DocumentAction
    /// The code of a status package, as written; nil in a document.
    package var statusCode: String?
    /// The delivery that a status package or a notice is about.
    package var about: DeliveryID?
    /// SHA-256 of the bytes.
    package var sha256: Digest256
    /// Size in bytes.
    package var size: Int
    /// When it was accepted.
    package var acceptedAt: Timestamp
    /// The registry's version that the codes were resolved by.
    package var registryVersion: Int64
    /// Soft faults, for the receipt.
    package var warnings: [EnvelopeWarning]
    /// Recipients not accepted (`Axis-Partial: allow`), for the receipt.
    package var refused: [RecipientRefusal]
    /// What was found about the signature after the receipt; nil while nobody looked, and where it was checked before.
    package var report: SignatureReport?

    /// Makes a record.
    package init(
        id: EnvelopeID,
        kind: EnvelopeKind,
        sender: UnitID,
        senderCode: String,
        senderAuth: SenderAuthentication,
        senderCredential: String,
        signer: Digest256?,
        signature: SignatureStanding,
        legalValue: LegalValue,
        documentID: String?,
        numberAndNotation: String,
        promulgationDate: String,
        subject: String,
        urgency: Urgency,
        action: DocumentAction,
        statusCode: String?,
        about: DeliveryID?,
        sha256: Digest256,
        size: Int,
        acceptedAt: Timestamp,
        registryVersion: Int64,
        warnings: [EnvelopeWarning],
        refused: [RecipientRefusal]
    ) {
        self.id = id
        self.kind = kind
        self.sender = sender
        self.senderCode = senderCode
        self.senderAuth = senderAuth
        self.senderCredential = senderCredential
        self.signer = signer
        self.signature = signature
        self.legalValue = legalValue
        self.documentID = documentID
        self.numberAndNotation = numberAndNotation
        self.promulgationDate = promulgationDate
        self.subject = subject
        self.urgency = urgency
        self.action = action
        self.statusCode = statusCode
        self.about = about
        self.sha256 = sha256
        self.size = size
        self.acceptedAt = acceptedAt
        self.registryVersion = registryVersion
        self.warnings = warnings
        self.refused = refused
    }
}
