// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML

/// Gathers what an envelope says, element by element, in whatever order.
struct MessageHeaderReading {
    /// Whether recipients may be missing here, because a header names them.
    let isLenient: Bool
    var summary = EnvelopeSummary(kind: .document, from: Organization(organID: ""))
    var warnings = WarningList()
    var markable = MarkableTexts()
    var receiverChanges: [ReceiverChange] = []
    var hasFrom = false
    var hasResponseFor = false
    var statusCode: String?
    var statusDescription: String?
    var timestamp: String?
    private var seen: Set<String> = []

    init(isLenient: Bool = false) { self.isLenient = isLenient }

    /// Reads `MessageHeader` of a document or a status package.
    mutating func read(_ header: XMLElement) throws(Refusal) {
        for child in header.children where child.isEdXMLPart {
            let name = child.localName
            switch name {
            case "From":
                guard !hasFrom else { throw .ambiguous("From") }
                hasFrom = true
                summary.from = try organization(child, field: "From")
            case "To":
                guard summary.to.count < EnvelopeReader.mostRecipients else { throw .tooManyRecipients }
                summary.to.append(try organization(child, field: "To"))
            case "ResponseFor":
                hasResponseFor = true
                if let reference = try reference(child) { summary.responseFor.append(reference) }
            case "StatusCode":
                guard statusCode == nil else { throw .ambiguous("StatusCode") }
                guard child.isPlainText else { throw .notPlain("StatusCode") }
                statusCode = child.field
            default:
                // What else a builder puts here is its own business, and its names are not repeated.
                guard Self.singleNames.contains(name) else { continue }
                if seen.insert(name).inserted { readSingle(name, child) } else { noteRepeated(name, child) }
            }
        }
    }

    /// The elements that stand once, whose first occurrence counts.
    private static let singleNames: Set<String> = [
        "DocumentId", "Code", "PromulgationInfo", "DocumentType", "Subject", "Content", "DueDate", "OtherInfo",
        "Description", "Timestamp",
    ]

    /// What is read of an element that stood before: only what a marking may hide in.
    private mutating func noteRepeated(_ name: String, _ child: XMLElement) {
        warnings.addRepeated("MessageHeader/\(name)")
        switch name {
        case "Subject": markable.subjects.append(child.deepField)
        case "DocumentType":
            child.forEachPart { if $0 == "TypeName" { markable.typeNames.append($1.deepField) } }
        case "OtherInfo": readMarkable(child)
        default: break
        }
    }

    private mutating func readSingle(_ name: String, _ child: XMLElement) {
        switch name {
        case "DocumentId":
            summary.documentID = child.optionalField
            warnings.check(length: summary.documentID ?? "", atMost: 200, at: "MessageHeader/DocumentId")
        case "Code": readCode(child)
        case "PromulgationInfo": readPromulgation(child)
        case "DocumentType": readDocumentType(child)
        case "Subject":
            summary.subject = child.field
            markable.subjects.append(child.deepField)
            warnings.check(length: summary.subject, atMost: 500, at: "MessageHeader/Subject")
        case "Content": warnings.check(length: child.field, atMost: 500, at: "MessageHeader/Content")
        case "DueDate":
            summary.dueDate = child.optionalField
            warnings.check(date: summary.dueDate, at: "MessageHeader/DueDate")
        case "OtherInfo": readOtherInfo(child)
        case "Description": statusDescription = child.optionalField
        case "Timestamp": timestamp = child.optionalField
        default: break
        }
    }

    // MARK: - Structures

    private mutating func organization(_ element: XMLElement, field: String) throws(Refusal) -> Organization {
        var organization = Organization(organID: "")
        var hasCode = false
        for child in element.children where child.isEdXMLPart {
            switch child.localName {
            case "OrganId":
                // Two readers might take two codes for the sender or the recipient.
                guard !hasCode else { throw .ambiguous("\(field)/OrganId") }
                guard child.isPlainText else { throw .notPlain("\(field)/OrganId") }
                hasCode = true
                organization.organID = child.field
            case "OrganizationInCharge": organization.organizationInCharge = child.optionalField
            case "OrganName": organization.name = child.optionalField
            case "OrganAdd": organization.address = child.optionalField
            case "Email": organization.email = child.optionalField
            case "Telephone": organization.telephone = child.optionalField
            case "Fax": organization.fax = child.optionalField
            case "Website": organization.website = child.optionalField
            default: break
            }
        }
        let place = { "MessageHeader/\(field)" }
        warnings.check(length: organization.name ?? "", atMost: 200, at: place() + "/OrganName")
        warnings.check(length: organization.address ?? "", atMost: 500, at: place() + "/OrganAdd")
        warnings.check(length: organization.email ?? "", atMost: 100, at: place() + "/Email")
        warnings.check(length: organization.telephone ?? "", atMost: 20, at: place() + "/Telephone")
        warnings.check(length: organization.fax ?? "", atMost: 20, at: place() + "/Fax")
        return organization
    }

