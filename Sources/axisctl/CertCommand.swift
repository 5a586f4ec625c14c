// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel
import AxisSignature

struct CertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cert",
        abstract: "Certificates bound to units.",
        subcommands: [Add.self, List.self, Revoke.self, Check.self]
    )

    enum Use: String, ExpressibleByArgument, CaseIterable {
        case tls
        case sign
        case both
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Binds a certificate to a unit.",
            discussion: """
                tls: the unit connects with it; sign: it signs the unit's documents. A unit may hold many at once.

                Examples:
                  axisctl cert add H24.12 h24-12.pem --use both
                  axisctl cert add H24.12 moi.pem --use sign --from 2026-01-01 --until 2027-01-01
                """
        )

        @Argument(help: "The unit's code.")
        var code: String

        @Argument(help: "The certificate, PEM.")
        var file: String

        @Option(help: "tls, sign or both.")
        var use: Use

        @Option(help: "From when it holds; now when missing.")
        var from: MomentArgument?

        @Option(help: "Until when; as long as the certificate when missing.")
        var until: MomentArgument?

        @Option(help: "The decision it rests on.")
        var legalBasis: String?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let request = BindingAddRequest(
                unit: code,
                certificate: try CertificateFile.read(file),
                use: use.rawValue,
                from: from?.moment,
                until: until?.moment,
                legalBasis: legalBasis
            )
            let view = try await admin.withClient { try await $0.addCertificate(request) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say(Output.plain("\(view.subject) is bound to \(view.unit) for \(view.use): \(view.id)"))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists bindings.",
            discussion: "Examples:\n  axisctl cert list\n  axisctl cert list H24.12"
        )

        @Argument(help: "Only of this unit.")
        var code: String?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let items = try await admin.withClient { try await $0.certificates(of: code) }
            if admin.isJSON { return try Output.say(json: items) }
            var table = Table([
                .text("UNIT"), .text("USE"), .text("STATE"), .text("UNTIL"), .flexible("SUBJECT"), .text("ID"),
                .flexible("SHA-256"),
            ])
            let now = SystemClock().now()
            for item in items {
                let until = min(item.until ?? item.certificateEnd, item.certificateEnd)
                let state =
                    item.revoked ? "revoked" : until <= now ? "expired" : item.from > now ? "future" : "in force"
                table.add([
                    item.unit, item.use, state, until.description, item.subject, item.id.description,
                    item.fingerprint.description,
                ])
            }
            Output.say(table)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a binding at once, also for connections that are open.",
            discussion: "Example:\n  axisctl cert revoke 0190e0c2-… --reason \"lộ khóa\""
        )

        @Argument(help: "The binding's id, from list.")
        var id: BindingID

        @Option(help: "Why.")
        var reason: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let view = try await admin.withClient { try await $0.revokeCertificate(id, reason: reason) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say(Output.plain("\(view.subject) speaks for \(view.unit) no more."))
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what a certificate is and to whom it is bound.",
            discussion: """
                Reads the file, and asks the daemon for its bindings. With --trust the chain is judged too, against \
                the authorities in that file or directory.

                Example:
                  axisctl cert check h24-12.pem --trust ./certs
                """
        )

        @Argument(help: "The certificate, PEM or DER.")
        var file: String

        @Option(help: ArgumentHelp("File or directory of authorities and revocation lists.", valueName: "path"))
        var trust: String?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let now = SystemClock().now()
            let chain: [Certificate]
            do { chain = try Certificate.load(file: file) } catch { throw CommandFailure(error.english) }
            guard let leaf = chain.first else { throw CommandFailure("\(file) holds no certificate.") }
            Output.say(Output.plain("Subject    \(leaf.subject)\nIssuer     \(leaf.issuer)"))
            Output.say("Key        \(leaf.keyKind)\(leaf.keyKind.isSupported ? "" : ", which Axis does not take")")
            Output.say("Valid      \(Timestamp(seconds: leaf.notBefore)) to \(Timestamp(seconds: leaf.notAfter))")
            Output.say("SHA-256    \(leaf.fingerprintText)")
            var isGood = leaf.keyKind.isSupported && leaf.isInForce(at: now.seconds)
            if let trust { isGood = try judge(chain, against: trust, at: now) && isGood }
            let bindings = try await admin.withClient { try await $0.certificates() }
                .filter { $0.fingerprint.description == leaf.fingerprintText }
            if bindings.isEmpty { Output.say("Bound to   no unit") }
            for binding in bindings {
                let state = binding.revoked ? ", revoked" : ""
                Output.say("Bound to   \(binding.unit) for \(binding.use)\(state), \(binding.id)")
            }
            guard isGood, bindings.contains(where: { !$0.revoked }) else {
                throw CommandFailure("Axis would not take this certificate now.")
            }
        }

        private func judge(_ chain: [Certificate], against path: String, at now: Timestamp) throws -> Bool {
            do throws(SignatureError) {
                let list = try TrustList.load(path, use: .sign)
                let found = try list.verify(
                    leaf: chain[0],
                    intermediates: Array(chain.dropFirst()),
                    at: now.seconds
                )
                Output.say(Output.plain("Trust      \(found.certificates.map(\.subject).joined(separator: " ← "))"))
                return true
            } catch {
                Output.say("Trust      no: \(error.english)")
                return false
            }
        }
    }
}
