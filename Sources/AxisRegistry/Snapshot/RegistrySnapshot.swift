// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The registry at one version: who is who, who may what, and where documents go.
///
/// Event-sourced: a snapshot is what its events say, applied in order. It is a value that costs one reference count
/// to copy; the tables inside are copied on the first change after a copy.
package struct RegistrySnapshot: Sendable {
    /// Unchecked, because `state` changes only in ``RegistrySnapshot/apply(_:)`` and only when no other snapshot
    /// refers to the same storage.
    private final class Storage: @unchecked Sendable {
        var state: RegistryState

        init(_ state: RegistryState) {
            self.state = state
        }
    }

    private var storage: Storage

    /// Makes the empty registry, version 0.
    package init() {
        storage = Storage(RegistryState())
    }

    var state: RegistryState {
        _read { yield storage.state }
    }

    /// How many events made it.
    package var version: Int64 { storage.state.version }

    /// Applies the next event: checks every rule, then changes.
    ///
    /// - Throws: ``Refusal`` that says which rule forbids it; the snapshot is then unchanged.
    package mutating func apply(_ event: RegistryEvent) throws(Refusal) {
        try storage.state.check(event)
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.state) }
        storage.state.perform(event)
    }
}

extension RegistrySnapshot {
    /// How many units there are.
    package var unitCount: Int { state.units.count }

    /// All units, in no order.
    package var units: some Collection<RegisteredUnit> { state.units.values }

    /// The units directly beneath one at a moment, closed ones too, in the order in which they came.
    package func children(of unit: UnitID, at moment: Timestamp) -> [UnitID] {
        state.children(of: unit, at: moment)
    }

    /// All units beneath one at any depth at a moment, level by level, closed ones too; not the unit itself.
    package func descendants(of unit: UnitID, at moment: Timestamp) -> [UnitID] {
        var found = children(of: unit, at: moment)
        var next = 0
        while next < found.count {
            found += state.children(of: found[next], at: moment)
            next += 1
        }
        return found
    }

    /// Whether a unit is beneath another at any depth at a moment.
    package func isBeneath(_ unit: UnitID, _ ancestor: UnitID, at moment: Timestamp) -> Bool {
        var next = parent(of: unit, at: moment)
        while let current = next {
            if current == ancestor { return true }
            next = parent(of: current, at: moment)
        }
        return false
    }

    func parent(of unit: UnitID, at moment: Timestamp) -> UnitID? { state.units[unit]?.facts.parent(at: moment) }

    /// All bindings, the oldest first, revoked ones too.
    package var bindings: [RegisteredBinding] {
        state.bindings.values.sorted { $0.binding.id < $1.binding.id }
    }

    /// One binding.
    package func binding(_ id: BindingID) -> RegisteredBinding? { state.bindings[id] }

    /// All grants, the oldest first, revoked ones too.
    package var grants: [RegisteredGrant] { state.grants.values.sorted { $0.grant.id < $1.grant.id } }

    /// One grant.
    package func grant(_ id: GrantID) -> RegisteredGrant? { state.grants[id] }

    /// All push endpoints, by the id of their unit.
    package var endpoints: [Endpoint] { state.endpoints.values.sorted { $0.unit < $1.unit } }

    /// A unit's own push endpoint.
    package func endpoint(of unit: UnitID) -> Endpoint? { state.endpoints[unit] }

    /// All administrators, by name.
    package var administrators: [Administrator] { state.administrators.values.sorted { $0.name < $1.name } }

    /// An administrator by name.
    package func administrator(named name: String) -> Administrator? { state.administrators[name] }

    /// The administrator who calls over the socket as a Unix user.
    package func administrator(uid: UInt32) -> Administrator? {
        state.administrators.values.first { $0.uid == uid }
    }

    /// The administrator who calls with a certificate.
    package func administrator(fingerprint: Digest256) -> Administrator? {
        state.administrators.values.first { $0.fingerprint == fingerprint }
    }
}
