// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CXMLSec

extension XMLElement {
    /// The element's own text, CDATA sections included and child elements left out, as one string.
    ///
    /// A comment inside is passed over: `H24<!---->.12` reads as `H24.12`, which is why signed documents have none.
    package var text: String {
        withTextBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of ``text`` in UTF-8.
    package var textBytesCount: Int {
        var count = 0
        forEachTextPiece { count += $0.count }
        return count
    }

    /// Calls `body` with the bytes of ``text``, which are valid during the call only.
    ///
    /// Nothing is copied where the text is one piece, as base64 of any length is; pieces are joined first.
    package func withTextBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        var pieces = 0
        var single = UnsafeRawBufferPointer(start: nil, count: 0)
        forEachTextPiece {
            pieces += 1
            single = $0
        }
        guard pieces > 1 else { return try body(single) }
        let joined = UnsafeMutableRawBufferPointer.allocate(byteCount: textBytesCount, alignment: 1)
        defer { joined.deallocate() }
        var filled = 0
        forEachTextPiece {
            UnsafeMutableRawBufferPointer(rebasing: joined[filled...]).copyMemory(from: $0)
            filled += $0.count
        }
        return try body(UnsafeRawBufferPointer(joined))
    }

    /// Whether the element holds nothing but one stretch of text, without a CDATA section: then every reader reads the
    /// same, also one that takes the first text node for all of it.
    package var isPlainText: Bool {
        guard let child = node.pointee.children else { return true }
        return child.pointee.type == XML_TEXT_NODE && child.pointee.next == nil
    }

    /// Whether anything but white space stands directly in the element beside its child elements.
    package var hasNonWhiteText: Bool {
        var found = false
        forEachTextPiece { piece in
            if !found { found = !piece.allSatisfy(isWhite) }
        }
        return found
    }

    /// Whether the element holds neither an element nor text, white space included.
    package var isEmpty: Bool {
        firstElement(from: node.pointee.children) == nil && textBytesCount == 0
    }

    /// The text and CDATA nodes directly under the element, in order.
    private func forEachTextPiece(_ body: (UnsafeRawBufferPointer) -> Void) {
        var next = node.pointee.children
        while let child = next {
            if child.pointee.type == XML_TEXT_NODE || child.pointee.type == XML_CDATA_SECTION_NODE,
                let content = child.pointee.content, content.pointee != 0
            {
                body(UnsafePointer(content).textBytes)
            }
            next = child.pointee.next
        }
    }
}
