// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Why the store can't do what was asked.
///
/// Equality looks at the code alone.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: String, Sendable {
        /// Too little free space for more documents; delivering goes on.
        case full
        /// More is pending than the store takes at once.
        case overloaded
        /// The registry moved on since the caller read it.
        case versionConflict = "version-conflict"
        /// No such row.
        case notFound = "not-found"
        /// What is stored contradicts itself or its hash.
        case corrupt
        /// The group could not be sealed: nothing of it was stored.
        case unsealed
        /// A write or a flush failed: final, nothing is acknowledged any more until a restart.
        case failed
        /// The store is shut down.
        case closed
        /// The data directory can't be used: locked, too open, on a network file system, of a newer version.
        case unusable
    }

    /// The kind.
    package let code: Code
    /// The sentence, without payload.
    package let reason: String

    /// Makes an error.
    package init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Whether trying again later makes sense.
    package var isRetriable: Bool {
        switch code {
        case .full, .overloaded, .versionConflict, .unsealed: true
        case .notFound, .corrupt, .failed, .closed, .unusable: false
        }
    }

    /// Code and sentence.
    package var description: String { "store \(code.rawValue): \(reason)" }

    /// Equal when the codes are.
    package static func == (left: StoreError, right: StoreError) -> Bool { left.code == right.code }

    /// Feeds the code.
    package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
