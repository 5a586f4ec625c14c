// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore

/// What a recipient does with its deliveries: lists, claims, fetches and acknowledges them.
package final class Mailbox: Sendable {
    let store: any AxisStore
    let registry: RegistryHolder
    let clock: any WallClock
    private let waiters: InboxWaiters
    private let signal: any DeliverySignal
    private let contacts: ContactBook

    /// The most items in one answer.
    package static let largestPage = 1000
    /// The longest that a call waits for a first item.
    package static let longestWait: Duration = .seconds(60)
    /// The longest lease.
    package static let longestLease: Duration = .seconds(3600)
    /// A lease whose length the caller leaves open.
    package static let usualLease: Duration = .seconds(300)

    /// Makes the mailbox.
    ///
    /// - Parameters:
    ///   - signal: told about deliveries that a recipient gave back.
    ///   - contacts: where it notes who pulls.
    package init(
        store: any AxisStore,
        registry: RegistryHolder,
        clock: any WallClock,
        waiters: InboxWaiters,
        signal: any DeliverySignal,
        contacts: ContactBook = ContactBook()
    ) {
        self.store = store
        self.registry = registry
        self.clock = clock
        self.waiters = waiters
        self.signal = signal
        self.contacts = contacts
    }

    /// Lists what is not acknowledged; changes nothing.
    ///
    /// - Parameters:
    ///   - unit: a unit's code or `CODE.*`; all the caller may receive for when nil.
    ///   - after: the `next` of the page before.
    ///   - wait: how long to wait for a first item, at most ``longestWait``.
    package func list(
        _ caller: Caller,
        unit: String?,
        kind: EnvelopeKind?,
        after: String?,
        limit: Int,
        wait: Duration
    ) async throws(Refusal) -> InboxPage {
        let recipients = try recipients(caller, unit)
        contacts.pulled(recipients, at: clock.now())
        let last = try await lastItem(after, among: recipients)
        let count = min(max(limit, 1), Self.largestPage)
        let deliveries = try await waiting(for: recipients, atMost: wait) { () throws(Refusal) in
            try await self.reading { () throws(StoreError) in
                try await self.store.inbox(of: recipients, kind: kind, after: last, limit: count)
            }
        }
        let next = deliveries.count == count ? deliveries.last?.id.description : nil
        return InboxPage(items: try await items(deliveries, showsTokens: false), next: next)
    }

    /// Leases items to the caller.
    package func claim(_ caller: Caller, _ request: ClaimRequest) async throws(Refusal) -> InboxPage {
        let recipients = try recipients(caller, request.unit)
        contacts.pulled(recipients, at: clock.now())
        let limit = try Self.bounded(request.limit ?? 10, 1...100, field: "limit")
        let wait = try Self.bounded(request.wait ?? 0, 0...60, field: "wait")
        let lease = try Self.leaseLength(request.seconds)
        let deliveries = try await waiting(for: recipients, atMost: .seconds(wait)) { () throws(Refusal) in
            try await self.reading { () throws(StoreError) in
                let now = self.clock.now()
                return try await self.store.claim(
                    for: recipients,
                    kind: request.kind,
                    limit: limit,
                    until: now + lease,
                    at: now
                )
            }
        }
        return InboxPage(items: try await items(deliveries, showsTokens: true), next: nil)
    }

    /// Prolongs a lease.
    package func extend(
        _ caller: Caller,
        _ id: DeliveryID,
        _ request: ExtendRequest
    ) async throws(Refusal) -> AcknowledgeResult {
        let delivery = try await own(caller, id)
        let lease = try Self.leaseLength(request.seconds)
        let now = clock.now()
        return try await change(delivery.id, .leaseExtended(token: request.leaseToken, until: now + lease), at: now)
    }

    /// Reports what became of a delivery.
    package func acknowledge(
        _ caller: Caller,
        _ id: DeliveryID,
        _ request: AcknowledgeRequest
    ) async throws(Refusal) -> AcknowledgeResult {
        let delivery = try await own(caller, id)
        let now = clock.now()
        let reason = request.reason.map { $0.bounded(500) }
        let cause: DeliveryCause =
            switch request.outcome {
            case .done: .acknowledged(token: request.leaseToken)
            case .failed: .failedByRecipient(token: request.leaseToken, reason: reason)
            case .processing: .processing(token: request.leaseToken, until: now + Self.usualLease)
            }
        let result = try await change(delivery.id, cause, at: now)
        if result.state == .queued { signal.delivered(to: [delivery.recipient]) }
        return result
    }

    /// The exact bytes of a delivery, for whoever may receive for its recipient.
    ///
    /// Bytes that no longer match their hash are never given out: the delivery is quarantined.
    package func open(_ caller: Caller, _ id: DeliveryID) async throws(Refusal) -> OpenedDelivery {
        let delivery = try await own(caller, id)
        contacts.pulled([delivery.recipient], at: clock.now())
        switch delivery.state {
        case .queued, .delivering, .delivered, .acknowledged, .rejected: break
        case .held where delivery.holdReason?.isFetchable == true: break
        case .held, .quarantined, .recalled, .dead: throw Self.notFetchable(delivery.state)
        }
        let envelopes = try await reading { () throws(StoreError) in
            try await self.store.envelopes([delivery.envelope])
        }
        guard let envelope = envelopes[delivery.envelope] else { throw Self.unknown }
        do {
            let payload = try await store.payload(of: delivery.envelope)
            return OpenedDelivery(delivery: delivery, envelope: envelope, payload: payload)
        } catch  where error.code == .corrupt {
            let cause = DeliveryCause.quarantined(reason: "the stored bytes don't match their hash")
            // What can't be written now is found again by the next who opens it.
            _ = try? await store.apply([DeliveryChange(delivery.id, cause, at: clock.now())])
            throw Refusal(error)
        } catch {
            throw Refusal(error)
        }
    }

    /// Records that the last byte of a full answer went out.
    package func markFetched(_ id: DeliveryID) async throws(Refusal) {
        // A refused change means that the delivery ended meanwhile (recalled, quarantined): there is no state left to
        // move to.
        _ = try await reading { () throws(StoreError) in
            try await self.store.apply([DeliveryChange(id, .fetched, at: self.clock.now())])
        }
    }

    // MARK: - Parts

    private func waiting(
        for recipients: [UnitID],
        atMost wait: Duration,
        _ look: () async throws(Refusal) -> [Delivery]
    ) async throws(Refusal) -> [Delivery] {
        let end = clock.now() + min(max(wait, .zero), Self.longestWait)
        while true {
            // The ticket is taken before looking, so that nothing that comes in between is missed.
            let ticket = waiters.ticket(for: recipients)
            let found = try await look()
            guard found.isEmpty, clock.now() < end, !Task.isCancelled else { return found }
            guard await waiters.wait(ticket, until: end) else { return found }
        }
    }

    private func change(
        _ id: DeliveryID,
        _ cause: DeliveryCause,
        at: Timestamp
    ) async throws(Refusal) -> AcknowledgeResult {
        let outcomes = try await reading { () throws(StoreError) in
            try await self.store.apply([DeliveryChange(id, cause, at: at)])
        }
        switch outcomes.first {
        case .applied(let delivery):
            let lease = delivery.isLeased(at: at) ? delivery.lease?.until : nil
            return AcknowledgeResult(deliveryId: id, state: delivery.state, leaseUntil: lease)
        case .refused(.leaseLost):
            throw Refusal(
                .leaseLost,
                field: "leaseToken",
                english: "another live lease holds this delivery; claim again, or wait until it ends",
                vietnamese: "văn bản đang được một phiên khác giữ; hãy nhận lại hoặc chờ phiên đó kết thúc"
            )
        case .refused(.notAllowed(let state)): throw Self.notFetchable(state)
        case .unknown, .none: throw Self.unknown
        }
    }
}

/// A delivery with its bytes at hand.
package struct OpenedDelivery: Sendable {
    /// The delivery.
    package let delivery: Delivery
    /// The envelope.
    package let envelope: EnvelopeRecord
    /// The exact bytes, checked against their hash.
    package let payload: StoredPayload
}
