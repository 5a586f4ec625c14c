// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisStore
import Foundation

extension QueueDesk {
    /// What may be done with deliveries.
    private enum Action: String {
        case hold, release, retry, purge

        /// The states it is looked for in.
        var states: [DeliveryState] {
            switch self {
            case .hold, .retry: [.queued]
            case .release: [.held, .quarantined]
            case .purge: [.queued, .held]
            }
        }

        /// Whether a delivery is left to change by it.
        func concerns(_ delivery: Delivery, at now: Timestamp) -> Bool {
            states.contains(delivery.state) && (self != .retry || delivery.due > now)
        }

        /// The causes that carry it out.
        func causes(for delivery: Delivery, note: String) -> [DeliveryCause] {
            switch self {
            case .hold: [.hold(.administrator, note: note)]
            case .release where delivery.state == .quarantined: [.repaired]
            case .release, .retry: [.released(note: note.isEmpty ? nil : note)]
            case .purge:
                delivery.state == .held
                    ? [.ended(note: note)] : [.hold(.administrator, note: note), .ended(note: note)]
            }
        }
    }

    /// Holds queued deliveries; operators only, with a note.
    package func hold(
        _ by: AdministratorCaller,
        _ request: QueueActionRequest
    ) async throws(Refusal) -> QueueActionResult {
        try await perform(.hold, by, request)
    }

    /// Releases held deliveries, and quarantined ones whose stored bytes match their hash again; operators only.
    package func release(
        _ by: AdministratorCaller,
        _ request: QueueActionRequest
    ) async throws(Refusal) -> QueueActionResult {
        try await perform(.release, by, request)
    }

    /// Makes queued deliveries due now and lets an open circuit probe; operators only.
    package func retry(
        _ by: AdministratorCaller,
        _ request: QueueActionRequest
    ) async throws(Refusal) -> QueueActionResult {
        try await perform(.retry, by, request)
    }

    /// Ends queued and held deliveries undelivered, and their senders are told; operators only, with a note.
    package func purge(
        _ by: AdministratorCaller,
        _ request: QueueActionRequest
    ) async throws(Refusal) -> QueueActionResult {
        try await perform(.purge, by, request)
    }

    // MARK: - Parts

    private func perform(
        _ action: Action,
        _ by: AdministratorCaller,
        _ request: QueueActionRequest
    ) async throws(Refusal) -> QueueActionResult {
        try by.require(.operator)
        let note = try Self.note(action, request)
        let limit = try Self.limit(request)
        let now = clock.now()
        do {
            var recipients: [UnitID] = []
            let found: (deliveries: [Delivery], skipped: Int, more: Bool)
            switch (request.unit, request.deliveries) {
            case (let text?, nil):
                recipients = try units(text, at: now)
                found = try await search(action, recipients, limit, at: now)
            case (nil, let ids?):
                found = try await pick(action, ids, limit, at: now)
                recipients = Array(Set(found.deliveries.map(\.recipient)))
            default:
                throw Self.badRequest(
                    "unit",
                    "name either a unit or deliveries",
                    "hãy nêu một đơn vị hoặc danh sách lượt chuyển"
                )
            }
            let sound = try await withoutDamaged(found.deliveries)
            let changes = sound.flatMap { delivery in
                action.causes(for: delivery, note: note).map { DeliveryChange(delivery.id, $0, at: now) }
            }
            let (skipped, more) = (found.skipped + found.deliveries.count - sound.count, found.more)
            // What is done and who did it are written together: a crash leaves both or neither.
            let outcomes = try await store.apply(changes) { (outcomes) throws(StoreError) in
                let result = Self.result(changes, outcomes, skipped: skipped, more: more)
                return [try Self.audit(action, by, request, note, result, at: now)]
            }
            let result = Self.result(changes, outcomes, skipped: skipped, more: more)
            if action == .retry { dispatcher.retryNow(recipients) }
            if action == .release || action == .retry { signal.delivered(to: recipients) }
            return result
        } catch let error as StoreError {
            throw Refusal(error)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(StoreError(.corrupt, "a queue action ended in an unknown way"))
        }
    }

    private static func result(
        _ changes: [DeliveryChange],
        _ outcomes: [DeliveryChangeOutcome],
        skipped: Int,
        more: Bool
    ) -> QueueActionResult {
        var refused: Set<DeliveryID> = []
        for (change, outcome) in zip(changes, outcomes) {
            if case .applied = outcome { continue }
            refused.insert(change.delivery)
        }
        return QueueActionResult(
            changed: Set(changes.map(\.delivery)).count - refused.count,
            skipped: skipped + refused.count,
            more: more
        )
    }

