// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// How much XML, and which parts of it, an interface takes.
///
/// libxml2 2.9 cannot hold these bounds itself: a tag of 100,000 attributes keeps it busy for ten seconds before any
/// callback, and the option that a text over 10 MB needs turns its limit of depth off.
package struct GuardLimits: Hashable, Sendable {
    /// Bytes of one start or end tag, from `<` to `>` inclusive.
    package var startTagBytes = 8 * 1024
    /// Attributes of one start tag, namespace declarations included.
    package var attributesPerTag = 64
    /// Attributes of the whole document, namespace declarations included: each costs the parser some 200 bytes, and
    /// with ``elements`` a document that is all of these stays under 16 MiB.
    package var attributes = 20_000
    /// Namespace declarations of the whole document.
    package var namespaceDeclarations = 64
    /// Elements open at once, the root included.
    package var depth = 64
    /// Elements of the whole document.
    package var elements = 50_000
    /// CDATA sections, comments and processing instructions of the whole document, together.
    ///
    /// Each costs the parser a node, so a file of empty ones would cost twenty times its size in memory.
    package var sections = 50_000
    /// Bytes of the whole document: libxml2 counts them in an `int`.
    package var bytes = Int(Int32.max) - 1
    /// Whether `<!-- -->` may stand in the document.
    package var allowsComments = false
    /// Whether `<? ?>`, other than the XML declaration, may stand in the document.
    package var allowsProcessingInstructions = false

    /// The default bounds, with neither comments nor processing instructions.
    package init() {}

    /// The native interface: a signature over `URI=""` does not cover comments, so there are none.
    package static let native = GuardLimits()

    /// The VXP interface: comments and processing instructions are tolerated.
    package static let lenient: GuardLimits = {
        var limits = GuardLimits()
        limits.allowsComments = true
        limits.allowsProcessingInstructions = true
        return limits
    }()
}
