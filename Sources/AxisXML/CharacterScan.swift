// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Finds the first byte that is not UTF-8 or that begins a character XML 1.0 forbids.
enum CharacterScan {
    /// The first violation in `bytes`, or `nil`: one pass, ASCII eight bytes at a time.
    static func firstViolation(in bytes: UnsafeRawBufferPointer) -> GuardViolation? {
        let count = bytes.count
        var position = 0
        while position < count {
            position = endOfPlainASCII(in: bytes, from: position)
            guard position < count else { return nil }
            let byte = bytes[position]
            if byte < 0x80 {
                switch byte {
                case 0x20..., 0x09, 0x0A, 0x0D: position += 1
                case 0x00: return GuardViolation(.encoding, at: position)
                default: return GuardViolation(.character, at: position)
                }
                continue
            }
            guard let length = sequenceLength(in: bytes, at: position) else {
                return GuardViolation(.encoding, at: position)
            }
            // U+FFFE and U+FFFF are the only non-characters that `Char` leaves out.
            if byte == 0xEF, bytes[position + 1] == 0xBF, bytes[position + 2] >= 0xBE {
                return GuardViolation(.character, at: position)
            }
            position += length
        }
        return nil
    }

    /// The first position from `start` whose eight-byte word holds a control or a byte above ASCII, or the tail.
    @inline(__always)
    private static func endOfPlainASCII(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits: UInt64 = 0x8080_8080_8080_8080
        var position = start
        while position &+ 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            // The second term has a high bit where a byte is below 0x20; a borrow can only add false alarms.
            guard (word | ((word &- (ones &* 0x20)) & ~word)) & highBits == 0 else { break }
            position &+= 8
        }
        return position
    }

    /// The length of the well-formed sequence at `position`, whose first byte is above ASCII (Unicode, table 3-7).
    @inline(__always)
    private static func sequenceLength(in bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
        let lead = bytes[position]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return nil }
        var next = position + 2
        while next < position + length {
            guard bytes[next] & 0xC0 == 0x80 else { return nil }
            next += 1
        }
        return length
    }
}
