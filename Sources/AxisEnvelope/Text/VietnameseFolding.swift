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
    static func append(_ scalar: Unicode.Scalar, to folded: inout String.UnicodeScalarView) {
        switch scalar.value {
        case 0x41...0x5A: folded.append(Unicode.Scalar(UInt8(scalar.value + 32)))
        case 0xAD: break
        case ..<0xC0: folded.append(scalar)
        case 0xC0..<0x250: appendBase(latin[Int(scalar.value - 0xC0)], or: scalar, to: &folded)
        case 0x1E00...0x1EFF: appendBase(latinAdditional[Int(scalar.value - 0x1E00)], or: scalar, to: &folded)
        case 0x300...0x36F: break
        default: appendOther(scalar, to: &folded)
        }
    }

    /// Whether the scalar is an ASCII letter or anything else that folding changes by case alone.
    static func carriesDiacritic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0xC0: false
        case 0x300...0x36F: true
        case 0xC0..<0x250: latin[Int(scalar.value - 0xC0)] < 0x80
        case 0x1E00...0x1EFF: latinAdditional[Int(scalar.value - 0x1E00)] < 0x80
        default: false
        }
    }

    /// Base letters of U+00C0 to U+024F, lower case; 0 where folding gives something other than one scalar.
    private static let latin = (0xC0..<0x250).map(base)

    /// Base letters of U+1E00 to U+1EFF, lower case.
    private static let latinAdditional = (0x1E00...0x1EFF).map(base)

    private static func base(of value: Int) -> UInt32 {
        guard let scalar = Unicode.Scalar(UInt32(value)) else { return 0 }
        if value == 0x110 || value == 0x111 { return 0x64 }
        let letters = CanonicalForm.decomposed(String(Character(scalar))).lowercased().unicodeScalars
            .filter { !$0.properties.isDiacriticMark }
        return letters.count == 1 ? letters.first?.value ?? 0 : 0
    }

    private static func appendBase(
        _ base: UInt32,
        or scalar: Unicode.Scalar,
        to folded: inout String.UnicodeScalarView
    ) {
        if base != 0, let letter = Unicode.Scalar(base) {
            folded.append(letter)
        } else {
            folded.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
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

extension Unicode.Scalar.Properties {
    fileprivate var isDiacriticMark: Bool { generalCategory == .nonspacingMark }
}
