// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct SentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sent",
        abstract: "Lists your own envelopes, newest first.",
        discussion: "Examples:\n  axis sent --limit 20\n  axis sent --to H24.12 --state held"
    )

    @Option(help: "Only this DocumentId.")
    var documentId: String?

    @Option(help: "Only with a delivery to this code.")
    var to: String?

    @Option(help: "Only with a delivery in this state.")
    var state: DeliveryState?

    @Option(help: "At most so many.")
    var limit = 50

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let items = try await connection.withClient { client in
            var items: [EnvelopeReport] = []
            var query = EnvelopeQuery(documentID: documentId, to: to, state: state)
            repeat {
                query.limit = min(limit - items.count, 100)
                let page = try await client.envelopes(query)
                items += page.items
                query.after = page.next
            } while query.after != nil && items.count < limit
            return items
        }
        if output.isJSON { return try Output.say(json: EnvelopePage(items: items)) }
        var table = Table([
            .text("ENVELOPE"), .text("KIND"), .text("NUMBER"), .flexible("SUBJECT"), .text("ACCEPTED"),
            .flexible("DELIVERIES"),
        ])
        for item in items {
            var counts: [DeliveryState: Int] = [:]
            for delivery in item.deliveries { counts[delivery.state, default: 0] += 1 }
            let states = DeliveryState.allCases.compactMap { state in counts[state].map { "\($0) \(state.rawValue)" } }
            table.add([
                item.envelopeId.description, item.kind.rawValue, item.code, item.subject, item.acceptedAt.description,
                states.joined(separator: ", "),
            ])
        }
        Output.say(table)
    }
}

struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Shows everything that happened to an envelope of yours.",
        discussion: "Example:\n  axis trace 0190e0c2-1111-7000-8000-000000000000"
    )

    @Argument(help: "The envelope's id.")
    var id: EnvelopeID

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report = try await connection.withClient { try await $0.envelope(id) }
        if output.isJSON { return try Output.say(json: report) }
        ReportText.trace(report).forEach { Output.say($0) }
    }
}

struct ResendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend",
        abstract: "Queues deliveries again that ended undelivered.",
        discussion: "Examples:\n  axis resend 0190e0c2-…\n  axis resend 0190e0c2-… --to H24.12"
    )

    @Argument(help: "The envelope's id.")
    var id: EnvelopeID

    @Option(parsing: .upToNextOption, help: "Only to these codes.")
    var to: [String] = []

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let result = try await connection.withClient { try await $0.resend(id, to: to) }
        if output.isJSON { return try Output.say(json: result) }
        if result.deliveries.isEmpty { Output.say("No delivery had ended undelivered.") }
        for delivery in result.deliveries { Output.say(Output.plain("\(delivery.to): \(delivery.state.rawValue)")) }
    }
}

struct ReceiptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Gets an envelope's receipt again.",
        discussion: "Example:\n  axis receipt 0190e0c2-1111-7000-8000-000000000000 -o receipt.json"
    )

    @Argument(help: "The envelope's id.")
    var id: EnvelopeID

    @Option(name: [.customShort("o"), .customLong("file")], help: "Where to write it; standard output when missing.")
    var file: String?

    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        let receipt = try await connection.withClient { try await $0.receipt(id) }
        guard let file else { return try Output.say(json: receipt) }
        try DurableFile.write(JSONText.encode(receipt, pretty: true), to: file)
        Output.say("The receipt of \(receipt.envelopeId) is in \(file).")
    }
}

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks a receipt or a snapshot of codes, without the broker and without a network.",
        discussion: """
            Takes the receipt of a document or of a list handed in, or a snapshot of all codes as it was answered, and \
            tells them apart by what is in the file.

            Says each check in a sentence. Trusts no one but the authorities in --ca, and of those whom they certify only \
            the certificates in --seal. Leave --seal out only when the authorities certify nobody but Axis's seal: who \
            has another certificate of theirs could seal a receipt of his own making.

            Examples:
              axis verify receipt.json --ca ca.pem --seal axis-sealing.pem
              axis verify receipt.json --ca sealing-ca.pem --envelope signed.edxml
              axis verify list-receipt.json --ca ca.pem --seal axis-sealing.pem --list haiphong.csv
              axis verify snapshot.json --ca ca.pem --seal axis-sealing.pem
            """
    )

    @Argument(help: "The receipt, or the snapshot.")
    var file: String

    @Option(
        help: ArgumentHelp(
            "Authorities that vouch for Axis's seal, a file or a directory (or AXIS_CA).",
            valueName: "path"
        )
    )
    var ca: String?

    @Option(
        help: ArgumentHelp(
            "PEM file of the certificates that Axis seals, or has sealed, with (or AXIS_SEAL).",
            valueName: "file"
        )
    )
    var seal: String?

    @Option(help: ArgumentHelp("The envelope, to be compared with the one accepted.", valueName: "file"))
    var envelope: String?

    @Option(help: ArgumentHelp("The list, to be compared with the one handed in.", valueName: "file"))
    var list: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let authorities = ca ?? Environment["AXIS_CA"] else {
            throw ValidationError("Name the authorities that vouch for Axis's seal: --ca PATH.")
        }
        let check = try ReceiptCheck(authorities: authorities, sealers: seal ?? Environment["AXIS_SEAL"])
        let bytes = try DurableFile.read(file, limit: 1 << 30)
        let kind = ProofKind(of: bytes)
        if envelope != nil, kind != .document {
            throw ValidationError("\(file) is not the receipt of a document: leave --envelope out.")
        }
        if list != nil, kind != .list {
            throw ValidationError("\(file) is not the receipt of a list: leave --list out.")
        }
        let findings = check.verify(
            bytes,
            envelope: try envelope.map { try DurableFile.read($0, limit: 1 << 30) },
            list: try list.map { try DurableFile.read($0, limit: 16 << 20) }
        )
        if output.isJSON {
            try Output.say(json: findings)
        } else {
            for step in findings.steps { Output.say(Output.plain((step.holds ? "✓ " : "✗ ") + step.sentence)) }
        }
        guard findings.isProof else {
            throw CommandFailure(
                "The \(kind == .snapshot ? "snapshot" : "receipt") proves nothing (\(findings.fault ?? "unknown"))."
            )
        }
        if !output.isJSON { Output.say("The \(kind == .snapshot ? "snapshot" : "receipt") holds.") }
    }
}
