// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation

/// A running daemon with a few units under clearly synthetic codes.
///
/// G22 sends; beneath H24 are three units of the tests' own.
enum World {
    static let sender = "G22"
    static let province = "H24"
    static let wards = ["H24.ZZ1", "H24.ZZ2", "H24.ZZ3"]

    /// Runs a test against a daemon of its own, which ends and is removed in any case.
    static func run(
        environment: [String: String] = [:],
        alsoUnits: [String] = [],
        _ body: (TestDaemon) async throws -> Void
    ) async throws {
        let daemon = try TestDaemon(units: [sender, province] + wards + alsoUnits, environment: environment)
        do {
            try await daemon.start()
            try await daemon.register([sender, province], parent: nil)
            try await daemon.register(wards, parent: province)
            try await body(daemon)
        } catch {
            let log = daemon.log.suffix(30).joined(separator: "\n")
            await daemon.kill()
            daemon.remove()
            throw TooLate(description: "\(error)\nlog of axisd:\n\(log)")
        }
        await daemon.kill()
        daemon.remove()
    }
}

extension TestDaemon {
    /// The daemon's certificate authority, to issue what tests need beside the usual.
    func authority() throws -> CertificateAuthority {
        CertificateAuthority(
            identity: try SigningIdentity(keyFile: pki + "/ca.key", certificateFile: pki + "/ca.pem")
        )
    }

    /// Runs `axisctl` over the daemon's socket.
    func axisctl(_ arguments: String...) async throws -> CommandRun { try await axisctl(arguments) }

    /// Runs `axisctl` over the daemon's socket.
    func axisctl(_ arguments: [String]) async throws -> CommandRun {
        try await CommandRun.run(
            Binaries.path("axisctl"),
            arguments,
            environment: ["AXIS_SOCKET": socket, "LC_ALL": "C.UTF-8"],
            directory: directory
        )
    }

    /// Runs `axis` as a unit.
    func axis(as code: String, _ arguments: [String]) async throws -> CommandRun {
        try await CommandRun.run(
            Binaries.path("axis"),
            arguments,
            environment: [
                "AXIS_SERVER": server, "AXIS_CA": pki + "/ca.pem", "AXIS_CERT": certificate(code),
                "AXIS_KEY": key(code), "AXIS_STATE_DIR": directory.path + "/state-\(code)", "LC_ALL": "C.UTF-8",
                "HOME": directory.path,
            ],
            directory: directory
        )
    }

    func wire(as code: String?) -> Wire {
        Wire(
            port: agencyPort,
            authorities: pki + "/ca.pem",
            certificate: code.map { certificate($0) },
            key: code.map { key($0) }
        )
    }

    /// Binds a certificate file to a unit.
    func bind(_ file: String, to code: String, use: String = "both") async throws {
        let admin = try admin()
        let pem = try String(contentsOfFile: file, encoding: .utf8)
        _ = try await admin.addCertificate(
            BindingAddRequest(unit: code, certificate: pem, use: use, legalBasis: "thử nghiệm")
        )
        await admin.shutdown()
    }
}
