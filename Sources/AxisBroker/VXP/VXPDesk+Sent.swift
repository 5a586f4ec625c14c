// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore

extension VXPDesk {
    /// The most envelopes of `getSentEdocList` without a `docId`.
    private static let mostEnvelopes = 1000
    /// The most status packages looked at of one envelope.
    private static let mostStatuses = 5000

    /// `getSentEdocList`: the deliveries of one envelope, or of the newest ones that the caller sent.
    ///
    /// - Parameter docID: the `DocId` of a `sendEdoc`; the id of one delivery names its envelope's deliveries too.
    package func sent(
        _ caller: VXPCaller,
        docID: String?,
        _ question: VXPQuestion
    ) async throws(VXPFault) -> [UInt8] {
        let envelopes = try await sentEnvelopes(caller, docID: docID, question)
        var json = VXPJSON(code: 0, text: Self.success, reserving: 1024)
        json.key("data")
        json.open("[")
        var count = 0
        for envelope in envelopes where count < VXPQuestion.mostItems {
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
            for delivery in deliveries where count < VXPQuestion.mostItems {
                json.add(delivery, of: envelope, saying: newest[delivery.id])
                count += 1
            }
        }
        json.close("]")
        json.close("}")
        return json.bytes
    }

    private func sentEnvelopes(
        _ caller: VXPCaller,
        docID: String?,
        _ question: VXPQuestion
    ) async throws(VXPFault) -> [EnvelopeRecord] {
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
        filter.until = question.until
        filter.limit = Self.mostEnvelopes
        let chosen = filter
        let all = try await reading { () throws(StoreError) in try await self.store.envelopes(chosen) }
        guard let size = question.pageSize else { return all }
        return Array(all.dropFirst(question.page * size).prefix(size))
    }

    private func envelopeID(_ text: String) async throws(VXPFault) -> EnvelopeID? {
        guard let id = EnvelopeID(text.lowercased()) else { return nil }
        let delivery = try await reading { () throws(StoreError) in
            try await self.store.delivery(DeliveryID(id.uuid))
        }
        return delivery?.envelope ?? id
    }
}

extension VXPJSON {
    /// One line of what was sent: `senderDocId` is the envelope, `receiverDocId` its delivery to one recipient.
    fileprivate mutating func add(_ delivery: Delivery, of envelope: EnvelopeRecord, saying status: EnvelopeRecord?) {
        let (word, description) = VXPWords.sending(delivery)
        open("{")
        member("serviceType", "eDoc")
        member("messageType", envelope.kind == .status ? "status" : "edoc")
        member("senderDocId", envelope.id.description)
        member("receiverDocId", delivery.id.description)
        member("fromCode", envelope.senderCode)
        member("toCode", delivery.recipientCode)
        member("title", envelope.subject)
        member("notation", envelope.numberAndNotation)
        member("sentTime", VXPTime.text(envelope.acceptedAt))
        member("sendStatus", word)
        member("sendStatusDesc", description)
        // What the recipient has not said, Axis does not say for it.
        member("receivedTime", status.map { VXPTime.text($0.acceptedAt) } ?? "")
        member("receiveStatus", status?.statusCode ?? "")
        member("receiveStatusDesc", status.map { VXPWords.received($0.statusCode ?? "") } ?? "")
        close("}")
    }
}
