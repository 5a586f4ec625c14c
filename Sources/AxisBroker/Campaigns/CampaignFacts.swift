// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry

/// What Axis knows of the units of a campaign, for the board.
struct CampaignFacts {
    /// The registry.
    let registry: RegistrySnapshot
    /// When units were last heard of.
    let contacts: ContactJournal
    /// How far back a unit counts as reachable.
    let reachableWithin: Duration
    /// All lists handed in for the campaign.
    let versions: [SubmissionVersion]
    /// The units that its drills reached.
    let tested: TestedUnits
    /// As of when.
    let moment: Timestamp

    /// The facts of each unit.
    func facts(of participants: [RegisteredUnit]) -> [UnitID: ProvinceFacts] {
        let cover = CertificateCover(of: registry, at: moment)
        let byUnit = Dictionary(grouping: versions, by: \.unit)
        var facts: [UnitID: ProvinceFacts] = [:]
        for unit in participants {
            facts[unit.id] = self.facts(of: unit, byUnit[unit.id] ?? [], cover)
        }
        return facts
    }

    private func facts(
        of unit: RegisteredUnit,
        _ versions: [SubmissionVersion],
        _ cover: CertificateCover
    ) -> ProvinceFacts {
        let children = registry.children(of: unit.id, at: moment).compactMap { registry.unit($0)?.at(moment) }
            .filter(\.kind.isCommuneLevel)
        // A closing that is still to come takes nothing from today.
        let communes = children.filter { $0.state(at: moment) == .active }.map(\.id)
        var known = ProvinceFacts(units: expected(of: unit, children))
        known.latest = versions.latest
        known.accepted = versions.filter { $0.state == .accepted }.max { $0.number < $1.number }
        known.published = communes.count
        let certified = cover.count(of: communes)
        known.certified = certified.certified
        known.daysLeft = certified.daysLeft
        known.note(
            communes.map { contacts.reachability(of: $0, within: reachableWithin, in: registry, at: moment) },
            within: reachableWithin
        )
        known.test = tested.result(of: unit.id)
        known.tested = tested.count(of: communes)
        return known
    }

    /// How many commune-level units a province has to have: those of the reform of 1 July 2025, without those that
    /// were merged or divided since, or those in the registry when there are more. Of any other unit there is nothing
    /// to count.
    private func expected(of unit: RegisteredUnit, _ children: [RegisteredUnit]) -> Int {
        guard unit.isProvince else { return 0 }
        let living = children.count { $0.state(at: moment) == .active || $0.state(at: moment) == .suspended }
        let gone = children.count { child in
            guard let closing = child.closing, closing.at > ReferenceData.reform, closing.at <= moment else {
                return false
            }
            return !registry.successors(of: child.id, at: moment).isEmpty
        }
        return max(living, ReferenceData.communes(of: unit.code.text).count - gone)
    }
}
