// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Where new identifiers come from: the system's randomness in the product, a seeded generator in tests.
package protocol IdentifierSource: Sendable {
    /// A new identifier for a moment.
    func next(at moment: Timestamp) -> UUIDv7
}

/// Identifiers from the kernel's randomness.
package struct SystemIdentifiers: IdentifierSource {
    /// Makes the source.
    package init() {}

    /// A new identifier for a moment.
    package func next(at moment: Timestamp) -> UUIDv7 {
        var generator = SystemRandomNumberGenerator()
        return UUIDv7(at: moment, using: &generator)
    }
}
