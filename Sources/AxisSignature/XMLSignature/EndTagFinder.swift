// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Finds where an element ends in the bytes of a document, so that something can be put in without writing the rest
/// anew: every byte outside stays what it was.
///
/// The document must have passed the native guard and the parser: well-formed, UTF-8, no DTD.
enum EndTagFinder {
    /// The offset of `<` of the end tag of the element at `path`: for each level below the root, which child element.
    /// Nil when there is no such element or it is written as an empty-element tag.
    static func endTagOffset(in bytes: UnsafeRawBufferPointer, path: [Int]) -> Int? {
        // How many child elements have begun, for each open element.
        var begun: [Int] = []
        // How many levels of the path the open elements follow.
        var followed = 0
        var position = 0
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            guard start + 1 < bytes.count else { return nil }
            switch bytes[start + 1] {
            case UInt8(ascii: "?"): position = end(of: "?>", in: bytes, from: start)
            case UInt8(ascii: "!"):
                let isSection = bytes[start...].starts(with: "<![CDATA[".utf8)
                position = end(of: isSection ? "]]>" : "-->", in: bytes, from: start + 4)
            case UInt8(ascii: "/"):
                if begun.count == path.count + 1, followed == path.count { return start }
                guard !begun.isEmpty else { return nil }
                begun.removeLast()
                followed = min(followed, max(0, begun.count - 1))
                position = start + 2
            default:
                let depth = begun.count
                if depth > 0 {
                    if depth <= path.count, followed == depth - 1, begun[depth - 1] == path[depth - 1] {
                        followed = depth
                    }
                    begun[depth - 1] += 1
                }
                position = endOfTag(in: bytes, from: start)
                let isEmpty = position >= 2 && bytes[position - 2] == UInt8(ascii: "/")
                if isEmpty { followed = min(followed, max(0, depth - 1)) } else { begun.append(0) }
            }
        }
        return nil
    }

    /// The offset behind the `>` of the tag that begins at `start`.
    private static func endOfTag(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var quote: UInt8?
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return position
            }
        }
        return position
    }

    /// The offset behind the next `terminator`.
    private static func end(of terminator: String, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = min(start, bytes.count)
        while position < bytes.count {
            if bytes[position...].starts(with: terminator.utf8) { return position + terminator.utf8.count }
            position += 1
        }
        return position
    }
}
