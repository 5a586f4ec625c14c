// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What Axis takes from Foundation for text: the canonical forms of Unicode (UAX #15), behind this one file.
enum CanonicalForm {
    /// Whether every scalar is one that is its own NFC and never composes with a neighbour.
    ///
    /// Covers Latin text with precomposed Vietnamese letters and common punctuation, so that ordinary text costs one
    /// pass and no conversion. Anything else goes the long way.
    static func isPlainlyComposed(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                switch byte {
                case ..<0x80: index += 1
                // U+0080 to U+02FF: before the first combining mark.
                case 0xC2...0xCB: index += 2
                // U+1E00 to U+1EFF, Latin Extended Additional: composed letters only.
                case 0xE1 where index + 2 < bytes.count && (0xB8...0xBB).contains(bytes[index + 1]): index += 3
                // U+2010 to U+2027: hyphens, dashes, quotation marks, bullets.
                case 0xE2
                where index + 2 < bytes.count && bytes[index + 1] == 0x80 && (0x90...0xA7).contains(bytes[index + 2]):
                    index += 3
                default: return false
                }
            }
            return true
        }
    }

    static func composed(_ text: String) -> String {
        isPlainlyComposed(text) ? text : text.precomposedStringWithCanonicalMapping
    }
}

extension String {
    /// The text in Normalization Form C (UAX #15): the form in which Axis compares and keeps texts.
    package var normalizedNFC: String { CanonicalForm.composed(self) }

    /// The text in Normalization Form C without white space at either end.
    package var normalizedField: String { trimmingXMLSpace().normalizedNFC }

    /// Without leading and trailing white space, U+00A0, U+FEFF and U+200B included.
    func trimmingXMLSpace() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return self }
        guard first.isTrimmed || last.isTrimmed else { return self }
        guard let start = scalars.firstIndex(where: { !$0.isTrimmed }),
            let end = scalars.lastIndex(where: { !$0.isTrimmed })
        else { return "" }
        return String(scalars[start...end])
    }
}

extension Unicode.Scalar {
    fileprivate var isTrimmed: Bool {
        switch value {
        case 0x20, 0x09, 0x0A, 0x0D, 0xA0, 0xFEFF, 0x200B: true
        case ..<0x1680: false
        default: properties.isWhitespace
        }
    }
}
