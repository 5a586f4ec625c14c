// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation
import Testing

extension Integration {
    /// What bad input gets, over the wire: a stable code, a sentence, and no trace but a line in the audit log.
    @Suite(.enabled(if: System.has("python3", "openssl"))) struct HostileInputTests {
        private let ward = World.wards[0]

        @Test func `whatever is sent is refused with its code on a connection that goes on`() async throws {
            try await World.run(environment: ["AXIS_LIMITS_ENVELOPE": "32MB"]) { daemon in
                let sender = try Office(World.sender, at: daemon)
                let weak = try await WeakCertificate.make(in: daemon.directory, pki: daemon.pki)
                var cases = HostileCase.malformed(from: World.sender, to: ward)
                cases += try HostileCase.forged(
                    from: World.sender,
                    to: ward,
                    signed: sender.key,
                    weakCertificate: weak
                )
                cases += try await named(daemon, sender)
                let audited = try await refusals(daemon).count
                let answers = try await post(cases, to: daemon, language: "vi")
                for (hostile, answer) in zip(cases, answers) {
                    let problem = try #require(answer.problem, "\(hostile.name): \(answer)")
                    #expect(problem.code == hostile.code.rawValue, "\(hostile.name): \(problem.detail)")
                    #expect(answer.status == hostile.code.httpStatus && problem.status == answer.status)
                    #expect(answer.headers?["content-type"] == "application/problem+json", "\(hostile.name)")
                    #expect(answer.headers?["connection"]?.lowercased() != "close", "\(hostile.name)")
                    // Vietnamese is never plain ASCII for a whole sentence.
                    #expect(problem.detail.contains { !$0.isASCII }, "\(hostile.name): \(problem.detail)")
                    #expect(!problem.detail.isEmpty && problem.title == hostile.code.title)
                }
                #expect(answers.count == cases.count + 1, "the connection ended early")
                #expect(answers.last?.status == 200, "after all refusals: \(String(describing: answers.last))")
                try await nothingIsLeft(daemon, sender)
                // Ten lines a second at most; the rest is counted.
                let lines = try await eventually("the audit lines") {
                    let found = try await refusals(daemon).count - audited
                    return found >= 10 ? found : nil
                }
                #expect(lines <= cases.count)
            }
        }

        @Test func `one refusal is one audit line without a word of what was refused`() async throws {
            try await World.run { daemon in
                let before = try await refusals(daemon).count
                let secret = HostileCase.text(from: World.sender, to: ward)
                    .replacingOccurrences(of: "<edXML:Subject>", with: "<edXML:Subject>[Mật] chuyện riêng ")
                let cases = [HostileCase("secret", .stateSecret, secret)]
                let answers = try await post(cases, to: daemon, language: "en")
                let problem = try #require(answers.first?.problem)
                #expect(problem.code == "state-secret" && !problem.detail.contains("chuyện riêng"))
                try await eventually("the line", holds: { try await refusals(daemon).count > before })
                let lines = try await refusals(daemon).dropFirst(before)
                #expect(lines.count == 1)
                let line = try #require(lines.first)
                #expect(line.after?.contains("state-secret") == true)
                #expect(!"\(line)".contains("chuyện riêng"))
                #expect(!daemon.log.contains { $0.contains("chuyện riêng") })
            }
        }

        @Test func `a flood of refusals fills neither the audit log nor the daemon`() async throws {
            try await World.run { daemon in
                let before = try await refusals(daemon).count
                let clock = ContinuousClock()
                let began = clock.now
                let cases = (0..<300).map { HostileCase("\($0)", .malformedXML, "hỏng \($0)") }
                let answers = try await post(cases, to: daemon, language: "en")
                let seconds = Int((clock.now - began) / .seconds(1)) + 2
                #expect(answers.filter { $0.status == 400 }.count == 300)
                #expect(await daemon.stop() == 0)
                try await daemon.start()
                let lines = try await refusals(daemon).dropFirst(before)
                #expect(lines.count <= 10 * seconds && lines.count >= 10)
                let more = try await audit(daemon).filter { $0.action == "request.refused.more" }
                let counted = more.compactMap { $0.after }.compactMap { text in
                    Int(text.prefix { $0 != "," }.filter(\.isNumber))
                }.reduce(0, +)
                #expect(lines.count + counted == 300)
            }
        }

        // MARK: - Parts

        /// Well-formed and signed, but about somebody who is not there or not to be spoken for.
        private func named(_ daemon: TestDaemon, _ sender: Office) async throws -> [HostileCase] {
            func signed(_ from: String, _ to: [String], by key: EnvelopeSigningKey) throws -> [UInt8] {
                try Documents.document(from: from, to: to, number: 7).signed(by: key)
            }
            let admin = try daemon.admin()
            try await admin.suspendUnit(World.wards[1], UnitStateRequest(reason: "thử", legalBasis: "thử nghiệm"))
            let authority = try daemon.authority()
            let now = Int64(Date().timeIntervalSince1970)
            let expired = try Issued(
                "expired",
                by: authority,
                validity: (now - 1800)...(now - 60),
                in: daemon.directory
            )
            let unbound = try Issued(
                "unbound",
                by: authority,
                validity: (now - 60)...(now + 3600),
                in: daemon.directory
            )
            let foreign = try Issued(
                "foreign",
                by: CertificateAuthority.makeRoot(
                    subject: DistinguishedName(commonName: "Foreign CA"),
                    validity: (now - 60)...(now + 3600)
                ),
                validity: (now - 60)...(now + 3600),
                in: daemon.directory
            )
            let own = sender.key
            let other = try daemon.signingKey(World.province)
            return [
                HostileCase("unknown recipient", .recipientUnknown, try signed("G22", ["H24.ZZ9"], by: own)),
                HostileCase("no code", .recipientUnknown, try signed("G22", ["không phải mã"], by: own)),
                HostileCase("suspended recipient", .recipientSuspended, try signed("G22", [World.wards[1]], by: own)),
                HostileCase("one of two unknown", .recipientUnknown, try signed("G22", [ward, "H24.ZZ9"], by: own)),
                HostileCase("unknown sender", .senderUnknown, try signed("H24.ZZ9", [ward], by: own)),
                HostileCase("another's name", .senderMismatch, try signed("H24", [ward], by: own)),
                HostileCase("another's signature", .senderMismatch, try signed("G22", [ward], by: other)),
                HostileCase("expired signer", .certificateExpired, try signed("G22", [ward], by: expired.key)),
                HostileCase("unbound signer", .certificateUnbound, try signed("G22", [ward], by: unbound.key)),
                HostileCase("foreign signer", .certificateUntrusted, try signed("G22", [ward], by: foreign.key)),
            ]
        }

        /// Posts all over one connection, then asks for a code.
        private func post(_ cases: [HostileCase], to daemon: TestDaemon, language: String) async throws -> [Wire.Answer]
        {
            var steps: [Wire.Step] = []
            for (index, hostile) in cases.enumerated() {
                let file = daemon.directory.appendingPathComponent("body-\(index)")
                try Data(hostile.body).write(to: file)
                steps.append(.post(name: hostile.name, file: file, headers: ["Accept-Language: \(language)"]))
            }
            steps.append(.get(name: "after", path: "/v1/codes/H24"))
            return try await daemon.wire(as: World.sender).run(steps, in: daemon.directory)
        }

        private func nothingIsLeft(_ daemon: TestDaemon, _ sender: Office) async throws {
            #expect(try await sender.client.envelopes().items.isEmpty)
            for folder in ["incoming", "quarantine", "objects"] {
                let path = daemon.data + "/" + folder
                let files = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
                let plain = files.filter { file in
                    var isDirectory: ObjCBool = false
                    return FileManager.default.fileExists(atPath: path + "/" + file, isDirectory: &isDirectory)
                        && !isDirectory.boolValue
                }
                #expect(plain.isEmpty, "\(folder): \(plain)")
            }
        }

        private func refusals(_ daemon: TestDaemon) async throws -> [AuditView] {
            try await audit(daemon).filter { $0.action == "request.refused" }
        }

        private func audit(_ daemon: TestDaemon) async throws -> [AuditView] {
            let admin = try daemon.admin()
            var found: [AuditView] = []
            var after: String?
            repeat {
                let page = try await admin.audit(after: after, limit: 500)
                found += page.items
                after = page.next
            } while after != nil
            await admin.shutdown()
            return found.sorted { $0.sequence < $1.sequence }
        }
    }
}
