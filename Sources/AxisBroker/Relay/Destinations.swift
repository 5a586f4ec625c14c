// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry

/// The push destinations as the registry has them: which endpoint, and for which recipients.
///
/// Remembered for one version of the registry, and for a while only, since units come into effect by time alone.
struct Destinations: Sendable {
    private var members: [UnitID: [UnitID]] = [:]
    private(set) var version: Int64 = -1

    /// The endpoint that a recipient's deliveries are pushed to; nil for one that fetches, or takes no part now.
    static func endpoint(for recipient: UnitID, in snapshot: RegistrySnapshot, at moment: Timestamp) -> Endpoint? {
        guard case .push(let endpoint) = snapshot.route(to: recipient, at: moment),
            isActive(recipient, in: snapshot, at: moment), isActive(endpoint.unit, in: snapshot, at: moment)
        else { return nil }
        return endpoint
    }

    /// The recipients that a destination serves now.
    mutating func members(of owner: UnitID, in snapshot: RegistrySnapshot, at moment: Timestamp) -> [UnitID] {
        if snapshot.version != version { forget(version: snapshot.version) }
        if let known = members[owner] { return known }
        let found = snapshot.destinationMembers(of: owner, at: moment).filter {
            Self.endpoint(for: $0, in: snapshot, at: moment)?.unit == owner
        }
        members[owner] = found
        return found
    }

    /// Forgets what was looked up.
    mutating func forget(version: Int64 = -1) {
        members = [:]
        self.version = version
    }

    /// Whether a unit takes part, or is closed and not wound up: what waits for it still goes to its own route.
    private static func isActive(_ unit: UnitID, in snapshot: RegistrySnapshot, at moment: Timestamp) -> Bool {
        guard let unit = snapshot.unit(unit) else { return false }
        return unit.state(at: moment) == .active || unit.isWindingUp(at: moment)
    }
}
