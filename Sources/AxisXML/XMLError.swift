// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Why a document could not be read or canonicalised.
package struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, in a form to decide upon.
    package enum Code: Hashable, Sendable {
        /// The guard refused the bytes before they were parsed; never ``GuardViolation/Bound/syntax``.
        case guardViolation(GuardViolation)
        /// Not well-formed XML with namespaces; line and column, both from 1, of the first error (0 where unknown).
        case malformed(line: Int, column: Int)
        /// libxml2 could not canonicalise: a relative namespace name, for one, has no canonical form.
        case canonicalization
        /// Memory ran out.
        case outOfMemory
    }

    /// The reason.
    package var code: Code

    /// An error with `code`.
    package init(_ code: Code) {
        self.code = code
    }

    package var description: String {
        switch code {
        case .guardViolation(let violation): "\(violation)"
        case .malformed(let line, let column): "not well-formed at line \(line), column \(column)"
        case .canonicalization: "no canonical form"
        case .outOfMemory: "out of memory"
        }
    }
}
