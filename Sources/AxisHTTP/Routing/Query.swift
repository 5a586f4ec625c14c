// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Hummingbird

/// The query of a request, read strictly: a name that the call does not know is refused, and so is one given twice.
struct Query {
    private var values: [String: String] = [:]

    init(_ request: Request, knows names: Set<String>) throws(Refusal) {
        guard request.uri.query != nil else { return }
        for (name, value) in request.uri.queryParameters {
            let name = String(name)
            guard names.contains(name) else {
                throw .badRequest(
                    String(name.prefix(64)),
                    english: "this call knows no such parameter; it takes: \(names.sorted().joined(separator: ", "))",
                    vietnamese:
                        "lời gọi này không có tham số đó; các tham số: \(names.sorted().joined(separator: ", "))"
                )
            }
            guard values.updateValue(String(value), forKey: name) == nil else {
                throw .badRequest(name, english: "this parameter is given twice", vietnamese: "tham số bị lặp")
            }
        }
    }

    /// A text; an empty one is none.
    func text(_ name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A whole number within bounds.
    func number(_ name: String, _ range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .badRequest(
                name,
                english: "this must be a whole number from \(range.lowerBound) to \(range.upperBound)",
                vietnamese: "giá trị phải là số nguyên từ \(range.lowerBound) đến \(range.upperBound)"
            )
        }
        return number
    }

    /// One of a set of words.
    func word<Word: RawRepresentable>(_ name: String, as type: Word.Type) throws(Refusal) -> Word?
    where Word.RawValue == String {
        guard let text = text(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw .badRequest(
                name,
                english: "this is none of the words that the parameter takes",
                vietnamese: "giá trị không nằm trong các từ được chấp nhận"
            )
        }
        return word
    }

    /// A moment.
    func moment(_ name: String) throws(Refusal) -> Timestamp? {
        guard let text = text(name) else { return nil }
        // An unescaped plus sign arrives as a space.
        guard let moment = Timestamp(text.replacing(" ", with: "+")) else {
            throw .badRequest(
                name,
                english: "this must be a time such as 2025-07-01T00:00:00+07:00",
                vietnamese: "giá trị phải là thời điểm, ví dụ 2025-07-01T00:00:00+07:00"
            )
        }
        return moment
    }

    /// `true` or `false`; false when missing.
    func flag(_ name: String) throws(Refusal) -> Bool {
        switch text(name) {
        case nil, "false": return false
        case "true": return true
        default:
            throw .badRequest(
                name,
                english: "this must be true or false",
                vietnamese: "giá trị phải là true hoặc false"
            )
        }
    }
}
