// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore

/// Drills as administrators start, follow and call them off (diễn tập).
package final class DrillDesk: Sendable {
    private let store: any DrillStore & CampaignStore
    private let follower: DrillFollower
    private let origin: Sweeper.Origin
    private let clock: any WallClock
    private let identifiers: any IdentifierSource
    private let behindVXP: @Sendable ([UnitID]) -> Set<UnitID>
    private let wake: @Sendable () -> Void

    /// Drills that are listed unless asked otherwise, and at most.
    private static let listed = 20
    private static let mostListed = 200
    /// Codes and branches in one order.
    private static let mostPatterns = 1000

    /// Makes a desk.
    ///
    /// - Parameters:
    ///   - behindVXP: those of some units that are served by a VXP system, which knows no test documents; asked once
    ///     for all.
    ///   - wake: wakes whoever keeps drills going.
    package init(
        store: any DrillStore & CampaignStore,
        follower: DrillFollower,
        origin: Sweeper.Origin,
        clock: any WallClock,
        identifiers: any IdentifierSource = SystemIdentifiers(),
        behindVXP: @escaping @Sendable ([UnitID]) -> Set<UnitID>,
        wake: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.follower = follower
        self.origin = origin
        self.clock = clock
        self.identifiers = identifiers
        self.behindVXP = behindVXP
        self.wake = wake
    }

    // MARK: - Starting and calling off

    /// Starts a drill; its test documents go out at once.
    ///
    /// - Throws: `bad-request`, or `not-found` and its like for a campaign or a code that names nothing.
    package func start(_ by: AdministratorCaller, _ request: DrillStartRequest) async throws(Refusal) -> DrillView {
        try by.require(.registrar, .operator)
        let now = clock.now()
        if let campaign = request.campaign {
            guard try await asking({ () throws(StoreError) in try await store.campaign(campaign) }) != nil else {
                throw .noCampaign()
            }
        }
        let plan = try DrillPlan(
            id: DrillID(identifiers.next(at: now)),
            campaign: request.campaign,
            attempts: request.attempts,
            retryAfter: request.retryAfter,
            includesVXP: request.includeVXP ?? false,
            by: by.name,
            at: now
        )
        let snapshot = follower.registry.current
        var drill = try Drill(plan, units: try units(request.units, in: snapshot, at: now))
        if !plan.includesVXP {
            for unit in behindVXP(Array(drill.participants.keys)) {
                drill.skip(unit, DrillReading.behindVXP, at: now)
            }
        }
        let record = AuditRecord(
            at: now,
            actor: by.name,
            action: "drill.start",
            subject: plan.id.description,
            after: RegistryJSON.text(request)
        )
        try await asking { () throws(StoreError) in try await store.add(drill, audit: [record]) }
        wake()
        return drill.view(in: snapshot)
    }

    /// Calls a drill off: nothing more is sent, and what nobody has fetched is taken back.
    ///
    /// Said twice, it is done once, and what could not be taken back the first time is tried again.
    package func cancel(_ by: AdministratorCaller, _ id: DrillID) async throws(Refusal) -> DrillView {
        try by.require(.registrar, .operator)
        let plan = try await drill(id).plan
        let now = clock.now()
        let record = AuditRecord(at: now, actor: by.name, action: "drill.cancel", subject: id.description)
        let cancellation = plan.cancellation ?? DrillPlan.Cancellation(at: now, by: by.name)
        _ = try await follower.cancel(plan, cancellation, audit: [record])
        wake()
        return try await report(by, id)
    }

    /// The units that an order names: those that take part now, each once, without Axis itself.
    private func units(
        _ patterns: [UnitPattern],
        in snapshot: RegistrySnapshot,
        at now: Timestamp
    ) throws(Refusal) -> Set<UnitID> {
        guard (1...Self.mostPatterns).contains(patterns.count) else {
            throw .field(
                "units",
                "name 1 to \(Self.mostPatterns) codes and branches, e.g. H24.*",
                "hãy nêu từ 1 đến \(Self.mostPatterns) mã hoặc nhánh, ví dụ H24.*"
            )
        }
        var found: Set<UnitID> = []
        for pattern in patterns {
            let named = try snapshot.units(matching: pattern, at: now)
            for unit in named.compactMap({ snapshot.unit($0, at: now) }) where unit.id != origin.unit {
                switch unit.state(at: now) {
                case .active, .suspended: found.insert(unit.id)
                // Of a branch, those that are not in force are no part; one that is named is a mistake.
                default:
                    guard pattern.isBranch else {
                        throw .field(
                            "units",
                            "\(unit.code.text) is not in force now",
                            "mã \(unit.code.text) hiện không có hiệu lực"
                        )
                    }
                }
            }
        }
        return found
    }

    // MARK: - Looking

    /// Drills in figures, newest first.
    package func list(
        _ by: AdministratorCaller,
        campaign: String?,
        limit: Int?
    ) async throws(Refusal) -> DrillList {
        let limit = limit ?? Self.listed
        guard (1...Self.mostListed).contains(limit) else {
            throw .field("limit", "1 to \(Self.mostListed)", "từ 1 đến \(Self.mostListed)")
        }
        let found = try await asking { () throws(StoreError) in
            try await store.tallies(campaign: campaign, limit: limit)
        }
        return DrillList(items: found.map { $0.view() })
    }

    /// The report as things stand this moment: n of m, with who is missing and why.
    package func report(
        _ by: AdministratorCaller,
        _ id: DrillID,
        allUnits: Bool = false
    ) async throws(Refusal) -> DrillView {
        try await follower.note(try await drill(id).plan)
        let drill = try await drill(id)
        let snapshot = follower.registry.current
        return drill.view(in: snapshot, allUnits: allUnits, obstacles: try await obstacles(of: drill, in: snapshot))
    }

    private func drill(_ id: DrillID) async throws(Refusal) -> Drill {
        let found = try await asking { () throws(StoreError) in try await store.drill(id) }
        guard let found else {
            throw Refusal(
                .notFound,
                field: "id",
                english: "no such drill",
                vietnamese: "không có cuộc diễn tập này"
            )
        }
        return found
    }

    private func obstacles(
        of drill: Drill,
        in snapshot: RegistrySnapshot
    ) async throws(Refusal) -> [UnitID: Drill.Failure] {
        let now = clock.now()
        var obstacles: [UnitID: Drill.Failure] = [:]
        var last: UnitID?
        while true {
            let page = try await asking { () throws(StoreError) in
                try await store.unreceived(of: drill.id, after: last, limit: 1000)
            }
            for item in page {
                let isPushed = Destinations.endpoint(for: item.delivery.recipient, in: snapshot, at: now) != nil
                obstacles[item.unit] = DrillReading.obstacle(of: item.delivery, isPushed: isPushed)
            }
            guard page.count == 1000, let end = page.last?.unit else { return obstacles }
            last = end
        }
    }
}
