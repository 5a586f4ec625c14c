// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Vietnamese without diacritics, as the SDK's own messages are written: `Đã đến` becomes `Da den`.
enum PlainVietnamese {
    /// The text in printable ASCII; what has no plain letter becomes `?`.
    static func text(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar.value {
            case 0x300...0x36f: continue
            case 0x111: plain.append("d")
            case 0x110: plain.append("D")
            case 0x20..<0x7f: plain.append(scalar)
            case 0x2013, 0x2014: plain.append("-")
            case 0x2026: plain.append(contentsOf: "...".unicodeScalars)
            default: plain.append("?")
            }
        }
        return String(plain)
    }
}
