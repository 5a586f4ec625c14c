// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Where a syllable's tone mark stands (vị trí dấu thanh): schools differ in `hòa` and `hoà`, `thủy` and `thuỷ`.
package enum ToneMarks {
    /// The text composed, with every tone mark where the older school puts it: `Hòa`, `Thủy`, `Khỏe`.
    ///
    /// For comparing, and harmless to read. Only `oa`, `oe` and `uy` at a syllable's end differ between the schools;
    /// a mark that stands where neither would put it (`Hoàn` written `Hòan`) is moved as well. Vowels with two tones
    /// or of another language are left alone.
    package static func normalised(_ text: String) -> String {
        var scalars = Array(VietnameseLetters.composed(text).unicodeScalars)
        var start = 0
        while start < scalars.count {
            guard VietnameseLetters.isVowel(scalars[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < scalars.count, VietnameseLetters.isVowel(scalars[end]) { end += 1 }
            place(in: &scalars, start..<end)
            start = end
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Moves the one tone mark of a run of vowels.
    private static func place(in scalars: inout [Unicode.Scalar], _ run: Range<Int>) {
        let vowels = run.compactMap { VietnameseLetters.vowel(scalars[$0]) }
        let marked = vowels.filter { $0.tone != .level }
        guard marked.count == 1, let tone = marked.first?.tone else { return }
        let letters = vowels.map { Character($0.letter).lowercased() }
        // The u of `qu` and the i of `gi` belong to the consonant.
        var first = 0
        if run.lowerBound > 0, letters.count > 1 {
            let onset = Character(scalars[run.lowerBound - 1]).lowercased()
            if onset == "q" && letters[0] == "u" || onset == "g" && letters[0] == "i" { first = 1 }
        }
        let nucleus = Array(letters[first...])
        guard nucleus.count <= 3 else { return }
        let isOpen = run.upperBound == scalars.count || !scalars[run.upperBound].properties.isAlphabetic
        let target = first + index(in: nucleus, isOpen: isOpen)
        for (offset, vowel) in vowels.enumerated() {
            let moved = VietnameseLetters.Vowel(letter: vowel.letter, tone: offset == target ? tone : .level)
            scalars[run.lowerBound + offset] = VietnameseLetters.scalar(moved)
        }
    }

    /// Which vowel of a syllable's one to three carries the mark.
    private static func index(in nucleus: [String], isOpen: Bool) -> Int {
        // ê, ô, ơ, â, ă attract the mark, in `ươ` the second; then ư.
        if let index = nucleus.lastIndex(where: { ["ê", "ô", "ơ", "â", "ă"].contains($0) }) { return index }
        if let index = nucleus.firstIndex(of: "ư") { return index }
        switch nucleus.count {
        case 1: return 0
        case 2: return isOpen ? 0 : 1
        default: return 1
        }
    }
}

/// The form in which two names of a unit are compared.
package enum NameForm {
    /// Words that the name of a unit, or of its People's Committee, may begin with.
    private static let offices = ["ủy ban nhân dân", "ubnd"].map { ToneMarks.normalised($0) }

    /// The name composed, tone marks in one place, lower case, single spaces, without `UBND` in front.
    package static func of(_ name: String) -> String {
        var text = ToneMarks.normalised(name).lowercased().map { $0 == "’" || $0 == "`" ? "'" : $0 }
            .split(whereSeparator: \.isWhitespace).map { String($0) }.joined(separator: " ")
        for office in offices where text.hasPrefix(office + " ") {
            text = String(text.dropFirst(office.count + 1))
        }
        return text
    }

    /// The kind that a name begins with, `Phường Máy Chai` a ward, and the form of the rest.
    package static func parts(_ name: String) -> (kind: UnitKind?, rest: String) {
        let form = of(name)
        for (word, kind) in kinds where form.hasPrefix(word + " ") {
            return (kind, String(form.dropFirst(word.count + 1)))
        }
        return (nil, form)
    }

    private static let kinds: [(word: String, kind: UnitKind)] = [
        ("phường", .ward), ("xã", .commune), ("đặc khu", .specialZone),
    ]
}
