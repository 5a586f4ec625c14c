// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A fault of the configuration, with the place to mend it at.
package struct ConfigurationFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// `config/axis.yaml:12`, or the name of an environment variable.
    package let place: String
    /// The key.
    package let key: String
    /// What is wrong and what is expected.
    package let reason: String

    /// Place, key and reason.
    package var description: String { "\(place): \(key): \(reason)" }
}

/// Every fault of the configuration at once.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// The faults, in the order of their places.
    package let faults: [ConfigurationFault]

    /// One line a fault.
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
