// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore

/// Campaigns: made by administrators, followed by all (chiến dịch nộp danh sách mã).
package final class CampaignDesk: Sendable {
    private let store: any CampaignStore
    private let registry: RegistryHolder
    private let clock: any WallClock

    /// Campaigns that are listed at most, the newest.
    private static let mostListed = 1000

    /// Makes a desk.
    package init(store: any CampaignStore, registry: RegistryHolder, clock: any WallClock) {
        self.store = store
        self.registry = registry
        self.clock = clock
    }

    /// Creates a campaign.
    ///
    /// - Throws: `duplicate-conflict` when the id is taken; `bad-request` or `not-found` that names the field.
    package func create(
        _ by: AdministratorCaller,
        _ request: CampaignCreateRequest
    ) async throws(Refusal) -> CampaignView {
        try by.require(.registrar)
        let now = clock.now()
        let campaign = try Campaign(request, by: by.name, at: now)
        let participants = try campaign.participants(in: registry.current, at: now)
        guard !participants.isEmpty else {
            throw .field("scope", "the scope names no unit", "phạm vi không có đơn vị nào")
        }
        let view = campaign.view(participants: participants.count)
        let record = AuditRecord(
            at: now,
            actor: by.name,
            action: "campaign.create",
            subject: campaign.id,
            after: RegistryJSON.text(view)
        )
        guard try await asking({ () throws(StoreError) in try await store.add(campaign, audit: [record]) }) else {
            throw Refusal(
                .duplicateConflict,
                field: "id",
                english: "there is a campaign \(campaign.id) already",
                vietnamese: "đã có chiến dịch \(campaign.id)"
            )
        }
        return view
    }

    /// All campaigns, newest first.
    package func list() async throws(Refusal) -> CampaignList {
        let now = clock.now()
        let snapshot = registry.current
        let campaigns = try await asking { () throws(StoreError) in try await store.campaigns(limit: Self.mostListed) }
        return CampaignList(items: campaigns.map { $0.view(participants: count(of: $0, in: snapshot, at: now)) })
    }

    /// One campaign.
    ///
    /// - Throws: `not-found`.
    package func show(_ id: String) async throws(Refusal) -> CampaignView {
        let campaign = try await campaign(id)
        return campaign.view(participants: count(of: campaign, in: registry.current, at: clock.now()))
    }

    /// The board: what Axis measured, what was declared, and what nobody knows.
    package func board(_ id: String) async throws(Refusal) -> BoardView {
        let campaign = try await campaign(id)
        let now = clock.now()
        let snapshot = registry.current
        let submissions = try await asking { () throws(StoreError) in
            try await store.submissions(SubmissionFilter(campaign: campaign.id, limit: 10_000))
        }
        let declarations = try await asking { () throws(StoreError) in
            try await store.declarations(of: campaign.id)
        }
        let participants = try campaign.participants(in: snapshot, at: now)
        return Board.view(
            of: campaign,
            participants: participants,
            facts: facts(of: participants, submissions.map(\.version), in: snapshot, at: now),
            declarations: declarations,
            at: now
        )
    }

    /// Keeps what an administrator declares of a province.
    package func declare(
        _ by: AdministratorCaller,
        _ id: String,
        _ request: IndicatorDeclareRequest
    ) async throws(Refusal) -> BoardView {
        try by.require(.registrar)
        let campaign = try await campaign(id)
        let now = clock.now()
        let snapshot = registry.current
        guard let code = request.unit else {
            throw .field("unit", "name the province", "hãy nêu tỉnh, thành phố")
        }
        let unit = try snapshot.unit(named: code, at: now, field: "unit")
        guard try campaign.participants(in: snapshot, at: now).contains(where: { $0.id == unit.id }) else {
            throw .notInScope(unit, of: campaign, field: "unit")
        }
        let declaration = try Declaration(request, of: unit.id, in: campaign, by: by.name, at: now)
        let record = AuditRecord(
            at: now,
            actor: by.name,
            action: "campaign.declare",
            subject: "\(campaign.id) \(unit.code.text)",
            after: RegistryJSON.text(request)
        )
        try await asking { () throws(StoreError) in try await store.declare(declaration, audit: [record]) }
        return try await board(id)
    }

    // MARK: - Parts

    private func campaign(_ id: String) async throws(Refusal) -> Campaign {
        let found = try await asking { () throws(StoreError) in try await store.campaign(id) }
        guard let found else { throw .noCampaign() }
        return found
    }

    private func count(of campaign: Campaign, in snapshot: RegistrySnapshot, at moment: Timestamp) -> Int {
        // A unit of the scope may have been closed since; then nobody can be counted on.
        (try? campaign.participants(in: snapshot, at: moment).count) ?? 0
    }

    /// What is cheap to know of each province today.
    private func facts(
        of participants: [RegisteredUnit],
        _ versions: [SubmissionVersion],
        in snapshot: RegistrySnapshot,
        at moment: Timestamp
    ) -> [UnitID: ProvinceFacts] {
        let cover = CertificateCover(of: snapshot, at: moment)
        let byUnit = Dictionary(grouping: versions, by: \.unit)
        var facts: [UnitID: ProvinceFacts] = [:]
        for unit in participants {
            let communes = snapshot.communes(of: unit.id, at: moment).filter { $0.state(at: moment) == .active }
            var known = ProvinceFacts(units: ReferenceData.communes(of: unit.code.levelOne ?? "").count)
            let own = (byUnit[unit.id] ?? []).sorted { $0.number > $1.number }
            known.latest = own.first { $0.state != .superseded }
            known.accepted = own.first { $0.state == .accepted }
            known.published = communes.count
            let certified = cover.count(of: communes.map(\.id))
            known.certified = certified.certified
            known.daysLeft = certified.daysLeft
            facts[unit.id] = known
        }
        return facts
    }
}

/// Asks the store, and says its errors in the words of the interfaces.
func asking<Value>(
    _ question: () async throws(StoreError) -> Value
) async throws(Refusal) -> Value {
    do throws(StoreError) { return try await question() } catch { throw Refusal(error) }
}

extension Refusal {
    static func noCampaign() -> Refusal {
        Refusal(.notFound, field: "campaign", english: "no such campaign", vietnamese: "không có chiến dịch này")
    }

    static func notInScope(_ unit: RegisteredUnit, of campaign: Campaign, field: String) -> Refusal {
        Refusal(
            .forbidden,
            field: field,
            english: "\(unit.code.text) does not take part in \(campaign.id)",
            vietnamese: "\(unit.code.text) không thuộc phạm vi chiến dịch \(campaign.id)"
        )
    }
}
