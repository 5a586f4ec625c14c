// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "Lists what is not acknowledged, the most urgent first; changes nothing.",
        discussion: "Examples:\n  axis inbox\n  axis inbox --unit \"H24.*\" --kind document --wait 30"
    )

    @Option(help: "A unit, or CODE.* for all beneath it; all you may receive for when missing.")
    var unit: String?

    @Option(help: "document, status, notice or drill.")
    var kind: EnvelopeKind?

    @Option(help: "At most so many; all when missing.")
    var limit: Int?

    @Option(help: "Seconds to wait for the first, 0 to 60.")
    var wait: Int?

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let items = try await connection.withClient { client in
            var items: [InboxItem] = []
            var query = InboxQuery(unit: unit, kind: kind, limit: limit, wait: wait)
            repeat {
                let page = try await client.inbox(query)
                items += page.items
                query.after = page.next
                query.wait = nil
            } while query.after != nil && limit.map { items.count < $0 } ?? true
            return items
        }
        if output.isJSON { return try Output.say(json: InboxPage(items: items)) }
        Output.say(InboxText.table(items))
    }
}

struct ClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Leases deliveries, so that no other machine of yours takes them meanwhile.",
        discussion: """
            Acknowledge each with its lease token before the lease ends, or it comes back.

            Example:
              axis claim --limit 10 --seconds 300 --output json
            """
    )

    @Option(help: "A unit, or CODE.* for all beneath it; all you may receive for when missing.")
    var unit: String?

    @Option(help: "document, status, notice or drill.")
    var kind: EnvelopeKind?

    @Option(help: "At most so many, 1 to 100.")
    var limit: Int?

    @Option(help: "Seconds to wait for the first, 0 to 60.")
    var wait: Int?

    @Option(help: "How long the lease lasts, 1 to 3600.")
    var seconds: Int?

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request = ClaimRequest(unit: unit, kind: kind, limit: limit, wait: wait, seconds: seconds)
        let page = try await connection.withClient { try await $0.claim(request) }
        if output.isJSON { return try Output.say(json: page) }
        Output.say(InboxText.table(page.items))
    }
}

struct FetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Saves a delivery's exact bytes and its attachments.",
        discussion: """
            Writes ID.edxml, and the attachments into the folder ID, under safe names; the bytes are checked against \
            their SHA-256 first. Fetching does not acknowledge.

            Example:
              axis fetch 0190e0c2-1111-7000-8000-000000000000 -o ./received
            """
    )

    @Argument(help: "The delivery's id.")
    var id: DeliveryID

    @Option(name: [.customShort("o"), .customLong("directory")], help: "The folder to save into.")
    var directory = "."

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try DurableFile.makeDirectory(directory)
        let path = "\(directory)/\(id).edxml"
        let saved = try await connection.withClient { client in
            try await Progress.during("Fetching") { [id] in try await client.save(id, toFile: path) }
        }
        let bytes = try DurableFile.read(path, limit: 1 << 30)
        guard bytes.first(where: { $0 > 32 }) != UInt8(ascii: "{") else {
            if output.isJSON { return Output.say(bytes: bytes) }
            return Output.say(
                "A notice of Axis, saved as \(path):\n" + Output.plain(String(decoding: bytes, as: UTF8.self))
            )
        }
        let envelope = try IncomingEnvelope(bytes)
        let folder = DeliveryFolder(existing: directory)
        let attachments = try folder.saveAttachments(of: envelope, id)
        var summary = envelope.summary
        if saved.kind == .drill { summary.kind = .drill }
        if output.isJSON {
            return try Output.say(
                json: Fetched(path: path, sha256: saved.sha256, attachments: attachments, summary: summary)
            )
        }
        if summary.kind == .drill { Output.say("A test document of a drill: acknowledge it, and do nothing else.") }
        Output.say(Output.plain("From \(summary.from.organID) \(summary.from.name ?? ""): \(summary.subject)"))
        for path in [path] + attachments { Output.say("  \(path)") }
    }
}

/// What a fetch saved.
private struct Fetched: Encodable {
    var path: String
    var sha256: Digest256
    var attachments: [String]
    var summary: EnvelopeSummary
}

struct AckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Reports the outcome of a delivery: done, unless said otherwise.",
        discussion: """
            Examples:
              axis ack 0190e0c2-1111-7000-8000-000000000000
              axis ack 0190e0c2-… --failed --reason "hết chỗ trên đĩa" --lease 0190e0c3-…
            """
    )

    @Argument(help: "The delivery's id.")
    var id: DeliveryID

    @Flag(help: "It could not be taken; the item comes back, the fifth time it is held.")
    var failed = false

    @Flag(help: "It is still being worked on; prolongs the lease.")
    var processing = false

    @Option(help: "Why, with --failed.")
    var reason: String?

    @Option(help: "The lease's token, from claim.")
    var lease: LeaseToken?

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !(failed && processing) else { throw ValidationError("Say --failed or --processing, not both.") }
    }

    func run() async throws {
        let request = AcknowledgeRequest(
            outcome: failed ? .failed : processing ? .processing : .done,
            reason: reason,
            leaseToken: lease
        )
        let result = try await connection.withClient { try await $0.acknowledge(id, request) }
        if output.isJSON { return try Output.say(json: result) }
        Output.say("Delivery \(result.deliveryId) is \(result.state.rawValue).")
    }
}

/// Inbox items as people read them.
enum InboxText {
    static func table(_ items: [InboxItem]) -> Table {
        let leased = items.contains { $0.leaseToken != nil }
        let lease: [Table.Column] = leased ? [.text("LEASE"), .text("LEASED UNTIL")] : []
        var table = Table(
            [
                .text("DELIVERY"), .text("KIND"), .text("FROM"), .text("TO"), .number("PRIORITY"), .flexible("SUBJECT"),
                .text("SIGNATURE"), .text("STATE"), .text("ACCEPTED"),
            ] + lease
        )
        for item in items {
            table.add([
                item.deliveryId.description, item.kind.rawValue, item.from, item.to, "\(item.priority)", item.subject,
                item.signature.rawValue, item.state.rawValue, item.acceptedAt.description,
                item.leaseToken?.description, item.leaseUntil?.description,
            ])
        }
        return table
    }
}
