// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore

/// What a delivery means for a drill; pure.
enum DrillReading {
    /// The most characters of a recipient's or an endpoint's own words in a report.
    private static let longestReason = 200

    /// The unit's next step after news.
    static func step(_ news: DrillNews, at now: Timestamp) -> DrillStep {
        var after = news.unit.participant
        let delivery = news.delivery
        if let status = news.now.status, status != news.before.status, !delivery.isElsewhere {
            after.record(.answered(status: status), for: delivery.id, at: now)
        }
        if news.now.state != news.before.state, let event = event(of: delivery) {
            after.record(event, for: delivery.id, at: delivery.changedAt)
        }
        return DrillStep(news.unit, to: after, seen: DrillStep.Seen(delivery: delivery.id, sight: news.now))
    }

    /// What became of a test document; nil while it is on its way.
    static func event(of delivery: Delivery) -> Drill.Event? {
        switch delivery.state {
        case .queued, .delivering: nil
        // Who got it instead says nothing of the unit itself.
        case .delivered where delivery.isElsewhere, .acknowledged where delivery.isElsewhere: .failed(moved(delivery))
        case .delivered: .received
        case .acknowledged: .acknowledged
        case .rejected: .failed(quoting("the unit refused it", "đơn vị từ chối", delivery))
        case .recalled: .failed(quoting("it was taken back", "đã thu hồi", delivery))
        case .dead: .failed(quoting("an administrator ended it", "quản trị viên đã kết thúc", delivery))
        case .quarantined: .failed(quoting("its stored bytes are damaged", "dữ liệu lưu bị hỏng", delivery))
        case .held: .failed(held(delivery))
        }
    }

    private static func held(_ delivery: Delivery) -> Drill.Failure {
        switch delivery.holdReason {
        case .pushExhausted: quoting("the endpoint never took it", "điểm nhận không nhận được", delivery)
        case .recipientFailed: quoting("the unit reported failures", "đơn vị báo xử lý không thành công", delivery)
        case .unitClosed: quoting("the unit is closed", "mã đơn vị đã đóng", delivery)
        case .restored: quoting("it is held since a restore", "bị giữ lại sau khi khôi phục dữ liệu", delivery)
        case .administrator, nil: quoting("an administrator holds it", "quản trị viên đang giữ lại", delivery)
        }
    }

    private static func moved(_ delivery: Delivery) -> Drill.Failure {
        let code = delivery.move?.code ?? ""
        return Drill.Failure(english: "it went to \(code) instead", vietnamese: "đã chuyển tới \(code) thay cho đơn vị")
    }

    /// What keeps a test document from a unit so far.
    ///
    /// - Parameter isPushed: whether the unit has an endpoint to push to now.
    static func obstacle(of delivery: Delivery, isPushed: Bool) -> Drill.Failure {
        if delivery.isElsewhere { return moved(delivery) }
        if delivery.attempts > 0 {
            let count = delivery.attempts
            return quoting(
                "the endpoint did not take it, \(count) attempts so far",
                "điểm nhận chưa nhận được, đã thử \(count) lần",
                delivery
            )
        }
        if delivery.failures > 0 {
            return quoting("the unit reported a failure", "đơn vị báo xử lý không thành công", delivery)
        }
        if isPushed {
            return Drill.Failure(english: "its endpoint is not answering", vietnamese: "điểm nhận không trả lời")
        }
        if delivery.lease != nil {
            return Drill.Failure(english: "claimed, but not read", vietnamese: "đã nhận việc nhưng chưa tải về")
        }
        return Drill.Failure(
            english: "it waits in the inbox; nobody has fetched it for the unit",
            vietnamese: "đang chờ trong hộp thư; chưa ai lấy cho đơn vị"
        )
    }

    /// Why no test document could be made for a unit; nil when Axis could make none for anybody.
    static func failure(_ refusal: Refusal) -> Drill.Failure? {
        switch refusal.code {
        case .overloaded, .storageUnavailable, .senderUnknown: nil
        case .recipientSuspended:
            Drill.Failure(english: "the unit is suspended", vietnamese: "đơn vị đang bị tạm ngừng")
        case .recipientClosed:
            Drill.Failure(english: "the unit is closed", vietnamese: "mã đơn vị đã đóng")
        case .recipientAmbiguous:
            Drill.Failure(
                english: "the unit's code is another unit's as well, as a code of another kind",
                vietnamese: "mã đơn vị trùng với mã loại khác của một đơn vị khác"
            )
        case .recipientUnknown:
            Drill.Failure(
                english: "the unit's code is not in force",
                vietnamese: "mã đơn vị chưa hoặc không có hiệu lực"
            )
        default:
            // What is wrong with this one document, e.g. since no name like the unit's can be written in it.
            Drill.Failure(
                english: refusal.english.bounded(longestReason),
                vietnamese: refusal.vietnamese.bounded(longestReason)
            )
        }
    }

    /// Units behind VXP, whose systems know no such kind.
    static let behindVXP = Drill.Failure(
        english: "behind VXP; start with --include-vxp",
        vietnamese: "kết nối qua VXP; hãy bắt đầu với --include-vxp"
    )

    private static func quoting(_ english: String, _ vietnamese: String, _ delivery: Delivery) -> Drill.Failure {
        guard let reason = delivery.reason?.bounded(longestReason), !reason.isEmpty else {
            return Drill.Failure(english: english, vietnamese: vietnamese)
        }
        return Drill.Failure(english: "\(english): \(reason)", vietnamese: "\(vietnamese): \(reason)")
    }
}

extension Delivery {
    /// Whether it went to another unit than the one that it was accepted for.
    fileprivate var isElsewhere: Bool { recipient != acceptedFor }
}
