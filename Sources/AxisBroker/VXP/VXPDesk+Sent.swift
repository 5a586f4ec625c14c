// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisVXP

extension VXPDesk {
    /// The most envelopes of `getSentEdocList` without a `docId`.
    private static let mostEnvelopes = 1000
    /// The most status packages looked at of one envelope.
    private static let mostStatuses = 5000

    /// `getSentEdocList`: the deliveries of one envelope, or of the newest ones that the caller sent.
    ///
    /// - Parameter docID: the `DocId` of a `sendEdoc`; the id of one delivery names its envelope's deliveries too.
    func sent(
        _ caller: VXPCaller,
        docID: String?,
        _ question: VXPQuestion
    ) async throws(VXPError) -> [UInt8] {
        let envelopes = try await sentEnvelopes(caller, docID: docID, question)
        var items: [SentItem] = []
        for envelope in envelopes where items.count < VXPQuestion.mostItems {
            let (deliveries, statuses) = try await reading { () throws(StoreError) in
                (
                    try await self.store.deliveries(of: [envelope.id]),
                    try await self.store.envelopes(about: envelope.id, limit: Self.mostStatuses)
                )
            }
            var newest: [DeliveryID: EnvelopeRecord] = [:]
            // Oldest first, so that the last one said stands; a recall (13) is the sender's own word.
            for status in statuses where status.kind == .status && status.sender != envelope.sender {
                if let about = status.about { newest[about] = status }
            }
            for delivery in deliveries.prefix(VXPQuestion.mostItems - items.count) {
                items.append(SentItem(delivery, of: envelope, saying: newest[delivery.id]))
            }
        }
        return VXPAnswer.sent(items)
    }

    private func sentEnvelopes(
        _ caller: VXPCaller,
        docID: String?,
        _ question: VXPQuestion
    ) async throws(VXPError) -> [EnvelopeRecord] {
        let snapshot = registry.current
        let now = clock.now()
        if let docID, !docID.isEmpty {
            guard let id = try await envelopeID(docID) else { return [] }
            let record = try await reading { () throws(StoreError) in try await self.store.envelopes([id])[id] }
            guard let record, record.kind != .notice,
                snapshot.may(caller.caller.holder, .send, over: record.sender, at: now)
            else { return [] }
            return [record]
        }
        var filter = EnvelopeFilter()
        filter.senders = snapshot.units(under: caller.caller.holder, with: .send, at: now).sorted()
        // To the store an empty list means every sender.
        guard !filter.senders.isEmpty else { return [] }
        filter.kind = question.asksStatus ? .status : .document
        filter.from = question.from
        // The store's bound is the first moment outside.
        filter.until = question.until.map { $0 + .milliseconds(1) }
        filter.limit = Self.mostEnvelopes
        let chosen = filter
        let all = try await reading { () throws(StoreError) in try await self.store.envelopes(chosen) }
        guard let size = question.pageSize else { return all }
        return Array(all.dropFirst(question.page * size).prefix(size))
    }

    private func envelopeID(_ text: String) async throws(VXPError) -> EnvelopeID? {
        guard let id = EnvelopeID(text.lowercased()) else { return nil }
        let delivery = try await reading { () throws(StoreError) in
            try await self.store.delivery(DeliveryID(id.uuid))
        }
        return delivery?.envelope ?? id
    }
}

extension SentItem {
    /// One line of what was sent: the sender's id is the envelope, the receiver's its delivery to one recipient.
    fileprivate init(_ delivery: Delivery, of envelope: EnvelopeRecord, saying status: EnvelopeRecord?) {
        let (word, description) = VXPWords.sending(delivery)
        self.init(
            messageType: envelope.kind == .status ? .status : .document,
            senderDocumentID: envelope.id.description,
            receiverDocumentID: delivery.id.description,
            from: envelope.senderCode,
            to: delivery.recipientCode,
            title: envelope.subject,
            notation: envelope.numberAndNotation,
            sentTime: VXPTime.text(envelope.acceptedAt),
            sendStatus: word,
            sendStatusDescription: description,
            // What the recipient has not said, Axis does not say for it.
            receivedTime: status.map { VXPTime.text($0.acceptedAt) },
            receiveStatus: status?.statusCode,
            receiveStatusDescription: status.map { VXPWords.received($0.statusCode ?? "") }
        )
    }
}
