// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation
import Testing

extension Integration {
    /// Who may not connect, or may no longer.
    @Suite(.enabled(if: System.has("python3"))) struct CertificateTests {
        @Test func `an expired or unbound certificate gets its code, a foreign one an alert`() async throws {
            try await World.run { daemon in
                let now = Int64(Date().timeIntervalSince1970)
                let authority = try daemon.authority()
                let life = (now - 60)...(now + 3600)
                let expired = try Issued(
                    "expired",
                    by: authority,
                    validity: (now - 1800)...(now - 60),
                    in: daemon.directory
                )
                let unbound = try Issued("unbound", by: authority, validity: life, in: daemon.directory)
                let stranger = try CertificateAuthority.makeRoot(
                    subject: DistinguishedName(commonName: "Foreign CA"),
                    validity: life
                )
                let foreign = try Issued("foreign", by: stranger, validity: life, in: daemon.directory)
                for (issued, code) in [(expired, RefusalCode.certificateExpired), (unbound, .certificateUnbound)] {
                    let answer = try #require(try await ask(daemon, as: issued).first)
                    #expect(answer.status == 403, "\(answer)")
                    #expect(answer.problem?.code == code.rawValue && answer.problem?.field == "TLS")
                }
                let answer = try #require(try await ask(daemon, as: foreign).first)
                #expect(answer.status == nil && answer.error?.lowercased().contains("alert") == true, "\(answer)")
                let anonymous = try #require(
                    try await daemon.wire(as: nil).run([.get(name: "", path: "/v1/inbox")], in: daemon.directory).first
                )
                #expect(anonymous.status == nil || anonymous.status == 403, "\(anonymous)")
            }
        }

        @Test(arguments: [false, true])
        func `a binding revoked ends kept-alive and resumed connections at once`(isOldTLS: Bool) async throws {
            try await World.run { daemon in
                let ward = World.wards[0]
                let admin = try daemon.admin()
                let answers = try await talk(daemon, as: ward, isOldTLS: isOldTLS) {
                    let binding = try #require(try await admin.certificates(of: ward).first)
                    try await admin.revokeCertificate(binding.id, reason: "lộ khóa")
                }
                try #require(answers.count == 3, "\(answers)")
                #expect(answers[0].status == 200)
                for answer in answers.dropFirst() {
                    #expect(answer.status == 403, "\(answer)")
                    #expect(["certificate-revoked", "certificate-unbound"].contains(answer.problem?.code))
                }
                // The session was resumed, so no handshake looked at the certificate.
                #expect(answers[2].reused == true)
            }
        }

        @Test(arguments: [false, true])
        func `a revocation list read on SIGHUP ends kept-alive and resumed connections`(isOldTLS: Bool) async throws {
            try await World.run { daemon in
                let ward = World.wards[0]
                let answers = try await talk(daemon, as: ward, isOldTLS: isOldTLS) {
                    let identity = try SigningIdentity(
                        keyFile: daemon.key(ward),
                        certificateFile: daemon.certificate(ward)
                    )
                    try DevelopmentPKI(directory: daemon.pki).writeRevocationList(
                        revoking: [identity.certificate],
                        now: Int64(Date().timeIntervalSince1970)
                    )
                    daemon.signal(SIGHUP)
                    try await eventually(
                        "the reload",
                        holds: {
                            daemon.log.contains { $0.contains("were read again") }
                        }
                    )
                }
                try #require(answers.count >= 3, "\(answers)")
                #expect(answers[0].status == 200)
                #expect(answers[1].status == 403 && answers[1].problem?.code == "certificate-revoked")
                // New ticket keys: the old session is not taken up; whether handshake or request refuses is the same.
                #expect(answers[2].reused != true)
                #expect(answers[2].problem?.code == "certificate-revoked" || answers[2].error != nil, "\(answers[2])")
                // What it signed is refused too, whoever brings it; others go on as before.
                let sender = try Office(World.sender, at: daemon)
                _ = try await sender.send(1, to: [World.wards[1]])
                let revoked = try Documents.document(from: World.sender, to: [World.wards[1]], number: 2)
                    .signed(by: daemon.signingKey(ward))
                #expect(await sender.refusal { _ = try await $0.submit(revoked) } == .certificateRevoked)
            }
        }

        // MARK: - Parts

        private func ask(_ daemon: TestDaemon, as issued: Issued) async throws -> [Wire.Answer] {
            let wire = Wire(
                port: daemon.agencyPort,
                authorities: daemon.pki + "/ca.pem",
                certificate: issued.certificateFile,
                key: issued.keyFile
            )
            return try await wire.run([.get(name: "", path: "/v1/inbox")], in: daemon.directory)
        }

        /// One request before something happens, one on the same connection after it, one on a resumed session.
        private func talk(
            _ daemon: TestDaemon,
            as code: String,
            isOldTLS: Bool,
            whileOpen happening: () async throws -> Void
        ) async throws -> [Wire.Answer] {
            let signal = daemon.directory.appendingPathComponent("happened-\(UUID().uuidString)")
            var wire = daemon.wire(as: code)
            wire.isOldTLS = isOldTLS
            let process = try wire.start(
                [
                    .get(name: "before", path: "/v1/inbox"), .wait(for: signal),
                    .get(name: "kept", path: "/v1/inbox"), .resume, .get(name: "resumed", path: "/v1/inbox"),
                ],
                in: daemon.directory
            )
            try await process.wait(forLine: "waiting")
            try await happening()
            try Data().write(to: signal)
            _ = await process.waitForEnd()
            return Wire.answers(process).filter { $0.step != "waiting" }
        }
    }
}
