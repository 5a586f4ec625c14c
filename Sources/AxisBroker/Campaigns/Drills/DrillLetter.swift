// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry

/// The test document of a drill (văn bản diễn tập): says in `Subject` and in its first line that it is one.
enum DrillLetter {
    /// The word at the start of every `Subject`, for systems that know no such kind.
    static let word = "[DIỄN TẬP]"

    /// The name of a test document for ever.
    static func key(for unit: UnitID, attempt: Int, of drill: DrillID) -> String { "drill/\(drill)/\(unit)/\(attempt)" }

    /// The document for one unit.
    ///
    /// - Parameter attempt: from 1; what is sent twice under one number is one document.
    static func make(for unit: RegisteredUnit, attempt: Int, of plan: DrillPlan) -> OwnLetter {
        let campaign = plan.campaign.map { " của chiến dịch \($0)" } ?? ""
        var letter = OwnLetter(
            key: key(for: unit.id, attempt: attempt, of: plan.id),
            kind: .drill,
            subject: "\(word) Kiểm tra kết nối với \(unit.name) (\(unit.code.text))",
            text: [
                "ĐÂY LÀ VĂN BẢN DIỄN TẬP, không phải văn bản thật và không có giá trị pháp lý.",
                "Trục liên thông văn bản quốc gia gửi để kiểm tra kết nối với \(unit.name), mã \(unit.code.text)"
                    + "\(campaign); lần thử \(attempt)/\(plan.mostAttempts), cuộc diễn tập \(plan.id).",
                "Đề nghị đơn vị:",
                "1. Xác nhận đã nhận văn bản này (ack với kết quả done; với điểm nhận tự động thì trả lời 2xx là đủ).",
                "2. Nếu hệ thống hỗ trợ, gửi lại trạng thái 01 (Đã đến) và 03 (Đã tiếp nhận).",
                "3. Không chuyển xử lý, không lưu hồ sơ.",
                "",
                "THIS IS A TEST DOCUMENT of a drill: it is not real and has no legal value.",
                "Please acknowledge it (outcome done; an endpoint that answers 2xx has done so) and, if your system can, "
                    + "answer with status 01 and 03. Do nothing else with it.",
            ],
            recipients: [unit]
        )
        // Whether a successor can be reached says nothing of this unit.
        letter.mayBeForwarded = false
        return letter
    }
}
