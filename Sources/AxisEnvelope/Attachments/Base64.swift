// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Base64 (RFC 4648, section 4) between byte arrays, at memory speed.
package enum Base64 {
    /// Encodes in one line with padding, behind what is in `output`.
    package static func encode(_ bytes: [UInt8], into output: inout [UInt8]) {
        let groups = (bytes.count + 2) / 3
        let start = output.count
        output.append(contentsOf: repeatElement(UInt8(ascii: "="), count: groups * 4))
        alphabet.withUnsafeBufferPointer { alphabet in
            bytes.withUnsafeBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    var target = start
                    var source = 0
                    while source + 2 < input.count {
                        let group = Int(input[source]) << 16 | Int(input[source + 1]) << 8 | Int(input[source + 2])
                        output[target] = alphabet[group >> 18]
                        output[target + 1] = alphabet[group >> 12 & 63]
                        output[target + 2] = alphabet[group >> 6 & 63]
                        output[target + 3] = alphabet[group & 63]
                        target += 4
                        source += 3
                    }
                    guard source < input.count else { return }
                    let second = source + 1 < input.count ? Int(input[source + 1]) : 0
                    let group = Int(input[source]) << 16 | second << 8
                    output[target] = alphabet[group >> 18]
                    output[target + 1] = alphabet[group >> 12 & 63]
                    if source + 1 < input.count { output[target + 2] = alphabet[group >> 6 & 63] }
                }
            }
        }
    }

    /// Decodes; white space anywhere is skipped, padding may be missing.
    ///
    /// - Returns: nil when anything else stands in the text, or anything but white space behind the padding.
    package static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { output, count in
            isValid = decode(text, into: output, count: &count)
        }
        return isValid ? bytes : nil
    }

    private static func decode(
        _ text: UnsafeRawBufferPointer,
        into output: UnsafeMutableBufferPointer<UInt8>,
        count: inout Int
    ) -> Bool {
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        let table = values
        return table.withUnsafeBufferPointer { table in
            var index = 0
            while index < text.count {
                // Four digits at once, as long as nothing but digits comes.
                if digits == 0, padding == 0 {
                    while index + 4 <= text.count {
                        let first = table[Int(text[index])]
                        let second = table[Int(text[index + 1])]
                        let third = table[Int(text[index + 2])]
                        let fourth = table[Int(text[index + 3])]
                        guard (first | second | third | fourth) < 64 else { break }
                        let word = UInt32(first) << 18 | UInt32(second) << 12 | UInt32(third) << 6 | UInt32(fourth)
                        output[count] = UInt8(truncatingIfNeeded: word >> 16)
                        output[count + 1] = UInt8(truncatingIfNeeded: word >> 8)
                        output[count + 2] = UInt8(truncatingIfNeeded: word)
                        count += 3
                        index += 4
                    }
                    guard index < text.count else { break }
                }
                let value = table[Int(text[index])]
                index += 1
                switch value {
                case white: continue
                case pad: padding += 1
                case 0..<64 where padding == 0:
                    group = group << 6 | UInt32(value)
                    digits += 1
                    guard digits == 4 else { continue }
                    output[count] = UInt8(truncatingIfNeeded: group >> 16)
                    output[count + 1] = UInt8(truncatingIfNeeded: group >> 8)
                    output[count + 2] = UInt8(truncatingIfNeeded: group)
                    count += 3
                    (group, digits) = (0, 0)
                default: return false
                }
            }
            switch digits {
            case 0: return padding == 0
            case 2 where padding == 0 || padding == 2:
                output[count] = UInt8(truncatingIfNeeded: group >> 4)
                count += 1
            case 3 where padding <= 1:
                output[count] = UInt8(truncatingIfNeeded: group >> 10)
                output[count + 1] = UInt8(truncatingIfNeeded: group >> 2)
                count += 2
            default: return false
            }
            return true
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let white: UInt8 = 64
    private static let pad: UInt8 = 65

    /// The value of each byte: 0 to 63 for a digit, else what it is.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
        for space in [0x20, 0x09, 0x0A, 0x0D] { values[space] = white }
        values[Int(UInt8(ascii: "="))] = pad
        return values
    }()
}
