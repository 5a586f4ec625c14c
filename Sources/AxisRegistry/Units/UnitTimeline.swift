// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The end of a unit, in two moments (đóng mã).
package struct Closing: Hashable, Sendable {
    /// From when it sends nothing and gets no new document.
    package let at: Timestamp
    /// From when it takes part in nothing: until then it may fetch, acknowledge and answer with statuses.
    package let windUpAt: Timestamp

    /// How long a closed unit has for that when nobody says otherwise.
    package static let usualWindUp: Duration = .seconds(90 * 86_400)
}

/// What the changes of a unit after its registration amount to: each attribute over effective time.
///
/// Made from the changes alone, so that leaving some out gives what was known before they were recorded. Of two
/// changes of one field at one moment the one recorded later holds.
struct UnitTimeline: Hashable, Sendable {
    struct Attributes: Hashable, Sendable {
        var name: String
        var kind: UnitKind
        var parent: UnitID?
        var contact: Contact
        var adminCode: String?
    }

    /// Attributes that hold from a moment until the next phase.
    struct Phase: Hashable, Sendable {
        var from: Timestamp
        var attributes: Attributes
    }

    /// A state that holds from a moment until the next switch.
    struct StateSwitch: Hashable, Sendable {
        var at: Timestamp
        var state: UnitState
    }

    /// A successor, from a moment on.
    struct Succession: Hashable, Sendable {
        var successor: UnitID
        var from: Timestamp
        var until: Timestamp?

        func holds(at moment: Timestamp) -> Bool { from <= moment && (until.map { moment < $0 } ?? true) }
    }

    /// The policy `forward`, until a moment; nil ends it.
    private struct Forwarding: Hashable, Sendable {
        var at: Timestamp
        var until: Timestamp?
    }

    /// At least one; the first begins with the unit.
    private(set) var phases: [Phase]
    private(set) var switches: [StateSwitch] = []
    private(set) var closing: Closing?
    private(set) var successions: [Succession] = []
    private(set) var addedAliases: [AgencyCode] = []
    private var forwarding: [Forwarding] = []

    /// Puts changes of one unit, in the order recorded, on the line of effective time.
    init(of registration: UnitRegistration, from start: Timestamp, changes: [RegistryEvent]) {
        let first = Attributes(
            name: registration.name,
            kind: registration.kind,
            parent: registration.parent,
            contact: registration.contact,
            adminCode: registration.adminCode
        )
        phases = [Phase(from: start, attributes: first)]
        let void = UnitTimeline.withdrawnClosings(changes)
        var edits: [Edit] = []
        var links: [LinkEdit] = []
        for event in changes where !void.contains(event.version) {
            // Contact fields and further codes may be recorded before the unit takes effect.
            let at = max(event.effectiveAt, start)
            switch event.change {
            case .rename(_, let name): edits.append(Edit(at: at) { $0.name = name })
            case .move(_, let parent): edits.append(Edit(at: at) { $0.parent = parent })
            case .changeKind(_, let kind): edits.append(Edit(at: at) { $0.kind = kind })
            case .updateContact(_, let contact): edits.append(Edit(at: at) { $0.contact = contact })
            case .setAdminCode(_, let code, let until):
                edits += UnitTimeline.adminCode(code, from: at, until: until, event, in: changes)
            case .correct(_, let correction, _): edits.append(Edit(at: at) { $0.apply(correction) })
            case .suspend: add(StateSwitch(at: at, state: .suspended))
            case .resume: add(StateSwitch(at: at, state: .active))
            case .addAlias(_, let code): addedAliases.append(code)
            case .setForwarding(_, let until): addForwarding(at: at, until: until)
            case .link(_, let successor): links.append(LinkEdit(at: at, successor: successor, begins: true))
            case .unlink(_, let successor, _): links.append(LinkEdit(at: at, successor: successor, begins: false))
            case .close(_, let successors, let windUpAt):
                closing = Closing(at: at, windUpAt: windUpAt)
                links += successors.map { LinkEdit(at: at, successor: $0, begins: true) }
            default: continue
            }
        }
        place(edits)
        place(links)
    }

    /// The phase in force at a moment, the first one before the unit takes effect.
    func phase(at moment: Timestamp) -> Int {
        phases.lastIndex { $0.from <= moment } ?? 0
    }

