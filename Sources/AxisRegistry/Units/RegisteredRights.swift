// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A binding as the registry keeps it.
package struct RegisteredBinding: Hashable, Sendable {
    /// The binding.
    package let binding: Binding
    /// The decision it rests on.
    package let legalBasis: String?
    /// From when it is revoked, and why; nil when it is not.
    package internal(set) var revocation: Revocation?
    /// When its holder is wound up, which ends it; nil when no closing is recorded.
    package internal(set) var windUpAt: Timestamp?

    /// Whether it holds at a moment.
    package func holds(at moment: Timestamp) -> Bool {
        binding.period.contains(moment) && !isRevoked(at: moment) && (windUpAt.map { moment < $0 } ?? true)
    }

    /// Whether it is revoked at a moment.
    package func isRevoked(at moment: Timestamp) -> Bool { revocation.map { moment >= $0.from } ?? false }
}

/// A grant as the registry keeps it.
package struct RegisteredGrant: Hashable, Sendable {
    /// The grant.
    package let grant: Grant
    /// The decision it rests on.
    package let legalBasis: String?
    /// From when it is revoked, and why; nil when it is not.
    package internal(set) var revocation: Revocation?
    /// When its holder or the unit named is wound up, which ends it; nil when no closing is recorded.
    package internal(set) var windUpAt: Timestamp?

    /// Whether it holds at a moment.
    package func holds(at moment: Timestamp) -> Bool {
        grant.period.contains(moment) && !isRevoked(at: moment) && (windUpAt.map { moment < $0 } ?? true)
    }

    /// Whether it is revoked at a moment.
    package func isRevoked(at moment: Timestamp) -> Bool { revocation.map { moment >= $0.from } ?? false }
}

/// The end of a binding or a grant before its time.
package struct Revocation: Hashable, Sendable {
    /// From when.
    package let from: Timestamp
    /// Why.
    package let reason: String
}

/// What the registry says of a certificate.
package enum BindingAnswer: Hashable, Sendable {
    /// Bound for the use at the moment.
    case bound(Binding)
    /// Bound before or later, not at the moment.
    case expired(Binding)
    /// The binding was revoked.
    case revoked(Binding)
    /// Never bound for the use.
    case unbound
}

/// How documents reach a unit.
package enum Route: Hashable, Sendable {
    /// Axis sends them to an endpoint, the unit's own or an ancestor's for its branch.
    case push(Endpoint)
    /// The unit fetches them.
    case pull
}
