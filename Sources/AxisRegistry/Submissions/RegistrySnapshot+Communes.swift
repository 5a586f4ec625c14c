// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// The unit that has a code of exactly this kind and text, in whatever state.
    ///
    /// - Parameter moment: as of when the unit is shown.
    package func owner(of code: AgencyCode, at moment: Timestamp) -> RegisteredUnit? {
        state.owner(of: code).flatMap { unit($0.unit)?.at(moment) }
    }

    /// The commune-level units directly beneath a province at a moment that are neither closed nor to be, by code.
    package func communes(of province: UnitID, at moment: Timestamp) -> [RegisteredUnit] {
        children(of: province, at: moment).compactMap { unit($0)?.at(moment) }
            .filter { $0.kind.isCommuneLevel && !$0.hasEverClosed }
            .sorted { $0.code.text < $1.code.text }
    }
}

extension RegisteredUnit {
    /// Whether it was closed, or is to be: its codes are never free again.
    package var hasEverClosed: Bool { closing != nil }
}