    /// The end of the policy `forward` in force at a moment; nil when there is none.
    func forwardsUntil(at moment: Timestamp) -> Timestamp? {
        guard let until = forwarding.last(where: { $0.at <= moment })?.until, moment < until else { return nil }
        return until
    }

    /// The parents that a unit has, each from a moment until before another.
    var parents: [(parent: UnitID, period: Period)] {
        var found: [(parent: UnitID, period: Period)] = []
        for (index, phase) in phases.enumerated() {
            guard let parent = phase.attributes.parent else { continue }
            let next = index + 1 < phases.count ? phases[index + 1].from : closing?.at
            if let last = found.last, last.parent == parent, last.period.until == phase.from {
                found[found.count - 1].period.until = next
            } else {
                found.append((parent, Period(from: phase.from, until: next)))
            }
        }
        return found
    }
}

// MARK: - Putting changes in their places

extension UnitTimeline {
    private struct Edit {
        var at: Timestamp
        var make: (inout Attributes) -> Void
    }

    private struct LinkEdit {
        var at: Timestamp
        var successor: UnitID
        var begins: Bool
    }

    /// Closings that were taken back: each withdrawal takes back the last one before it.
    private static func withdrawnClosings(_ changes: [RegistryEvent]) -> Set<Int64> {
        var last: Int64?
        var found: Set<Int64> = []
        for event in changes {
            switch event.change {
            case .close: last = event.version
            case .withdrawClosing: if let version = last { found.insert(version) }
            default: continue
            }
        }
        return found
    }

    /// A statistical code with an end of its own lapses then, unless another was set in between.
    private static func adminCode(
        _ code: String?,
        from: Timestamp,
        until: Timestamp?,
        _ event: RegistryEvent,
        in changes: [RegistryEvent]
    ) -> [Edit] {
        var edits = [Edit(at: from) { $0.adminCode = code }]
        guard let until else { return edits }
        let isReplaced = changes.contains { other in
            guard other.version != event.version, other.setsAdminCode, other.effectiveAt <= until else { return false }
            return (other.effectiveAt, other.version) > (from, event.version)
        }
        if !isReplaced { edits.append(Edit(at: until) { $0.adminCode = nil }) }
        return edits
    }

    private mutating func add(_ change: StateSwitch) {
        let place = switches.lastIndex { $0.at <= change.at }.map { $0 + 1 } ?? 0
        switches.insert(change, at: place)
    }

    private mutating func addForwarding(at: Timestamp, until: Timestamp?) {
        let place = forwarding.lastIndex { $0.at <= at }.map { $0 + 1 } ?? 0
        forwarding.insert(Forwarding(at: at, until: until), at: place)
    }

    private mutating func place(_ edits: [Edit]) {
        for edit in edits.inOrder(of: \.at) {
            var attributes = phases[phases.count - 1].attributes
            edit.make(&attributes)
            if edit.at <= phases[phases.count - 1].from {
                phases[phases.count - 1].attributes = attributes
            } else {
                phases.append(Phase(from: edit.at, attributes: attributes))
            }
        }
    }

    private mutating func place(_ links: [LinkEdit]) {
        for link in links.inOrder(of: \.at) {
            let open = successions.firstIndex { $0.successor == link.successor && $0.until == nil }
            if link.begins {
                if open == nil { successions.append(Succession(successor: link.successor, from: link.at)) }
            } else if let open {
                if successions[open].from == link.at {
                    successions.remove(at: open)
                } else {
                    successions[open].until = link.at
                }
            }
        }
    }
}

extension UnitTimeline.Attributes {
    fileprivate mutating func apply(_ correction: Correction) {
        name = correction.name ?? name
        kind = correction.kind ?? kind
        adminCode = correction.adminCode ?? adminCode
        contact = correction.contact ?? contact
    }
}

extension RegistryEvent {
    fileprivate var setsAdminCode: Bool {
        switch change {
        case .setAdminCode: true
        case .correct(_, let correction, _): correction.adminCode != nil
        default: false
        }
    }
}

extension Array {
    /// Sorted by a moment; what has the same moment stays in the order recorded.
    fileprivate func inOrder(of moment: KeyPath<Element, Timestamp>) -> [Element] {
        guard count > 1 else { return self }
        return enumerated().sorted {
            ($0.element[keyPath: moment], $0.offset) < ($1.element[keyPath: moment], $1.offset)
        }.map(\.element)
    }
}
