// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A language that problems are told in.
package enum Language: Sendable {
    case english
    case vietnamese

    /// Chooses by `Accept-Language` (RFC 9110, section 12.5.4): Vietnamese when it is asked for before English.
    package init(acceptLanguage: String?) {
        self = .english
        guard let acceptLanguage else { return }
        var best = 0.0
        for item in acceptLanguage.split(separator: ",").prefix(16) {
            let parts = item.split(separator: ";")
            guard let tag = parts.first?.drop(while: { $0 == " " }).split(separator: "-").first else { continue }
            var quality = 1.0
            for parameter in parts.dropFirst() {
                let text = parameter.drop { $0 == " " }
                if text.hasPrefix("q=") { quality = Double(text.dropFirst(2)) ?? 0 }
            }
            guard quality > best else { continue }
            switch tag.drop(while: { $0 == " " }).lowercased() {
            case "vi": self = .vietnamese
            case "en", "*": self = .english
            default: continue
            }
            best = quality
        }
    }
}
