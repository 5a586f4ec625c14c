// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The header `to` of sendEdoc: JSON array text, such text quoted once more, a single code, or several with commas.
enum RecipientText {
    /// The codes, in order, empty ones left out.
    static func codes(in text: String) -> [String] {
        var text = Substring(text)
        text = text.trimmed
        // The array passed as a JSON string travels with its quotes: "[\"A\",\"B\"]".
        if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\""), text.contains("[") {
            text = Substring(text.dropFirst().dropLast().replacing("\\\"", with: "\"")).trimmed
        }
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        return text.split(separator: ",").map { part in
            var code = part.trimmed
            for quote in ["\"", "'"] where code.count >= 2 && code.hasPrefix(quote) && code.hasSuffix(quote) {
                code = code.dropFirst().dropLast()
            }
            return String(code.trimmed)
        }.filter { !$0.isEmpty }
    }
}

extension Substring {
    /// Without white space at both ends.
    fileprivate var trimmed: Substring {
        var rest = drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
