// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
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

        /// The list of `getAgenciesListQD20` for the header `level`; one that can't be read means all.
        package static func qd20(header: String?) -> Kind {
            .qd20(level: header.flatMap { Int($0) }.flatMap { (1...9).contains($0) ? $0 : nil })
        }
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
        var json = VXPJSON(code: 0, text: VXPDesk.success, reserving: 256 + snapshot.unitCount * 160)
        json.key("data")
        json.open("[")
        for unit in snapshot.units.sorted(by: { $0.id < $1.id }) {
            let unit = unit.at(at)
            switch kind {
            case .all: if takesPart(unit) { addAgency(unit, to: &json) }
            case .qd20(let level): if takesPart(unit) { addQD20(unit, level, to: &json) }
            case .synchronize: addUnit(unit, to: &json)
            }
        }
        json.close("]")
        json.close("}")
        return json.bytes
    }

    private func takesPart(_ unit: RegisteredUnit) -> Bool {
        switch unit.state(at: at) {
        case .active, .suspended: true
        case .future, .closed: false
        }
    }

    /// `code` is the code in force and `oldCode` the form of QCVN 102: a system finds a unit by whichever it knows.
    private func addAgency(_ unit: RegisteredUnit, to json: inout VXPJSON) {
        json.open("{")
        json.member("id", unit.id.description)
        json.member("pid", unit.parent?.description ?? "")
        json.member("code", unit.code.text)
        json.member("name", unit.name)
        json.member("mail", unit.contact.email ?? "")
        json.member("oldCode", oldCode(of: unit))
        json.close("}")
    }

    private func addQD20(_ unit: RegisteredUnit, _ level: Int?, to json: inout VXPJSON) {
        let code = newCode(of: unit)
        if let level, code.utf8.count(where: { $0 == UInt8(ascii: ".") }) + 1 != level { return }
        json.open("{")
        json.member("id", unit.id.description)
        json.member("code", code)
        json.member("name", unit.name)
        json.member("mail", unit.contact.email ?? "")
        json.member("code102", oldCode(of: unit))
        json.close("}")
    }

    private func addUnit(_ unit: RegisteredUnit, to json: inout VXPJSON) {
        let state = unit.state(at: at)
        guard state != .future else { return }
        let changes = snapshot.history(of: unit.id)
        json.open("{")
        json.member("id", unit.id.description)
        json.member("pid", unit.parent?.description ?? "")
        json.member("code", unit.code.text)
        json.member("name", unit.name)
        json.member("mail", unit.contact.email ?? "")
        json.member("version", max(changes.count, 1))
        json.member("centerCode", centre)
        json.member("deleted", state == .closed)
        json.member("modifyDate", VXPTime.text(changes.last?.recordedAt ?? unit.recordedAt))
        json.member("isAgency", unit.kind != .system)
        json.close("}")
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
