// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What ``ByteGuard`` refused, and where.
package struct GuardViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bound that was crossed; the raw value is stable and may be shown to users.
    package enum Bound: String, Hashable, Sendable, CaseIterable {
        /// Another encoding than UTF-8: declared, by byte-order mark, by a NUL, or by bytes that are not UTF-8.
        case encoding
        /// A character that XML 1.0 forbids (section 2.2, `Char`).
        case character
        /// An XML declaration that is malformed or of another version than 1.0.
        case declaration = "xml-declaration"
        /// `<!` that begins neither a comment nor a CDATA section: a DTD, entities.
        case doctype
        /// ``GuardLimits/startTagBytes``.
        case startTagBytes = "start-tag-bytes"
        /// ``GuardLimits/attributesPerTag`` or ``GuardLimits/attributes``.
        case attributes
        /// ``GuardLimits/namespaceDeclarations``.
        case namespaces
        /// ``GuardLimits/depth``.
        case depth
        /// ``GuardLimits/elements``.
        case elements
        /// ``GuardLimits/sections``.
        case sections
        /// ``GuardLimits/bytes``.
        case bytes
        /// A comment where none is allowed.
        case comment
        /// A processing instruction where none is allowed.
        case processingInstruction = "processing-instruction"
        /// The end came inside a construct or before the root element was closed; an empty input is one.
        case truncated
        /// Bytes that no XML document has at this place.
        case syntax
    }

    /// The bound that was crossed.
    package var bound: Bound
    /// The first byte of the construct (for an encoding or a character: the byte itself), counted from 0.
    package var offset: Int

    /// A violation of `bound` at byte `offset`.
    package init(_ bound: Bound, at offset: Int) {
        self.bound = bound
        self.offset = offset
    }

    package var description: String { "\(bound.rawValue) at byte \(offset)" }
}
