// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A unit as the registry knows it: an internal identity with codes, a life in time, and what it is at one moment.
///
/// The moment is the one that ``RegistrySnapshot/unit(_:at:)`` or a resolution asked for; without one, the unit is as
/// its last change leaves it. A value; copying it costs one reference count.
package struct RegisteredUnit: Hashable, Sendable {
    private final class Storage: Sendable {
        let facts: Facts

        init(_ facts: Facts) {
            self.facts = facts
        }
    }

    private let storage: Storage
    /// The phase of the timeline that it shows; 0 when nothing changed since the registration.
    private let phase: Int

    init(_ facts: Facts) {
        storage = Storage(facts)
        phase = facts.timeline.map { $0.phases.count - 1 } ?? 0
    }

    private init(_ storage: Storage, phase: Int) {
        self.storage = storage
        self.phase = phase
    }

    /// What is known of it.
    var facts: Facts { storage.facts }

    /// Its internal identity, which no change of codes touches.
    package var id: UnitID { storage.facts.registration.unit }
    /// Its first code.
    package var code: AgencyCode { storage.facts.registration.code }
    /// Its further codes.
    package var aliases: [AgencyCode] {
        guard let added = storage.facts.timeline?.addedAliases, !added.isEmpty else {
            return storage.facts.registration.aliases
        }
        return storage.facts.registration.aliases + added
    }
    /// Its name.
    package var name: String { storage.facts.timeline?.phases[phase].attributes.name ?? registration.name }
    /// Its kind.
    package var kind: UnitKind { storage.facts.timeline?.phases[phase].attributes.kind ?? registration.kind }
    /// Its parent.
    package var parent: UnitID? {
        guard let timeline = storage.facts.timeline else { return registration.parent }
        return timeline.phases[phase].attributes.parent
    }
    /// Its contact fields.
    package var contact: Contact {
        storage.facts.timeline?.phases[phase].attributes.contact ?? registration.contact
    }
    /// Its statistical code: an attribute, not an identifier.
    package var adminCode: String? {
        guard let timeline = storage.facts.timeline else { return registration.adminCode }
        return timeline.phases[phase].attributes.adminCode
    }
    /// The decision its registration rests on.
    package var legalBasis: String? { storage.facts.legalBasis }
    /// From when it takes part.
    package var effectiveFrom: Timestamp { storage.facts.effectiveFrom }
    /// When it was recorded.
    package var recordedAt: Timestamp { storage.facts.recordedAt }
    /// Its end, past or to come; nil when none is recorded.
    package var closing: Closing? { storage.facts.timeline?.closing }

    /// Where it stands at a moment; closed from the closing on, wound up or not.
    package func state(at moment: Timestamp) -> UnitState { storage.facts.state(at: moment) }

    /// Whether it is closed at a moment, but may still fetch, acknowledge and answer.
    package func isWindingUp(at moment: Timestamp) -> Bool {
        closing.map { moment >= $0.at && moment < $0.windUpAt } ?? false
    }

    /// Whether it is closed and wound up at a moment.
    package func isWoundUp(at moment: Timestamp) -> Bool { closing.map { moment >= $0.windUpAt } ?? false }

    /// Until when documents for it may go to its only successor, by the policy in force at a moment; nil for never.
    package func forwardsUntil(at moment: Timestamp) -> Timestamp? {
        storage.facts.timeline?.forwardsUntil(at: moment)
    }

    /// Names that it bore before or will bear, other than the present one, the oldest first.
    package var otherNames: [String] {
        let present = name
        var names: [String] = []
        for phase in storage.facts.timeline?.phases ?? []
        where phase.attributes.name != present && !names.contains(phase.attributes.name) {
            names.append(phase.attributes.name)
        }
        return names
    }

    /// The unit as it is at a moment.
    package func at(_ moment: Timestamp) -> RegisteredUnit {
        guard let timeline = storage.facts.timeline else { return self }
        let phase = timeline.phase(at: moment)
        return phase == self.phase ? self : RegisteredUnit(storage, phase: phase)
    }

    private var registration: UnitRegistration {
        _read { yield storage.facts.registration }
    }

    /// Equal when all that is known is, and it is shown at moments of one phase.
    package static func == (left: RegisteredUnit, right: RegisteredUnit) -> Bool {
        left.phase == right.phase && (left.storage === right.storage || left.facts == right.facts)
    }

    /// Feeds the identity.
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension RegisteredUnit {
    /// All that events have said of one unit.
    struct Facts: Hashable, Sendable {
        /// As it was registered.
        let registration: UnitRegistration
        let version: Int64
        let actor: String
        let legalBasis: String?
        let effectiveFrom: Timestamp
        let recordedAt: Timestamp
        /// The changes since, in the order recorded.
        private(set) var changes: [RegistryEvent] = []
        /// What they amount to; nil when there are none.
        private(set) var timeline: UnitTimeline?
        /// Words of all names, and codes, for the search, folded, each behind a space.
        private(set) var searchText: [UInt8]

        init(_ registration: UnitRegistration, by event: RegistryEvent) {
            self.registration = registration
            version = event.version
            actor = event.actor
            legalBasis = event.legalBasis
            effectiveFrom = event.effectiveAt
            recordedAt = event.recordedAt
            searchText = UnitSearch.text(of: registration)
        }

        mutating func add(_ event: RegistryEvent) {
            changes.append(event)
            let next = UnitTimeline(of: registration, from: effectiveFrom, changes: changes)
            timeline = next
            searchText = UnitSearch.text(of: registration, next)
        }

        /// The same unit without the changes that were recorded later; nil when it was registered later itself.
        func known(_ isKnown: (_ version: Int64, _ recordedAt: Timestamp) -> Bool) -> Facts? {
            guard isKnown(version, recordedAt) else { return nil }
            guard !changes.allSatisfy({ isKnown($0.version, $0.recordedAt) }) else { return self }
            var facts = self
            facts.changes = changes.filter { isKnown($0.version, $0.recordedAt) }
            let timeline = UnitTimeline(of: registration, from: effectiveFrom, changes: facts.changes)
            facts.timeline = facts.changes.isEmpty ? nil : timeline
            facts.searchText = UnitSearch.text(of: registration, timeline)
            return facts
        }

        func state(at moment: Timestamp) -> UnitState {
            guard moment >= effectiveFrom else { return .future }
            guard let timeline else { return .active }
            if let closing = timeline.closing, moment >= closing.at { return .closed }
            return timeline.switches.last { $0.at <= moment }?.state ?? .active
        }

        /// The parent at a moment.
        func parent(at moment: Timestamp) -> UnitID? {
            guard let timeline else { return registration.parent }
            return timeline.phases[timeline.phase(at: moment)].attributes.parent
        }

        /// The parents that the unit has while it lives, each from a moment until before another.
        var parents: [(parent: UnitID, period: Period)] {
            if let timeline { return timeline.parents }
            return registration.parent.map { [($0, Period(from: effectiveFrom))] } ?? []
        }

        /// The event that registered it.
        var registering: RegistryEvent {
            RegistryEvent(
                version: version,
                change: .register(registration),
                effectiveAt: effectiveFrom,
                recordedAt: recordedAt,
                actor: actor,
                legalBasis: legalBasis
            )
        }
    }
}
