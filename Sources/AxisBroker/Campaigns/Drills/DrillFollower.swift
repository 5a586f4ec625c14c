// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore
package import Logging
import Synchronization

/// Takes drills forward, page by page: sends what is due and notes what became of it.
///
/// Every step is read from the store and written back only where nothing changed meanwhile, and each test document has
/// a key of its own for ever. So a process may end at any point: what was sent and not noted is found under its key.
package final class DrillFollower: Sendable {
    /// What it needs.
    package typealias Store = DrillStore & DeliveryStore

    let store: any Store
    let registry: RegistryHolder
    private let own: OwnDocuments
    private let clock: any WallClock
    private let logger: Logger
    /// One page is read and written at a time; between two, a report or a cancellation gets its turn.
    private let gate = SerialGate()

    /// Test documents sent at once, and news noted at once.
    private static let page = 64
    /// Drills that are followed at most, the newest; what came of older ones is noted when somebody asks.
    private static let mostDrills = 1000
    /// Pages of one drill before the others get their turn.
    private static let pages = 16

    /// Makes a follower.
    package init(
        store: any Store,
        registry: RegistryHolder,
        own: OwnDocuments,
        clock: any WallClock,
        logger: Logger
    ) {
        self.store = store
        self.registry = registry
        self.own = own
        self.clock = clock
        self.logger = logger
    }

    /// When something last happened in each drill that is followed, and when it is looked at next.
    private let paces = Mutex<[DrillID: (movedAt: Timestamp, next: Timestamp)]>([:])

    /// Takes every drill forward that is followed, in bounded pages: sends what is due, and looks at its pace for what
    /// became of the others.
    ///
    /// - Returns: when to look again for news; nil when no drill is followed.
    /// - Throws: what the store says when it can't list them. What goes wrong in one drill is logged, and keeps no other
    ///   from its turn.
    package func look() async throws(Refusal) -> Timestamp? {
        let since = clock.now() - DrillPlan.following
        let plans = try await asking { () throws(StoreError) in
            try await store.plans(startedAfter: since, limit: Self.mostDrills)
        }
        let followed = Set(plans.map(\.id))
        paces.withLock { paces in paces = paces.filter { followed.contains($0.key) } }
        var next: Timestamp?
        for plan in plans where !Task.isCancelled {
            var turn: Timestamp
            do throws(Refusal) { turn = try await follow(plan) } catch {
                logger.warning(
                    "a drill is put off",
                    metadata: ["drill": "\(plan.id)", "code": "\(error.code.rawValue)", "error": "\(error.english)"]
                )
                turn = clock.now() + DrillPace.putOff
            }
            next = min(next ?? turn, turn)
        }
        return next
    }

    /// Takes one drill forward; when it is its turn again.
    private func follow(_ plan: DrillPlan) async throws(Refusal) -> Timestamp {
        let now = clock.now()
        var pace = paces.withLock { $0[plan.id] } ?? (movedAt: plan.startedAt, next: now)
        var hasMoved = false
        if pace.next <= now { hasMoved = try await note(plan) }
        let sent = try await send(plan)
        if hasMoved || sent.count > 0 { pace.movedAt = now }
        if pace.next <= now || sent.count > 0 { pace.next = now + DrillPace.pause(after: now - pace.movedAt) }
        if sent.hasMore { pace.next = now }
        paces.withLock { [pace] in $0[plan.id] = pace }
        return pace.next
    }

    // MARK: - What became of it

    /// Notes all that happened to a drill's test documents; whether anything did.
    @discardableResult
    func note(_ plan: DrillPlan) async throws(Refusal) -> Bool {
        var hasMoved = false
        // More than all test documents that a drill can have.
        for _ in 0...(Drill.mostUnits * plan.mostAttempts / Self.page) {
            try await gate.enter()
            defer { gate.leave() }
            let written = try await asking { () throws(StoreError) in
                let news = try await store.news(of: plan.id, limit: Self.page)
                let now = clock.now()
                return try await store.update(news.map { DrillReading.step($0, at: now) }, of: plan.id)
            }
            guard written > 0 else { break }
            hasMoved = true
        }
        return hasMoved
    }

    // MARK: - Sending

    /// Sends what is due in a drill; how many units it was tried for, and whether more are due.
    private func send(_ plan: DrillPlan) async throws(Refusal) -> (count: Int, hasMore: Bool) {
        var count = 0
        for _ in 0..<Self.pages where !Task.isCancelled {
            let tried = try await sendPage(plan)
            count += tried
            guard tried == Self.page else { return (count, false) }
        }
        return (count, true)
    }

    private func sendPage(_ plan: DrillPlan) async throws(Refusal) -> Int {
        try await gate.enter()
        defer { gate.leave() }
        let due = try await asking { () throws(StoreError) in
            try await store.dueUnits(of: plan.id, at: clock.now(), limit: Self.page)
        }
        guard !due.isEmpty else { return 0 }
        // All of a page at once, so that they share the store's group commits.
        let results = await withTaskGroup(of: Result<DrillStep, Refusal>.self) { group in
            for unit in due {
                group.addTask {
                    do throws(Refusal) { return .success(try await self.attempt(unit, plan)) } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let steps = results.compactMap { try? $0.get() }
        _ = try await asking { () throws(StoreError) in try await store.update(steps, of: plan.id) }
        // What Axis could not do now is no unit's failure: it is tried again. One such unit does not stop the others.
        for case .failure(let refusal) in results where steps.isEmpty { throw refusal }
        return due.count
    }

    /// Sends the next test document to a unit.
    ///
    /// - Throws: a refusal that is not the unit's doing.
    private func attempt(_ unit: DrillUnit, _ plan: DrillPlan) async throws(Refusal) -> DrillStep {
        var after = unit.participant
        let now = clock.now()
        guard let known = registry.current.unit(unit.unit) else {
            after.refused(
                Drill.Failure(
                    english: "the unit is not in the registry",
                    vietnamese: "đơn vị không có trong sổ đăng ký"
                ),
                at: now
            )
            return DrillStep(unit, to: after)
        }
        do throws(Refusal) {
            let letter = DrillLetter.make(for: known, attempt: after.attempts + 1, of: plan)
            let sealed = try await own.send(letter)
            guard let delivery = sealed.deliveries.first else {
                throw Refusal(
                    .recipientUnknown,
                    english: "a test document without a delivery",
                    vietnamese: "văn bản diễn tập không có nơi nhận"
                )
            }
            after.sent(as: delivery.id, at: sealed.envelope.acceptedAt)
            RelayMetrics.drillSent("sent")
        } catch {
            guard let failure = DrillReading.failure(error) else { throw error }
            after.refused(failure, at: now)
            RelayMetrics.drillSent("refused")
        }
        return DrillStep(unit, to: after)
    }

    // MARK: - Calling off

    /// Calls a drill off and takes back what nobody has fetched; false when it was called off before.
    func cancel(
        _ plan: DrillPlan,
        _ cancellation: DrillPlan.Cancellation,
        audit: [AuditRecord]
    ) async throws(Refusal) -> Bool {
        try await gate.enter()
        defer { gate.leave() }
        try await noteSent(plan)
        return try await asking { () throws(StoreError) in
            let isNew = try await store.cancel(plan.id, cancellation, audit: audit)
            let reason = "\(cancellation.by) called the drill off"
            var last: UnitID?
            while true {
                let page = try await store.unreceived(of: plan.id, after: last, limit: 500)
                let changes = page.map {
                    DeliveryChange($0.delivery.id, .recallRequested(reason: reason), at: cancellation.at)
                }
                _ = try await store.apply(changes)
                guard page.count == 500, let end = page.last?.unit else { return isNew }
                last = end
            }
        }
    }

    /// Notes what was sent and not noted before the process ended, so that it is taken back too.
    ///
    /// Such units are among the longest due: a page is noted before the next one is sent.
    private func noteSent(_ plan: DrillPlan) async throws(Refusal) {
        let due = try await asking { () throws(StoreError) in
            try await store.dueUnits(of: plan.id, at: clock.now(), limit: Self.page)
        }
        var steps: [DrillStep] = []
        for unit in due {
            var after = unit.participant
            let key = DrillLetter.key(for: unit.unit, attempt: after.attempts + 1, of: plan.id)
            guard let sealed = try await own.sent(under: key), let delivery = sealed.deliveries.first else { continue }
            after.sent(as: delivery.id, at: sealed.envelope.acceptedAt)
            steps.append(DrillStep(unit, to: after))
        }
        _ = try await asking { [steps] () throws(StoreError) in try await store.update(steps, of: plan.id) }
    }
}
