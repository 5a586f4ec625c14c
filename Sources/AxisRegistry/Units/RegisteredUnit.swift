// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A unit as the registry knows it: an internal identity with codes, parent, contact fields and a state in time.
///
/// A value; copying it costs one reference count.
package struct RegisteredUnit: Hashable, Sendable {
    private final class Storage: Sendable {
        let facts: Facts

        init(_ facts: Facts) {
            self.facts = facts
        }
    }

    private let storage: Storage

    init(_ facts: Facts) {
        storage = Storage(facts)
    }

    /// What is known of it.
    var facts: Facts { storage.facts }

    /// Its internal identity, which no change of codes touches.
    package var id: UnitID { storage.facts.registration.unit }
    /// Its first code.
    package var code: AgencyCode { storage.facts.registration.code }
    /// Its further codes.
    package var aliases: [AgencyCode] { storage.facts.registration.aliases }
    /// Its name.
    package var name: String { storage.facts.registration.name }
    /// Its kind.
    package var kind: UnitKind { storage.facts.registration.kind }
    /// Its parent.
    package var parent: UnitID? { storage.facts.registration.parent }
    /// Its contact fields.
    package var contact: Contact { storage.facts.registration.contact }
    /// Its statistical code: an attribute, not an identifier.
    package var adminCode: String? { storage.facts.registration.adminCode }
    /// The decision its registration rests on.
    package var legalBasis: String? { storage.facts.legalBasis }
    /// From when it takes part.
    package var effectiveFrom: Timestamp { storage.facts.effectiveFrom }
    /// When it was recorded.
    package var recordedAt: Timestamp { storage.facts.recordedAt }

    /// Where it stands at a moment.
    package func state(at moment: Timestamp) -> UnitState { storage.facts.state(at: moment) }

    /// Equal when all that is known is.
    package static func == (left: RegisteredUnit, right: RegisteredUnit) -> Bool {
        left.storage === right.storage || left.facts == right.facts
    }

    /// Feeds the identity.
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension RegisteredUnit {
    /// All that events have said of one unit.
    struct Facts: Hashable, Sendable {
        var registration: UnitRegistration
        var legalBasis: String?
        var effectiveFrom: Timestamp
        var recordedAt: Timestamp
        /// Changes of state after the registration, by effective time, then in the order recorded.
        var switches: [StateSwitch] = []
        /// Words and codes for the search, folded, each behind a space.
        var searchText: [UInt8]

        func state(at moment: Timestamp) -> UnitState {
            guard moment >= effectiveFrom else { return .future }
            return switches.last { $0.at <= moment }?.state ?? .active
        }

        /// Adds a change of state; of two at one moment the one recorded later holds.
        mutating func add(_ change: StateSwitch) {
            let place = switches.lastIndex { $0.at <= change.at }.map { $0 + 1 } ?? 0
            switches.insert(change, at: place)
        }
    }

    /// A state that holds from a moment until the next switch.
    struct StateSwitch: Hashable, Sendable {
        var at: Timestamp
        var state: UnitState
    }
}
