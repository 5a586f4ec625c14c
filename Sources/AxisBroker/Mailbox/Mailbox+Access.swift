// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore

extension Mailbox {
    /// The units that a call is about, of those the caller may receive for.
    func recipients(_ caller: Caller, _ unit: String?) throws(Refusal) -> [UnitID] {
        let snapshot = registry.current
        let now = clock.now()
        let allowed = snapshot.units(under: caller.holder, with: .receive, at: now)
        guard let unit else { return allowed.sorted() }
        guard let pattern = UnitPattern(unit) else {
            throw Refusal(
                .codeInvalid,
                field: "unit",
                english: "neither a code nor CODE.*",
                vietnamese: "không phải mã định danh hoặc MÃ.*"
            )
        }
        let named = try snapshot.units(matching: pattern, at: now)
        let chosen = named.filter(allowed.contains)
        guard !chosen.isEmpty || (named.isEmpty && pattern.isBranch) else {
            throw Refusal(
                .notYours,
                field: "unit",
                english: "\(caller.holderCode) may not receive for \(pattern); it needs a grant of `receive` over it",
                vietnamese: "\(caller.holderCode) không có quyền nhận thay \(pattern); cần được cấp quyền `receive`"
            )
        }
        return chosen.sorted()
    }

    /// A delivery whose recipient the caller may receive for.
    ///
    /// Somebody else's delivery and one that does not exist get the same answer, so that ids can't be probed.
    func own(_ caller: Caller, _ id: DeliveryID) async throws(Refusal) -> Delivery {
        let delivery = try await reading { () throws(StoreError) in try await self.store.delivery(id) }
        guard let delivery,
            registry.current.may(caller.holder, .receive, over: delivery.recipient, at: clock.now())
        else { throw Self.unknown }
        return delivery
    }

    func lastItem(_ after: String?, among recipients: [UnitID]) async throws(Refusal) -> Delivery? {
        guard let after else { return nil }
        guard let id = DeliveryID(after),
            let delivery = try await reading({ () throws(StoreError) in try await self.store.delivery(id) }),
            recipients.contains(delivery.recipient)
        else {
            throw Refusal(
                .badRequest,
                field: "after",
                english: "`after` is not the `next` of an earlier page",
                vietnamese: "`after` không phải giá trị `next` của trang trước"
            )
        }
        return delivery
    }

    func items(_ deliveries: [Delivery], showsTokens: Bool) async throws(Refusal) -> [InboxItem] {
        let envelopes = try await reading { () throws(StoreError) in
            try await self.store.envelopes(deliveries.map(\.envelope))
        }
        let now = clock.now()
        return deliveries.compactMap { delivery in
            guard let envelope = envelopes[delivery.envelope] else { return nil }
            let lease = delivery.isLeased(at: now) ? delivery.lease : nil
            return InboxItem(
                deliveryId: delivery.id,
                envelopeId: delivery.envelope,
                kind: delivery.kind,
                from: envelope.senderCode,
                to: delivery.recipientCode,
                documentId: envelope.documentID,
                subject: envelope.subject,
                priority: envelope.urgency.rawValue,
                size: envelope.size,
                sha256: envelope.sha256,
                acceptedAt: envelope.acceptedAt,
                senderAuth: envelope.senderAuth,
                signature: envelope.knownSignature,
                legalValue: envelope.knownLegalValue,
                state: delivery.state,
                about: envelope.about,
                leaseToken: showsTokens ? lease?.token : nil,
                leaseUntil: lease?.until
            )
        }
    }

    /// Asks the store, and tells its errors as refusals.
    func reading<Value>(_ ask: () async throws(StoreError) -> Value) async throws(Refusal) -> Value {
        do {
            return try await ask()
        } catch {
            throw Refusal(error)
        }
    }

    static func bounded(_ value: Int, _ range: ClosedRange<Int>, field: String) throws(Refusal) -> Int {
        guard range.contains(value) else {
            throw Refusal(
                .badRequest,
                field: field,
                english: "`\(field)` goes from \(range.lowerBound) to \(range.upperBound)",
                vietnamese: "`\(field)` phải từ \(range.lowerBound) đến \(range.upperBound)"
            )
        }
        return value
    }

    static func leaseLength(_ seconds: Int?) throws(Refusal) -> Duration {
        guard let seconds else { return usualLease }
        return .seconds(try bounded(seconds, 1...Int(longestLease.components.seconds), field: "seconds"))
    }

    static let unknown = Refusal(
        .notFound,
        english: "there is no such delivery among those you may receive",
        vietnamese: "không có văn bản này trong số văn bản được nhận"
    )

    static func notFetchable(_ state: DeliveryState) -> Refusal {
        Refusal(
            .notFound,
            english: "the delivery is \(state.rawValue) and can't be fetched or acknowledged now",
            vietnamese: "văn bản đang ở trạng thái \(state.rawValue), hiện không nhận hoặc xác nhận được"
        )
    }
}
