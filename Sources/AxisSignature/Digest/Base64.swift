// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Base64 as XML Schema's `base64Binary` has it (RFC 2045 alphabet): white space anywhere, padding required.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// For each byte: its six bits, 64 for white space, 65 for `=`, 255 for anything else.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        for space in [0x20, 0x09, 0x0a, 0x0d] { table[space] = 64 }
        table[0x3d] = 65
        return table
    }()

    /// The bytes that `text` stands for, or nil when it is not exactly one canonical encoding: a foreign character,
    /// missing padding, anything after the padding, or unused bits that are not zero.
    static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode($0) }
    }

    /// Like ``decode(_:)-(String)``, for the UTF-8 bytes of a text.
    static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var valid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { output, count in
            var accumulator: UInt32 = 0
            var digits = 0
            var padding = 0
            values.withUnsafeBufferPointer { values in
                for character in text {
                    let value = values[Int(character)]
                    if value < 64 {
                        guard padding == 0 else {
                            valid = false
                            return
                        }
                        accumulator = accumulator << 6 | UInt32(value)
                        digits += 1
                        if digits == 4 {
                            output[count] = UInt8(truncatingIfNeeded: accumulator >> 16)
                            output[count + 1] = UInt8(truncatingIfNeeded: accumulator >> 8)
                            output[count + 2] = UInt8(truncatingIfNeeded: accumulator)
                            count += 3
                            digits = 0
                        }
                    } else if value == 65 {
                        padding += 1
                    } else if value == 255 {
                        valid = false
                        return
                    }
                }
            }
            switch (digits, padding) {
            case (0, 0): break
            case (2, 2):
                output[count] = UInt8(truncatingIfNeeded: accumulator >> 4)
                count += 1
                valid = valid && accumulator & 0xf == 0
            case (3, 1):
                output[count] = UInt8(truncatingIfNeeded: accumulator >> 10)
                output[count + 1] = UInt8(truncatingIfNeeded: accumulator >> 2)
                count += 2
                valid = valid && accumulator & 0x3 == 0
            default: valid = false
            }
        }
        return valid ? bytes : nil
    }

    /// The encoding of `bytes` on one line.
    static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { output in
            var position = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let left = bytes.count - start
                let first = UInt32(bytes[start])
                let second = left > 1 ? UInt32(bytes[start + 1]) : 0
                let third = left > 2 ? UInt32(bytes[start + 2]) : 0
                let group = first << 16 | second << 8 | third
                output[position] = alphabet[Int(group >> 18)]
                output[position + 1] = alphabet[Int(group >> 12 & 63)]
                output[position + 2] = left > 1 ? alphabet[Int(group >> 6 & 63)] : 0x3d
                output[position + 3] = left > 2 ? alphabet[Int(group & 63)] : 0x3d
                position += 4
            }
            return position
        }
    }
}
