// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What Axis reads from an edXML envelope: a view; the bytes themselves stay as they came.
///
/// Texts are NFC-normalised and trimmed; element names are those of QCVN 102:2016/BTTTT.
public struct EnvelopeSummary: Hashable, Sendable, Codable {
    /// What the envelope is: ``EnvelopeKind/document`` or ``EnvelopeKind/status``.
    public var kind: EnvelopeKind
    /// `From`.
    public var from: Organization
    /// `To`, in order; empty in a status package.
    public var to: [Organization]
    /// `DocumentId`, the document's identity across the country; nil when missing or empty.
    public var documentID: String?
    /// `Code/CodeNumber` (số).
    public var codeNumber: String
    /// `Code/CodeNotation` (ký hiệu).
    public var codeNotation: String
    /// `PromulgationInfo/Place`.
    public var promulgationPlace: String
    /// `PromulgationInfo/PromulgationDate` as written, `yyyy/MM/dd` when it is a date of that form.
    public var promulgationDate: String
    /// `DocumentType/Type`, opaque.
    public var documentType: Int
    /// `DocumentType/TypeName`.
    public var documentTypeName: String
    /// `Subject` (trích yếu).
    public var subject: String
    /// `OtherInfo/Priority`.
    public var urgency: Urgency
    /// `DueDate` as written.
    public var dueDate: String?
    /// `Bussiness/BussinessDocType`; a missing `Bussiness` is a new document.
    public var action: DocumentAction
    /// `Bussiness/DocumentId`: the document that an update or revocation is about.
    public var actionDocumentID: String?
    /// `ResponseFor`, without the empty ones.
    public var responseFor: [DocumentReference]
    /// `ReplacementInfoList`: the documents this one replaces, with the organs concerned.
    public var replaces: [ReplacedDocument]
    /// The manifest's and the attachments' description, without their content.
    public var attachments: [AttachmentSummary]
    /// What a status package says; nil in a document.
    public var status: StatusReport?

    /// Makes a summary with empty parts.
    public init(kind: EnvelopeKind, from: Organization) {
        self.kind = kind
        self.from = from
        to = []
        codeNumber = ""
        codeNotation = ""
        promulgationPlace = ""
        promulgationDate = ""
        documentType = 0
        documentTypeName = ""
        subject = ""
        urgency = .normal
        action = .new
        responseFor = []
        replaces = []
        attachments = []
    }

    /// Number and notation as people write them: `7816/VPCP-TTĐT`.
    public var numberAndNotation: String {
        switch (codeNumber.isEmpty, codeNotation.isEmpty) {
        case (true, _): codeNotation
        case (false, true): codeNumber
        case (false, false): codeNumber + "/" + codeNotation
        }
    }
}

/// `From` or one `To`.
public struct Organization: Hashable, Sendable, Codable {
    /// `OrganId`: the identification code as written; opaque here.
    public var organID: String
    /// `OrganizationInCharge` (cơ quan chủ quản).
    public var organizationInCharge: String?
    /// `OrganName`.
    public var name: String?
    /// `OrganAdd`.
    public var address: String?
    /// `Email`.
    public var email: String?
    /// `Telephone`.
    public var telephone: String?
    /// `Fax`.
    public var fax: String?
    /// `Website`.
    public var website: String?

    /// Makes an organisation of a code and a name.
    public init(organID: String, name: String? = nil, organizationInCharge: String? = nil) {
        self.organID = organID
        self.name = name
        self.organizationInCharge = organizationInCharge
    }
}

/// `ResponseFor`: names a document by its id, or by organ, number/notation and date.
public struct DocumentReference: Hashable, Sendable, Codable {
    /// `OrganId`: in a status package, whom it is for.
    public var organID: String?
    /// `Code`: number/notation.
    public var code: String?
    /// `DocumentId`.
    public var documentID: String?
    /// `PromulgationDate` as written.
    public var promulgationDate: String?

    /// Makes a reference.
    public init(
        organID: String? = nil,
        code: String? = nil,
        documentID: String? = nil,
        promulgationDate: String? = nil
    ) {
        self.organID = organID
        self.code = code
        self.documentID = documentID
        self.promulgationDate = promulgationDate
    }
}

/// `ReplacementInfo`: a document that is replaced, and for whom.
public struct ReplacedDocument: Hashable, Sendable, Codable {
    /// `DocumentId` of the replaced document.
    public var documentID: String
    /// `OrganIdList`.
    public var organIDs: [String]

    /// Makes a replaced document.
    public init(documentID: String, organIDs: [String]) {
        self.documentID = documentID
        self.organIDs = organIDs
    }
}

/// One attachment as the envelope describes it.
public struct AttachmentSummary: Hashable, Sendable, Codable {
    /// `ContentId` without `cid:`.
    public var contentID: String
    /// `AttachmentName` made safe: no path, NFC, no control characters.
    public var name: String
    /// `ContentType` as claimed; never trusted.
    public var contentType: String
    /// Bytes of the base64 text, an upper bound of the content's size.
    public var encodedSize: Int

    /// Makes an attachment's summary.
    public init(contentID: String, name: String, contentType: String, encodedSize: Int) {
        self.contentID = contentID
        self.name = name
        self.contentType = contentType
        self.encodedSize = encodedSize
    }
}

/// What a status package reports.
public struct StatusReport: Hashable, Sendable, Codable {
    /// `StatusCode` as written.
    public var codeText: String
    /// The status, when it is one that is defined (01 to 06, 13, 15, 16).
    public var code: StatusCode?
    /// `Description`: the reason, free text.
    public var description: String?
    /// `Timestamp` as written, `yyyy/MM/dd HH:mm:ss` local time.
    public var timestamp: String?

    /// Makes a report.
    public init(codeText: String, code: StatusCode?, description: String? = nil, timestamp: String? = nil) {
        self.codeText = codeText
        self.code = code
        self.description = description
        self.timestamp = timestamp
    }
}

/// A soft fault: the envelope is taken, and the receipt lists what should be mended.
public struct EnvelopeWarning: Hashable, Sendable, Codable {
    /// A stable code, e.g. `document-id-missing`.
    public var code: String
    /// The element concerned, e.g. `MessageHeader/DocumentId`.
    public var field: String
    /// The sentence in English.
    public var english: String
    /// The sentence in Vietnamese.
    public var vietnamese: String

    /// Makes a warning.
    public init(code: String, field: String, english: String, vietnamese: String) {
        self.code = code
        self.field = field
        self.english = english
        self.vietnamese = vietnamese
    }
}
