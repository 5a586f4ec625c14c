// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CXMLSec

/// One element of an ``XMLDocument``, which it keeps alive.
package struct XMLElement: Equatable {
    /// The document the element belongs to.
    package let document: XMLDocument
    let node: xmlNodePtr

    init(node: xmlNodePtr, in document: XMLDocument) {
        self.node = node
        self.document = document
    }

    /// Whether both are the same element of the same document; what they hold is not compared.
    package static func == (left: XMLElement, right: XMLElement) -> Bool {
        left.node == right.node
    }

    // MARK: - Names

    /// The name without its prefix.
    package var localName: String { String(xmlText: node.pointee.name) }

    /// The name of the namespace the element is in, or `nil`.
    package var namespaceURI: String? {
        node.pointee.ns.flatMap { $0.pointee.href }.map { String(xmlText: $0) }
    }

    /// The prefix the element is written with, or `nil`; it means nothing by itself.
    package var prefix: String? {
        node.pointee.ns.flatMap { $0.pointee.prefix }.map { String(xmlText: $0) }
    }

    /// Whether the element has this local name and stands in this namespace (`nil`: in none). Allocates nothing.
    package func named(_ localName: String, in namespace: String?) -> Bool {
        hasLocalName(localName) && isIn(namespace: namespace)
    }

    /// Whether the element has this local name, in whatever namespace. Allocates nothing.
    package func hasLocalName(_ localName: String) -> Bool {
        equals(node.pointee.name, localName)
    }

    /// Whether the element stands in this namespace (`nil`: in none). Allocates nothing.
    package func isIn(namespace: String?) -> Bool {
        matches(node.pointee.ns, namespace)
    }

    // MARK: - Place

    /// The line its start tag ends on, from 1.
    package var line: Int { xmlGetLineNo(node) }

    /// The element it is a child of; `nil` for the root and for a detached element.
    package var parent: XMLElement? {
        guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else { return nil }
        return XMLElement(node: parent, in: document)
    }

    /// Whether no element follows it under the same parent.
    package var isLastElementChild: Bool {
        firstElement(from: node.pointee.next) == nil
    }
}

@available(*, unavailable, message: "one thread at a time uses a document")
extension XMLElement: Sendable {}

// MARK: - libxml2's strings

extension String {
    /// A copy of a string of libxml2, which is always UTF-8.
    init(xmlText: UnsafePointer<xmlChar>) {
        self.init(decoding: UnsafeBufferPointer(start: xmlText, count: strlen(xmlText)), as: UTF8.self)
    }
}

extension UnsafePointer<xmlChar> {
    /// The bytes before the NUL.
    var textBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: self, count: strlen(self)) }
}

func strlen(_ text: UnsafePointer<xmlChar>) -> Int {
    text.withMemoryRebound(to: CChar.self, capacity: 1) { Int(CXMLSec.strlen($0)) }
}

/// Whether a string of libxml2 has the same bytes as `text`.
func equals(_ left: UnsafePointer<xmlChar>?, _ text: String) -> Bool {
    guard let left else { return false }
    // A native string lends its bytes, so nothing is allocated here.
    return text.withCString { right in
        left.withMemoryRebound(to: CChar.self, capacity: 1) { strcmp($0, right) == 0 }
    }
}

/// Whether `namespace` has this name; `nil` and the empty name both mean none.
func matches(_ namespace: xmlNsPtr?, _ name: String?) -> Bool {
    guard let href = namespace?.pointee.href, href.pointee != 0 else { return name == nil }
    guard let name else { return false }
    return equals(href, name)
}

/// The first element among `start` and its next siblings.
func firstElement(from start: xmlNodePtr?) -> xmlNodePtr? {
    var next = start
    while let node = next {
        if node.pointee.type == XML_ELEMENT_NODE { return node }
        next = node.pointee.next
    }
    return nil
}
