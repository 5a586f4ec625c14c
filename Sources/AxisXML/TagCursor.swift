// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A place inside one tag that never leaves the tag's bound.
struct TagCursor {
    /// What may be missing of a reference that the end of the tag's bound cuts.
    private static let longestReference = 10

    private let bytes: UnsafeRawBufferPointer
    private let start: Int
    /// The first byte that may not belong to the tag any more.
    private let end: Int
    var position: Int

    /// A cursor on the `<` at `start`.
    init(bytes: UnsafeRawBufferPointer, start: Int, limits: GuardLimits) {
        self.bytes = bytes
        self.start = start
        end = min(bytes.count, start + limits.startTagBytes)
        position = start
    }

    /// The violation of running into ``end``: the bound, or else the end of the input.
    private var overrun: GuardViolation {
        GuardViolation(end == bytes.count ? .truncated : .startTagBytes, at: start)
    }

    @inline(__always)
    func peek() throws(GuardViolation) -> UInt8 {
        guard position < end else { throw overrun }
        return bytes[position]
    }

    @inline(__always)
    mutating func expect(_ byte: UInt8) throws(GuardViolation) {
        guard try peek() == byte else { throw GuardViolation(.syntax, at: start) }
        position += 1
    }

    /// Skips white space and says whether there was any.
    @inline(__always) @discardableResult
    mutating func skipWhite() -> Bool {
        let before = position
        while position < end, isWhite(bytes[position]) { position += 1 }
        return position > before
    }

    @inline(__always)
    mutating func skipName() throws(GuardViolation) {
        guard isNameStart(try peek()) else { throw GuardViolation(.syntax, at: start) }
        position += 1
        while position < end, isNameByte(bytes[position]) { position += 1 }
    }

    /// Skips `name = "value"` and says whether it declares a namespace.
    mutating func skipAttribute() throws(GuardViolation) -> Bool {
        let name = position
        try skipName()
        let nameEnd = position
        skipWhite()
        try expect(UInt8(ascii: "="))
        skipWhite()
        let quote = try peek()
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw GuardViolation(.syntax, at: start)
        }
        position += 1
        while true {
            let byte = try peek()
            if byte == UInt8(ascii: "&") {
                guard let next = Reference.end(in: bytes, at: position, before: end) else {
                    throw end - position < Self.longestReference ? overrun : GuardViolation(.syntax, at: position)
                }
                position = next
                continue
            }
            position += 1
            if byte == quote { break }
            // XML 1.0 section 2.3, AttValue; past one, libxml2 and this scan would disagree on where the tag ends.
            guard byte != UInt8(ascii: "<") else { throw GuardViolation(.syntax, at: start) }
        }
        return isNamespaceDeclaration(name..<nameEnd)
    }

    private func isNamespaceDeclaration(_ name: Range<Int>) -> Bool {
        let prefix: StaticString = "xmlns"
        guard name.count >= prefix.utf8CodeUnitCount else { return false }
        for offset in 0..<prefix.utf8CodeUnitCount where bytes[name.lowerBound + offset] != prefix.utf8Start[offset] {
            return false
        }
        return name.count == prefix.utf8CodeUnitCount
            || bytes[name.lowerBound + prefix.utf8CodeUnitCount] == UInt8(ascii: ":")
    }
}

/// White space of XML 1.0 (section 2.3, `S`).
@inline(__always)
func isWhite(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
}

/// Whether a name may begin with `byte`; above ASCII libxml2 decides.
@inline(__always)
func isNameStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...: true
    default: false
    }
}

/// Whether a name may hold `byte`; above ASCII libxml2 decides.
@inline(__always)
func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: isNameStart(byte)
    }
}
