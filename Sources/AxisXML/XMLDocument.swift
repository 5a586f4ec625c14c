// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import CXMLSec

/// A parsed document: the one owner of libxml2's tree, freed with the last reference to it or to one of its elements.
///
/// It is not `Sendable`: one thread at a time uses a document; different documents may be used on different threads.
/// No node is freed before the document is, so an ``XMLElement`` stays valid for as long as it exists.
package final class XMLDocument {
    private let pointer: xmlDocPtr

    /// Checks `bytes` with ``ByteGuard`` and parses them.
    ///
    /// White space is kept as it stands, since signatures cover it. Nothing is fetched, no DTD is read, no entity is
    /// declared, and nothing is ever written to the standard streams. `bytes` are not referred to afterwards.
    ///
    /// - Throws: ``XMLError/Code/guardViolation(_:)``, ``XMLError/Code/malformed(line:column:)`` or
    ///   ``XMLError/Code/outOfMemory``.
    package init(parsing bytes: UnsafeRawBufferPointer, limits: GuardLimits) throws(XMLError) {
        pointer = try Self.load(bytes, limits: limits)
    }

    /// Checks and parses `bytes`, as for a buffer.
    package init(parsing bytes: [UInt8], limits: GuardLimits) throws(XMLError) {
        pointer = try bytes.span.withUnsafeBytes { buffer throws(XMLError) in try Self.load(buffer, limits: limits) }
    }

    deinit {
        xmlFreeDoc(pointer)
    }

    /// The document's element.
    package var root: XMLElement {
        guard let node = xmlDocGetRootElement(pointer) else { preconditionFailure("a parsed document has a root") }
        return XMLElement(node: node, in: self)
    }

    /// Calls `body` with libxml2's tree, for functions of libxml2 and xmlsec1 that this room does not wrap.
    ///
    /// `body` must free no node that an ``XMLElement`` refers to, and must leave the root in place.
    package func withUnsafeDocument<R, E: Error>(_ body: (xmlDocPtr) throws(E) -> R) throws(E) -> R {
        try body(pointer)
    }
}

@available(*, unavailable, message: "one thread at a time uses a document")
extension XMLDocument: Sendable {}
