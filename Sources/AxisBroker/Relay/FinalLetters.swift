// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore

/// Tells senders on the VXP interface that a document did not arrive (thông báo không chuyển được).
///
/// Their systems read edXML and no notices of Axis. So delays and holds show in `getSentEdocList` alone, and only the
/// end of a delivery that did not arrive is told in a document of Axis's own, signed, with `ResponseFor`.
package struct FinalLetters: Sendable {
    private let own: OwnDocuments
    private let store: any EnvelopeStore
    private let isServedByVXP: @Sendable (UnitID) -> Bool

    /// Makes it.
    ///
    /// - Parameter isServedByVXP: whether a unit's system fetches over VXP.
    package init(
        own: OwnDocuments,
        store: any EnvelopeStore,
        isServedByVXP: @escaping @Sendable (UnitID) -> Bool
    ) {
        self.own = own
        self.store = store
        self.isServedByVXP = isServedByVXP
    }

    /// Whether a sender is told this way: its document came over VXP, and over VXP it fetches.
    func concerns(_ envelope: EnvelopeRecord?, _ listener: RegisteredUnit?) -> Bool {
        guard let envelope, let listener, envelope.senderAuth == .hmac else { return false }
        return isServedByVXP(listener.id)
    }

    /// Tells the sender of the end of a delivery; once for each time that it ended.
    ///
    /// A status package 02 of the recipient has told it already.
    func tell(_ delivery: Delivery, of envelope: EnvelopeRecord, to listener: RegisteredUnit) async throws {
        let (word, ending): (String, String)
        switch delivery.state {
        case .dead: (word, ending) = ("không chuyển được", "đã kết thúc mà không chuyển được")
        case .rejected: (word, ending) = ("bị từ chối", "bị nơi nhận từ chối")
        case .queued, .delivering, .delivered, .acknowledged, .held, .recalled, .quarantined: return
        }
        let statuses = try await store.envelopes(about: envelope.id, limit: 5000)
        // One of an earlier time, before the document was sent again, says nothing of this end.
        let isTold = statuses.contains { status in
            status.about == delivery.id && Int(status.statusCode ?? "") == 2 && status.acceptedAt >= delivery.changedAt
        }
        guard delivery.state == .dead || !isTold else { return }
        let number = envelope.numberAndNotation.isEmpty ? "không số" : envelope.numberAndNotation
        var letter = OwnLetter(
            key: "final-non-delivery/\(delivery.id)/\(delivery.changedAt.milliseconds)",
            subject: "Văn bản \(number) \(word) tới \(delivery.recipientCode)",
            text: [
                "Văn bản số \(number) gửi \(delivery.recipientCode) ngày \(delivery.acceptedAt) \(ending).",
                "Lý do: \(delivery.reason ?? "không rõ").",
                "DocId khi gửi: \(envelope.id). Gửi lại đúng tệp này sẽ được xếp hàng chuyển lại.",
            ],
            recipients: [listener]
        )
        letter.responseFor = [
            DocumentReference(
                organID: envelope.senderCode,
                code: envelope.numberAndNotation,
                documentID: envelope.documentID,
                promulgationDate: envelope.promulgationDate
            )
        ]
        _ = try await own.send(letter)
    }
}
