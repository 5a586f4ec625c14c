// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// One key of the configuration: declared once, with its form, its default and what it is for.
struct Setting<Value: Sendable>: Sendable {
    /// The key, in dotted form: `limits.envelope`.
    let key: String
    /// What a value looks like, for the error that names a wrong one.
    let expectation: String
    /// The default, as it would be written; nil when there is none and the key may be left out.
    let fallback: String?
    /// Reads a value; nil when it has not the form.
    let parse: @Sendable (String) -> Value?
}

/// A setting of any type: enough to check a file or the environment.
protocol AnySetting: Sendable {
    var key: String { get }
    var expectation: String { get }
    var fallback: String? { get }
    /// Whether a YAML list of scalars may be its value.
    var isList: Bool { get }
    func accepts(_ text: String) -> Bool
}

extension Setting: AnySetting {
    var isList: Bool {
        Value.self == [String].self || Value.self == [UnitPattern].self || Value.self == [CivilDay].self
    }

    func accepts(_ text: String) -> Bool { parse(text) != nil }
}

/// How keys become names of the environment variables that override them.
enum EnvironmentName {
    static let prefix = "AXIS_"

    /// Capitals, with an underscore for a dot and before a capital: `tls.minimumRate` is `AXIS_TLS_MINIMUM_RATE`.
    static func of(_ key: String) -> String {
        var name = prefix
        for character in key {
            switch character {
            case ".": name += "_"
            case _ where character.isUppercase: name += "_" + String(character)
            default: name += character.uppercased()
            }
        }
        return name
    }
}

// MARK: - Forms

extension Setting where Value == String {
    /// A text that is not empty.
    static func text(_ key: String, default fallback: String?) -> Setting {
        Setting(key: key, expectation: "a text", fallback: fallback) { $0.isEmpty ? nil : $0 }
    }

    /// The path of a file or directory; relative ones count from where the daemon was started.
    static func path(_ key: String, default fallback: String?) -> Setting {
        Setting(key: key, expectation: "a path", fallback: fallback) { text in
            text.isEmpty || text.utf8.contains(0) ? nil : text
        }
    }

    /// One word of several.
    static func word(_ key: String, of words: [String], default fallback: String) -> Setting {
        Setting(key: key, expectation: "one of \(words.joined(separator: ", "))", fallback: fallback) { text in
            words.contains(text) ? text : nil
        }
    }
}

extension Setting where Value == Int {
    /// A whole number in a range.
    static func number(_ key: String, _ range: ClosedRange<Int>, default fallback: Int?) -> Setting {
        Setting(
            key: key,
            expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            fallback: fallback.map(String.init)
        ) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A size in bytes: a number, or one with KB, MB, GB (powers of 1000) or KiB, MiB, GiB (powers of 1024).
    static func size(_ key: String, _ range: ClosedRange<Int>, default fallback: String) -> Setting {
        Setting(
            key: key,
            expectation: "a size such as 50MB or 64KiB, from \(range.lowerBound) to \(range.upperBound) bytes",
            fallback: fallback
        ) { text in
            bytes(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    private static func bytes(_ text: String) -> Int? {
        let units = [
            ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
            ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ]
        let unit = units.first { text.hasSuffix($0.0) }
        let digits = unit.map { String(text.dropLast($0.0.count)) } ?? text
        guard let number = Int(digits.filter { $0 != " " && $0 != "_" }), number >= 0 else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit?.1 ?? 1)
        return overflow ? nil : product
    }
}

extension Setting where Value == Duration {
    /// A length of time: `30s`, `5m`, `4h`, `400d`.
    static func duration(_ key: String, _ range: ClosedRange<Duration>, default fallback: String) -> Setting {
        Setting(
            key: key,
            expectation: "a length of time such as 30s, 5m, 4h or 400d, from \(range.lowerBound.components.seconds) to "
                + "\(range.upperBound.components.seconds) seconds",
            fallback: fallback
        ) { text in
            let seconds: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
            guard let unit = text.last, let factor = seconds[unit], let number = Int(text.dropLast()),
                number >= 0, number < 1_000_000_000
            else { return nil }
            let duration = Duration.seconds(number * factor)
            return range.contains(duration) ? duration : nil
        }
    }
}

extension Setting where Value == Bool {
    /// `true` or `false`.
    static func flag(_ key: String, default fallback: Bool) -> Setting {
        Setting(key: key, expectation: "true or false", fallback: fallback ? "true" : "false") { text in
            switch text {
            case "true": true
            case "false": false
            default: nil
            }
        }
    }
}

extension Setting where Value == [String] {
    /// A list of texts: a YAML list of scalars, or one text with commas.
    static func list(_ key: String, default fallback: String) -> Setting {
        Setting(key: key, expectation: "a list of texts", fallback: fallback) { text in
            text.split(separator: ",").map { entry in
                String(entry.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
    }
}

extension Setting where Value == [UnitPattern] {
    /// A list of units by their codes, `H24.12`, or of all beneath one, `H24.*`; empty by default.
    static func units(_ key: String) -> Setting {
        Setting(key: key, expectation: "a list of codes or branches such as H24.12, H24.*", fallback: "") { text in
            let entries = Setting<[String]>.list(key, default: "").parse(text) ?? []
            let patterns = entries.compactMap { UnitPattern($0) }
            return patterns.count == entries.count ? patterns : nil
        }
    }
}