    /// Leaves out quarantined deliveries whose stored bytes still don't match their hash.
    private func withoutDamaged(_ deliveries: [Delivery]) async throws -> [Delivery] {
        var sound: [Delivery] = []
        for delivery in deliveries {
            do {
                if delivery.state == .quarantined { _ = try await store.payload(of: delivery.envelope) }
                sound.append(delivery)
            } catch {
                guard error.code == .corrupt || error.code == .notFound else { throw error }
            }
        }
        return sound
    }

    private func units(_ text: String, at now: Timestamp) throws(Refusal) -> [UnitID] {
        guard let pattern = UnitPattern(text) else {
            throw Self.badRequest("unit", "neither a code nor CODE.*", "không phải mã định danh hoặc MÃ.*")
        }
        return try registry.current.units(matching: pattern, at: now)
    }

    /// Deliveries of units that an action is about, oldest first, read in pages.
    private func search(
        _ action: Action,
        _ recipients: [UnitID],
        _ limit: Int,
        at now: Timestamp
    ) async throws -> (deliveries: [Delivery], skipped: Int, more: Bool) {
        // A branch without units means none, and not all, which an empty filter would.
        guard !recipients.isEmpty else { return ([], 0, false) }
        var filter = DeliveryFilter()
        filter.recipients = recipients
        filter.states = action.states
        filter.limit = 500
        var found: [Delivery] = []
        for _ in 0..<(Self.scanLimit / filter.limit) {
            let page = try await store.deliveries(filter)
            for delivery in page where action.concerns(delivery, at: now) {
                if found.count == limit { return (found, 0, true) }
                found.append(delivery)
            }
            guard page.count == filter.limit, let last = page.last else { return (found, 0, false) }
            filter.after = last.id
        }
        return (found, 0, true)
    }

    private func pick(
        _ action: Action,
        _ ids: [DeliveryID],
        _ limit: Int,
        at now: Timestamp
    ) async throws -> (deliveries: [Delivery], skipped: Int, more: Bool) {
        guard ids.count <= limit else {
            throw Self.badRequest(
                "deliveries",
                "at most \(limit) deliveries in one call",
                "tối đa \(limit) lượt chuyển trong một lần gọi"
            )
        }
        var found: [Delivery] = []
        for id in Set(ids) {
            if let delivery = try await store.delivery(id), action.concerns(delivery, at: now) {
                found.append(delivery)
            }
        }
        return (found.sorted { $0.id < $1.id }, ids.count - found.count, false)
    }

    private static func note(_ action: Action, _ request: QueueActionRequest) throws(Refusal) -> String {
        let note = (request.note ?? "").bounded(500)
        guard !note.isEmpty || (action != .hold && action != .purge) else {
            throw badRequest("note", "say why: it goes into the histories", "hãy nêu lý do để ghi vào lịch sử")
        }
        return note
    }

    private static func limit(_ request: QueueActionRequest) throws(Refusal) -> Int {
        let limit = request.limit ?? actionLimit
        guard (1...actionLimit).contains(limit) else {
            throw badRequest("limit", "1 to \(actionLimit)", "từ 1 đến \(actionLimit)")
        }
        return limit
    }

    private static func badRequest(_ field: String, _ english: String, _ vietnamese: String) -> Refusal {
        Refusal(.badRequest, field: field, english: english, vietnamese: vietnamese)
    }

    private struct AuditDetail: Encodable {
        var changed: Int
        var skipped: Int
        var more: Bool
        var note: String
    }

    private static func text(_ detail: AuditDetail) throws(StoreError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(detail), as: UTF8.self)
        } catch {
            throw StoreError(.corrupt, "An audit record can't be written.")
        }
    }

    private static func audit(
        _ action: Action,
        _ by: AdministratorCaller,
        _ request: QueueActionRequest,
        _ note: String,
        _ result: QueueActionResult,
        at now: Timestamp
    ) throws(StoreError) -> AuditRecord {
        let detail = AuditDetail(changed: result.changed, skipped: result.skipped, more: result.more, note: note)
        // The histories name each delivery; this line names the first ones only.
        let named = request.deliveries?.prefix(20).map(\.description).joined(separator: " ")
        return AuditRecord(
            at: now,
            actor: by.name,
            action: "queue.\(action.rawValue)",
            subject: request.unit ?? named ?? "-",
            after: try text(detail)
        )
    }
}
