// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CXMLSec

/// One attribute; a namespace declaration is none.
package struct XMLAttribute: Hashable, Sendable {
    /// The name without its prefix.
    package var localName: String
    /// The name of the namespace the attribute is in; without a prefix it is in none.
    package var namespaceURI: String?
    /// The value, references resolved and white space normalised (XML 1.0 section 3.3.3).
    package var value: String
}

extension XMLElement {
    /// The attributes in document order, at most ``GuardLimits/attributesPerTag``.
    package var attributes: [XMLAttribute] {
        var found: [XMLAttribute] = []
        forEachAttribute { attribute in
            found.append(
                XMLAttribute(
                    localName: String(xmlText: attribute.pointee.name),
                    namespaceURI: attribute.pointee.ns.flatMap { $0.pointee.href }.map { String(xmlText: $0) },
                    value: value(of: attribute)
                )
            )
            return true
        }
        return found
    }

    /// How many attributes the element has.
    package var attributeCount: Int {
        var count = 0
        forEachAttribute { _ in
            count += 1
            return true
        }
        return count
    }

    /// The value of the attribute with this local name in this namespace (`nil`: in none), if there is one.
    package func attribute(_ localName: String, namespace: String? = nil) -> String? {
        var found: String?
        forEachAttribute { attribute in
            guard equals(attribute.pointee.name, localName), matches(attribute.pointee.ns, namespace) else {
                return true
            }
            found = value(of: attribute)
            return false
        }
        return found
    }

    /// Calls `body` with each attribute until it answers `false`.
    private func forEachAttribute(_ body: (xmlAttrPtr) -> Bool) {
        var next = node.pointee.properties
        while let attribute = next {
            guard body(attribute) else { return }
            next = attribute.pointee.next
        }
    }

    /// The text nodes of an attribute; without a DTD it has no others.
    private func value(of attribute: xmlAttrPtr) -> String {
        var value = ""
        var next = attribute.pointee.children
        while let child = next {
            if let content = child.pointee.content { value += String(xmlText: content) }
            next = child.pointee.next
        }
        return value
    }
}
