// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The texts of an envelope that may carry a state-secret marking, NFC and trimmed, each with its element's name.
package struct MarkableTexts: Hashable, Sendable {
    /// `DocumentType/TypeName`.
    package var typeNames: [String] = []
    /// `OtherInfo/TyperNotation`.
    package var typerNotations: [String] = []
    /// `OtherInfo/Appendixes/Appendix`.
    package var appendixes: [String] = []
    /// `Subject`; all of them, where a sender wrote several.
    package var subjects: [String] = []

    /// No texts.
    package init() {}
}

/// The markings of state secrets (dấu chỉ độ mật), which must not travel here (QĐ 28/2018/QĐ-TTg, Art. 1(2)).
///
/// A marking is recognised with or without diacritics, in any case, with letters spaced out, in these places:
/// * the whole of `TypeName`, `TyperNotation` or an `Appendix`;
/// * in brackets anywhere: `[MẬT]`, `(Tối mật)`, `(Mật - Hỏa tốc)`;
/// * leading, with a delimiter, the end or the usual opening words behind it: `MẬT: …`, `Mật - …`, `MẬT V/v …`, also
///   behind an urgency: `HỎA TỐC - MẬT: …`;
/// * behind a label: `Độ mật: Tối mật`;
/// * trailing in `TypeName`, `TyperNotation` and `Appendix`: `Công văn mật`, `CV-MẬT`, `Phụ lục 2 - Tối mật`.
///
/// *Mật* is also honey, and *bảo mật*, *bí mật*, *mật khẩu*, *mật độ*, *mật mã* are ordinary words of administration,
/// so a word in running text is never a marking. Without diacritics, `mat` may be *mất* (lost), *mắt* (eye), *mặt*
/// (face) or somebody's abbreviation, so a one-word marking without its diacritics counts only in capitals at the
/// start (`[MAT]`, `MAT: …`), as a whole short field, or behind a label. A text with *other* diacritics (`MẤT`) is
/// another word. What slips through is the sender's breach; what is refused wrongly can be reworded.
package struct SecretMarkings: Hashable, Sendable {
    /// Mật, Tối mật, Tuyệt mật: the degrees of the Law on Protection of State Secrets.
    package static let standard = SecretMarkings(["Mật", "Tối mật", "Tuyệt mật"])

    let marks: [Mark]

    /// Takes a list of markings, written with their diacritics; empty ones are passed over.
    package init(_ markings: [String]) {
        marks = markings.map { Mark($0.normalizedField) }.filter { !$0.letters.isEmpty }
    }

    /// The first element that carries a marking, e.g. `Subject`; nil when none does.
    package func find(in texts: MarkableTexts) -> String? {
        guard !marks.isEmpty else { return nil }
        if texts.typeNames.contains(where: { carries($0, in: .typeName) }) { return "DocumentType/TypeName" }
        if texts.typerNotations.contains(where: { carries($0, in: .typerNotation) }) {
            return "OtherInfo/TyperNotation"
        }
        if texts.appendixes.contains(where: { carries($0, in: .appendix) }) {
            return "OtherInfo/Appendixes/Appendix"
        }
        return texts.subjects.contains { carries($0, in: .subject) } ? "Subject" : nil
    }

    /// Refuses an envelope that carries a marking; the refusal names the element and never its text.
    ///
    /// - Throws: `state-secret`.
    package func check(_ texts: MarkableTexts) throws(Refusal) {
        guard let field = find(in: texts) else { return }
        throw Refusal(
            .stateSecret,
            field: field,
            english: "\(field) carries a state-secret marking; such documents must not travel through this system "
                + "(Decision 28/2018/QD-TTg, Art. 1(2)). Nothing of it was kept.",
            vietnamese: "\(field) mang dấu chỉ độ mật; văn bản bí mật nhà nước không được gửi qua hệ thống này "
                + "(Quyết định 28/2018/QĐ-TTg, Điều 1 khoản 2). Hệ thống không lưu nội dung nào của văn bản."
        )
    }

    /// A place where a marking may stand.
    enum Place {
        case typeName
        case typerNotation
        case appendix
        case subject
    }

    /// Whether a text carries a marking.
    func carries(_ text: String, in place: Place) -> Bool {
        guard mayCarry(text) else { return false }
        return MarkRules(marks: marks, segments: MarkedText(text).segments, place: place).findsMark
    }

    /// Whether any marking's letters occur at all: most texts end here.
    private func mayCarry(_ text: String) -> Bool {
        let letters = Folding.letters(of: text)
        return marks.contains { mark in letters.contains(sequence: mark.foldedBytes) }
    }
}

/// One marking.
struct Mark: Hashable, Sendable {
    /// Its letters, lower case, NFC, without spaces.
    let letters: [Unicode.Scalar]
    /// The same without diacritics.
    let foldedLetters: [Unicode.Scalar]
    /// The same as bytes.
    let foldedBytes: [UInt8]
    /// How many words it has.
    let wordCount: Int

    init(_ text: String) {
        let words = MarkedText(text).segments.flatMap(\.words)
        let joined = words.map(\.exact).joined()
        letters = Array(joined.unicodeScalars)
        let folded = letters.map { Folding.folded(String(Character($0))).unicodeScalars.first ?? $0 }
        foldedLetters = folded
        foldedBytes = Array(String(String.UnicodeScalarView(folded)).utf8)
        wordCount = words.count
    }

    /// How words stand to the marking.
    enum Fit {
        /// The letters with at least one of their diacritics.
        case exact
        /// The letters without any.
        case bare
    }

    /// Compares words, put together, with the marking: `TỐI MẬT`, `M Ậ T`, `toi mat`.
    func fit(_ words: some Collection<MarkedText.Word>) -> Fit? {
        var position = 0
        var isExact = letters == foldedLetters
        for word in words {
            for scalar in word.exact.unicodeScalars {
                guard position < letters.count else { return nil }
                if scalar == letters[position] {
                    if letters[position] != foldedLetters[position] { isExact = true }
                } else if scalar != foldedLetters[position] {
                    return nil
                }
                position += 1
            }
        }
        guard position == letters.count else { return nil }
        return isExact ? .exact : .bare
    }
}

extension [UInt8] {
    /// Whether a short sequence occurs.
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        guard let first = sequence.first, count >= sequence.count else { return false }
        for index in 0...(count - sequence.count) where self[index] == first {
            if self[index..<(index + sequence.count)].elementsEqual(sequence) { return true }
        }
        return false
    }
}
