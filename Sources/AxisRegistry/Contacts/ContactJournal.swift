// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The contacts of all units (sổ liên hệ): who was heard of, and since when anybody listens.
package struct ContactJournal: Hashable, Sendable {
    /// Since when it is kept; nil while nobody began it. Silence before that moment means nothing.
    package let beganAt: Timestamp?
    /// The contacts of the units that were heard of.
    package private(set) var contacts: [UnitID: LastContact]
    /// Units whose contact was not handed out by ``takeChanged(atMost:)`` since it changed.
    private var changed: Set<UnitID> = []

    /// As many units as a registry is built for; of more nothing is noted.
    package static let mostUnits = 1_000_000

    /// Makes a journal.
    package init(beganAt: Timestamp? = nil, contacts: some Sequence<LastContact> = []) {
        self.beganAt = beganAt
        self.contacts = Dictionary(contacts.map { ($0.unit, $0) }) { $1 }
    }

    /// Notes a sign of a unit, to the minute; one that is older than what is known changes nothing.
    package mutating func note(_ sign: LastContact.Sign, of unit: UnitID, at moment: Timestamp) {
        let minute = moment.minute
        let known = contacts[unit]
        // Most signs are not the first of their minute: they only look, so that no copy for a reader is ever made.
        guard known?.has(sign, at: minute) != true, known != nil || contacts.count < Self.mostUnits else { return }
        contacts[unit, default: LastContact(unit: unit)].note(sign, at: minute)
        changed.insert(unit)
    }

    /// Hands out what changed and was not handed out yet.
    package mutating func takeChanged(atMost limit: Int) -> [LastContact] {
        let units = Array(changed.prefix(max(limit, 0)))
        changed.subtract(units)
        return units.compactMap { contacts[$0] }
    }

    /// Takes back what was handed out and could not be kept.
    package mutating func putBack(_ contacts: [LastContact]) { changed.formUnion(contacts.map(\.unit)) }
}

/// Whether a unit was reached within a time.
package enum Reachability: Hashable, Sendable {
    /// Its endpoint answered, or its documents were pulled.
    case reached
    /// It was tried, or it should have pulled, and nothing came.
    case missed
    /// Nobody tried, or nobody listened for long enough.
    case unknown
}

extension ContactJournal {
    /// Whether a unit was reached within a time before a moment.
    ///
    /// A unit that pulls is missed when it did not. One that is pushed to is missed only when its endpoint failed and
    /// never answered: while there was nothing to push, nobody knows.
    package func reachability(
        of unit: UnitID,
        within time: Duration,
        in registry: RegistrySnapshot,
        at moment: Timestamp
    ) -> Reachability {
        let start = (moment - time).minute
        func isRecent(_ noted: Timestamp?) -> Bool { noted.map { $0 >= start } ?? false }
        if isRecent(contacts[unit]?.pulledAt) { return .reached }
        switch registry.route(to: unit, at: moment) {
        case .push(let endpoint):
            let contact = contacts[endpoint.unit]
            if isRecent(contact?.answeredAt) { return .reached }
            return isRecent(contact?.failedAt) ? .missed : .unknown
        case .pull:
            return beganAt.map { $0 <= start } == true ? .missed : .unknown
        }
    }
}
