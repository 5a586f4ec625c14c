// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

extension GuardScanner {
    /// The longest XML declaration read: a real one has some 50 bytes.
    private static let declarationBytes = 256

    /// Reads `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`, each part as XML 1.0 section 2.8 has it.
    ///
    /// It must stand at the very start; later, `<?xml` is a processing instruction.
    mutating func scanXMLDeclaration() throws(GuardViolation) {
        guard starts(with: "<?xml"), position + 5 < bytes.count, !isNameByte(bytes[position + 5]) else { return }
        let start = position
        var limits = GuardLimits()
        limits.startTagBytes = Self.declarationBytes
        var cursor = TagCursor(bytes: bytes, start: start, limits: limits)
        cursor.position += 5

        var expected = Part.version
        while true {
            let hadWhite = cursor.skipWhite()
            if try peek(&cursor) == UInt8(ascii: "?") {
                cursor.position += 1
                guard try peek(&cursor) == UInt8(ascii: ">"), expected != .version else {
                    throw GuardViolation(.declaration, at: start)
                }
                position = cursor.position + 1
                return
            }
            let name = cursor.position
            guard hadWhite, isNameStart(try peek(&cursor)) else { throw GuardViolation(.declaration, at: start) }
            expected = try scanPart(&cursor, at: name, expected: expected, start: start)
        }
    }

    /// The part that may come next, in the order the grammar fixes.
    private enum Part { case version, encoding, standalone, nothing }

    private func scanPart(
        _ cursor: inout TagCursor,
        at name: Int,
        expected: Part,
        start: Int
    ) throws(GuardViolation) -> Part {
        do throws(GuardViolation) {
            _ = try cursor.skipAttribute()
        } catch {
            throw declarationViolation(error)
        }
        // The value, lower case, between the quotes that skipAttribute has seen.
        let quote = bytes[cursor.position - 1]
        var open = cursor.position - 2
        while bytes[open] != quote { open -= 1 }
        let value = String(decoding: bytes[(open + 1)..<(cursor.position - 1)], as: UTF8.self).lowercased()

        switch expected {
        case .version where matches("version", at: name):
            guard value == "1.0" else { throw GuardViolation(.declaration, at: start) }
            return .encoding
        case .encoding where matches("encoding", at: name):
            guard value == "utf-8" else { throw GuardViolation(.encoding, at: start) }
            return .standalone
        case .encoding where matches("standalone", at: name), .standalone where matches("standalone", at: name):
            guard value == "yes" || value == "no" else { throw GuardViolation(.declaration, at: start) }
            return .nothing
        default:
            throw GuardViolation(.declaration, at: start)
        }
    }

    private func peek(_ cursor: inout TagCursor) throws(GuardViolation) -> UInt8 {
        do throws(GuardViolation) {
            return try cursor.peek()
        } catch {
            throw declarationViolation(error)
        }
    }

    /// The end of the input stays what it is; anything else is a declaration not of the form.
    private func declarationViolation(_ violation: GuardViolation) -> GuardViolation {
        violation.bound == .truncated ? violation : GuardViolation(.declaration, at: violation.offset)
    }
}
