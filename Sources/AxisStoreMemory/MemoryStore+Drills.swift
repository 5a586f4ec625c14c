// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore

/// What a memory store holds of drills.
struct MemoryDrills: Sendable {
    /// A test document that was sent.
    struct Attempt: Sendable {
        var drill: DrillID
        var unit: UnitID
        var sight: DrillSight
    }

    /// In the order in which they were started.
    var plans: [DrillPlan] = []
    var units: [DrillID: [UnitID: Drill.Participant]] = [:]
    var attempts: [DeliveryID: Attempt] = [:]

    func drill(_ plan: DrillPlan) -> Drill { Drill(plan, participants: units[plan.id] ?? [:]) }

    func due(_ plan: DrillPlan) -> [(due: Timestamp, unit: DrillUnit)] {
        (units[plan.id] ?? [:]).compactMap { unit, participant in
            participant.due(in: plan).map { ($0, DrillUnit(unit: unit, participant: participant)) }
        }
        .sorted { ($0.due, $0.unit.unit) < ($1.due, $1.unit.unit) }
    }

    /// Writes a step; false when the unit is not as expected.
    mutating func take(_ step: DrillStep, of drill: DrillID) -> Bool {
        guard units[drill]?[step.unit] == step.before else { return false }
        units[drill]?[step.unit] = step.after
        if let delivery = step.after.delivery, attempts[delivery] == nil {
            attempts[delivery] = Attempt(drill: drill, unit: step.unit, sight: .fresh)
        }
        if let seen = step.seen { attempts[seen.delivery]?.sight = seen.sight }
        return true
    }
}

extension MemoryState {
    /// The code of the newest status package about a delivery.
    fileprivate func newestStatus(about delivery: DeliveryID) -> String? {
        for id in order.reversed() {
            if let envelope = envelopes[id], envelope.kind == .status, envelope.about == delivery {
                return envelope.statusCode
            }
        }
        return nil
    }
}

extension MemoryStore {
    package func add(_ drill: Drill, audit: [AuditRecord]) async throws(StoreError) {
        try perform { state in
            state.drills.plans.append(drill.plan)
            state.drills.units[drill.id] = drill.participants
            state.appendAudit(audit)
        }
    }

    package func drill(_ id: DrillID) async throws(StoreError) -> Drill? {
        try perform { state in state.drills.plans.first { $0.id == id }.map(state.drills.drill) }
    }

    package func testedUnits(ofCampaign campaign: String, limit: Int) async throws(StoreError) -> TestedUnits {
        try perform { state in
            let found = state.drills.plans.reversed().filter { $0.campaign == campaign }
            return TestedUnits(of: found.prefix(max(limit, 0)).map(state.drills.drill))
        }
    }

    package func tallies(campaign: String?, limit: Int) async throws(StoreError) -> [DrillTally] {
        try perform { state in
            let found = state.drills.plans.reversed().filter { campaign == nil || $0.campaign == campaign }
            return found.prefix(max(limit, 0)).map { state.drills.drill($0).tally }
        }
    }

    package func cancel(
        _ id: DrillID,
        _ cancellation: DrillPlan.Cancellation,
        audit: [AuditRecord]
    ) async throws(StoreError) -> Bool {
        try perform { state in
            guard let place = state.drills.plans.firstIndex(where: { $0.id == id && $0.cancellation == nil }) else {
                return false
            }
            state.drills.plans[place].cancellation = cancellation
            state.appendAudit(audit)
            return true
        }
    }

    package func plans(startedAfter moment: Timestamp, limit: Int) async throws(StoreError) -> [DrillPlan] {
        try perform { state in Array(state.drills.plans.filter { $0.startedAt > moment }.suffix(max(limit, 0))) }
    }

    package func dueUnits(
        of drill: DrillID,
        at moment: Timestamp,
        limit: Int
    ) async throws(StoreError) -> [DrillUnit] {
        try perform { state in
            guard let plan = state.drills.plans.first(where: { $0.id == drill }) else { return [] }
            return state.drills.due(plan).filter { $0.due <= moment }.prefix(max(limit, 0)).map(\.unit)
        }
    }

    package func nextDrillDue(after moment: Timestamp) async throws(StoreError) -> Timestamp? {
        try perform { state in
            state.drills.plans.flatMap { state.drills.due($0).map(\.due) }.filter { $0 > moment }.min()
        }
    }

    package func news(of drill: DrillID, limit: Int) async throws(StoreError) -> [DrillNews] {
        try perform { state in
            let attempts = state.drills.attempts.filter { $0.value.drill == drill }.sorted { $0.key < $1.key }
            var news: [DrillNews] = []
            for (id, attempt) in attempts where news.count < limit {
                guard let delivery = state.deliveries[id],
                    let participant = state.drills.units[drill]?[attempt.unit]
                else { continue }
                let now = DrillSight(state: delivery.state, status: state.newestStatus(about: id))
                guard now != attempt.sight else { continue }
                let unit = DrillUnit(unit: attempt.unit, participant: participant)
                news.append(DrillNews(unit: unit, delivery: delivery, before: attempt.sight, now: now))
            }
            return news
        }
    }

    package func update(_ steps: [DrillStep], of drill: DrillID) async throws(StoreError) -> Int {
        try perform { state in steps.count { state.drills.take($0, of: drill) } }
    }

    package func unreceived(
        of drill: DrillID,
        after unit: UnitID?,
        limit: Int
    ) async throws(StoreError) -> [UnreceivedDrill] {
        try perform { state in
            let sent = (state.drills.units[drill] ?? [:]).filter { $0.value.state == .sent }
            let found = sent.sorted { $0.key < $1.key }.filter { entry in unit.map { $0 < entry.key } ?? true }
            return found.prefix(max(limit, 0)).compactMap { unit, participant in
                participant.delivery.flatMap { state.deliveries[$0] }
                    .map { UnreceivedDrill(unit: unit, delivery: $0) }
            }
        }
    }
}
