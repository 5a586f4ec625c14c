// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

extension GuardScanner {
    /// Checks text between tags: whole references to characters that exist, and no `]]>` (XML 1.0 section 2.4).
    ///
    /// libxml2 checks this too but reads on after each error, and a body of nothing else would cost it seconds.
    func scanText(_ range: Range<Int>) throws(GuardViolation) {
        var rest = range
        while let ampersand = index(of: UInt8(ascii: "&"), in: rest) {
            guard let end = Reference.end(in: bytes, at: ampersand, before: range.upperBound) else {
                throw GuardViolation(.syntax, at: ampersand)
            }
            rest = end..<range.upperBound
        }
        rest = range
        while let close = index(of: UInt8(ascii: ">"), in: rest) {
            if close - 2 >= range.lowerBound, bytes[close - 1] == UInt8(ascii: "]"),
                bytes[close - 2] == UInt8(ascii: "]")
            {
                throw GuardViolation(.syntax, at: close - 2)
            }
            rest = (close + 1)..<range.upperBound
        }
    }
}

/// A reference: `&#13;`, `&#xD;`, or one of the five entities that need no declaration.
enum Reference {
    private static let predefined: [StaticString] = ["amp;", "lt;", "gt;", "quot;", "apos;"]

    /// The position after the reference whose `&` is at `start`, or `nil` if none ends before `limit`.
    static func end(in bytes: UnsafeRawBufferPointer, at start: Int, before limit: Int) -> Int? {
        guard start + 2 < limit else { return nil }
        if bytes[start + 1] == UInt8(ascii: "#") { return endOfCharacter(in: bytes, at: start + 2, before: limit) }
        for name in predefined where start + 1 + name.utf8CodeUnitCount <= limit {
            var length = 0
            while length < name.utf8CodeUnitCount, bytes[start + 1 + length] == name.utf8Start[length] { length += 1 }
            if length == name.utf8CodeUnitCount { return start + 1 + length }
        }
        return nil
    }

    /// Reads `13;` or `xD;` and checks that XML 1.0 allows the character.
    private static func endOfCharacter(in bytes: UnsafeRawBufferPointer, at start: Int, before limit: Int) -> Int? {
        let isHexadecimal = bytes[start] == UInt8(ascii: "x")
        let base: UInt32 = isHexadecimal ? 16 : 10
        var position = isHexadecimal ? start + 1 : start
        var value: UInt32 = 0
        let firstDigit = position
        while position < limit, let digit = digit(bytes[position]), digit < base {
            value = min(value * base + digit, 0x11_0000)
            position += 1
        }
        guard position > firstDigit, position < limit, bytes[position] == UInt8(ascii: ";"),
            let scalar = Unicode.Scalar(value), XMLText.isPermitted(scalar)
        else { return nil }
        return position + 1
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