    /// `ResponseFor`; nil when it is empty, as in files of some hops.
    private mutating func reference(_ element: XMLElement) throws(Refusal) -> DocumentReference? {
        var reference = DocumentReference()
        for child in element.children where child.isEdXMLPart {
            switch child.localName {
            case "OrganId":
                guard reference.organID == nil else { throw .ambiguous("ResponseFor/OrganId") }
                guard child.isPlainText else { throw .notPlain("ResponseFor/OrganId") }
                reference.organID = child.optionalField
            case "Code": reference.code = child.optionalField
            case "DocumentId": reference.documentID = child.optionalField
            case "PromulgationDate":
                reference.promulgationDate = child.optionalField
                warnings.check(
                    date: reference.promulgationDate,
                    at: "MessageHeader/ResponseFor/PromulgationDate"
                )
            default: break
            }
        }
        return reference == DocumentReference() ? nil : reference
    }

    private mutating func readCode(_ element: XMLElement) {
        element.forEachPart { name, child in
            switch name {
            case "CodeNumber": summary.codeNumber = child.field
            case "CodeNotation": summary.codeNotation = child.field
            default: break
            }
        }
        warnings.check(length: summary.codeNumber, atMost: 11, at: "MessageHeader/Code/CodeNumber")
        warnings.check(length: summary.codeNotation, atMost: 30, at: "MessageHeader/Code/CodeNotation")
    }

    private mutating func readPromulgation(_ element: XMLElement) {
        element.forEachPart { name, child in
            switch name {
            case "Place": summary.promulgationPlace = child.field
            case "PromulgationDate": summary.promulgationDate = child.field
            default: break
            }
        }
        warnings.check(length: summary.promulgationPlace, atMost: 50, at: "MessageHeader/PromulgationInfo/Place")
        warnings.check(
            date: summary.promulgationDate,
            at: "MessageHeader/PromulgationInfo/PromulgationDate"
        )
    }

    private mutating func readDocumentType(_ element: XMLElement) {
        element.forEachPart { name, child in
            switch name {
            case "Type": summary.documentType = Int(child.field) ?? 0
            case "TypeName":
                if summary.documentTypeName.isEmpty { summary.documentTypeName = child.field }
                markable.typeNames.append(child.deepField)
            default: break
            }
        }
        warnings.check(length: summary.documentTypeName, atMost: 100, at: "MessageHeader/DocumentType/TypeName")
    }

    private mutating func readOtherInfo(_ element: XMLElement) {
        readMarkable(element)
        guard let priority = element.firstPart("Priority")?.optionalField else { return }
        if let number = Int(priority), let urgency = Urgency(rawValue: number) {
            summary.urgency = urgency
        } else {
            warnings.add(
                "priority-unknown",
                at: "MessageHeader/OtherInfo/Priority",
                "Priority is none of 0 to 4; the document travels as normal.",
                "Priority không thuộc 0 đến 4; văn bản được chuyển như văn bản thường."
            )
        }
    }

    private mutating func readMarkable(_ element: XMLElement) {
        element.forEachPart { name, child in
            switch name {
            case "TyperNotation":
                let text = child.deepField
                markable.typerNotations.append(text)
                warnings.check(length: text, atMost: 10, at: "MessageHeader/OtherInfo/TyperNotation")
            case "SphereOfPromulgation":
                warnings.check(length: child.field, atMost: 100, at: "MessageHeader/OtherInfo/SphereOfPromulgation")
            case "Appendix": markable.appendixes.append(child.deepField)
            case "Appendixes":
                let own = child.field
                if !own.isEmpty { markable.appendixes.append(own) }
                child.forEachPart { _, appendix in markable.appendixes.append(appendix.deepField) }
            default: break
            }
        }
    }
}
