// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CXMLSec

// Exclusive XML Canonicalization 1.0 without comments (http://www.w3.org/2001/10/xml-exc-c14n#), by libxml2.
//
// The inclusive kind is not offered: nested namespaces make it quadratic.

extension XMLDocument {
    /// Gives `sink` the canonical form of the whole document, piece by piece: what `URI=""` stands for.
    ///
    /// - Throws: ``XMLError/Code/canonicalization`` or ``XMLError/Code/outOfMemory``; `sink` may have had pieces by then.
    package func canonicalize(into sink: (UnsafeRawBufferPointer) -> Void) throws(XMLError) {
        try withUnsafeDocument { document throws(XMLError) in
            try ExclusiveC14N.write(document, apex: nil, into: sink)
        }
    }
}

extension XMLElement {
    /// Gives `sink` the canonical form of this element and all below it, piece by piece.
    ///
    /// The namespaces that the element uses are written on it wherever they are declared.
    ///
    /// - Precondition: the element is not detached.
    /// - Throws: ``XMLError/Code/canonicalization`` or ``XMLError/Code/outOfMemory``; `sink` may have had pieces by then.
    package func canonicalize(into sink: (UnsafeRawBufferPointer) -> Void) throws(XMLError) {
        precondition(node.pointee.parent != nil, "a detached element has no namespace context")
        try document.withUnsafeDocument { document throws(XMLError) in
            try ExclusiveC14N.write(document, apex: node, into: sink)
        }
    }
}

/// libxml2's canonicaliser with a sink of ours.
private enum ExclusiveC14N {
    typealias Sink = (UnsafeRawBufferPointer) -> Void

    static func write(_ document: xmlDocPtr, apex: xmlNodePtr?, into sink: Sink) throws(XMLError) {
        let failure = withoutActuallyEscaping(sink) { sink -> XMLError.Code? in
            var box = SinkBox(sink: sink)
            return withUnsafeMutablePointer(to: &box) { box in run(document, apex: apex, box: box) }
        }
        if let failure { throw XMLError(failure) }
    }

    private static func run(
        _ document: xmlDocPtr,
        apex: xmlNodePtr?,
        box: UnsafeMutablePointer<SinkBox>
    ) -> XMLError.Code? {
        // Errors of canonicalisation belong to no parser, and by default libxml2 prints those.
        let handler = axis_xml_thread_handler()
        let handlerContext = axis_xml_thread_handler_context()
        xmlSetStructuredErrorFunc(nil) { _, _ in }
        defer { xmlSetStructuredErrorFunc(handlerContext, handler) }

        guard let buffer = xmlOutputBufferCreateIO(deliver, nil, box, nil) else { return .outOfMemory }
        let status = xmlC14NExecute(
            document,
            apex == nil ? nil : isInside,
            apex,
            Int32(XML_C14N_EXCLUSIVE_1_0.rawValue),
            nil,
            0,
            buffer
        )
        // Closing flushes what is left.
        let closed = xmlOutputBufferClose(buffer)
        return status >= 0 && closed >= 0 ? nil : .canonicalization
    }
}

private struct SinkBox {
    let sink: (UnsafeRawBufferPointer) -> Void
}

/// libxml2's call for each piece written.
private func deliver(_ context: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
    guard let context, let bytes, count >= 0 else { return -1 }
    context.assumingMemoryBound(to: SinkBox.self).pointee.sink(
        UnsafeRawBufferPointer(start: bytes, count: Int(count))
    )
    return count
}

/// libxml2's question whether `node` belongs to the subtree; at most as many steps as the guard allows levels.
private func isInside(_ apex: UnsafeMutableRawPointer?, _ node: xmlNodePtr?, _ parent: xmlNodePtr?) -> Int32 {
    guard let apex = apex?.assumingMemoryBound(to: xmlNode.self), let node else { return 0 }
    // A namespace is no node but shares the place of the type; it knows no parent of its own.
    var next = node.pointee.type == XML_NAMESPACE_DECL ? parent : node
    while let current = next {
        if current == apex { return 1 }
        next = current.pointee.parent
    }
    return 0
}
