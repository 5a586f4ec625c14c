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

    @Test func `units are named by codes and branches, in a list or one text, and anything else is refused`() throws {
        for text in [
            "vxp:\n  traceUnits: [H24, H24.*, 000.00.00.G22]\n", "vxp:\n  traceUnits: H24, H24.*, 000.00.00.G22\n",
        ] {
            let path = try file(text)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let read = try DaemonConfiguration(file: path, environment: ["AXIS_VXP_REQUIRE_VALID_FROM": "H24.*"])
            #expect(read.traceUnits.map(\.description) == ["H24", "H24.*", "000.00.00.G22"])
            #expect(read.requiresValidFrom.map(\.description) == ["H24.*"])
        }
        #expect(try faults("vxp:\n  requireValidFrom: [H24, \"*\"]\n").first?.key == "vxp.requireValidFrom")
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

@Suite struct VXPConfigurationTests {
    private func configuration(_ environment: [String: String]) throws -> DaemonConfiguration {
        try DaemonConfiguration(file: nil, environment: environment)
    }

    @Test func `the VXP listener is off, plain on loopback, and encrypted elsewhere`() throws {
        #expect(try configuration([:]).vxpPort == nil)
        var on = ["AXIS_VXP_KEY_FILE": "/etc/axis/vxp.keys"]
        #expect(try configuration(on).vxpPort == 8480)
        on["AXIS_VXP_PORT"] = "8443"
        #expect(try configuration(on).vxpPort == 8443)
        #expect(try configuration(on).vxpIdentity == nil)
        on["AXIS_VXP_HOST"] = "::1"
        #expect(try configuration(on).vxpIdentity == nil)
        for host in ["0.0.0.0", "10.0.0.1", "axis.example", "::"] {
            on["AXIS_VXP_HOST"] = host
            let encrypted = try configuration(on)
            #expect(encrypted.vxpIdentity == encrypted.server)
        }
        on["AXIS_VXP_HOST"] = "127.0.0.1"
        on["AXIS_VXP_CERTIFICATE"] = "a.pem"
        #expect(throws: ConfigurationError.self) { try configuration(on) }
        on["AXIS_VXP_KEY"] = "a.key"
        #expect(try configuration(on).vxpIdentity?.certificate == "a.pem")
    }

    @Test func `a VXP listener without a key file is refused with a sentence`() {
        for settings in [["AXIS_VXP_PORT": "8480"], ["AXIS_VXP_CERTIFICATE": "a.pem", "AXIS_VXP_KEY": "a.key"]] {
            let error = #expect(throws: ConfigurationError.self) { try configuration(settings) }
            #expect(error?.faults.first?.key == "vxp.keyFile")
            #expect(error?.description.contains("axisctl client new-key") == true)
        }
    }
}
