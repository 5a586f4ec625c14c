// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore

/// What administrators see of the queues and do with them (bàn điều hành hàng đợi).
package final class QueueDesk: Sendable {
    /// What it needs.
    package typealias Store = DeliveryStore & EnvelopeStore & AuditStore

    /// Recipients looked at in one list.
    static let shapeLimit = 50_000
    /// Changes in one call at most.
    static let actionLimit = 1000
    /// Deliveries looked at in one call at most.
    static let scanLimit = 100_000

    let store: any Store
    let registry: RegistryHolder
    let dispatcher: Dispatcher
    let signal: any DeliverySignal
    let clock: any WallClock
    private let contacts: ContactBook

    /// Makes the desk.
    ///
    /// - Parameters:
    ///   - signal: is told of deliveries that became ready.
    ///   - contacts: when units were last heard of.
    package init(
        store: any Store,
        registry: RegistryHolder,
        dispatcher: Dispatcher,
        signal: any DeliverySignal,
        clock: any WallClock,
        contacts: ContactBook = ContactBook()
    ) {
        self.store = store
        self.registry = registry
        self.dispatcher = dispatcher
        self.signal = signal
        self.clock = clock
        self.contacts = contacts
    }

    // MARK: - Seeing

    /// All queues in which something waits, the fullest first; every administrator may read.
    package func queues(_ by: AdministratorCaller) async throws(Refusal) -> QueueList {
        let now = clock.now()
        let snapshot = registry.current
        var rows: [UnitID: QueueShapeRow] = [:]
        for row in try await shape(at: now) {
            let owner = Destinations.endpoint(for: row.recipient, in: snapshot, at: now)?.unit ?? row.recipient
            rows[owner] = Self.joined(rows[owner], row)
        }
        let sorted = rows.sorted { ($1.value.total, $0.key) < ($0.value.total, $1.key) }
        return QueueList(items: sorted.map { view($0.key, $0.value, in: snapshot, at: now) })
    }

    /// One queue: of a unit that is pushed to, its destination's; why it waits and until when.
    package func queue(_ by: AdministratorCaller, _ code: String) async throws(Refusal) -> QueueView {
        let now = clock.now()
        let snapshot = registry.current
        let unit = try snapshot.unit(named: code, at: now, field: "code").id
        let owner = Destinations.endpoint(for: unit, in: snapshot, at: now)?.unit ?? unit
        var total: QueueShapeRow?
        for row in try await shape(at: now) {
            let its = Destinations.endpoint(for: row.recipient, in: snapshot, at: now)?.unit ?? row.recipient
            if its == owner { total = Self.joined(total, row) }
        }
        return view(owner, total, in: snapshot, at: now)
    }

    private func shape(at now: Timestamp) async throws(Refusal) -> [QueueShapeRow] {
        do {
            return try await store.queueShape(at: now, limit: Self.shapeLimit)
        } catch {
            throw Refusal(error)
        }
    }

    private static func joined(_ total: QueueShapeRow?, _ row: QueueShapeRow) -> QueueShapeRow {
        guard var total else { return row }
        for index in total.ages.indices where index < row.ages.count { total.ages[index] += row.ages[index] }
        total.held += row.held
        total.quarantined += row.quarantined
        total.oldest = min(total.oldest, row.oldest)
        return total
    }

    private func view(
        _ owner: UnitID,
        _ row: QueueShapeRow?,
        in snapshot: RegistrySnapshot,
        at now: Timestamp
    ) -> QueueView {
        let unit = snapshot.unit(owner)
        let ages = row?.ages ?? Array(repeating: 0, count: QueueShapeRow.ageBounds.count + 1)
        let endpoint = Destinations.endpoint(for: owner, in: snapshot, at: now)
        let push = endpoint.map { _ in dispatcher.explain(owner) }
        let pullReason =
            switch unit?.state(at: now) {
            case .active: "the recipient fetches its documents"
            case .closed where unit?.isWindingUp(at: now) == true:
                "the unit is closed, and fetches what is left until it is wound up"
            case .closed: "the unit is closed and wound up"
            case .suspended, .future, nil: "the unit takes no part now"
            }
        return QueueView(
            unit: unit?.code.description ?? owner.description,
            name: unit?.name ?? "",
            route: endpoint?.url ?? "pull",
            waiting: ages.reduce(0, +),
            ages: ages,
            held: row?.held ?? 0,
            quarantined: row?.quarantined ?? 0,
            oldest: row?.oldest,
            why: push?.why ?? pullReason,
            until: push?.until,
            circuit: push?.circuit ?? "-",
            window: push?.window ?? 0,
            inFlight: push?.inFlight ?? 0,
            lastError: push?.lastError,
            lastContact: contacts.view(of: owner)
        )
    }
}
