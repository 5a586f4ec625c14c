// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// What part of some bytes a `Range` field asks for (RFC 9110, section 14.2).
enum ByteRange: Equatable {
    /// All of it: no field, one that can't be read, or several ranges, which a server may pass over.
    case whole
    /// This part.
    case part(Range<Int>)
    /// A part that there is not.
    case unsatisfiable

    init(_ field: String?, size: Int) {
        self = .whole
        guard let field, field.hasPrefix("bytes="), !field.contains(",") else { return }
        let ends = field.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return }
        switch (Int(ends[0]), Int(ends[1])) {
        case (let first?, let last?):
            guard first <= last else { return }
            self = first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
        case (let first?, nil):
            guard ends[1].isEmpty else { return }
            self = first < size ? .part(first..<size) : .unsatisfiable
        case (nil, let count?):
            guard ends[0].isEmpty else { return }
            self = count > 0 && size > 0 ? .part(size - min(count, size)..<size) : .unsatisfiable
        case (nil, nil):
            return
        }
    }
}

/// The tags of an `If-None-Match` field (RFC 9110, section 13.1.2).
enum ETagList {
    static func matches(_ field: String, _ digest: Digest256) -> Bool {
        if field == "*" { return true }
        return field.split(separator: ",").contains { item in
            var tag = item.drop { $0 == " " }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            while tag.last == " " { tag = tag.dropLast() }
            return tag == "\"\(digest)\""
        }
    }
}
