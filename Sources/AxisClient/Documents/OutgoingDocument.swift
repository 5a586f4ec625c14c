// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
public import AxisModel

/// A document to be sent: becomes an edXML envelope (QCVN 102:2016/BTTTT).
///
/// Required: sender, recipients, number and notation, date, place, subject. All texts are written NFC-normalised.
public struct OutgoingDocument: Hashable, Sendable {
    /// The sender; its `organID` must be a code that the connected holder may send for.
    public var from: Organization
    /// The recipients, by code.
    public var to: [Organization]
    /// `DocumentId`; nil: made of sender, date, number and notation.
    public var documentID: String?
    /// Số.
    public var number: String
    /// Ký hiệu.
    public var notation: String
    /// Địa danh.
    public var place: String
    /// Ngày ban hành.
    public var date: CivilTime
    /// Tên loại văn bản.
    public var typeName = "Công văn"
    /// `DocumentType/Type`; 18 is công văn.
    public var type = 18
    /// Trích yếu.
    public var subject: String
    /// Who signed the document: name and position.
    public var signer: DocumentSigner?
    /// Mức độ khẩn.
    public var urgency = Urgency.normal
    /// Hạn xử lý.
    public var dueDate: CivilTime?
    /// The documents that this one answers.
    public var responseFor: [DocumentReference] = []
    /// The attachments, in order.
    public var attachments: [OutgoingAttachment] = []

    /// Starts a document with what every document has.
    public init(
        from: Organization,
        to: [Organization],
        number: String,
        notation: String,
        place: String,
        date: CivilTime,
        subject: String
    ) {
        self.from = from
        self.to = to
        self.number = number
        self.notation = notation
        self.place = place
        self.date = date
        self.subject = subject
    }

    /// The `DocumentId` that will be written.
    public var effectiveDocumentID: String { draft.effectiveDocumentID }

    /// The unsigned envelope. The ids of its attachments are new each time, so keep the bytes for a repetition.
    public func encoded() -> [UInt8] { draft.encoded() }

    /// The signed envelope, ready to be handed in. Keep the bytes: only the same bytes are the same envelope.
    public func signed(by key: EnvelopeSigningKey) throws(ClientError) -> [UInt8] { try key.sign(encoded()) }

    private var draft: DocumentDraft {
        var draft = DocumentDraft(
            from: from,
            to: to,
            codeNumber: number,
            codeNotation: notation,
            promulgationDate: date,
            subject: subject
        )
        draft.documentID = documentID
        draft.promulgationPlace = place
        draft.documentType = type
        draft.documentTypeName = typeName
        draft.signer = signer.map {
            SignerInfo(competence: $0.competence, position: $0.position, fullName: $0.fullName)
        }
        draft.otherInfo.urgency = urgency
        draft.dueDate = dueDate
        draft.responseFor = responseFor
        draft.attachments = attachments.map {
            AttachmentContent(name: $0.name, bytes: $0.bytes, description: $0.description)
        }
        return draft
    }
}

/// Who signed a document.
public struct DocumentSigner: Hashable, Sendable {
    /// Thẩm quyền: `TM.`, `KT.`, `TL.`.
    public var competence: String?
    /// Chức vụ.
    public var position: String?
    /// Họ và tên.
    public var fullName: String?

    /// Makes a signer.
    public init(competence: String? = nil, position: String? = nil, fullName: String? = nil) {
        self.competence = competence
        self.position = position
        self.fullName = fullName
    }
}

/// A file to go with a document.
public struct OutgoingAttachment: Hashable, Sendable {
    /// The file's name, without a path.
    public var name: String
    /// Its content.
    public var bytes: [UInt8]
    /// A description; the name again when nil.
    public var description: String?

    /// Makes an attachment.
    public init(name: String, bytes: [UInt8], description: String? = nil) {
        self.name = name
        self.bytes = bytes
        self.description = description
    }
}
