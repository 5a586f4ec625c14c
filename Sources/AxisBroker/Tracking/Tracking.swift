// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore

/// What became of an envelope, for its sender and for administrators.
package final class Tracking: Sendable {
    private let store: any AxisStore
    private let registry: RegistryHolder
    private let clock: any WallClock
    private let signal: any DeliverySignal
    private let mostListed: Int

    /// The most lines of one delivery's history in a report.
    private static let longestHistory = 500
    /// Envelopes whose deliveries are read at once.
    private static let listChunk = 16
    /// The most status packages in a report.
    private static let mostStatuses = 5000

    /// Makes the tracking.
    ///
    /// - Parameter mostListed: the most deliveries on one page of a list: an envelope may have 5,000.
    package init(
        store: any AxisStore,
        registry: RegistryHolder,
        clock: any WallClock,
        signal: any DeliverySignal,
        mostListed: Int = 10_000
    ) {
        self.store = store
        self.registry = registry
        self.clock = clock
        self.signal = signal
        self.mostListed = mostListed
    }

    /// A sender's own envelopes, newest first; a page ends early where their deliveries would be too many.
    package func list(
        _ caller: Caller,
        documentID: String?,
        to: String?,
        state: DeliveryState?,
        after: String?,
        limit: Int
    ) async throws(Refusal) -> EnvelopePage {
        let snapshot = registry.current
        let now = clock.now()
        var filter = EnvelopeFilter()
        filter.senders = snapshot.units(under: caller.holder, with: .send, at: now).sorted()
        // To the store an empty list means every sender.
        guard !filter.senders.isEmpty else { return EnvelopePage(items: [], next: nil) }
        filter.documentID = documentID
        filter.state = state
        filter.limit = min(max(limit, 1), 1000)
        if let to { filter.recipient = try recipient(to, snapshot, at: now) }
        if let after {
            guard let id = EnvelopeID(after) else {
                throw Refusal(
                    .badRequest,
                    field: "after",
                    english: "`after` is not the `next` of an earlier page",
                    vietnamese: "`after` không phải giá trị `next` của trang trước"
                )
            }
            filter.after = id
        }
        let chosen = filter
        let records = try await asking { () throws(StoreError) in try await self.store.envelopes(chosen) }
        let items = try await listed(records)
        let isCut = items.count < records.count
        return EnvelopePage(
            items: items,
            next: isCut || records.count == chosen.limit ? items.last?.envelopeId.description : nil
        )
    }

    /// The first of these with their deliveries, as many as fit a page, one at least.
    private func listed(_ records: [EnvelopeRecord]) async throws(Refusal) -> [EnvelopeReport] {
        var items: [EnvelopeReport] = []
        var count = 0
        for start in stride(from: 0, to: records.count, by: Self.listChunk) {
            let part = records[start..<min(start + Self.listChunk, records.count)]
            let deliveries = try await asking { () throws(StoreError) in
                try await self.store.deliveries(of: part.map(\.id))
            }
            let byEnvelope = Dictionary(grouping: deliveries, by: \.envelope)
            for record in part {
                let own = byEnvelope[record.id] ?? []
                count += own.count
                guard items.isEmpty || count <= mostListed else { return items }
                let reports = own.map { DeliveryReport($0, history: nil) }
                items.append(EnvelopeReport(record, deliveries: reports, statuses: []))
            }
        }
        return items
    }

    /// One envelope with histories and statuses, for its sender.
    package func report(_ caller: Caller, _ id: EnvelopeID) async throws(Refusal) -> EnvelopeReport {
        try await report(try await own(caller, id))
    }

    /// One envelope with histories and statuses, for an administrator.
    package func report(_ administrator: AdministratorCaller, _ id: EnvelopeID) async throws(Refusal) -> EnvelopeReport
    {
        guard let sealed = try await asking({ () throws(StoreError) in try await self.store.envelopes([id])[id] })
        else {
            throw Self.unknown
        }
        return try await report(sealed)
    }

    /// The receipt again, for its sender.
    package func receipt(_ caller: Caller, _ id: EnvelopeID) async throws(Refusal) -> Receipt {
        _ = try await own(caller, id)
        guard let sealed = try await asking({ () throws(StoreError) in try await self.store.acceptance(id) }) else {
            throw Self.unknown
        }
        return Receipt(sealed)
    }

    /// Queues deliveries that ended undelivered again, under the same envelope.
    package func resend(
        _ caller: Caller,
        _ id: EnvelopeID,
        _ request: ResendRequest
    ) async throws(Refusal) -> ResendResult {
        let record = try await own(caller, id)
        let deliveries = try await asking { () throws(StoreError) in try await self.store.deliveries(of: [record.id]) }
        let chosen = try choose(deliveries, request.recipients)
        let now = clock.now()
        let outcomes = try await asking { () throws(StoreError) in
            try await self.store.apply(chosen.map { DeliveryChange($0.id, .resent, at: now) })
        }
        let queued = outcomes.compactMap { outcome -> Delivery? in
            if case .applied(let delivery) = outcome { delivery } else { nil }
        }
        signal.delivered(to: queued.map(\.recipient))
        return ResendResult(deliveries: queued.map { DeliveryReport($0, history: nil) })
    }

    // MARK: - Parts

    private func choose(_ deliveries: [Delivery], _ recipients: [String]) throws(Refusal) -> [Delivery] {
        let ended = deliveries.filter(\.state.endedUndelivered)
        guard !recipients.isEmpty else { return ended }
        let snapshot = registry.current
        let now = clock.now()
        var chosen: [Delivery] = []
        for code in recipients.prefix(5000) {
            let unit = try recipient(code, snapshot, at: now)
            guard let delivery = ended.first(where: { $0.recipient == unit }) else {
                throw Refusal(
                    .notFound,
                    field: "recipients",
                    english:
                        "no delivery of this envelope to \(code.bounded(AgencyCode.longestText)) ended undelivered",
                    vietnamese: "gói này không có lượt gửi nào tới \(code.bounded(AgencyCode.longestText)) bị kết thúc "
                        + "khi chưa chuyển được"
                )
            }
            chosen.append(delivery)
        }
        return chosen
    }

    private func recipient(_ code: String, _ snapshot: RegistrySnapshot, at: Timestamp) throws(Refusal) -> UnitID {
        switch snapshot.resolve(code, at: at) {
        case .unit(let unit), .suspended(let unit), .future(let unit), .closed(let unit, _): return unit.id
        case .ambiguous, .unknown:
            throw Refusal(
                .recipientUnknown,
                field: "to",
                english: "this code names no registered unit",
                vietnamese: "mã này không ứng với đơn vị nào đã đăng ký"
            )
        }
    }

    private func own(_ caller: Caller, _ id: EnvelopeID) async throws(Refusal) -> EnvelopeRecord {
        guard let record = try await asking({ () throws(StoreError) in try await self.store.envelopes([id])[id] }),
            registry.current.may(caller.holder, .send, over: record.sender, at: clock.now())
        else { throw Self.unknown }
        return record
    }

    private func report(_ record: EnvelopeRecord) async throws(Refusal) -> EnvelopeReport {
        let deliveries = try await asking { () throws(StoreError) in try await self.store.deliveries(of: [record.id]) }
        var reports: [DeliveryReport] = []
        reports.reserveCapacity(deliveries.count)
        for delivery in deliveries {
            let history = try await asking { () throws(StoreError) in
                try await self.store.history(of: delivery.id, limit: Self.longestHistory)
            }
            reports.append(DeliveryReport(delivery, history: history))
        }
        let about = try await asking { () throws(StoreError) in
            try await self.store.envelopes(about: record.id, limit: Self.mostStatuses)
        }
        return EnvelopeReport(
            record,
            deliveries: reports,
            statuses: about.filter { $0.kind == .status }.map {
                StatusEntry(envelopeId: $0.id, code: $0.statusCode ?? "", from: $0.senderCode, at: $0.acceptedAt)
            }
        )
    }

    private func asking<Value>(_ ask: () async throws(StoreError) -> Value) async throws(Refusal) -> Value {
        do {
            return try await ask()
        } catch {
            throw Refusal(error)
        }
    }

    private static let unknown = Refusal(
        .notFound,
        english: "there is no such envelope among those you sent",
        vietnamese: "không có gói tin này trong số gói tin đã gửi"
    )
}
