// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisVXP

extension VXPDesk {
    /// `getReceivedEdocList`: everything that is not `done`, for all units that the caller may receive for.
    ///
    /// The most urgent first, then the oldest; at most ``VXPQuestion/mostItems``, so that a backlog is worked off from
    /// its beginning. Asked again with nothing changed it costs no reading.
    func received(_ caller: VXPCaller, _ question: VXPQuestion) async throws(VXPError) -> [UInt8] {
        try await answer(caller, question, isCount: false) { (recipients) throws(VXPError) in
            let items = try await self.items(of: recipients, question)
            return try await self.list(items)
        }
    }

    /// `countReceiveEdoc`, `countReceiveStatus`: how many items that list has.
    func countReceived(_ caller: VXPCaller, _ question: VXPQuestion) async throws(VXPError) -> [UInt8] {
        try await answer(caller, question, isCount: true) { (recipients) throws(VXPError) in
            VXPAnswer.count(try await self.items(of: recipients, question).count)
        }
    }

    private func answer(
        _ caller: VXPCaller,
        _ question: VXPQuestion,
        isCount: Bool,
        make: ([UnitID]) async throws(VXPError) -> [UInt8]
    ) async throws(VXPError) -> [UInt8] {
        let recipients = recipients(of: caller)
        onPull(recipients, clock.now())
        let key = VXPAnswerShelf.Key(holder: caller.caller.holder, question: question, isCount: isCount)
        let ticket = try await reading { () throws(StoreError) in try await self.store.inboxTicket(for: recipients) }
        if let known = answers.answer(key, for: recipients, at: ticket) { return known }
        let made = try await make(recipients)
        answers.keep(made, key, for: recipients, at: ticket)
        return made
    }

    /// The deliveries of a question's page.
    func items(of recipients: [UnitID], _ question: VXPQuestion) async throws(VXPError) -> [Delivery] {
        let size = question.pageSize ?? VXPQuestion.mostItems
        let wanted = min((question.page + 1).multipliedReportingOverflow(by: size).partialValue, VXPQuestion.mostWalked)
        var all: [Delivery] = []
        for kind in question.kinds {
            all += try await items(of: recipients, kind: kind, atMost: max(wanted, size)) {
                question.covers($0.acceptedAt)
            }
        }
        if question.kinds.count > 1 { all.sort { $0.precedesInInbox($1) } }
        return Array(all.dropFirst(question.page * size).prefix(size))
    }

    private func items(
        of recipients: [UnitID],
        kind: EnvelopeKind,
        atMost limit: Int,
        where isWanted: (Delivery) -> Bool
    ) async throws(VXPError) -> [Delivery] {
        var found: [Delivery] = []
        var last: Delivery?
        var walked = 0
        // Dates may leave out all of a long backlog; even then a call costs so much and no more.
        while found.count < limit, walked < VXPQuestion.mostWalked {
            let after = last
            let page = try await reading { () throws(StoreError) in
                try await self.store.inbox(of: recipients, kind: kind, after: after, limit: Self.pageSize)
            }
            for delivery in page where delivery.isListedOnVXP && isWanted(delivery) { found.append(delivery) }
            walked += page.count
            guard page.count == Self.pageSize else { break }
            last = page.last
        }
        return Array(found.prefix(limit))
    }

    /// Deliveries read at once.
    static let pageSize = 1000

    private func list(_ deliveries: [Delivery]) async throws(VXPError) -> [UInt8] {
        var items: [ReceivedItem] = []
        items.reserveCapacity(deliveries.count)
        for start in stride(from: 0, to: deliveries.count, by: Self.pageSize) {
            let part = deliveries[start..<min(start + Self.pageSize, deliveries.count)]
            let envelopes = try await reading { () throws(StoreError) in
                try await self.store.envelopes(part.map(\.envelope))
            }
            for delivery in part {
                guard let envelope = envelopes[delivery.envelope] else { continue }
                items.append(
                    ReceivedItem(
                        documentID: delivery.id.description,
                        messageType: delivery.kind == .status ? .status : .document,
                        createdTime: VXPTime.text(delivery.acceptedAt),
                        updatedTime: VXPTime.text(delivery.changedAt),
                        from: envelope.senderCode,
                        to: delivery.recipientCode,
                        status: VXPWords.itemStatus(delivery),
                        statusDescription: VXPWords.itemDescription(delivery, envelope)
                    )
                )
            }
        }
        return VXPAnswer.received(items)
    }
}

extension Delivery {
    /// Whether a VXP system sees it at its polls: not when it was held for failing five times, so that a system that
    /// answers `fail` to what it has already is not asked for ever. It can still be fetched and acknowledged by its id.
    var isListedOnVXP: Bool { isInInbox && holdReason != .recipientFailed }
}
