// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A document to be written as edXML.
///
/// Required by the regulation: ``from``, ``to``, number and notation, place and date, type, ``subject``. What is nil or
/// empty is left out of the file; numbers are always written.
package struct DocumentDraft: Sendable {
    /// `From`.
    package var from: Organization
    /// `To`, one element each.
    package var to: [Organization]
    /// `DocumentId`; nil: `{OrganId},{yyyy/MM/dd},{CodeNumber}/{CodeNotation}`.
    package var documentID: String?
    /// `Code/CodeNumber`.
    package var codeNumber: String
    /// `Code/CodeNotation`.
    package var codeNotation: String
    /// `PromulgationInfo/Place`.
    package var promulgationPlace = ""
    /// `PromulgationInfo/PromulgationDate`.
    package var promulgationDate: CivilTime
    /// `DocumentType/Type`; 18 is công văn in the numbering of 2022.
    package var documentType = 18
    /// `DocumentType/TypeDetail`.
    package var documentTypeDetail = 0
    /// `DocumentType/TypeName`.
    package var documentTypeName = "Công văn"
    /// `Subject`.
    package var subject: String
    /// `Content`; nil: the subject again, as is the custom.
    package var content: String?
    /// `SignerInfo`.
    package var signer: SignerInfo?
    /// `DueDate`.
    package var dueDate: CivilTime?
    /// `OtherInfo`.
    package var otherInfo = OtherInfo()
    /// `ResponseFor`.
    package var responseFor: [DocumentReference] = []
    /// `SteeringType`, opaque.
    package var steeringType = 0
    /// `ResponseForTask/TaskCode`.
    package var taskCodes: [String] = []
    /// `ApplicationType`.
    package var applicationType: String?
    /// `ToPlaces/Place` (nơi nhận).
    package var toPlaces: [String] = []
    /// `TraceHeaderList/Bussiness`.
    package var business = BusinessInfo()
    /// `TraceHeaderList/TraceHeader`, the sender's first.
    package var trace: [TraceHeader] = []
    /// The attachments, in order.
    package var attachments: [AttachmentContent] = []

    /// Starts a draft with what every document has.
    package init(
        from: Organization,
        to: [Organization],
        codeNumber: String,
        codeNotation: String,
        promulgationDate: CivilTime,
        subject: String
    ) {
        self.from = from
        self.to = to
        self.codeNumber = codeNumber
        self.codeNotation = codeNotation
        self.promulgationDate = promulgationDate
        self.subject = subject
    }

    /// The `DocumentId` that will be written.
    package var effectiveDocumentID: String {
        if let documentID, !documentID.isEmpty { return documentID }
        let date = EdXMLDate.format(date: promulgationDate)
        return "\(from.organID),\(date),\(codeNumber)/\(codeNotation)".normalizedNFC
    }
}

/// `SignerInfo`: who signed.
package struct SignerInfo: Hashable, Sendable {
    /// `Competence` (thẩm quyền): `TM.`, `KT.`, `TL.`.
    package var competence: String?
    /// `Position` (chức vụ).
    package var position: String?
    /// `FullName`.
    package var fullName: String?

    /// Makes a signer.
    package init(competence: String? = nil, position: String? = nil, fullName: String? = nil) {
        self.competence = competence
        self.position = position
        self.fullName = fullName
    }
}

/// `OtherInfo`.
package struct OtherInfo: Hashable, Sendable {
    /// `Priority`.
    package var urgency = Urgency.normal
    /// `SphereOfPromulgation` (phạm vi ban hành).
    package var sphereOfPromulgation: String?
    /// `TyperNotation` (ký hiệu người soạn thảo).
    package var typerNotation: String?
    /// `PromulgationAmount` (số bản phát hành).
    package var promulgationAmount = 0
    /// `PageAmount` (số trang).
    package var pageAmount = 0
    /// `ReplyFors`.
    package var replyFors: String?
    /// `Direction`.
    package var isDirection = false
    /// `ReferenceCodes`.
    package var referenceCodes: String?
    /// `Appendixes/Appendix`.
    package var appendixes: [String] = []

    /// Nothing but the numbers.
    package init() {}
}

/// `Bussiness`: what the document does to an earlier one. The misspelling is the wire's.
package struct BusinessInfo: Hashable, Sendable {
    /// `DocumentId` of the document revoked or updated.
    package var documentID: String?
    /// `BussinessDocType`.
    package var action = DocumentAction.new
    /// `BussinessDocReason`; nil: the action's usual wording.
    package var reason: String?
    /// `Paper`: whether paper follows too.
    package var hasPaper = false
    /// `BussinessDocumentInfo/DocumentInfo` of an update: whether the document's data changed.
    package var documentChanged = false
    /// `BussinessDocumentInfo/ReceiverList` of an update.
    package var receiverChanges: [ReceiverChange] = []
    /// `ReplacementInfoList` of a replacement.
    package var replaces: [ReplacedDocument] = []
    /// `StaffInfo`.
    package var staff: StaffInfo?

    /// A new document.
    package init() {}
}

/// `Receiver` of an update: an organ put on or taken off the list of recipients.
package struct ReceiverChange: Hashable, Sendable, Codable {
    /// `OrganId`.
    package var organID: String
    /// `ReceiverType`: 1 is added, 0 is removed.
    package var isAdded: Bool

    /// Makes a change.
    package init(organID: String, isAdded: Bool) {
        self.organID = organID
        self.isAdded = isAdded
    }
}

/// `StaffInfo`: whom to ask.
package struct StaffInfo: Hashable, Sendable {
    /// `Department`.
    package var department: String?
    /// `DepartmentId`; not in status packages.
    package var departmentID: String?
    /// `Staff`.
    package var staff: String?
    /// `StaffId`; not in status packages.
    package var staffID: String?
    /// `Email`.
    package var email: String?
    /// `Mobile`.
    package var mobile: String?

    /// Nobody.
    package init() {}
}

/// `TraceHeader`: one hop.
package struct TraceHeader: Hashable, Sendable {
    /// `OrganId`; nil for hops that have none.
    package var organID: String?
    /// `Timestamp`, on Vietnam's clock.
    package var time: CivilTime

    /// Makes a hop.
    package init(organID: String?, time: CivilTime) {
        self.organID = organID
        self.time = time
    }
}

/// An attachment to be sent.
package struct AttachmentContent: Hashable, Sendable {
    /// `AttachmentName`; its extension decides how the content is wrapped.
    package var name: String
    /// The file.
    package var bytes: [UInt8]
    /// `Description`; nil: the name again.
    package var description: String?

    /// Makes an attachment.
    package init(name: String, bytes: [UInt8], description: String? = nil) {
        self.name = name
        self.bytes = bytes
        self.description = description
    }
}
