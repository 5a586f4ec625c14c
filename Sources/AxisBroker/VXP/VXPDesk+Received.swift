// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore

extension VXPDesk {
    /// `getReceivedEdocList`: everything that is not `done`, for all units that the caller may receive for.
    ///
    /// The most urgent first, then the oldest; at most ``VXPQuestion/mostItems``, so that a backlog is worked off from
    /// its beginning. Asked again with nothing changed it costs no reading.
    package func received(_ caller: VXPCaller, _ question: VXPQuestion) async throws(VXPFault) -> [UInt8] {
        try await answer(caller, question, isCount: false) { (recipients) throws(VXPFault) in
            let items = try await self.items(of: recipients, question)
            return try await self.list(items)
        }
    }

    /// `countReceiveEdoc`, `countReceiveStatus`: how many items that list has.
    package func countReceived(_ caller: VXPCaller, _ question: VXPQuestion) async throws(VXPFault) -> [UInt8] {
        try await answer(caller, question, isCount: true) { (recipients) throws(VXPFault) in
            var json = VXPJSON(code: 0, text: Self.success)
            json.member("count", try await self.items(of: recipients, question).count)
            json.close("}")
            return json.bytes
        }
    }

    private func answer(
        _ caller: VXPCaller,
        _ question: VXPQuestion,
        isCount: Bool,
        make: ([UnitID]) async throws(VXPFault) -> [UInt8]
    ) async throws(VXPFault) -> [UInt8] {
        let recipients = recipients(of: caller)
        let key = VXPAnswerShelf.Key(holder: caller.caller.holder, question: question, isCount: isCount)
        let ticket = try await reading { () throws(StoreError) in try await self.store.inboxTicket(for: recipients) }
        if let known = answers.answer(key, for: recipients, at: ticket) { return known }
        let made = try await make(recipients)
        answers.keep(made, key, for: recipients, at: ticket)
        return made
    }

    /// The deliveries of a question's page.
    func items(of recipients: [UnitID], _ question: VXPQuestion) async throws(VXPFault) -> [Delivery] {
        let size = question.pageSize ?? VXPQuestion.mostItems
        let wanted = min((question.page + 1).multipliedReportingOverflow(by: size).partialValue, Self.mostWalked)
        var all: [Delivery] = []
        for kind in question.kinds {
            all += try await items(of: recipients, kind: kind, atMost: max(wanted, size)) { question.covers($0) }
        }
        if question.kinds.count > 1 { all.sort { $0.precedesInInbox($1) } }
        return Array(all.dropFirst(question.page * size).prefix(size))
    }

    /// The most items that are walked for one page far behind.
    private static let mostWalked = 100_000

    private func items(
        of recipients: [UnitID],
        kind: EnvelopeKind,
        atMost limit: Int,
        where isWanted: (Delivery) -> Bool
    ) async throws(VXPFault) -> [Delivery] {
        var found: [Delivery] = []
        var last: Delivery?
        while found.count < limit {
            let after = last
            let page = try await reading { () throws(StoreError) in
                try await self.store.inbox(of: recipients, kind: kind, after: after, limit: Self.pageSize)
            }
            for delivery in page where delivery.isListedOnVXP && isWanted(delivery) { found.append(delivery) }
            guard page.count == Self.pageSize else { break }
            last = page.last
        }
        return Array(found.prefix(limit))
    }

    /// Deliveries read at once.
    static let pageSize = 1000

    private func list(_ items: [Delivery]) async throws(VXPFault) -> [UInt8] {
        var json = VXPJSON(code: 0, text: Self.success, reserving: 128 + items.count * 400)
        json.key("data")
        json.open("[")
        for start in stride(from: 0, to: items.count, by: Self.pageSize) {
            let part = items[start..<min(start + Self.pageSize, items.count)]
            let envelopes = try await reading { () throws(StoreError) in
                try await self.store.envelopes(part.map(\.envelope))
            }
            for item in part {
                guard let envelope = envelopes[item.envelope] else { continue }
                json.open("{")
                json.member("docId", item.id.description)
                json.member("serviceType", "eDoc")
                json.member("messageType", item.kind == .status ? "status" : "edoc")
                json.member("created_time", VXPTime.text(item.acceptedAt))
                json.member("updated_time", VXPTime.text(item.changedAt))
                json.member("from", envelope.senderCode)
                json.member("to", item.recipientCode)
                json.member("status", VXPWords.itemStatus(item))
                json.member("status_desc", VXPWords.itemDescription(item, envelope))
                json.close("}")
            }
        }
        json.close("]")
        json.close("}")
        return json.bytes
    }
}

extension Delivery {
    /// Whether a VXP system sees it at its polls: not when it was held for failing five times, so that a system that
    /// answers `fail` to what it has already is not asked for ever. It can still be fetched and acknowledged by its id.
    var isListedOnVXP: Bool { isInInbox && holdReason != .recipientFailed }
}
