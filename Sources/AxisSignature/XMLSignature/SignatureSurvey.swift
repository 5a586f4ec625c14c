// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisXML
import CXMLSec

/// What one walk over a document's nodes finds that bears on its signature.
struct SignatureSurvey {
    /// How many elements anywhere are called `Signature` in XML-DSig's namespace.
    private(set) var signatures = 0
    /// A `Signature` in any namespace but XML-DSig's, or a `DigitalSignature` that is not empty in the envelope's own
    /// or none: what the official library writes, and all else that claims to be a signature which nobody can check.
    private(set) var hasDecoration = false
    /// A comment, processing instruction or entity reference, none of which `URI=""` covers as written.
    private(set) var hasUncoveredNode = false

    /// Walks the whole tree, the nodes beside the root included, without recursion.
    init(of document: XMLDocument) {
        var survey = Survey()
        document.withUnsafeDocument { survey.walk(from: $0.pointee.children) }
        signatures = survey.signatures
        hasDecoration = survey.hasDecoration
        hasUncoveredNode = survey.hasUncoveredNode
    }

    private struct Survey {
        var signatures = 0
        var hasDecoration = false
        var hasUncoveredNode = false

        mutating func walk(from first: xmlNodePtr?) {
            var next = first
            while let node = next {
                look(at: node)
                if node.pointee.type == XML_ELEMENT_NODE, let child = node.pointee.children {
                    next = child
                    continue
                }
                var current = node
                while current.pointee.next == nil, let parent = current.pointee.parent,
                    parent.pointee.type == XML_ELEMENT_NODE
                {
                    current = parent
                }
                next = current.pointee.next
            }
        }

        private mutating func look(at node: xmlNodePtr) {
            switch node.pointee.type {
            case XML_ELEMENT_NODE:
                guard let name = node.pointee.name else { return }
                switch name.pointee {
                case UInt8(ascii: "S") where isName(name, "Signature"):
                    if isName(node.pointee.ns?.pointee.href, SignatureNames.namespace) {
                        signatures += 1
                    } else {
                        hasDecoration = true
                    }
                case UInt8(ascii: "D") where isName(name, "DigitalSignature"):
                    // Some builders write the envelope's parts in no namespace, which `xmlns=""` makes an empty name.
                    let namespace = node.pointee.ns?.pointee.href
                    let isOurs = namespace.map { $0.pointee == 0 || isName($0, SignatureNames.edXML) } ?? true
                    if isOurs, !isBlank(node) { hasDecoration = true }
                default: return
                }
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: return
            default: hasUncoveredNode = true
            }
        }

        private func isName(_ text: UnsafePointer<xmlChar>?, _ name: String) -> Bool {
            name.withCString { wanted in
                text?.withMemoryRebound(to: CChar.self, capacity: 1) { strcmp($0, wanted) == 0 } ?? false
            }
        }

        private func isBlank(_ node: xmlNodePtr) -> Bool {
            guard node.pointee.properties == nil else { return false }
            guard let child = node.pointee.children else { return true }
            return child.pointee.next == nil && xmlIsBlankNode(child) == 1
        }
    }
}
