// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CXMLSec

/// The state of one pass of ``ByteGuard`` over the constructs of a document.
struct GuardScanner {
    let bytes: UnsafeRawBufferPointer
    let limits: GuardLimits
    var position = 0
    private var depth = 0
    private var elements = 0
    private var attributes = 0
    private var sections = 0
    private var namespaceDeclarations = 0
    private var hasRoot = false

    init(bytes: UnsafeRawBufferPointer, limits: GuardLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// Scans from the byte-order mark to the last byte.
    mutating func scanDocument() throws(GuardViolation) {
        if starts(with: "\u{FEFF}") { position = 3 }
        try scanXMLDeclaration()
        while position < bytes.count {
            guard depth > 0 else {
                try scanOutsideRoot()
                continue
            }
            guard let open = index(of: UInt8(ascii: "<"), in: position..<bytes.count) else { break }
            try scanText(position..<open)
            position = open
            try scanMarkup()
        }
        guard hasRoot, depth == 0 else { throw GuardViolation(.truncated, at: bytes.count) }
    }

    private mutating func scanOutsideRoot() throws(GuardViolation) {
        if isWhite(bytes[position]) {
            position += 1
        } else if bytes[position] == UInt8(ascii: "<") {
            try scanMarkup()
        } else {
            throw GuardViolation(.syntax, at: position)
        }
    }

    /// One construct, from its `<`.
    private mutating func scanMarkup() throws(GuardViolation) {
        guard position + 1 < bytes.count else { throw GuardViolation(.truncated, at: position) }
        switch bytes[position + 1] {
        case UInt8(ascii: "/"): try scanEndTag()
        case UInt8(ascii: "!"): try scanDeclarationOrSection()
        case UInt8(ascii: "?"): try scanProcessingInstruction()
        default: try scanStartTag()
        }
    }

    // MARK: - Comments, CDATA sections, processing instructions

    private mutating func scanDeclarationOrSection() throws(GuardViolation) {
        if starts(with: "<!--") {
            guard limits.allowsComments else { throw GuardViolation(.comment, at: position) }
            try countSection()
            try skipComment()
        } else if starts(with: "<![CDATA[") {
            guard depth > 0 else { throw GuardViolation(.syntax, at: position) }
            try countSection()
            try skip(past: "]]>", after: 9)
        } else if isCutShort("<!--") || isCutShort("<![CDATA[") {
            throw GuardViolation(.truncated, at: position)
        } else {
            throw GuardViolation(.doctype, at: position)
        }
    }

    private mutating func scanProcessingInstruction() throws(GuardViolation) {
        guard limits.allowsProcessingInstructions else {
            throw GuardViolation(.processingInstruction, at: position)
        }
        guard position + 2 < bytes.count else { throw GuardViolation(.truncated, at: position) }
        // A target that libxml2 refuses would make it read the rest as content, so only plain ones pass.
        guard bytes[position + 2] < 0x80, isNameStart(bytes[position + 2]) else {
            throw GuardViolation(.syntax, at: position)
        }
        try countSection()
        try skip(past: "?>", after: 3)
    }

    private mutating func countSection() throws(GuardViolation) {
        sections += 1
        guard sections <= limits.sections else { throw GuardViolation(.sections, at: position) }
    }

    /// Moves past a comment; the first `--` in it ends it (XML 1.0 section 2.5).
    private mutating func skipComment() throws(GuardViolation) {
        var candidate = position + 4
        while candidate < bytes.count, let hyphen = index(of: UInt8(ascii: "-"), in: candidate..<bytes.count) {
            guard hyphen + 2 < bytes.count else { break }
            if bytes[hyphen + 1] == UInt8(ascii: "-") {
                guard bytes[hyphen + 2] == UInt8(ascii: ">") else { throw GuardViolation(.syntax, at: hyphen) }
                position = hyphen + 3
                return
            }
            candidate = hyphen + 2
        }
        throw GuardViolation(.truncated, at: position)
    }

    /// Moves past the next `terminator`, which begins `length` bytes on or later.
    private mutating func skip(past terminator: StaticString, after length: Int) throws(GuardViolation) {
        let size = terminator.utf8CodeUnitCount
        var candidate = position + length
        // The last byte of every terminator is `>`; text is searched for it at the speed of memchr.
        while candidate < bytes.count, let close = index(of: UInt8(ascii: ">"), in: candidate..<bytes.count) {
            if close - (size - 1) >= position + length, matches(terminator, at: close - (size - 1)) {
                position = close + 1
                return
            }
            candidate = close + 1
        }
        throw GuardViolation(.truncated, at: position)
    }

    // MARK: - Tags

    private mutating func scanEndTag() throws(GuardViolation) {
        let start = position
        guard depth > 0 else { throw GuardViolation(.syntax, at: start) }
        var tag = TagCursor(bytes: bytes, start: start, limits: limits)
        tag.position += 2
        try tag.skipName()
        tag.skipWhite()
        try tag.expect(UInt8(ascii: ">"))
        depth -= 1
        position = tag.position
    }

    private mutating func scanStartTag() throws(GuardViolation) {
        let start = position
        guard depth > 0 || !hasRoot else { throw GuardViolation(.syntax, at: start) }
        hasRoot = true
        elements += 1
        guard elements <= limits.elements else { throw GuardViolation(.elements, at: start) }
        guard depth < limits.depth else { throw GuardViolation(.depth, at: start) }

        var tag = TagCursor(bytes: bytes, start: start, limits: limits)
        tag.position += 1
        try tag.skipName()
        var attributesOfTag = 0
        while true {
            let hadWhite = tag.skipWhite()
            let byte = try tag.peek()
            if byte == UInt8(ascii: ">") {
                tag.position += 1
                depth += 1
                break
            }
            if byte == UInt8(ascii: "/") {
                tag.position += 1
                try tag.expect(UInt8(ascii: ">"))
                break
            }
            guard hadWhite else { throw GuardViolation(.syntax, at: start) }
            attributes += 1
            attributesOfTag += 1
            guard attributesOfTag <= limits.attributesPerTag, attributes <= limits.attributes else {
                throw GuardViolation(.attributes, at: start)
            }
            if try tag.skipAttribute() {
                namespaceDeclarations += 1
                guard namespaceDeclarations <= limits.namespaceDeclarations else {
                    throw GuardViolation(.namespaces, at: start)
                }
            }
        }
        position = tag.position
    }

    // MARK: - Bytes

    /// The first `byte` in `range`.
    @inline(__always)
    func index(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard !range.isEmpty, let base = bytes.baseAddress else { return nil }
        guard let hit = memchr(base + range.lowerBound, Int32(byte), range.count) else { return nil }
        return UnsafeRawPointer(hit) - base
    }

    func matches(_ text: StaticString, at start: Int) -> Bool {
        let size = text.utf8CodeUnitCount
        guard start + size <= bytes.count, let base = bytes.baseAddress else { return false }
        return memcmp(base + start, text.utf8Start, size) == 0
    }

    func starts(with text: StaticString) -> Bool { matches(text, at: position) }

    /// Whether the input ends inside `text`, so far equal to it.
    private func isCutShort(_ text: StaticString) -> Bool {
        let rest = bytes.count - position
        guard rest < text.utf8CodeUnitCount, let base = bytes.baseAddress else { return false }
        return memcmp(base + position, text.utf8Start, rest) == 0
    }
}
