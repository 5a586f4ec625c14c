// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Signs a document and sends it.",
        discussion: """
            Builds an edXML envelope around FILE and signs it; a FILE that is edXML itself (.edxml, .xml) is signed \
            when it is unsigned and sent as it is. The signed bytes are on disk, in the state directory, before the \
            first attempt; when no answer comes, --resume sends those same bytes again, and Axis takes them once.

            Examples:
              axis send cv.pdf --from G22 --to H24 --number 7816 --notation VPCP-TTĐT --place "Hà Nội" \
            --subject "V/v kết nối, liên thông"
              axis send signed.edxml
              axis send --resume
            """
    )

    @Argument(help: "The document, or an edXML file.")
    var file: String?

    @Option(parsing: .upToNextOption, help: "The recipients' codes.")
    var to: [String] = []

    @OptionGroup(title: "The document") var document: DocumentOptions

    @Flag(help: "Sends what had no answer yet, with the same bytes.")
    var resume = false

    @Flag(help: "Sends to those recipients that can be reached, where some can't.")
    var partial = false

    @OptionGroup(title: "Signing") var signing: SigningOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard resume != (file != nil) else { throw ValidationError("Name a FILE, or say --resume.") }
        guard let file, !DocumentBuilder.isEnvelope(file) else { return }
        guard !to.isEmpty else { throw ValidationError("Name the recipients: --to CODE…") }
        try document.check()
    }

    func run() async throws {
        let outbox = try signing.outbox()
        let entries: [Outbox.Entry]
        if let file {
            let signed = try DocumentBuilder.signed(file, to: to, document, key: { try signing.key(connection) })
            try refuseDouble(signed, in: outbox)
            entries = [try outbox.keep(signed, at: SystemClock().now())]
        } else {
            entries = try outbox.waiting()
            if entries.isEmpty, !output.isJSON { Output.say("Nothing waits to be sent.") }
        }
        try await connection.withClient { client in
            let sender = OutboxSender(outbox, client: client, allowsPartial: partial)
            try await Delivering.send(entries, with: sender, outbox, output)
        }
    }

    /// The same document signed anew would have other bytes, and Axis would refuse it as a conflict.
    private func refuseDouble(_ signed: [UInt8], in outbox: Outbox) throws {
        guard let id = try? IncomingEnvelope(signed).summary.documentID else { return }
        for entry in try outbox.waiting() {
            let bytes = try DurableFile.read(entry.path, limit: DocumentBuilder.largest)
            guard bytes != signed, let waiting = try? IncomingEnvelope(bytes), waiting.summary.documentID == id else {
                continue
            }
            throw CommandFailure(
                "\(id) waits to be sent already, signed earlier: run axis send --resume, or remove \(entry.path)."
            )
        }
    }
}

/// Sends kept envelopes and reports what became of each.
enum Delivering {
    static func send(
        _ entries: [Outbox.Entry],
        with sender: OutboxSender,
        _ outbox: Outbox,
        _ output: OutputOptions
    ) async throws {
        var failures = 0
        for entry in entries {
            do {
                let submission = try await Progress.during("Sending") { try await sender.send(entry) }
                try report(submission, receiptPath: outbox.receiptPath(entry), output)
            } catch let error as ClientError {
                failures += 1
                let fate =
                    error.problem != nil && !error.isRetriable
                    ? "" : "\nThe signed envelope is kept; run: axis send --resume"
                guard entries.count > 1 else { throw CommandFailure(FailureText.describe(error) + fate) }
                Output.complain("\(entry.name): \(FailureText.describe(error))")
            }
        }
        guard failures == 0 else { throw CommandFailure("\(failures) of \(entries.count) were not sent.") }
    }

    private static func report(_ submission: Submission, receiptPath: String, _ output: OutputOptions) throws {
        let receipt = submission.receipt
        if output.isJSON { return try Output.say(json: receipt) }
        let verb = submission.isNew ? "Accepted" : "Accepted before"
        Output.say("\(verb): envelope \(receipt.envelopeId) at \(receipt.acceptedAt)")
        for recipient in receipt.recipients {
            Output.say(Output.plain("  to \(recipient.code), delivery \(recipient.deliveryId)"))
        }
        for refused in receipt.refused {
            Output.say(Output.plain("  not to \(refused.recipient): \(refused.code.rawValue)"))
        }
        for warning in receipt.warnings {
            Output.say(Output.plain("  warning: \(warning.english) (\(warning.field))"))
        }
        if !submission.undelivered.isEmpty {
            let codes = submission.undelivered.joined(separator: ", ")
            Output.say(Output.plain("  undelivered to \(codes); run: axis resend \(receipt.envelopeId)"))
        }
        Output.say("Receipt: \(receiptPath)")
    }
}
