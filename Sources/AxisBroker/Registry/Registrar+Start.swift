// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
import AxisStore

extension Registrar {
    /// Who Axis itself is, from the configuration.
    package struct OwnUnit: Hashable, Sendable {
        /// `axis.code`.
        package let code: AgencyCode
        /// The name it shows.
        package let name: String

        /// Reads the code as the strictest kind that it has the form of.
        ///
        /// - Throws: `code-invalid`.
        package init(code: String, name: String) throws(Refusal) {
            guard let reading = AgencyCode.readings(of: code).first else { throw .codeForm(code, field: "axis.code") }
            self.code = reading
            self.name = name
        }
    }

    /// Opens the registry of a store: replays its events, ships the reference data into an empty one, and sees to it
    /// that Axis's own unit and a first administrator are there.
    ///
    /// - Parameters:
    ///   - firstAdministrator: added, with an audit line, when there is no administrator at all.
    /// - Returns: the registrar, and the id of Axis's own unit.
    package static func start(
        store: any Store,
        clock: any WallClock,
        identifiers: any IdentifierSource = SystemIdentifiers(),
        axis: OwnUnit,
        firstAdministrator: Administrator? = nil
    ) async throws(Refusal) -> (registrar: Registrar, axis: UnitID) {
        let holder = RegistryHolder(try await load(from: store))
        let registrar = Registrar(store: store, holder: holder, clock: clock, identifiers: identifiers)
        let id = try await registrar.change(by: RegistryEvent.axisActor) { (draft) throws(Refusal) -> UnitID in
            if draft.snapshot.version == 0 { try draft.addReferenceData() }
            let id = try registrar.addOwnUnit(axis, to: &draft)
            if let firstAdministrator, draft.snapshot.administrators.isEmpty {
                try draft.add(.addAdministrator(firstAdministrator))
                draft.note("administrator.add", firstAdministrator.name, after: AdministratorView(firstAdministrator))
            }
            return id
        }
        return (registrar, id)
    }

    private func addOwnUnit(_ axis: OwnUnit, to draft: inout RegistryDraft) throws(Refusal) -> UnitID {
        if let known = draft.snapshot.resolve(axis.code.text, at: draft.now).named { return known.id }
        let registration = UnitRegistration(
            unit: identifier(),
            code: axis.code,
            name: axis.name,
            kind: .system,
            parent: draft.snapshot.likelyParent(of: axis.code, at: draft.now)?.id
        )
        try draft.add(.register(registration))
        if let unit = draft.snapshot.unit(registration.unit) {
            draft.note("unit.add", axis.code.text, after: draft.snapshot.view(of: unit, at: draft.now))
        }
        return registration.unit
    }
}

extension RegistryDraft {
    /// Adds the level-1 units that ship with Axis.
    fileprivate mutating func addReferenceData() throws(Refusal) {
        for event in ReferenceData.events(startingAt: snapshot.version + 1, at: now) { try add(event) }
        note("reference.load", "level1", after: ["units": snapshot.unitCount])
    }
}
