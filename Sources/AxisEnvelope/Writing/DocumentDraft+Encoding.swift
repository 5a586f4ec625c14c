// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension DocumentDraft {
    /// The edXML file, in the form of the official Java library: element order, prefixes, indentation, wrapping rule.
    ///
    /// The generator makes the content ids and the names inside the one-entry archives. Lines end with a line feed.
    package func encoded(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        let packed = attachments.map { PackedAttachment($0, using: &generator) }
        let size = packed.reduce(8192 + to.count * 256) { $0 + $1.bytes.count / 3 * 4 + 1024 }
        var writer = EdXMLWriter(capacity: size)
        writer.element("edXML", attributes: " xmlns=\"\(EdXML.namespace)\"") { writer in
            writer.element("edXML:edXMLEnvelope", attributes: EdXMLWriter.prefixDeclaration) { writer in
                writer.element("edXML:edXMLHeader") { writer in
                    writer.element("edXML:MessageHeader") { writeMessageHeader(to: &$0) }
                    writer.element("edXML:TraceHeaderList") { writer in
                        business.write(to: &writer)
                        for hop in trace { hop.write(to: &writer) }
                    }
                }
                writer.element("edXML:edXMLBody") { writer in
                    writer.element("edXML:edXMLManifest", attributes: " version=\"1.0\"") { writer in
                        for attachment in packed { attachment.writeReference(to: &writer) }
                    }
                }
            }
            writer.elementUnlessEmpty("AttachmentEncoded") { writer in
                for attachment in packed { attachment.writeAttachment(to: &writer) }
            }
        }
        return writer.bytes
    }

    /// The edXML file, with ids from the system's generator.
    package func encoded() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return encoded(using: &generator)
    }

    private func writeMessageHeader(to writer: inout EdXMLWriter) {
        writer.organization("edXML:From", from)
        for recipient in to { writer.organization("edXML:To", recipient) }
        writer.leaf("edXML:DocumentId", effectiveDocumentID)
        writer.elementUnlessEmpty("edXML:Code") { writer in
            writer.leaf("edXML:CodeNumber", codeNumber)
            writer.leaf("edXML:CodeNotation", codeNotation)
        }
        writer.element("edXML:PromulgationInfo") { writer in
            writer.leaf("edXML:Place", promulgationPlace)
            writer.leaf("edXML:PromulgationDate", EdXMLDate.format(date: promulgationDate))
        }
        writer.element("edXML:DocumentType") { writer in
            writer.leaf("edXML:Type", documentType)
            writer.leaf("edXML:TypeDetail", documentTypeDetail)
            writer.leaf("edXML:TypeName", documentTypeName)
        }
        writer.leaf("edXML:Subject", subject)
        writer.leaf("edXML:Content", content ?? subject)
        writer.elementUnlessEmpty("edXML:SignerInfo") { writer in
            writer.leaf("edXML:Competence", signer?.competence)
            writer.leaf("edXML:Position", signer?.position)
            writer.leaf("edXML:FullName", signer?.fullName)
        }
        writer.leaf("edXML:DueDate", dueDate.map(EdXMLDate.format(date:)))
        otherInfo.write(to: &writer)
        for reference in responseFor { writer.reference(reference) }
        writer.leaf("edXML:SteeringType", steeringType)
        writer.elementUnlessEmpty("edXML:ResponseForTask") { writer in
            for code in taskCodes { writer.leaf("edXML:TaskCode", code) }
        }
        writer.leaf("edXML:ApplicationType", applicationType)
        writer.elementUnlessEmpty("edXML:ToPlaces") { writer in
            for place in toPlaces { writer.leaf("edXML:Place", place) }
        }
    }
}

extension OtherInfo {
    fileprivate func write(to writer: inout EdXMLWriter) {
        writer.element("edXML:OtherInfo") { writer in
            writer.leaf("edXML:Priority", urgency.rawValue)
            writer.leaf("edXML:SphereOfPromulgation", sphereOfPromulgation)
            writer.leaf("edXML:TyperNotation", typerNotation)
            writer.leaf("edXML:PromulgationAmount", promulgationAmount)
            writer.leaf("edXML:PageAmount", pageAmount)
            writer.leaf("edXML:ReplyFors", replyFors)
            writer.leaf("edXML:Direction", isDirection ? "true" : "false")
            writer.leaf("edXML:ReferenceCodes", referenceCodes)
            writer.elementUnlessEmpty("edXML:Appendixes") { writer in
                for appendix in appendixes { writer.leaf("edXML:Appendix", appendix) }
            }
        }
    }
}

