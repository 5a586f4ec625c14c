// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Walks the tags of a document's bytes, so that something can be put in without writing the rest anew.
///
/// The document must have passed the guard and the parser: well-formed, UTF-8, no DTD. Nothing is allocated.
struct TagWalk {
    enum Kind {
        case start, end, empty
    }

    struct Tag {
        var kind: Kind
        /// From `<` to behind `>`.
        var range: Range<Int>
        /// The name with its prefix.
        var name: Range<Int>
    }

    let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The next tag; nil after the last.
    mutating func next() -> Tag? {
        while let start = find(UInt8(ascii: "<"), from: position), start + 1 < bytes.count {
            switch bytes[start + 1] {
            case UInt8(ascii: "?"): position = end(of: "?>", from: start + 2)
            case UInt8(ascii: "!"):
                let isSection = bytes[start...].starts(with: "<![CDATA[".utf8)
                position = end(of: isSection ? "]]>" : "-->", from: start + 4)
            default: return tag(at: start)
            }
        }
        position = bytes.count
        return nil
    }

    private mutating func tag(at start: Int) -> Tag? {
        let isEnd = bytes[start + 1] == UInt8(ascii: "/")
        let name = start + (isEnd ? 2 : 1)
        var nameEnd = name
        while nameEnd < bytes.count, !Self.endsName(bytes[nameEnd]) { nameEnd += 1 }
        var quote: UInt8?
        var cursor = nameEnd
        while cursor < bytes.count {
            let byte = bytes[cursor]
            cursor += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                position = cursor
                let isEmpty = bytes[cursor - 2] == UInt8(ascii: "/")
                return Tag(kind: isEnd ? .end : isEmpty ? .empty : .start, range: start..<cursor, name: name..<nameEnd)
            }
        }
        position = bytes.count
        return nil
    }

    /// The namespace declarations of a start tag as written, each with a space before it.
    func namespaceDeclarations(of tag: Tag) -> [UInt8] {
        var found: [UInt8] = []
        var cursor = tag.name.upperBound
        while cursor < tag.range.upperBound {
            guard !Self.endsName(bytes[cursor]) else {
                cursor += 1
                continue
            }
            let start = cursor
            while cursor < tag.range.upperBound, !Self.endsName(bytes[cursor]) { cursor += 1 }
            let name = bytes[start..<cursor]
            let isDeclaration = name.elementsEqual("xmlns".utf8) || name.starts(with: "xmlns:".utf8)
            while cursor < tag.range.upperBound, bytes[cursor] != UInt8(ascii: "\""), bytes[cursor] != UInt8(ascii: "'")
            { cursor += 1 }
            guard cursor < tag.range.upperBound, let close = find(bytes[cursor], from: cursor + 1) else { break }
            cursor = close + 1
            if isDeclaration { found += [UInt8(ascii: " ")] + bytes[start..<cursor] }
        }
        return found
    }

    /// Whether a name has this local part, whatever its prefix.
    func isLocal(_ name: Range<Int>, _ local: String) -> Bool {
        let count = local.utf8.count
        guard name.count >= count else { return false }
        let start = name.upperBound - count
        guard start == name.lowerBound || bytes[start - 1] == UInt8(ascii: ":") else { return false }
        return bytes[start..<name.upperBound].elementsEqual(local.utf8)
    }

    /// The prefix of a name with its colon; empty when it has none.
    func prefix(of name: Range<Int>) -> [UInt8] {
        guard let colon = bytes[name].firstIndex(of: UInt8(ascii: ":")) else { return [] }
        return Array(bytes[name.lowerBound...colon])
    }

    /// The white space right before an offset, as far as it goes and at most `most` bytes; empty when there is more.
    func whiteSpace(before offset: Int, most: Int = 256) -> [UInt8] {
        var start = offset
        while start > 0, Self.isWhite(bytes[start - 1]) { start -= 1 }
        return offset - start <= most ? Array(bytes[start..<offset]) : []
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(byte), bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// The offset behind the next `terminator`.
    private func end(of terminator: StaticString, from start: Int) -> Int {
        var cursor = start
        let first = terminator.utf8Start[0]
        while let found = find(first, from: cursor), found + terminator.utf8CodeUnitCount <= bytes.count {
            if memcmp(bytes.baseAddress! + found, terminator.utf8Start, terminator.utf8CodeUnitCount) == 0 {
                return found + terminator.utf8CodeUnitCount
            }
            cursor = found + 1
        }
        return bytes.count
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        isWhite(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "=")
    }

    static func isWhite(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
}
