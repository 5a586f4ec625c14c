// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisDaemon

@Suite struct ConfigurationTests {
    private static let shipped = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("config/axis.yaml").path

    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("axis-\(UUID()).yaml").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func faults(_ text: String, environment: [String: String] = [:]) throws -> [ConfigurationFault] {
        let path = try file(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            _ = try DaemonConfiguration(file: path, environment: environment)
            return []
        } catch {
            return error.faults
        }
    }

    @Test func `the shipped file lists every key that has a default, with that default`() throws {
        let read = ConfigurationFile(path: Self.shipped, settings: Settings.all)
        #expect(read.faults.isEmpty)
        for setting in Settings.all {
            guard let fallback = setting.fallback else { continue }
            let words = read.values[setting.key].map { $0.filter { $0 != " " } }
            #expect(words == fallback.filter { $0 != " " }, "\(setting.key)")
        }
        #expect(read.values.count == Settings.all.filter { $0.fallback != nil }.count)
    }

    @Test func `every key is declared once, and so is every environment variable`() {
        #expect(Set(Settings.all.map(\.key)).count == Settings.all.count)
        #expect(Set(Settings.all.map { EnvironmentName.of($0.key) }).count == Settings.all.count)
    }

    @Test func `every default has the form that its key asks for`() {
        for setting in Settings.all {
            if let fallback = setting.fallback { #expect(setting.accepts(fallback), "\(setting.key)") }
        }
    }

    @Test func `an unknown key is refused with file, line and key`() throws {
        let found = try faults("agency:\n  port: 8443\n  prot: 1\n")
        #expect(found.count == 1)
        #expect(found.first?.place.hasSuffix(".yaml:3") == true)
        #expect(found.first?.key == "agency.prot")
    }

    @Test func `all wrong values are named at once`() throws {
        let found = try faults("agency:\n  port: many\nlimits:\n  envelope: big\n  idleTime: 5\n")
        #expect(found.map(\.key) == ["agency.port", "limits.envelope", "limits.idleTime"])
        #expect(found.map { $0.place.split(separator: ":").last } == ["2", "4", "5"])
    }

    @Test func `a list where a mapping is expected is refused at its line`() throws {
        let found = try faults("agency:\n  - port\n")
        #expect(found.map(\.key) == ["agency"])
    }

    @Test func `days are days of the calendar`() throws {
        let found = try faults("report:\n  holidays: [2025-09-01, 2025-02-29]\n  makeUpDays: [Saturday]\n")
        #expect(found.map(\.key) == ["report.holidays", "report.makeUpDays"])
        let path = try file("report:\n  holidays: [2025-09-01, 2025-09-02]\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let read = try DaemonConfiguration(file: path, environment: ["AXIS_REPORT_MAKE_UP_DAYS": "2025-04-26"])
        #expect(read.holidays.map(\.description) == ["2025-09-01", "2025-09-02"])
        #expect(read.makeUpDays.map(\.description) == ["2025-04-26"])
    }

    @Test func `a text that is no YAML is refused at its line`() throws {
        let found = try faults("agency:\n  port: [1\n")
        #expect(found.count == 1)
    }

    @Test func `the environment overrides the file`() throws {
        let path = try file("limits:\n  envelope: 10MB\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let read = try DaemonConfiguration(file: path, environment: ["AXIS_LIMITS_ENVELOPE": "20MiB"])
        #expect(read.envelopeLimit == 20 << 20)
    }

    @Test func `a variable that names no key is refused, but not those of the other commands`() throws {
        #expect(try faults("", environment: ["AXIS_LIMIT": "1"]).map(\.key) == ["AXIS_LIMIT"])
        #expect(try faults("", environment: ["AXIS_SERVER": "https://127.0.0.1:8443"]).isEmpty)
    }

    @Test func `the defaults alone are a configuration`() throws {
        let read = try DaemonConfiguration(file: nil, environment: [:])
        #expect(read.envelopeLimit == 50_000_000)
        #expect(read.markings == ["Mật", "Tối mật", "Tuyệt mật"])
        #expect(read.retention == .seconds(400 * 86_400))
    }
}
