// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CXMLSec

extension XMLElement {
    /// The elements directly under one, in document order.
    package struct Children: Sequence, IteratorProtocol {
        private let document: XMLDocument
        private var upcoming: xmlNodePtr?

        init(of parent: XMLElement) {
            document = parent.document
            upcoming = firstElement(from: parent.node.pointee.children)
        }

        package mutating func next() -> XMLElement? {
            guard let node = upcoming else { return nil }
            upcoming = firstElement(from: node.pointee.next)
            return XMLElement(node: node, in: document)
        }
    }

    /// The elements below one at any depth, in document order, without the element itself; walked without recursion.
    package struct Descendants: Sequence, IteratorProtocol {
        private let top: XMLElement
        private var current: xmlNodePtr

        init(of top: XMLElement) {
            self.top = top
            current = top.node
        }

        package mutating func next() -> XMLElement? {
            if let child = firstElement(from: current.pointee.children) {
                current = child
                return XMLElement(node: child, in: top.document)
            }
            while current != top.node {
                if let sibling = firstElement(from: current.pointee.next) {
                    current = sibling
                    return XMLElement(node: sibling, in: top.document)
                }
                // A detached top has no parent, but the walk ends at it before asking.
                guard let parent = current.pointee.parent else { return nil }
                current = parent
            }
            return nil
        }
    }

    /// The elements directly under this one, in document order.
    package var children: Children { Children(of: self) }

    /// The elements below this one at any depth, in document order, itself not included.
    package var descendants: Descendants { Descendants(of: self) }

    /// The first child element with this local name, in whatever namespace.
    package func first(_ localName: String) -> XMLElement? {
        children.first { $0.hasLocalName(localName) }
    }

    /// The first child element with this local name in this namespace (`nil`: in none).
    package func first(_ localName: String, in namespace: String?) -> XMLElement? {
        children.first { $0.named(localName, in: namespace) }
    }

    /// The child elements with this local name, in whatever namespace.
    package func all(_ localName: String) -> [XMLElement] {
        children.filter { $0.hasLocalName(localName) }
    }

    /// The child elements with this local name in this namespace (`nil`: in none).
    package func all(_ localName: String, in namespace: String?) -> [XMLElement] {
        children.filter { $0.named(localName, in: namespace) }
    }
}
