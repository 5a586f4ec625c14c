// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// A text cut into segments at brackets and delimiters, as ``SecretMarkings`` looks at it.
struct MarkedText {
    /// What stands between two segments.
    enum Boundary {
        /// The start or the end of the text.
        case edge
        case open
        case close
        /// `:`, `;`, `.`, `/`, `|`, a dash, a hyphen with a space beside it, a line end, a quotation mark.
        case strong
        /// A comma, or a hyphen between two words.
        case weak
    }

    /// A run of letters and digits.
    struct Word {
        /// Lower case, NFC, diacritics kept.
        var exact: String
        /// Lower case, without diacritics.
        var folded: String
        /// Whether it holds a capital and no small letter.
        var isCapitals: Bool
    }

    /// Words between two boundaries.
    struct Segment {
        var words: [Word] = []
        var before: Boundary
        var after: Boundary = .edge

        var folded: String { words.map(\.folded).joined(separator: " ") }
        var isCapitals: Bool { words.allSatisfy(\.isCapitals) }
    }

    /// The segments that hold words, in order.
    private(set) var segments: [Segment] = []

    /// Cuts a text, which is NFC.
    init(_ text: String) {
        var segment = Segment(before: .edge)
        var word = String.UnicodeScalarView()
        var hadSpace = true
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            index = scalars.index(after: index)
            if scalar.isWordScalar {
                word.append(scalar)
                hadSpace = false
                continue
            }
            if scalar.properties.generalCategory == .format { continue }
            Self.close(&word, into: &segment)
            let isSpace = scalar.properties.isWhitespace && scalar != "\n"
            defer { hadSpace = isSpace }
            guard !isSpace else { continue }
            let nextIsSpace = index == scalars.endIndex || scalars[index].properties.isWhitespace
            close(&segment, at: Self.boundary(of: scalar, spaced: hadSpace || nextIsSpace))
        }
        Self.close(&word, into: &segment)
        close(&segment, at: .edge)
    }

    private static func close(_ word: inout String.UnicodeScalarView, into segment: inout Segment) {
        guard !word.isEmpty else { return }
        let text = String(word)
        segment.words.append(
            Word(
                exact: text.lowercased(),
                folded: Folding.folded(text),
                isCapitals: text.unicodeScalars.contains { $0.properties.isUppercase }
                    && !text.unicodeScalars.contains { $0.properties.isLowercase }
            )
        )
        word = String.UnicodeScalarView()
    }

    /// Ends a segment; an empty one only lends its boundary to the next, where an opening bracket is kept.
    private mutating func close(_ segment: inout Segment, at boundary: Boundary) {
        guard !segment.words.isEmpty else {
            if boundary == .close, let last = segments.indices.last, segments[last].after != .edge {
                segments[last].after = .close
            }
            if segment.before != .open || boundary == .close { segment.before = boundary }
            return
        }
        segment.after = boundary
        segments.append(segment)
        segment = Segment(before: boundary)
    }

    private static func boundary(of scalar: Unicode.Scalar, spaced: Bool) -> Boundary {
        switch scalar {
        case "[", "(", "{", "<", "«", "【", "（", "［": .open
        case "]", ")", "}", ">", "»", "】", "）", "］": .close
        case ",", "、": .weak
        case "-", "\u{2010}", "\u{2011}": spaced ? .strong : .weak
        case "_", "&", "+": .weak
        default: .strong
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isWordScalar: Bool {
        if value < 0x80 { return properties.isAlphabetic || (0x30...0x39).contains(value) }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .decimalNumber,
            .nonspacingMark, .spacingMark:
            return true
        default: return false
        }
    }
}
