// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisVXP

/// The words of states on the VXP interface. Only `initial`, `done`, `fail` and `processing` are seen in public sources;
/// where each is said, and all descriptions, are Axis's own reading.
enum VXPWords {
    /// `status` of an item to be fetched.
    static func itemStatus(_ item: Delivery) -> String {
        switch item.state {
        case .delivered, .acknowledged: "processing"
        case .queued, .delivering, .held, .rejected, .recalled, .dead, .quarantined:
            item.failures > 0 ? "fail" : "initial"
        }
    }

    /// `status_desc`: how far it is, how its sender was authenticated, and what its signature is worth.
    static func itemDescription(_ item: Delivery, _ envelope: EnvelopeRecord) -> String {
        let state =
            switch itemStatus(item) {
            case "processing": "Da lay, chua xac nhan"
            case "fail": "Da bao loi \(item.failures) lan"
            default: "Cho nhan"
            }
        var parts = [state, "xac thuc nguoi gui: \(envelope.senderAuth.rawValue)"]
        if item.kind != .status {
            parts.append("chu ky: \(envelope.knownSignature.rawValue)")
            parts.append("gia tri: \(envelope.knownLegalValue.rawValue)")
        }
        if item.kind == .status, envelope.about == nil { parts.append("khong khop van ban nao") }
        return parts.joined(separator: "; ")
    }

    /// `sendStatus` and `sendStatusDesc` of what was sent.
    static func sending(_ delivery: Delivery) -> (status: String, description: String) {
        let (word, description) = state(of: delivery)
        // Its sender gets no notice of a successor, and must see somewhere who has the document.
        let move = delivery.move.map { "; chuyen toi " + PlainText.unaccented($0.code) } ?? ""
        return (word, description + move)
    }

    private static func state(of delivery: Delivery) -> (word: String, description: String) {
        let reason = delivery.reason.map { ": " + PlainText.unaccented($0) } ?? ""
        return switch delivery.state {
        case .queued: ("initial", delivery.attempts > 0 ? "Cho gui lai\(reason)" : "Cho noi nhan lay")
        case .delivering: ("processing", "Dang chuyen")
        case .delivered: ("processing", "Noi nhan da lay, chua xac nhan")
        case .acknowledged: ("done", "Noi nhan da xac nhan")
        case .held: ("processing", "Truc tam giu\(reason)")
        case .quarantined: ("processing", "Truc tam giu: du lieu luu khong khop ma bam")
        case .rejected: ("fail", "Noi nhan tu choi\(reason)")
        case .recalled: ("fail", "Don vi gui da lay lai truoc khi noi nhan nhan\(reason)")
        case .dead: ("fail", "Khong chuyen duoc, da ket thuc\(reason)")
        }
    }

    /// `receiveStatusDesc`: what the recipient's own status package said (QCVN 102:2016; QĐ 28/2018/QĐ-TTg, Art. 10).
    static func received(_ code: String) -> String {
        switch Int(code).flatMap({ StatusCode(rawValue: $0) }) {
        case .arrived: "Da den"
        case .rejected: "Tu choi tiep nhan"
        case .accepted: "Da tiep nhan"
        case .assigned: "Phan cong xu ly"
        case .processing: "Dang xu ly"
        case .finished: "Hoan thanh"
        case .recall: "Yeu cau lay lai"
        case .changeAccepted: "Dong y cap nhat, lay lai"
        case .changeRejected: "Tu choi cap nhat, lay lai"
        case nil: "Trang thai \(PlainText.unaccented(code))"
        }
    }
}
