// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore

/// Campaigns: made by administrators, followed by all (chiến dịch nộp danh sách mã).
package final class CampaignDesk: Sendable {
    /// What it needs.
    package typealias Store = CampaignStore & DrillStore

    let store: any Store
    let registry: RegistryHolder
    let clock: any WallClock
    private let contacts: ContactBook
    private let reachableWithin: Duration
    private let bell: Doorbell
    let shared = SharedBoards()

    /// Campaigns that are listed at most, the newest.
    private static let mostListed = 1000
    /// Drills that count for a campaign's board, the newest.
    private static let mostDrills = 10

    /// Makes a desk.
    ///
    /// - Parameters:
    ///   - contacts: when units were last heard of.
    ///   - reachableWithin: how far back a unit that was heard of counts as reachable.
    ///   - bell: is rung when a campaign was created.
    package init(
        store: any Store,
        registry: RegistryHolder,
        clock: any WallClock,
        contacts: ContactBook = ContactBook(),
        reachableWithin: Duration = .seconds(86_400),
        bell: Doorbell = Doorbell()
    ) {
        self.store = store
        self.registry = registry
        self.clock = clock
        self.contacts = contacts
        self.reachableWithin = reachableWithin
        self.bell = bell
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
        guard participants.count <= Campaign.mostParticipants else {
            throw .field(
                "scope",
                "the scope names \(participants.count) units; a campaign has at most \(Campaign.mostParticipants): name "
                    + "those that hand in lists",
                "phạm vi có \(participants.count) đơn vị; một chiến dịch có nhiều nhất \(Campaign.mostParticipants): hãy "
                    + "chỉ nêu các đơn vị nộp danh sách"
            )
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
        bell.ring()
        return view
    }

    /// All campaigns, newest first.
    package func list() async throws(Refusal) -> CampaignList {
        let now = clock.now()
        let snapshot = registry.current
        let campaigns = try await asking { () throws(StoreError) in try await store.campaigns(limit: Self.mostListed) }
        // Most campaigns have the same scope: its units are counted once.
        var counts: [Campaign.Scope: Int] = [:]
        for campaign in campaigns where counts[campaign.scope] == nil {
            counts[campaign.scope] = count(of: campaign, in: snapshot, at: now)
        }
        return CampaignList(items: campaigns.map { $0.view(participants: counts[$0.scope] ?? 0) })
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
        try await board(of: try await campaign(id))
    }

    /// The board as agencies read it, at most a second old.
    package func sharedBoard(_ id: String) async throws(Refusal) -> BoardView {
        try await shared.board(of: id, clock: clock) { () throws(Refusal) in try await board(id) }
    }

    /// The board, or one unit's row of it.
    func board(of campaign: Campaign, only unit: UnitID? = nil) async throws(Refusal) -> BoardView {
        let now = clock.now()
        let snapshot = registry.current
        let versions = try await asking { () throws(StoreError) in
            try await store.standingVersions(of: campaign.id)
        }
        let declarations = try await asking { () throws(StoreError) in
            try await store.declarations(of: campaign.id)
        }
        let tested = try await asking { () throws(StoreError) in
            try await store.testedUnits(ofCampaign: campaign.id, limit: Self.mostDrills)
        }
        var participants = try campaign.participants(in: snapshot, at: now)
        if let unit { participants.removeAll { $0.id != unit } }
        let facts = CampaignFacts(
            registry: snapshot,
            contacts: contacts.current,
            reachableWithin: reachableWithin,
            versions: versions,
            tested: tested,
            moment: now
        )
        return Board.view(
            of: campaign,
            participants: participants,
            facts: facts.facts(of: participants),
            declarations: declarations,
            at: now
        )
    }

    // MARK: - Parts

    func campaign(_ id: String) async throws(Refusal) -> Campaign {
        let found = try await asking { () throws(StoreError) in try await store.campaign(id) }
        guard let found else { throw .noCampaign() }
        return found
    }

    private func count(of campaign: Campaign, in snapshot: RegistrySnapshot, at moment: Timestamp) -> Int {
        // A unit of the scope may have been closed since; then nobody can be counted on.
        (try? campaign.participants(in: snapshot, at: moment).count) ?? 0
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
