// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Configuration

/// The configuration as read: the environment over the file over the defaults.
struct ConfigurationSource {
    private let reader: ConfigReader

    /// Reads and checks file and environment.
    ///
    /// - Parameters:
    ///   - file: the YAML file; the defaults alone when nil.
    ///   - environment: the process's environment. Names that begin with `AXIS_` and name no key are faults, but for
    ///     those of the `axis` command.
    /// - Throws: ``ConfigurationError`` with every fault.
    init(file: String?, environment: [String: String]) throws(ConfigurationError) {
        var faults: [ConfigurationFault] = []
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for setting in Settings.all {
            guard let fallback = setting.fallback else { continue }
            values[Self.key(setting.key)] = ConfigValue(.string(fallback), isSecret: false)
        }
        if let file {
            let read = ConfigurationFile(path: file, settings: Settings.all)
            faults += read.faults
            for (key, text) in read.values { values[Self.key(key)] = ConfigValue(.string(text), isSecret: false) }
        }
        let byName = Dictionary(Settings.all.map { (EnvironmentName.of($0.key), $0) }) { first, _ in first }
        var overriding: [AbsoluteConfigKey: ConfigValue] = [:]
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) {
            guard name.hasPrefix(EnvironmentName.prefix), !Self.ofOtherCommands.contains(name) else { continue }
            guard let setting = byName[name] else {
                faults.append(ConfigurationFault(place: "environment", key: name, reason: "names no key"))
                continue
            }
            guard setting.accepts(text) else {
                let reason = "expected \(setting.expectation), found \"\(text.prefix(80))\""
                faults.append(ConfigurationFault(place: "environment", key: name, reason: reason))
                continue
            }
            overriding[Self.key(setting.key)] = ConfigValue(.string(text), isSecret: false)
        }
        guard faults.isEmpty else { throw ConfigurationError(faults: faults) }
        reader = ConfigReader(providers: [
            InMemoryProvider(name: "environment", values: overriding),
            InMemoryProvider(name: file ?? "defaults", values: values),
        ])
    }

    /// The value of a key that has a default.
    func callAsFunction<Value>(_ setting: Setting<Value>) -> Value {
        guard let value = optional(setting) else {
            preconditionFailure("\(setting.key) has a default, and what was read was checked")
        }
        return value
    }

    /// The value of a key that may be left out.
    func optional<Value>(_ setting: Setting<Value>) -> Value? {
        reader.string(forKey: ConfigKey(setting.key)).flatMap(setting.parse)
    }

    /// Variables that the `axis` and `axisctl` commands read.
    private static let ofOtherCommands: Set<String> = [
        "AXIS_SERVER", "AXIS_CA", "AXIS_CERT", "AXIS_KEY", "AXIS_SOCKET", "AXIS_STATE_DIR", "AXIS_FROM",
    ]

    private static func key(_ key: String) -> AbsoluteConfigKey {
        AbsoluteConfigKey(key.split(separator: ".").map(String.init))
    }
}
