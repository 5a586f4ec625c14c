// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CXMLSec

extension XMLDocument {
    /// Takes `element` and all below it out of the tree, calls `body`, and puts it back at the same place.
    ///
    /// This is the enveloped-signature transform (XML-DSig section 6.6.4): the text around the element stays as it is.
    /// Inside `body` the element can still be read but not canonicalised; afterwards it has its namespace context again.
    ///
    /// - Precondition: `element` is an element of this document other than the root, and is not detached already.
    package func withDetached<R, E: Error>(_ element: XMLElement, _ body: () throws(E) -> R) throws(E) -> R {
        let node = element.node
        precondition(element.document === self, "an element of another document")
        guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else {
            preconditionFailure("neither the root nor a detached element can be detached")
        }
        let previous = node.pointee.prev
        let next = node.pointee.next
        xmlUnlinkNode(node)
        defer {
            // Linked by hand: libxml2's functions for it may merge texts, and the tree must be as it was.
            node.pointee.parent = parent
            node.pointee.prev = previous
            node.pointee.next = next
            if let previous { previous.pointee.next = node } else { parent.pointee.children = node }
            if let next { next.pointee.prev = node } else { parent.pointee.last = node }
        }
        return try body()
    }
}
