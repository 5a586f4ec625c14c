// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry

extension Admission {
    /// Whom an envelope goes to by what its request and itself name; of a status package only what the request names.
    func named(_ codes: [String], for summary: EnvelopeSummary) throws(Refusal) -> NamedRecipients {
        guard isLenient else { return NamedRecipients(codes: summary.to.map(\.organID)) }
        guard summary.kind != .status else { return NamedRecipients(codes: codes) }
        return try NamedRecipients(codes, for: summary) { code in
            switch registry.resolveLeniently(code, at: at) {
            case .unit(let unit), .suspended(let unit), .future(let unit), .closed(let unit, successors: _): unit.id
            case .ambiguous, .unknown: nil
            }
        }
    }
}

extension EnvelopeWarning {
    /// A second new document under one DocumentId.
    static func documentIDRepeated(_ earlier: EnvelopeID) -> EnvelopeWarning {
        EnvelopeWarning(
            code: "document-id-repeated",
            field: "MessageHeader/DocumentId",
            english:
                "this DocumentId was sent before with other bytes or recipients (\(earlier)); statuses and recalls "
                + "mean the newest: give each new document its own",
            vietnamese:
                "DocumentId này đã được gửi với nội dung hoặc nơi nhận khác (\(earlier)); trạng thái và yêu cầu "
                + "lấy lại được hiểu cho văn bản mới nhất: mỗi văn bản mới cần DocumentId riêng"
        )
    }
    /// A file that some of its recipients have by an earlier call.
    static func sentBefore(by earlier: EnvelopeID) -> EnvelopeWarning {
        EnvelopeWarning(
            code: "recipient-served",
            field: "To/OrganId",
            english: "this file was sent to some of the recipients before (\(earlier)); now it goes to the others only",
            vietnamese: "tệp này đã gửi tới một số nơi nhận trước đây (\(earlier)); lần này chỉ gửi tới các nơi còn lại"
        )
    }
}
