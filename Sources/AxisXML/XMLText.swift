// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Text on its way into XML that is written by hand.
package enum XMLText {
    /// Where an escaped text is to stand.
    package enum Place: Sendable {
        /// Between tags: line feeds and tabs stay as they are.
        case element
        /// Between the quotes of an attribute: line feeds and tabs become references, or a reader would make them spaces.
        case attribute
    }

    /// Whether XML 1.0 has a way to write `scalar` (section 2.2, `Char`).
    package static func isPermitted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// `text` with markup made references, so that a parser reads the same text again.
    ///
    /// Characters that XML 1.0 cannot hold are left out: whoever must not lose them asks ``isPermitted(_:)`` before.
    package static func escape(_ text: String, in place: Place = .element) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars where isPermitted(scalar) {
            switch (scalar, place) {
            case ("&", _): escaped += "&amp;"
            case ("<", _): escaped += "&lt;"
            case (">", _): escaped += "&gt;"
            case ("\"", .attribute): escaped += "&quot;"
            case ("\t", .attribute): escaped += "&#9;"
            case ("\n", .attribute): escaped += "&#10;"
            // A bare carriage return would be read as a line feed.
            case ("\r", _): escaped += "&#13;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
