// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Text in ASCII, for replies that the SDK reads as such.
package enum PlainText {
    /// Vietnamese without diacritics, `Đơn vị` as `Don vi`; what has no plain letter becomes a question mark.
    package static func unaccented(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                result.unicodeScalars.append(scalar)
                continue
            }
            let folded = Folding.folded(String(scalar))
            // A combining mark folds to nothing.
            guard !folded.isEmpty else { continue }
            guard folded.utf8.allSatisfy({ $0 < 0x80 }) else {
                result += "?"
                continue
            }
            result += scalar.properties.isUppercase ? folded.uppercased() : folded
        }
        return result
    }
}
