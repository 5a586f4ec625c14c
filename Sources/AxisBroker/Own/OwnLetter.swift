// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
package import AxisModel
package import AxisRegistry
import AxisSignature

/// Something that Axis itself has to say to units, as a document: a reminder, a test document, a final non-delivery.
package struct OwnLetter: Sendable {
    /// Names the letter for ever: what is sent twice under one key is one document, whatever else has changed.
    package var key: String
    /// ``EnvelopeKind/document`` or ``EnvelopeKind/drill``.
    package var kind: EnvelopeKind
    /// `Subject` (trích yếu).
    package var subject: String
    /// The text, in lines; it stands in `Content` and, for systems that show attachments only, in one.
    package var text: [String]
    /// Whom it goes to.
    package var recipients: [RegisteredUnit]
    /// How urgent it is.
    package var urgency = Urgency.normal
    /// Documents that it answers to or is about.
    package var responseFor: [DocumentReference] = []
    /// Until when an answer is wanted.
    package var dueDate: Timestamp?
    /// Whether the only successor of a closed recipient may get it in its place, as with any document.
    package var mayBeForwarded = true

    /// Writes a letter.
    package init(
        key: String,
        kind: EnvelopeKind = .document,
        subject: String,
        text: [String],
        recipients: [RegisteredUnit]
    ) {
        self.key = key
        self.kind = kind
        self.subject = subject
        self.text = text
        self.recipients = recipients
    }
}

extension OwnLetter {
    /// `Code/CodeNotation` of test documents, and of all others.
    private var notation: String { kind == .drill ? "DT-TLVB" : "TB-TLVB" }

    /// The idempotency key: SHA-256 over the letter's own.
    static func idempotencyKey(_ key: String) -> Digest256 { SHA256.digest(of: Array("axis-own/1\n\(key)".utf8)) }

    /// A number of at most 11 digits, as long as `CodeNumber` may be (Decree 30/2020, App. VI); of the key, so that it
    /// is the same each time.
    private var number: String {
        let value = Self.idempotencyKey(key).bytes.prefix(8).reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64($1) }
        return "\(value % 100_000_000_000)"
    }

    /// The document, still unsigned.
    func draft(from axis: Organization, at moment: Timestamp) -> DocumentDraft {
        let today = CivilTime(moment)
        var draft = DocumentDraft(
            from: axis,
            to: recipients.map { Organization(organID: $0.code.text, name: $0.name) },
            codeNumber: number,
            codeNotation: notation,
            promulgationDate: today,
            subject: subject
        )
        draft.promulgationPlace = "Hà Nội"
        // Thông báo, in the numbering of 2022.
        draft.documentType = 7
        draft.documentTypeName = "Thông báo"
        let content = text.joined(separator: "\n")
        draft.content = content
        draft.otherInfo.urgency = urgency
        draft.otherInfo.pageAmount = 1
        draft.dueDate = dueDate.map { CivilTime($0) }
        draft.responseFor = responseFor
        draft.trace = [TraceHeader(organID: axis.organID, time: today)]
        draft.attachments = [AttachmentContent(name: "noi-dung.txt", bytes: Array((content + "\n").utf8))]
        return draft
    }
}
