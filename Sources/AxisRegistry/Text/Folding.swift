// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Folds Vietnamese text for comparison: lower case, no diacritics, đ as d, composed or decomposed alike.
///
/// By hand rather than through Foundation: Foundation leaves đ as it is, needs ICU, and is far slower.
package enum Folding {
    /// The folded words of a text: runs of letters and digits, the rest separates them.
    package static func words(of text: String) -> [String] {
        fold(text).split { !$0.isFoldedWordPart }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The folded text, white space and all.
    package static func folded(_ text: String) -> String { String(decoding: fold(text), as: UTF8.self) }

    static func fold(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: bytes.append(UInt8(scalar.value) + 32)
            case 0..<0x80: bytes.append(UInt8(scalar.value))
            case 0x300...0x36F: continue
            default:
                if let base = base(of: scalar.value) {
                    bytes.append(base)
                } else {
                    bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
                }
            }
        }
        return bytes
    }

    /// The plain letter of a Latin letter with marks, for the blocks in which Vietnamese and its neighbours lie.
    private static func base(of value: UInt32) -> UInt8? {
        switch value {
        case 0xC0...0xC5, 0xE0...0xE5, 0x100...0x105, 0x1EA0...0x1EB7: letter("a")
        case 0xC7, 0xE7, 0x106...0x10D: letter("c")
        case 0xD0, 0xF0, 0x10E...0x111: letter("d")
        case 0xC8...0xCB, 0xE8...0xEB, 0x112...0x11B, 0x1EB8...0x1EC7: letter("e")
        case 0xCC...0xCF, 0xEC...0xEF, 0x128...0x131, 0x1EC8...0x1ECB: letter("i")
        case 0xD1, 0xF1, 0x143...0x148: letter("n")
        case 0xD2...0xD6, 0xD8, 0xF2...0xF6, 0xF8, 0x14C...0x151, 0x1A0, 0x1A1, 0x1ECC...0x1EE3: letter("o")
        case 0xD9...0xDC, 0xF9...0xFC, 0x168...0x173, 0x1AF, 0x1B0, 0x1EE4...0x1EF1: letter("u")
        case 0xDD, 0xFD, 0xFF, 0x176...0x178, 0x1EF2...0x1EF9: letter("y")
        default: nil
        }
    }

    private static func letter(_ character: Unicode.Scalar) -> UInt8 { UInt8(ascii: character) }
}

extension UInt8 {
    /// ASCII letters and digits, and every byte of a letter beyond ASCII.
    fileprivate var isFoldedWordPart: Bool {
        self >= 0x80 || (48...57).contains(self) || (97...122).contains(self)
    }
}
