// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension MessageHeaderReading {
    /// Whether this is a status package: by what is in it, since nothing names the kind.
    ///
    /// One without `StatusCode` still shows by having a `ResponseFor` and nothing that a document has.
    func isStatus(hasBody: Bool, hasTrace: Bool) -> Bool {
        guard summary.to.isEmpty, !hasBody else { return false }
        return statusCode != nil || (hasResponseFor && !hasTrace)
    }

    /// Puts the parts of a status package together.
    mutating func finishStatus() throws(Refusal) -> ReadEnvelope {
        summary.kind = .status
        try checkSender()
        guard let statusCode, !statusCode.isEmpty else { throw .missing("StatusCode") }
        if isLenient { mendSwappedReference() }
        let reference = summary.responseFor.first ?? DocumentReference()
        if reference.organID == nil {
            guard isLenient else { throw .missing("ResponseFor/OrganId") }
            warnings.addMissing("ResponseFor/OrganId")
        }
        if summary.responseFor.count > 1 { warnings.addRepeated("MessageHeader/ResponseFor") }
        let code = Self.statusCode(statusCode)
        if code == nil {
            warnings.add(
                "status-code-unknown",
                at: "MessageHeader/StatusCode",
                "StatusCode is none of 01 to 06, 13, 15, 16; it is passed on as written.",
                "StatusCode không thuộc các mã 01 đến 06, 13, 15, 16; hệ thống chuyển nguyên văn."
            )
        }
        if reference.documentID == nil, reference.code == nil { warnings.addMissing("ResponseFor/DocumentId") }
        warnings.check(date: timestamp, at: "MessageHeader/Timestamp")
        summary.status = StatusReport(
            codeText: statusCode,
            code: code,
            description: statusDescription,
            timestamp: timestamp
        )
        return finished()
    }

    /// Puts the parts of a document together.
    mutating func finishDocument() throws(Refusal) -> ReadEnvelope {
        try checkSender()
        if !summary.to.contains(where: { !$0.organID.isEmpty }) {
            guard isLenient else { throw .missing("To/OrganId") }
            warnings.addMissing("To/OrganId")
        }
        checkDocument()
        return finished()
    }

    /// Puts `OrganId` and `Code` of `ResponseFor` back in their places: some systems write a recall (13) with the two
    /// swapped, and then nothing tells whom it is for. A code has no slash, a number with its notation has one.
    private mutating func mendSwappedReference() {
        guard let reference = summary.responseFor.first, let organID = reference.organID, let code = reference.code,
            organID.contains("/"), (try? AgencyCode(code, as: .foreign)) != nil
        else { return }
        summary.responseFor[0].organID = code
        summary.responseFor[0].code = organID
        warnings.add(
            "response-for-swapped",
            at: "MessageHeader/ResponseFor",
            "OrganId and Code of ResponseFor have changed places; they are read the other way round.",
            "OrganId và Code trong ResponseFor bị ghi đổi chỗ; hệ thống đọc theo thứ tự đúng."
        )
    }

    private func finished() -> ReadEnvelope {
        ReadEnvelope(
            summary: summary,
            warnings: warnings.warnings,
            markable: markable,
            receiverChanges: receiverChanges
        )
    }

    private func checkSender() throws(Refusal) {
        guard hasFrom, !summary.from.organID.isEmpty else { throw .missing("From/OrganId") }
        guard summary.from.organID.unicodeScalars.count <= AgencyCode.longestText else { throw .senderTooLong }
    }

    private mutating func checkDocument() {
        if summary.documentID == nil {
            warnings.add(
                "document-id-missing",
                at: "MessageHeader/DocumentId",
                "DocumentId is missing: statuses and recalls can't be matched with certainty.",
                "Thiếu DocumentId: không thể đối chiếu chắc chắn trạng thái và yêu cầu lấy lại."
            )
        }
        if summary.codeNumber.isEmpty, summary.codeNotation.isEmpty { warnings.addMissing("MessageHeader/Code") }
        if summary.promulgationDate.isEmpty {
            warnings.addMissing("MessageHeader/PromulgationInfo/PromulgationDate")
        }
        if summary.subject.isEmpty { warnings.addMissing("MessageHeader/Subject") }
        checkRecipients()
        let namesEarlier = summary.actionDocumentID != nil || !summary.responseFor.isEmpty
        switch summary.action {
        case .new: break
        case .revocation, .update:
            if !namesEarlier { warnings.addMissing("TraceHeaderList/Bussiness/DocumentId") }
        case .replacement:
            if summary.replaces.isEmpty { warnings.addMissing("TraceHeaderList/Bussiness/ReplacementInfoList") }
        }
    }

    private mutating func checkRecipients() {
        var seen: Set<String> = []
        for (index, recipient) in summary.to.enumerated() {
            if recipient.organID.isEmpty {
                warnings.addMissing("MessageHeader/To[\(index + 1)]/OrganId")
            } else if !seen.insert(recipient.organID).inserted {
                let field = "MessageHeader/To[\(index + 1)]/OrganId"
                warnings.add(
                    "recipient-repeated",
                    at: field,
                    "\(field) names a recipient that is named before; it gets the document once.",
                    "\(field) trùng với nơi nhận đã nêu; nơi nhận này chỉ nhận văn bản một lần."
                )
            }
        }
    }

    /// `1`, `01` and `001` are one code.
    private static func statusCode(_ text: String) -> StatusCode? {
        guard text.utf8.count <= 3, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else {
            return nil
        }
        return StatusCode(rawValue: number)
    }
}
