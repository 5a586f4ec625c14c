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
            let page = try await self.items(of: recipients, question)
            return (try await self.list(page.items), page.holds)
        }
    }

    /// `countReceiveEdoc`, `countReceiveStatus`: how many items that list has.
    func countReceived(_ caller: VXPCaller, _ question: VXPQuestion) async throws(VXPError) -> [UInt8] {
        try await answer(caller, question, isCount: true) { (recipients) throws(VXPError) in
            let page = try await self.items(of: recipients, question)
            return (VXPAnswer.count(page.items.count), page.holds)
        }
    }

    private func answer(
        _ caller: VXPCaller,
        _ question: VXPQuestion,
        isCount: Bool,
        make: ([UnitID]) async throws(VXPError) -> (answer: [UInt8], holds: Bool)
    ) async throws(VXPError) -> [UInt8] {
        let recipients = recipients(of: caller)
        let now = clock.now()
        onPull(recipients, now)
        let key = VXPAnswerShelf.Key(holder: caller.caller.holder, question: question, isCount: isCount)
        let ticket = try await reading { () throws(StoreError) in try await self.store.inboxTicket(for: recipients) }
        if let known = answers.answer(key, for: recipients, at: ticket, now: now) { return known }
        let made = try await make(recipients)
        let until = made.holds ? nil : now + AgencyLists.holds
        answers.keep(made.answer, key, for: recipients, at: ticket, until: until)
        return made.answer
    }

    /// The deliveries of a question's page.
    ///
    /// - Returns: them, and whether they stay the same until one of the recipients' deliveries changes. Which test
    ///   documents are shown follows from who is served by a VXP system, and no delivery tells when that changes; such an
    ///   answer holds for a minute.
    func items(
        of recipients: [UnitID],
        _ question: VXPQuestion
    ) async throws(VXPError) -> (items: [Delivery], holds: Bool) {
        let size = question.pageSize ?? VXPQuestion.mostItems
        let wanted = min((question.page + 1).multipliedReportingOverflow(by: size).partialValue, VXPQuestion.mostWalked)
        var all: [Delivery] = []
        var holds = true
        for kind in question.kinds {
            let found = try await items(of: recipients, kind: kind, atMost: max(wanted, size)) {
                question.covers($0.acceptedAt)
            }
            all += found.items
            holds = holds && (kind != .drill || found.walked == 0)
        }
        if question.kinds.count > 1 { all.sort { $0.precedesInInbox($1) } }
        return (Array(all.dropFirst(question.page * size).prefix(size)), holds)
    }

    private func items(
        of recipients: [UnitID],
        kind: EnvelopeKind,
        atMost limit: Int,
        where isWanted: (Delivery) -> Bool
    ) async throws(VXPError) -> (items: [Delivery], walked: Int) {
        var found: [Delivery] = []
        var last: Delivery?
        var walked = 0
        // Dates may leave out all of a long backlog; even then a call costs so much and no more.
        while found.count < limit, walked < VXPQuestion.mostWalked {
            let after = last
            let page = try await reading { () throws(StoreError) in
                try await self.store.inbox(of: recipients, kind: kind, after: after, limit: Self.pageSize)
            }
            // A drill that leaves VXP systems out may still test a unit for which one may receive as well.
            let shown = kind == .drill && !page.isEmpty ? servedByVXP(Array(Set(page.map(\.recipient)))) : nil
            for delivery in page where delivery.isListedOnVXP && isWanted(delivery) {
                if shown?.contains(delivery.recipient) != false { found.append(delivery) }
            }
            walked += page.count
            guard page.count == Self.pageSize else { break }
            last = page.last
        }
        return (Array(found.prefix(limit)), walked)
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
