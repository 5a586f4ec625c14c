// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Folds Vietnamese text for searching and comparing: `Đã đến` becomes `da den`.
///
/// Vietnamese is often typed without diacritics, and either canonical form may arrive. Folded text is lower case,
/// without diacritics (`đ`, which has no canonical decomposition, and its look-alikes included), and without format
/// characters: zero-width joiners, soft hyphens, directional marks. White space is kept as it is.
package enum Folding {
    /// The folded text.
    package static func folded(_ text: String) -> String { String(decoding: utf8(of: text), as: UTF8.self) }

    /// The folded text as UTF-8.
    package static func utf8(of text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        forEachPart(of: text) { letter, others in
            if let others { bytes.append(contentsOf: others.utf8) } else { bytes.append(letter) }
        }
        return bytes
    }

    /// The folded words of a text: runs of letters and digits, the rest separates them.
    package static func words(of text: String) -> [String] {
        utf8(of: text).split { !$0.isFoldedWordPart }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The folded letters and digits as UTF-8, white space and most ASCII punctuation left out: for quick searching.
    package static func letters(of text: String) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity(text.utf8.count)
        forEachPart(of: text) { letter, others in
            if let others {
                for part in others.unicodeScalars where !part.properties.isWhitespace {
                    letters.append(contentsOf: String(part).utf8)
                }
            } else if letter >= UInt8(ascii: "0") {
                letters.append(letter)
            }
        }
        return letters
    }

    /// Calls with what each scalar folds to: an ASCII character (all of Vietnamese ends here), or else `others`.
    @inline(__always)
    private static func forEachPart(of text: String, _ body: (_ letter: UInt8, _ others: String?) -> Void) {
        let table = letters
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case ..<0x250:
                let letter = table[Int(scalar.value)]
                if letter != 0 || scalar.value == 0 {
                    body(letter, nil)
                    continue
                }
            case 0x1E00...0x1EFF:
                let letter = table[Int(scalar.value - 0x1E00 + 0x250)]
                if letter != 0 {
                    body(letter, nil)
                    continue
                }
            default: break
            }
            switch scalar.properties.generalCategory {
            case .format, .nonspacingMark: continue
            default: body(0, scalar.properties.lowercaseMapping)
            }
        }
    }

    /// What U+0000 to U+024F and, behind them, U+1E00 to U+1EFF fold to; 0 where that is no ASCII character.
    private static let letters = (Array(0..<0x250) + Array(0x1E00...0x1EFF)).map(letter)

    /// The plain letter that a Latin letter is named after: `LATIN SMALL LETTER O WITH HORN AND ACUTE`.
    private static func letter(of value: UInt32) -> UInt8 {
        switch value {
        case 0x41...0x5A: return UInt8(value + 32)
        case ..<0x80: return UInt8(value)
        // Eth and the African D are typed for Đ, as they look alike; and the dotless i.
        case 0xD0, 0xF0, 0x189: return UInt8(ascii: "d")
        case 0x131: return UInt8(ascii: "i")
        default: break
        }
        let words = Unicode.Scalar(value)?.properties.name?.split(separator: " ") ?? []
        guard words.count >= 4, words[0] == "LATIN", words[2] == "LETTER", words.count == 4 || words[4] == "WITH",
            words[3].utf8.count == 1, let letter = words[3].utf8.first
        else { return 0 }
        return letter + 32
    }
}

extension UInt8 {
    /// ASCII letters and digits, and every byte of a letter beyond ASCII.
    fileprivate var isFoldedWordPart: Bool {
        self >= 0x80 || (48...57).contains(self) || (97...122).contains(self)
    }
}
