// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Yams

/// A YAML file of mappings and scalars, read with the line of every key.
///
/// The file is checked before any value is used, because a key that nobody reads would go unnoticed.
struct ConfigurationFile {
    /// The values by dotted key; a list's entries are joined with commas.
    var values: [String: String] = [:]
    /// What is wrong with the file.
    var faults: [ConfigurationFault] = []

    private let path: String
    private static let deepest = 8

    /// Reads and checks a file.
    init(path: String, settings: [any AnySetting]) {
        self.path = path
        let known = Dictionary(settings.map { ($0.key, $0) }) { first, _ in first }
        guard let data = FileManager.default.contents(atPath: path) else {
            faults.append(ConfigurationFault(place: path, key: "-", reason: "the file can't be read"))
            return
        }
        guard data.count <= 1_000_000, let text = String(data: data, encoding: .utf8) else {
            faults.append(ConfigurationFault(place: path, key: "-", reason: "not a UTF-8 text of at most 1 MB"))
            return
        }
        do {
            guard let root = try Yams.compose(yaml: text) else { return }
            collect(root, key: "", depth: 0, known: known)
        } catch {
            let line = (error as? YamlError).flatMap(Self.line) ?? 1
            faults.append(ConfigurationFault(place: "\(path):\(line)", key: "-", reason: "not well-formed YAML"))
        }
    }

    private mutating func collect(_ node: Node, key: String, depth: Int, known: [String: any AnySetting]) {
        let line = node.mark?.line ?? 1
        switch node {
        case .mapping(let mapping):
            guard depth < Self.deepest, known[key] == nil else {
                return fault(line, key, "expected \(known[key]?.expectation ?? "fewer levels"), found a mapping")
            }
            for (name, value) in mapping {
                let inner = key.isEmpty ? name.string ?? "?" : "\(key).\(name.string ?? "?")"
                guard known[inner] != nil || known.keys.contains(where: { $0.hasPrefix(inner + ".") }) else {
                    fault(name.mark?.line ?? line, inner, "there is no such key")
                    continue
                }
                collect(value, key: inner, depth: depth + 1, known: known)
            }
        case .sequence(let sequence):
            guard let setting = known[key] else { return fault(line, key, "expected a mapping, found a list") }
            let entries = sequence.compactMap { $0.scalar?.string }
            guard setting.isList, entries.count == sequence.count else {
                return fault(line, key, "expected \(setting.expectation)")
            }
            let text = entries.joined(separator: ",")
            guard setting.accepts(text) else { return fault(line, key, "expected \(setting.expectation)") }
            values[key] = text
        case .scalar(let scalar):
            guard let setting = known[key] else {
                // `limits:` with nothing beneath it is an empty mapping.
                if scalar.string.isEmpty || scalar.string == "null" || scalar.string == "~" { return }
                return fault(line, key, "expected a mapping, found a value")
            }
            guard setting.accepts(scalar.string) else {
                return fault(line, key, "expected \(setting.expectation), found \"\(scalar.string.prefix(80))\"")
            }
            values[key] = scalar.string
        case .alias:
            fault(line, key, "anchors and aliases are not used here; write the value")
        }
    }

    private mutating func fault(_ line: Int, _ key: String, _ reason: String) {
        faults.append(ConfigurationFault(place: "\(path):\(line)", key: key, reason: reason))
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }
}
