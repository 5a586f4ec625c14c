// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation

/// A real `axisd` in a directory of its own, with development certificates, on loopback ports of its own.
final class TestDaemon: @unchecked Sendable {
    // @unchecked: `process` is only touched by `start`, `stop` and `kill`, which one task of a test calls in turn.
    let directory: URL
    let agencyPort: Int
    let operationsPort: Int
    private let extraEnvironment: [String: String]
    private var process: RunningProcess?

    var pki: String { directory.appendingPathComponent("pki").path }
    var data: String { directory.appendingPathComponent("data").path }
    var socket: String { data + "/run/axisd.sock" }
    var server: String { "https://127.0.0.1:\(agencyPort)" }
    var operations: String { "http://127.0.0.1:\(operationsPort)" }

    /// Makes the directory and the certificates, which hold from a moment on; starts nothing.
    init(units: [String], environment: [String: String] = [:], from moment: Date = Date()) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent(
            "axis-it-\(UUID().uuidString.prefix(8))"
        )
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        agencyPort = try FreePort.take()
        operationsPort = try FreePort.take()
        extraEnvironment = environment
        try DevelopmentPKI.write(
            to: directory.appendingPathComponent("pki").path,
            units: units.map { DevelopmentPKI.Unit(code: $0, name: "Đơn vị thử \($0)") },
            now: Int64(moment.timeIntervalSince1970)
        )
    }

    /// Starts the daemon and waits until it says that it is ready.
    func start(arguments: [String] = []) async throws {
        try launch(arguments: arguments)
        try await process?.wait(forLine: "axisd is ready")
    }

    /// Starts the daemon and waits for nothing.
    func launch(arguments: [String] = []) throws {
        process = try RunningProcess(
            Binaries.path("axisd"),
            arguments: ["--data-dir", data] + arguments,
            environment: environment,
            directory: directory
        )
    }

    /// Ends the daemon as a power cut would: no handler runs.
    func kill() async {
        await process?.end(with: SIGKILL)
        process = nil
    }

    /// Asks the daemon to drain and stop; returns its exit status.
    @discardableResult
    func stop() async -> Int32? {
        let status = await process?.end(with: SIGTERM)
        process = nil
        return status
    }

    /// Sends a signal to the running daemon.
    func signal(_ number: Int32) { process?.signal(number) }

    /// What the daemon logged since it started last.
    var log: [String] { process?.lines ?? [] }

    /// What the daemon that runs now logged and goes on to log, also once it has ended.
    var logOfNow: () -> [String] {
        let process = process
        return { process?.lines ?? [] }
    }

    /// Removes the directory; the daemon must have ended.
    func remove() { try? FileManager.default.removeItem(at: directory) }

    var environment: [String: String] {
        var values = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AXIS_") }
        values["AXIS_AGENCY_HOST"] = "127.0.0.1"
        values["AXIS_AGENCY_PORT"] = String(agencyPort)
        values["AXIS_OPERATIONS_PORT"] = String(operationsPort)
        values["AXIS_AGENCY_CERTIFICATE"] = pki + "/server.pem"
        values["AXIS_AGENCY_KEY"] = pki + "/server.key"
        values["AXIS_SEALING_CERTIFICATE"] = pki + "/sealing.pem"
        values["AXIS_SEALING_KEY"] = pki + "/sealing.key"
        values["AXIS_PUSH_CERTIFICATE"] = pki + "/axis-client.pem"
        values["AXIS_PUSH_KEY"] = pki + "/axis-client.key"
        values["AXIS_TRUST_TLS"] = pki + "/ca.pem," + pki + "/ca.crl"
        values["AXIS_TRUST_SIGN"] = pki + "/ca.pem," + pki + "/ca.crl"
        values["AXIS_TRUST_ENDPOINTS"] = pki + "/ca.pem"
        values.merge(extraEnvironment) { $1 }
        return values
    }

    // MARK: - Clients

    func admin() throws -> AdminClient { try AdminClient(socket: socket) }

    func agency(_ code: String, retries: RetryPolicy = .never, connections: Int = 16) throws -> AgencyClient {
        try AgencyClient(
            configuration: ClientConfiguration(
                server: server,
                authoritiesFile: pki + "/ca.pem",
                certificateFile: certificate(code),
                keyFile: key(code),
                retries: retries,
                maximumConnections: connections
            )
        )
    }

    func certificate(_ code: String) -> String { pki + "/agency/\(code).pem" }

    func key(_ code: String) -> String { pki + "/agency/\(code).key" }

    func signingKey(_ code: String) throws -> EnvelopeSigningKey {
        try EnvelopeSigningKey(keyFile: key(code), certificateFile: certificate(code))
    }

    /// Registers units under a parent and binds each one's certificate for both uses.
    func register(_ codes: [String], parent: String?) async throws {
        let admin = try admin()
        for code in codes {
            if let parent {
                _ = try await admin.addUnit(
                    UnitAddRequest(
                        code: code,
                        name: "Đơn vị thử \(code)",
                        kind: "ward",
                        parent: parent,
                        legalBasis: "thử nghiệm"
                    )
                )
            }
            let pem = try String(contentsOfFile: certificate(code), encoding: .utf8)
            _ = try await admin.addCertificate(
                BindingAddRequest(unit: code, certificate: pem, use: "both", legalBasis: "thử nghiệm")
            )
        }
        await admin.shutdown()
    }
}

/// The commands that were built beside the tests.
enum Binaries {
    static func path(_ name: String) -> String {
        // The test bundle lies in the build's directory, and so do the commands.
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var directory = bundle.deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = directory.appendingPathComponent(name).path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            directory = directory.deletingLastPathComponent()
        }
        return name
    }
}

/// Loopback ports that are free at the moment of asking.
enum FreePort {
    struct Unavailable: Error {}

    static func take() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Unavailable() }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard bound else { throw Unavailable() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
