// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A status package to be written (gói tin trạng thái).
package struct StatusDraft: Sendable {
    /// `From`: who speaks.
    package var from: Organization
    /// `ResponseFor`: the document, and by `OrganId` whom the status is for.
    package var responseFor: DocumentReference
    /// `StaffInfo`.
    package var staff: StaffInfo?
    /// `StatusCode`.
    package var code: StatusCode
    /// `Description`: the reason; nil: the code's usual wording.
    package var description: String?
    /// `Timestamp`, on Vietnam's clock.
    package var time: CivilTime

    /// Makes a draft.
    package init(
        from: Organization,
        responseFor: DocumentReference,
        code: StatusCode,
        description: String? = nil,
        time: CivilTime
    ) {
        self.from = from
        self.responseFor = responseFor
        self.code = code
        self.description = description
        self.time = time
    }

    /// The edXML file, in the form of the official Java library.
    package func encoded() -> [UInt8] {
        var writer = EdXMLWriter(capacity: 4096)
        writer.element("edXML", attributes: " xmlns=\"\(EdXML.namespace)\"") { writer in
            writer.element("edXML:edXMLEnvelope", attributes: EdXMLWriter.prefixDeclaration) { writer in
                writer.element("edXML:edXMLHeader") { writer in
                    writer.element("edXML:MessageHeader") { writeMessageHeader(to: &$0) }
                }
            }
        }
        return writer.bytes
    }

    private func writeMessageHeader(to writer: inout EdXMLWriter) {
        writer.organization("edXML:From", from)
        writer.reference(responseFor)
        writer.elementUnlessEmpty("edXML:StaffInfo") { writer in
            writer.leaf("edXML:Department", staff?.department)
            writer.leaf("edXML:Staff", staff?.staff)
            writer.leaf("edXML:Email", staff?.email)
            writer.leaf("edXML:Mobile", staff?.mobile)
        }
        writer.leaf("edXML:StatusCode", code.wireText)
        writer.leaf("edXML:Description", description ?? code.usualDescription)
        writer.leaf("edXML:Timestamp", EdXMLDate.format(time: time))
    }
}

extension StatusCode {
    /// What the code means, in the regulation's words.
    package var usualDescription: String {
        switch self {
        case .arrived: "Đã đến"
        case .rejected: "Từ chối tiếp nhận"
        case .accepted: "Đã tiếp nhận"
        case .assigned: "Phân công xử lý"
        case .processing: "Đang xử lý"
        case .finished: "Hoàn thành"
        case .recall: "Yêu cầu lấy lại"
        case .changeAccepted: "Đồng ý cập nhật, lấy lại"
        case .changeRejected: "Từ chối cập nhật, lấy lại"
        }
    }
}
