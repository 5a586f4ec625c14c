// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML

/// Writes elements as the official Java library does: two spaces of indentation, empty texts left out.
struct EdXMLWriter {
    /// What is written so far.
    private(set) var bytes: [UInt8]
    private var open: [String] = []

    /// Starts with the XML declaration; `capacity` is the expected size.
    init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
        put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    /// An element with elements inside; `attributes` are written as given, with a space in front.
    mutating func element(_ name: String, attributes: String = "", _ content: (inout EdXMLWriter) -> Void) {
        indent()
        put("<")
        put(name)
        put(attributes)
        let start = bytes.count
        put(">\n")
        let contentStart = bytes.count
        open.append(name)
        content(&self)
        open.removeLast()
        if bytes.count == contentStart {
            bytes.removeSubrange(start...)
            put(" />\n")
            return
        }
        indent()
        close(name)
    }

    /// The same, left out when nothing would stand inside.
    mutating func elementUnlessEmpty(_ name: String, _ content: (inout EdXMLWriter) -> Void) {
        let start = bytes.count
        indent()
        put("<")
        put(name)
        put(">\n")
        let contentStart = bytes.count
        open.append(name)
        content(&self)
        open.removeLast()
        if bytes.count == contentStart {
            bytes.removeSubrange(start...)
            return
        }
        indent()
        close(name)
    }

    /// An element with text; left out when the text is nil or empty.
    mutating func leaf(_ name: String, _ text: String?) {
        guard let text = text?.normalizedField, !text.isEmpty else { return }
        indent()
        put("<")
        put(name)
        put(">")
        putEscaped(text)
        close(name)
    }

    /// An element with a number; never left out.
    mutating func leaf(_ name: String, _ number: Int) {
        leaf(name, String(number))
    }

    /// An element with bytes in base64, in one line.
    mutating func leaf(_ name: String, attributes: String, base64 content: [UInt8]) {
        indent()
        put("<")
        put(name)
        put(attributes)
        put(">")
        Base64.encode(content, into: &bytes)
        close(name)
    }

    private mutating func close(_ name: String) {
        put("</")
        put(name)
        put(">\n")
    }

    private mutating func indent() {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: open.count * 2))
    }

    private mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func putEscaped(_ text: String) {
        // U+FFFE and U+FFFF begin with 0xEF, as rare characters do.
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x20 && byte != 0xEF && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
                && byte != UInt8(ascii: "&")
        }
        put(isPlain ? text : XMLText.escape(text))
    }
}
