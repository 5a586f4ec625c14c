// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension Integration {
    /// The VXP listener's certificate over the life of a daemon.
    @Suite struct VXPReloadTests {
        /// The certificate that a port shows, as Python reads it.
        private static func shown(at port: Int) async throws -> String {
            let program = "import ssl; print(ssl.get_server_certificate(('127.0.0.1', \(port))))"
            return try await CommandRun.run("/usr/bin/env", ["python3", "-c", program]).expectingSuccess().output
                .filter { !$0.isWhitespace }
        }

        /// The first certificate of a PEM file, in the same form.
        private static func first(of file: String) throws -> String {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let end = "-----END CERTIFICATE-----"
            let begin = try #require(text.range(of: "-----BEGIN CERTIFICATE-----"))
            let range = try #require(text.range(of: end))
            return text[begin.lowerBound..<range.upperBound].filter { !$0.isWhitespace }
        }

        @Test func `SIGHUP changes the certificate of the VXP listener, and a faulty one leaves the old`() async throws
        {
            let place = FileManager.default.temporaryDirectory.appendingPathComponent("axis-vxp-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: place) }
            let (certificate, key, keys) = (place.path + "/vxp.pem", place.path + "/vxp.key", place.path + "/keys")
            _ = try await CommandRun.run(Binaries.path("axisctl"), ["client", "new-key", keys]).expectingSuccess()
            func put(_ newCertificate: String, _ newKey: String) throws {
                for (from, to) in [(newCertificate, certificate), (newKey, key)] {
                    try? FileManager.default.removeItem(atPath: to)
                    try FileManager.default.copyItem(atPath: from, toPath: to)
                }
            }
            let port = try FreePort.take()
            let daemon = try TestDaemon(
                units: ["G22"],
                environment: [
                    "AXIS_VXP_KEY_FILE": keys, "AXIS_VXP_PORT": String(port),
                    "AXIS_VXP_CERTIFICATE": certificate, "AXIS_VXP_KEY": key,
                ]
            )
            defer { daemon.remove() }
            do {
                try put(daemon.pki + "/server.pem", daemon.pki + "/server.key")
                try await daemon.start()
                #expect(try await Self.shown(at: port) == Self.first(of: certificate))

                try put(daemon.certificate("G22"), daemon.key("G22"))
                daemon.signal(SIGHUP)
                try await eventually("the reload", holds: { daemon.log.contains { $0.contains("were read again") } })
                let second = try await Self.shown(at: port)
                #expect(try second == Self.first(of: daemon.certificate("G22")))

                // A key of another certificate: what was in force stays.
                try put(daemon.certificate("G22"), daemon.pki + "/server.key")
                daemon.signal(SIGHUP)
                try await eventually("the fault", holds: { daemon.log.contains { $0.contains("reloading failed") } })
                #expect(try await Self.shown(at: port) == second)
            } catch {
                await daemon.kill()
                throw error
            }
            #expect(await daemon.stop() == 0)
        }
    }
}
