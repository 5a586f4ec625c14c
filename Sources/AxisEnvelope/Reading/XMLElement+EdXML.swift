// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisXML

/// Names of QCVN 102:2016/BTTTT.
package enum EdXML {
    /// The one namespace of envelopes, unchanged by the amendment of 2022.
    package static let namespace = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
}

extension XMLElement {
    /// Whether the element is in the namespace of edXML or, as some builders write, in none. Elements of other
    /// namespaces are none of ours, whatever their names.
    var isEdXMLPart: Bool { isIn(namespace: EdXML.namespace) || isIn(namespace: nil) }

    /// Calls `body` with the local name and the element of each child that counts.
    func forEachPart<E: Error>(_ body: (String, XMLElement) throws(E) -> Void) throws(E) {
        for child in children where child.isEdXMLPart {
            try body(child.localName, child)
        }
    }

    /// The first child of a name that counts.
    func firstPart(_ name: String) -> XMLElement? {
        children.first { $0.hasLocalName(name) && $0.isEdXMLPart }
    }

    /// The text, NFC, without white space at its ends.
    var field: String { text.normalizedField }

    /// The same; nil when nothing remains.
    var optionalField: String? {
        let field = self.field
        return field.isEmpty ? nil : field
    }

    /// The text with that of elements inside: what some software shows.
    var deepField: String {
        guard firstChildElementExists else { return field }
        var text = text
        for element in descendants { text += " " + element.text }
        return text.normalizedField
    }

    private var firstChildElementExists: Bool {
        var children = self.children
        return children.next() != nil
    }
}
