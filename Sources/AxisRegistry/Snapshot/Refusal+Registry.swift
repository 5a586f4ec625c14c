// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension Refusal {
    /// No unit has the code.
    package static func unknownUnit(_ text: String, field: String? = nil) -> Refusal {
        let shown = shortened(text)
        return Refusal(
            .notFound,
            field: field,
            english: "no unit has the code \(shown)",
            vietnamese: "không có đơn vị nào mang mã \(shown)"
        )
    }

    /// The text is a code of several units.
    package static func ambiguous(_ text: String, _ units: [RegisteredUnit], field: String? = nil) -> Refusal {
        let codes = units.map { "\($0.code.text) (\($0.code.kind.rawValue))" }.joined(separator: ", ")
        return Refusal(
            .recipientAmbiguous,
            field: field,
            english: "\(shortened(text)) names several units: \(codes); use another of their codes",
            vietnamese: "\(shortened(text)) chỉ nhiều đơn vị: \(codes); hãy dùng một mã khác của đơn vị"
        )
    }

    static func invalid(_ field: String, _ english: String, _ vietnamese: String) -> Refusal {
        Refusal(.badRequest, field: field, english: english, vietnamese: vietnamese)
    }

    static func missing(_ field: String, _ english: String, _ vietnamese: String) -> Refusal {
        Refusal(.notFound, field: field, english: english, vietnamese: vietnamese)
    }

    /// Foreign text in a sentence: bounded, without control characters.
    static func shortened(_ text: String) -> String {
        let clean = String(text.unicodeScalars.prefix(60).map { $0.value < 32 ? " " : Character($0) })
        return clean.unicodeScalars.count < text.unicodeScalars.count ? clean + "…" : clean
    }
}
