// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Letters without their diacritics and case: `Đã đến` becomes `da den`.
///
/// Vietnamese is often typed without diacritics, and either canonical form may arrive, so searching and comparing of
/// human text goes through this. `đ` has no canonical decomposition and is mapped by hand. Format characters (zero
/// width joiners, soft hyphens, directional marks) are dropped. White space is kept as it is.
package func foldVietnamese(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    folded.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
        LetterFolding.append(scalar, to: &folded)
    }
    return String(folded)
}

/// The folding of single scalars.
enum LetterFolding {
    /// Appends what a scalar folds to: nothing, one scalar, or in rare cases more.
    static func append(_ scalar: Unicode.Scalar, to folded: inout String.UnicodeScalarView) {
        if let base = asciiBase(of: scalar) {
            folded.append(Unicode.Scalar(base))
        } else {
            appendOther(scalar, to: &folded)
        }
    }

    /// The folded letters and digits as UTF-8, white space and most ASCII punctuation left out: for quick searching.
    static func letters(of text: String) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if let base = asciiBase(of: scalar) {
                if base >= UInt8(ascii: "0") { letters.append(base) }
            } else {
                var folded = String.UnicodeScalarView()
                appendOther(scalar, to: &folded)
                for part in folded where !part.properties.isWhitespace { letters.append(contentsOf: String(part).utf8) }
            }
        }
        return letters
    }

    /// The ASCII character that a scalar folds to, nil when it folds to anything else: all of Vietnamese ends here.
    @inline(__always)
    private static func asciiBase(of scalar: Unicode.Scalar) -> UInt8? {
        let base: UInt8
        switch scalar.value {
        case 0x41...0x5A: return UInt8(scalar.value + 32)
        case ..<0x80: return UInt8(scalar.value)
        case 0xC0..<0x250: base = latin[Int(scalar.value - 0xC0)]
        case 0x1E00...0x1EFF: base = latinAdditional[Int(scalar.value - 0x1E00)]
        default: return nil
        }
        return base == 0 ? nil : base
    }

    /// ASCII bases of U+00C0 to U+024F, lower case; 0 where there is none.
    private static let latin = (0xC0..<0x250).map(base)

    /// ASCII bases of U+1E00 to U+1EFF, lower case; 0 where there is none.
    private static let latinAdditional = (0x1E00...0x1EFF).map(base)

    private static func base(of value: Int) -> UInt8 {
        guard let scalar = Unicode.Scalar(UInt32(value)) else { return 0 }
        if value == 0x110 || value == 0x111 { return UInt8(ascii: "d") }
        let letters = CanonicalForm.decomposed(String(scalar)).lowercased().unicodeScalars
            .filter { $0.properties.generalCategory != .nonspacingMark }
        guard letters.count == 1, let letter = letters.first, letter.isASCII else { return 0 }
        return UInt8(letter.value)
    }

    private static func appendOther(_ scalar: Unicode.Scalar, to folded: inout String.UnicodeScalarView) {
        switch scalar.properties.generalCategory {
        case .format, .nonspacingMark: break
        case .uppercaseLetter, .titlecaseLetter:
            folded.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        default: folded.append(scalar)
        }
    }
}