extension BusinessInfo {
    /// The wording of official samples.
    private var usualReason: String {
        switch action {
        case .new: "Văn bản điện tử mới"
        case .revocation: "Thu hồi văn bản điện tử"
        case .update: "Cập nhật văn bản điện tử"
        case .replacement: "Thay thế văn bản điện tử"
        }
    }

    fileprivate func write(to writer: inout EdXMLWriter) {
        writer.element("edXML:Bussiness") { writer in
            writer.leaf("edXML:DocumentId", documentID)
            writer.leaf("edXML:BussinessDocType", action.rawValue)
            writer.leaf("edXML:BussinessDocReason", reason ?? usualReason)
            writer.leaf("edXML:Paper", hasPaper ? 1 : 0)
            if action == .update { writeUpdate(to: &writer) }
            if action == .replacement { writeReplacements(to: &writer) }
            if let staff {
                writer.elementUnlessEmpty("edXML:StaffInfo") { writer in
                    writer.leaf("edXML:Department", staff.department)
                    writer.leaf("edXML:DepartmentId", staff.departmentID)
                    writer.leaf("edXML:Staff", staff.staff)
                    writer.leaf("edXML:StaffId", staff.staffID)
                    writer.leaf("edXML:Email", staff.email)
                    writer.leaf("edXML:Mobile", staff.mobile)
                }
            }
        }
    }

    private func writeUpdate(to writer: inout EdXMLWriter) {
        writer.element("edXML:BussinessDocumentInfo") { writer in
            writer.leaf("edXML:DocumentInfo", documentChanged ? 1 : 0)
            writer.leaf("edXML:DocumentReceiver", receiverChanges.isEmpty ? 0 : 1)
            writer.elementUnlessEmpty("edXML:ReceiverList") { writer in
                for change in receiverChanges {
                    writer.element("edXML:Receiver") { writer in
                        writer.leaf("edXML:OrganId", change.organID)
                        writer.leaf("edXML:ReceiverType", change.isAdded ? 1 : 0)
                    }
                }
            }
        }
    }

    private func writeReplacements(to writer: inout EdXMLWriter) {
        writer.elementUnlessEmpty("edXML:ReplacementInfoList") { writer in
            for replaced in replaces {
                writer.element("edXML:ReplacementInfo") { writer in
                    writer.leaf("edXML:DocumentId", replaced.documentID)
                    writer.elementUnlessEmpty("edXML:OrganIdList") { writer in
                        for organID in replaced.organIDs { writer.leaf("edXML:OrganId", organID) }
                    }
                }
            }
        }
    }
}

extension TraceHeader {
    fileprivate func write(to writer: inout EdXMLWriter) {
        writer.element("edXML:TraceHeader") { writer in
            writer.leaf("edXML:OrganId", organID)
            writer.leaf("edXML:Timestamp", EdXMLDate.format(time: time))
        }
    }
}

extension EdXMLWriter {
    /// The declaration that the envelope and each content element repeat.
    static let prefixDeclaration = " xmlns:edXML=\"\(EdXML.namespace)\""

    /// `From` or `To`.
    mutating func organization(_ name: String, _ organization: Organization) {
        element(name) { writer in
            writer.leaf("edXML:OrganId", organization.organID)
            writer.leaf("edXML:OrganizationInCharge", organization.organizationInCharge)
            writer.leaf("edXML:OrganName", organization.name)
            writer.leaf("edXML:OrganAdd", organization.address)
            writer.leaf("edXML:Email", organization.email)
            writer.leaf("edXML:Telephone", organization.telephone)
            writer.leaf("edXML:Fax", organization.fax)
            writer.leaf("edXML:Website", organization.website)
        }
    }

    /// `ResponseFor`.
    mutating func reference(_ reference: DocumentReference) {
        elementUnlessEmpty("edXML:ResponseFor") { writer in
            writer.leaf("edXML:OrganId", reference.organID)
            writer.leaf("edXML:Code", reference.code)
            writer.leaf("edXML:DocumentId", reference.documentID)
            writer.leaf("edXML:PromulgationDate", reference.promulgationDate)
        }
    }
}
