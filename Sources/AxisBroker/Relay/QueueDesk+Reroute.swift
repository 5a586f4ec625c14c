// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisStore
import Foundation

extension QueueDesk {
    /// Gives held deliveries to another unit under the same envelope; operators only, with a note.
    ///
    /// Their code stays as the envelope names it, and their senders are told. Asked again for the same deliveries it
    /// changes nothing more; those that are not held, and those that the other unit sent itself, are skipped.
    package func reroute(
        _ by: AdministratorCaller,
        _ request: RerouteRequest
    ) async throws(Refusal) -> QueueActionResult {
        try by.require(.operator)
        let note = request.note.bounded(500)
        guard !note.isEmpty else {
            throw Self.refusal("note", "say why: it goes into the histories", "hãy nêu lý do để ghi vào lịch sử")
        }
        guard (1...Self.actionLimit).contains(request.deliveries.count) else {
            throw Self.refusal(
                "deliveries",
                "name 1 to \(Self.actionLimit) deliveries",
                "hãy nêu từ 1 đến \(Self.actionLimit) lượt chuyển"
            )
        }
        let now = clock.now()
        let target = try target(request.to, at: now)
        do {
            var changes: [DeliveryChange] = []
            let cause = DeliveryCause.rerouted(to: target.id, code: target.code.text, note: note)
            for id in Set(request.deliveries).sorted() {
                guard let delivery = try await store.delivery(id), delivery.state == .held,
                    delivery.sender != target.id
                else { continue }
                changes.append(DeliveryChange(id, cause, at: now))
            }
            let wanted = Set(request.deliveries).count
            // What is done and who did it are written together: a crash leaves both or neither.
            let outcomes = try await store.apply(changes) { [changes] (outcomes) throws(StoreError) in
                let changed = Self.applied(outcomes)
                let named = changes.prefix(20).map(\.delivery.description).joined(separator: " ")
                return [
                    AuditRecord(
                        at: now,
                        actor: by.name,
                        action: "queue.reroute",
                        subject: named.isEmpty ? "-" : named,
                        after: try Self.detail(changed, skipped: wanted - changed, to: target.code.text, note)
                    )
                ]
            }
            let changed = Self.applied(outcomes)
            if changed > 0 { signal.delivered(to: [target.id]) }
            return QueueActionResult(changed: changed, skipped: wanted - changed, more: false)
        } catch {
            throw Refusal(error)
        }
    }

    /// The unit that gets them: one that takes part now.
    private func target(_ code: String, at now: Timestamp) throws(Refusal) -> RegisteredUnit {
        let unit = try registry.current.unit(named: code, at: now, field: "to")
        switch unit.state(at: now) {
        case .active: return unit
        case .suspended, .future:
            throw Self.refusal("to", "the unit takes no part now", "đơn vị hiện không tham gia")
        case .closed:
            let successors = registry.current.finalSuccessors(of: unit.id, at: now).map(\.code.text)
            let list = successors.isEmpty ? "-" : successors.joined(separator: ", ")
            throw Refusal(
                .recipientClosed,
                field: "to",
                english: "this code is closed too; its successors: \(list)",
                vietnamese: "mã này cũng đã đóng; mã kế thừa: \(list)"
            )
        }
    }

    private static func applied(_ outcomes: [DeliveryChangeOutcome]) -> Int {
        outcomes.count { if case .applied = $0 { true } else { false } }
    }

    private struct RerouteDetail: Encodable {
        var changed: Int
        var skipped: Int
        var to: String
        var note: String
    }

    private static func detail(
        _ changed: Int,
        skipped: Int,
        to code: String,
        _ note: String
    ) throws(StoreError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let detail = RerouteDetail(changed: changed, skipped: skipped, to: code, note: note)
        do {
            return String(decoding: try encoder.encode(detail), as: UTF8.self)
        } catch {
            throw StoreError(.corrupt, "An audit record can't be written.")
        }
    }

    private static func refusal(_ field: String, _ english: String, _ vietnamese: String) -> Refusal {
        Refusal(.badRequest, field: field, english: english, vietnamese: vietnamese)
    }
}
