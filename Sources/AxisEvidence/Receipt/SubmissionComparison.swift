// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Holds what a list's receipt says in plain against what was sealed.
struct SubmissionComparison {
    let receipt: SubmissionReceipt
    let leaf: SubmissionLeaf

    /// Throws at the first field that the leaf states differently.
    func check() throws(EvidenceFault) {
        try agree("submissionId", receipt.submissionId == leaf.submission)
        try agree("campaign", receipt.campaign.hasBytes(of: leaf.campaign))
        try agree("unit", receipt.unit.hasBytes(of: leaf.provinceCode))
        try agree("version", receipt.version == leaf.version)
        try agree("sha256", receipt.sha256 == leaf.sha256)
        try agree("count", receipt.count == leaf.count)
        try agree("receivedAt", receipt.receivedAt == leaf.receivedAt)
        try agree("repeatedAt", receipt.repeatedAt == (leaf.readAt == leaf.receivedAt ? nil : leaf.readAt))
        try agree("deadline", receipt.deadline == leaf.deadline)
        let timeliness = Timeliness(of: leaf.receivedAt, deadline: leaf.deadline)
        try agree("lateBySeconds", receipt.lateBySeconds == leaf.lateBySeconds)
        try agree("lateBySeconds", timeliness.lateBySeconds == leaf.lateBySeconds)
        try agree("timeliness", receipt.timeliness.hasBytes(of: timeliness.english))
        try checkDetails()
    }

    /// Receipts of before the details were sealed have no word of a clock, which can't be added to them either.
    private func checkDetails() throws(EvidenceFault) {
        let claimed = SubmissionDetails(of: receipt)
        let sealed = leaf.details
        try agree("expected", sealed.map { $0.expected == claimed.expected } ?? true)
        try agree("format", sealed.map { $0.format.hasBytes(of: claimed.format) } ?? true)
        try agree("warnings", sealed.map { $0.warnings == claimed.warnings } ?? true)
        try agree("clockOffsetMilliseconds", claimed.clockOffsetMilliseconds == sealed?.clockOffsetMilliseconds)
        try agree("clockUnsynchronised", claimed.clockIsUnsynchronised == (sealed?.clockIsUnsynchronised ?? false))
        try agree("applicantDate", claimed.applicantDate == sealed?.applicantDate)
    }

    private func agree(_ field: String, _ holds: Bool) throws(EvidenceFault) {
        guard holds else { throw .leafMismatch(field) }
    }
}

extension EvidenceFault {
    /// A field of a receipt that was sealed otherwise.
    static func leafMismatch(_ field: String) -> EvidenceFault {
        EvidenceFault(
            .leafMismatch,
            field: field,
            english: "The receipt's “\(field)” is not what was sealed.",
            vietnamese: "Trường “\(field)” của biên nhận khác với nội dung đã niêm phong."
        )
    }
}
