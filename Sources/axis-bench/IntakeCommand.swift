// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel
import AxisSignature

struct IntakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake",
        abstract: "Sends distinct signed envelopes to a running daemon.",
        discussion: """
            All envelopes are signed before the clock starts. Only a 201 with an id of its own counts. Afterwards the \
            daemon is asked for everything it accepted from the sender meanwhile, and that must be exactly those.

            Example:
              axis-bench intake --server https://localhost:8443 --ca ca.pem --cert G22.pem --key G22.key \
            --from G22 --to H24 --seconds 30
            """
    )

    @Option(help: "The sender's code.")
    var from: String

    @Option(parsing: .upToNextOption, help: "The recipients' codes.")
    var to: [String]

    @Option(help: ArgumentHelp("PEM file of the certificate to sign with; --cert when missing.", valueName: "file"))
    var signCert: String?

    @Option(help: ArgumentHelp("PEM file of its key; --key when missing.", valueName: "file"))
    var signKey: String?

    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        guard let certificate = signCert ?? connection.certificateFile, let key = signKey ?? connection.keyFile else {
            throw ValidationError("Name the signing key: --sign-key and --sign-cert, or --key and --cert.")
        }
        let benchmark = IntakeBenchmark(
            configuration: try connection.configuration,
            from: from,
            to: to,
            signCertificate: certificate,
            signKey: key,
            load: load
        )
        try await benchmark.run()
    }
}

/// Prepares, sends, counts and reports.
struct IntakeBenchmark {
    let configuration: ClientConfiguration
    let from: String
    let to: [String]
    let signCertificate: String
    let signKey: String
    let load: LoadOptions

    func run() async throws {
        let signer: EnvelopeSigner
        do throws(SignatureError) {
            signer = try EnvelopeSigner(
                identity: SigningIdentity(keyFile: signKey, certificateFile: signCertificate)
            )
        } catch { throw CommandFailure(error.english) }
        let started = SystemClock().now()
        let envelopes = try await PreparedEnvelopes.make(
            count: load.envelopes,
            size: load.size,
            from: from,
            to: to,
            signer: signer,
            run: Int(started.milliseconds / 1000 % 1_000_000)
        )
        Output.say("\(envelopes.count) envelopes of \(envelopes.size) bytes, \(load.connections) connections")
        let before = try await newest()
        let sender = IntakeLoad(
            configuration: configuration,
            connections: load.connections,
            duration: .seconds(load.seconds)
        )
        let result = try await Progress.during("Sending") { try await sender.run(envelopes) }
        for (failure, count) in result.failures.sorted(by: { $0.value > $1.value }) {
            Output.say("not accepted: \(count) × \(failure)")
        }
        guard result.created == result.accepted.count else {
            throw CommandFailure("\(result.created) envelopes got only \(result.accepted.count) distinct ids.")
        }
        guard !result.accepted.isEmpty else { throw CommandFailure("Nothing was accepted.") }
        if result.created + result.failures.values.reduce(0, +) >= envelopes.count {
            Output.say("all envelopes were used up after \(result.elapsed); more with --count")
        }
        try await check(result, after: before)
        let times = [0.5, 0.95, 0.99].map { Self.milliseconds(result.latencies.percentile($0)) }
        Output.say("intake: \(Int(result.rate))/s p50 \(times[0]) ms p95 \(times[1]) ms p99 \(times[2]) ms")
    }

    /// The sender's newest envelope before the run; it bounds the count without comparing two machines' clocks.
    private func newest() async throws -> EnvelopeID? {
        let client = try AgencyClient(configuration: configuration)
        let page = try await client.envelopes(EnvelopeQuery(limit: 1))
        await client.shutdown()
        return page.items.first?.envelopeId
    }

    /// Asks the daemon for all it accepted from the sender during the run, and compares.
    private func check(_ result: IntakeResult, after before: EnvelopeID?) async throws {
        let client = try AgencyClient(configuration: configuration)
        let held = try await Progress.during("Counting") {
            var held: Set<EnvelopeID> = []
            var query = EnvelopeQuery(limit: 1000)
            repeat {
                let page = try await client.envelopes(query)
                let ids = page.items.map(\.envelopeId)
                held.formUnion(ids.prefix { $0 != before })
                query.after = before.map(ids.contains) ?? false ? nil : page.next
            } while query.after != nil
            return held
        }
        await client.shutdown()
        // An answer that got lost leaves an envelope that is held without a counted receipt.
        let lost = result.failures.filter { !$0.key.hasPrefix("4") && !$0.key.hasPrefix("5") }.values.reduce(0, +)
        let missing = result.accepted.subtracting(held).count
        let surplus = held.subtracting(result.accepted).count
        guard missing == 0, surplus <= lost else {
            throw CommandFailure(
                "The daemon holds \(held.count) envelopes: \(missing) with a receipt are missing, \(surplus) have none."
            )
        }
        Output.say("the daemon holds exactly the \(result.accepted.count) envelopes that it gave receipts for")
    }

    /// Milliseconds with one decimal.
    static func milliseconds(_ duration: Duration) -> String {
        let tenths = (duration.components.seconds * 10_000) + duration.components.attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
