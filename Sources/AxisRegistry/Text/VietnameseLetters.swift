// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A tone of Vietnamese (thanh).
package enum Tone: Int, Sendable, CaseIterable {
    /// Thanh ngang: no mark.
    case level
    /// Thanh huyền: `à`.
    case grave
    /// Thanh hỏi: `ả`.
    case hook
    /// Thanh ngã: `ã`.
    case tilde
    /// Thanh sắc: `á`.
    case acute
    /// Thanh nặng: `ạ`.
    case dot

    /// The tone that a combining mark writes.
    package init?(mark: Unicode.Scalar) {
        switch mark.value {
        case 0x300: self = .grave
        case 0x309: self = .hook
        case 0x303: self = .tilde
        case 0x301: self = .acute
        case 0x323: self = .dot
        default: return nil
        }
    }
}

/// The vowel letters of Vietnamese, taken apart and put together by a table.
///
/// By hand rather than through Foundation, as ``Folding``: this covers just the letters that Vietnamese names have;
/// every other scalar stays as it is.
package enum VietnameseLetters {
    /// A vowel letter without its tone, and the tone.
    struct Vowel: Hashable {
        /// `a`, `ă`, `â` … in its case.
        var letter: Unicode.Scalar
        var tone: Tone
    }

    /// Every vowel in the order of ``Tone``, the lower-case ones first.
    private static let rows = [
        "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự",
        "yỳỷỹýỵ", "AÀẢÃÁẠ", "ĂẰẲẴẮẶ", "ÂẦẨẪẤẬ", "EÈẺẼÉẸ", "ÊỀỂỄẾỆ", "IÌỈĨÍỊ", "OÒỎÕÓỌ", "ÔỒỔỖỐỘ", "ƠỜỞỠỚỢ", "UÙỦŨÚỤ",
        "ƯỪỬỮỨỰ", "YỲỶỸÝỴ",
    ].map { Array($0.unicodeScalars) }

    private static let vowels: [Unicode.Scalar: Vowel] = {
        var table: [Unicode.Scalar: Vowel] = [:]
        for row in rows {
            for tone in Tone.allCases { table[row[tone.rawValue]] = Vowel(letter: row[0], tone: tone) }
        }
        return table
    }()

    private static let rowsByLetter: [Unicode.Scalar: [Unicode.Scalar]] = {
        var table: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        for row in rows { table[row[0]] = row }
        return table
    }()

    /// The vowel that a composed letter is.
    static func vowel(_ scalar: Unicode.Scalar) -> Vowel? { vowels[scalar] }

    /// The composed letter of a vowel and a tone.
    static func scalar(_ vowel: Vowel) -> Unicode.Scalar {
        rowsByLetter[vowel.letter]?[vowel.tone.rawValue] ?? vowel.letter
    }

    /// Whether a scalar is a vowel letter of Vietnamese, with whatever tone.
    package static func isVowel(_ scalar: Unicode.Scalar) -> Bool { vowels[scalar] != nil }

    /// The text with its Vietnamese letters composed, as Unicode's Normalization Form C has them (UAX #15), in
    /// whatever order the marks come.
    package static func composed(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { (0x300...0x36F).contains($0.value) }) else { return text }
        var result: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            guard let last = result.last, let vowel = vowel(last), let joined = join(vowel, scalar) else {
                result.append(scalar)
                continue
            }
            result[result.count - 1] = self.scalar(joined)
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: result)
        return String(view)
    }

    private static func join(_ vowel: Vowel, _ mark: Unicode.Scalar) -> Vowel? {
        if let tone = Tone(mark: mark) {
            return vowel.tone == .level ? Vowel(letter: vowel.letter, tone: tone) : nil
        }
        let letter: Unicode.Scalar? =
            switch (mark.value, vowel.letter) {
            case (0x306, "a"): "ă"
            case (0x306, "A"): "Ă"
            case (0x302, "a"): "â"
            case (0x302, "A"): "Â"
            case (0x302, "e"): "ê"
            case (0x302, "E"): "Ê"
            case (0x302, "o"): "ô"
            case (0x302, "O"): "Ô"
            case (0x31B, "o"): "ơ"
            case (0x31B, "O"): "Ơ"
            case (0x31B, "u"): "ư"
            case (0x31B, "U"): "Ư"
            default: nil
            }
        return letter.map { Vowel(letter: $0, tone: vowel.tone) }
    }
}
