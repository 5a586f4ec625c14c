// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Base64 (RFC 4648, section 4) between bytes and text, at memory speed: attachments have tens of megabytes.
package enum Base64 {
    /// How much a text may differ from what ``encode(_:)`` makes.
    package enum Form: Sendable {
        /// Not at all: each content has exactly one text.
        case exact
        /// By white space, anywhere: `base64Binary` of XML Schema, PEM.
        case spaced
        /// By white space, by missing padding and by unused bits that are set: what systems of agencies send.
        case lenient
    }

    /// The text of `bytes`, in one line with padding.
    package static func encode(_ bytes: [UInt8]) -> String {
        let length = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: length) { output in
            bytes.withUnsafeBufferPointer { encode($0, to: output[..<length]) }
            return length
        }
    }

    /// Writes the text of `bytes`, in one line with padding, behind what is in `output`.
    package static func encode(_ bytes: [UInt8], into output: inout [UInt8]) {
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: (bytes.count + 2) / 3 * 4))
        output.withUnsafeMutableBufferPointer { output in
            bytes.withUnsafeBufferPointer { encode($0, to: output[start...]) }
        }
    }

    private static func encode(_ input: UnsafeBufferPointer<UInt8>, to slice: Slice<UnsafeMutableBufferPointer<UInt8>>)
    {
        let output = UnsafeMutableBufferPointer(rebasing: slice)
        digits.withUnsafeBufferPointer { digits in
            var source = 0
            var target = 0
            while source + 2 < input.count {
                let group = Int(input[source]) << 16 | Int(input[source + 1]) << 8 | Int(input[source + 2])
                output[target] = digits[group >> 18]
                output[target + 1] = digits[group >> 12 & 63]
                output[target + 2] = digits[group >> 6 & 63]
                output[target + 3] = digits[group & 63]
                source += 3
                target += 4
            }
            guard source < input.count else { return }
            let hasTwo = source + 1 < input.count
            let group = Int(input[source]) << 16 | (hasTwo ? Int(input[source + 1]) << 8 : 0)
            output[target] = digits[group >> 18]
            output[target + 1] = digits[group >> 12 & 63]
            output[target + 2] = hasTwo ? digits[group >> 6 & 63] : UInt8(ascii: "=")
            output[target + 3] = UInt8(ascii: "=")
        }
    }

    /// The bytes that `text` stands for.
    ///
    /// - Returns: nil when the text is not of the form, has a foreign character, or anything but white space behind
    ///   its padding.
    package static func decode(_ text: some StringProtocol, as form: Form) -> [UInt8]? {
        var text = String(text)
        return text.withUTF8 { decode(UnsafeRawBufferPointer($0), as: form) }
    }

    /// Like ``decode(_:as:)-(StringProtocol,_)``, for the UTF-8 bytes of a text.
    package static func decode(_ text: UnsafeRawBufferPointer, as form: Form) -> [UInt8]? {
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { output, count in
            isValid = decode(text, as: form, into: output, count: &count)
        }
        return isValid ? bytes : nil
    }

    private static func decode(
        _ text: UnsafeRawBufferPointer,
        as form: Form,
        into output: UnsafeMutableBufferPointer<UInt8>,
        count: inout Int
    ) -> Bool {
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        return values.withUnsafeBufferPointer { values in
            var index = 0
            while index < text.count {
                // Four digits at once, as long as nothing but digits comes.
                if digits == 0, padding == 0 {
                    while index + 4 <= text.count {
                        let first = values[Int(text[index])]
                        let second = values[Int(text[index + 1])]
                        let third = values[Int(text[index + 2])]
                        let fourth = values[Int(text[index + 3])]
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
                let value = values[Int(text[index])]
                index += 1
                switch value {
                case white where form != .exact: continue
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
            switch (digits, padding) {
            case (0, 0): return true
            case (2, 2), (3, 1): break
            case (2, 0), (3, 0): guard form == .lenient else { return false }
            default: return false
            }
            // Two digits carry one byte and four unused bits, three carry two bytes and two unused bits.
            let unused = digits == 2 ? 4 : 2
            guard form == .lenient || group & (1 << unused - 1) == 0 else { return false }
            group >>= UInt32(unused)
            if digits == 3 {
                output[count] = UInt8(truncatingIfNeeded: group >> 8)
                count += 1
            }
            output[count] = UInt8(truncatingIfNeeded: group)
            count += 1
            return true
        }
    }

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let white: UInt8 = 64
    private static let pad: UInt8 = 65

    /// The value of each byte: 0 to 63 for a digit, else what it is; 255 for a foreign character.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        for space in [0x20, 0x09, 0x0A, 0x0D] { values[space] = white }
        values[Int(UInt8(ascii: "="))] = pad
        return values
    }()
}
