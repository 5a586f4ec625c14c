// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisVXP
import Synchronization

/// All units as the SDK lists them, each list encoded once and then given out as it is.
///
/// A list holds for one version of the registry, and for a minute at most, since units come into effect by time alone.
/// What nobody asked for since the last making is let go, so that memory stays that of the lists in use.
package final class AgencyLists: Sendable {
    /// Which list.
    package enum Kind: Hashable, Sendable {
        /// `getAgenciesList`.
        case all
        /// `getAgenciesListQD20`, of units so many groups deep; nil for all.
        case qd20(level: Int?)
        /// `getSynchronizeUnit`.
        case synchronize

        /// The list of `getAgenciesListQD20` for a header `level`; one that makes no sense means all.
        static func qd20(asked level: Int?) -> Kind { .qd20(level: level.flatMap { (1...9).contains($0) ? $0 : nil }) }
    }

    private struct Entry {
        var version: Int64
        var madeAt: Timestamp
        var bytes: [UInt8]
        var wasUsed = true
    }

    /// How long a list holds.
    static let holds: Duration = .seconds(60)

    private let registry: RegistryHolder
    private let clock: any WallClock
    private let centre: String
    private let shelf = Mutex<[Kind: Entry]>([:])
    private let gate = SerialGate(mostWaiting: 1000)
    private let work = LargeWork()

    init(registry: RegistryHolder, clock: any WallClock, centre: String) {
        self.registry = registry
        self.clock = clock
        self.centre = centre
    }

    /// A list, made if the one at hand does not hold.
    package func list(_ kind: Kind) async throws(Refusal) -> [UInt8] {
        if let known = known(kind) { return known }
        try await gate.enter()
        defer { gate.leave() }
        // Another caller may have made it meanwhile.
        if let known = known(kind) { return known }
        let snapshot = registry.current
        let now = clock.now()
        let centre = centre
        // A tenth of a second and more of the processor: not on the cooperative pool.
        let bytes = try await work.perform { () throws(Refusal) in
            AgencyListing(snapshot: snapshot, at: now, centre: centre).encoded(kind)
        }
        shelf.withLock { shelf in
            for (other, entry) in shelf {
                if entry.wasUsed { shelf[other]?.wasUsed = false } else { shelf[other] = nil }
            }
            shelf[kind] = Entry(version: snapshot.version, madeAt: now, bytes: bytes)
        }
        return bytes
    }

    private func known(_ kind: Kind) -> [UInt8]? {
        let version = registry.current.version
        let now = clock.now()
        return shelf.withLock { shelf in
            guard let entry = shelf[kind], entry.version == version, now - entry.madeAt < Self.holds,
                now >= entry.madeAt
            else { return nil }
            shelf[kind]?.wasUsed = true
            return entry.bytes
        }
    }
}

/// Encodes the units of one state of the registry; pure.
struct AgencyListing {
    let snapshot: RegistrySnapshot
    let at: Timestamp
    let centre: String

    init(snapshot: RegistrySnapshot, at: Timestamp, centre: String) {
        self.snapshot = snapshot
        self.at = at
        self.centre = centre
    }

    /// The answer with the list.
    func encoded(_ kind: AgencyLists.Kind) -> [UInt8] {
        let units = snapshot.units.sorted { $0.id < $1.id }
        return VXPAnswer.agencies(units.lazy.compactMap { row($0.at(at), kind) }, capacity: 256 + units.count * 200)
    }

    private func row(_ unit: RegisteredUnit, _ kind: AgencyLists.Kind) -> AgencyRow? {
        let id = unit.id.description
        let mail = unit.contact.email ?? ""
        let parent = unit.parent?.description ?? ""
        switch kind {
        // `code` is the code in force and `oldCode` the form of QCVN 102: a system finds a unit by whichever it knows.
        case .all:
            guard takesPart(unit) else { return nil }
            let form = AgencyRow.Form.agencies(parentID: parent, oldCode: oldCode(of: unit))
            return AgencyRow(id: id, code: unit.code.text, name: unit.name, mail: mail, form: form)
        case .qd20(let level):
            guard takesPart(unit) else { return nil }
            let code = newCode(of: unit)
            if let level, code.utf8.count(where: { $0 == UInt8(ascii: ".") }) + 1 != level { return nil }
            return AgencyRow(id: id, code: code, name: unit.name, mail: mail, form: .qd20(code102: oldCode(of: unit)))
        case .synchronize:
            let state = unit.state(at: at)
            guard state != .future else { return nil }
            let changes = snapshot.history(of: unit.id)
            let form = AgencyRow.Form.synchronized(
                parentID: parent,
                version: max(changes.count, 1),
                centerCode: centre,
                isDeleted: state == .closed,
                modified: VXPTime.text(changes.last?.recordedAt ?? unit.recordedAt)
            )
            return AgencyRow(id: id, code: unit.code.text, name: unit.name, mail: mail, form: form)
        }
    }

    private func takesPart(_ unit: RegisteredUnit) -> Bool {
        switch unit.state(at: at) {
        case .active, .suspended: true
        case .future, .closed: false
        }
    }

    /// The first code of QĐ 20/2020/QĐ-TTg, or else the first of all.
    private func newCode(of unit: RegisteredUnit) -> String {
        if unit.code.kind == .qd20 { return unit.code.text }
        return unit.aliases.first { $0.kind == .qd20 }?.text ?? unit.code.text
    }

    /// The code of QCVN 102:2016/BTTTT; empty when there is none.
    private func oldCode(of unit: RegisteredUnit) -> String {
        if unit.code.kind == .qcvn102 { return unit.code.text }
        return unit.aliases.first { $0.kind == .qcvn102 }?.text ?? ""
    }
}
