// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "What waits for whom, why, and until when.",
        subcommands: [
            List.self, Shape.self, Show.self, Hold.self, Release.self, Retry.self, Reroute.self, Purge.self,
        ]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the queues, the fullest first.",
            discussion: "Example:\n  axisctl queue list"
        )

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let list = try await admin.withClient { try await $0.queues() }
            if admin.isJSON { return try Output.say(json: list) }
            var table = Table([
                .text("UNIT"), .flexible("NAME"), .number("WAITING"), .number("HELD"), .number("QUARANTINED"),
                .text("OLDEST"), .flexible("WHY"),
            ])
            for queue in list.items {
                table.add([
                    queue.unit, queue.name, "\(queue.waiting)", "\(queue.held)", "\(queue.quarantined)",
                    queue.oldest?.description ?? "-", queue.why,
                ])
            }
            Output.say(table)
        }
    }

    struct Shape: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows how old what waits is, for each queue.",
            discussion: "Example:\n  axisctl queue shape"
        )

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let list = try await admin.withClient { try await $0.queues() }
            if admin.isJSON { return try Output.say(json: list) }
            let ages = ["<5MIN", "<1H", "<4H", "<1D", "<3D", "OLDER"]
            var table = Table([.text("UNIT"), .number("TOTAL")] + ages.map { .number($0) })
            var totals = [Int](repeating: 0, count: ages.count)
            var total = 0
            for queue in list.items {
                for (index, count) in queue.ages.enumerated() where index < totals.count { totals[index] += count }
                total += queue.waiting
            }
            table.add(["TOTAL", "\(total)"] + totals.map(String.init))
            for queue in list.items {
                table.add([queue.unit, "\(queue.waiting)"] + queue.ages.map(String.init))
            }
            Output.say(table)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says why a queue waits and until when.",
            discussion: "Example:\n  axisctl queue show H24.12"
        )

        @Argument(help: "The unit's code.")
        var code: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let queue = try await admin.withClient { try await $0.queue(code) }
            if admin.isJSON { return try Output.say(json: queue) }
            let until = queue.until.map { ", until \($0)" } ?? ""
            let rows: [(String, String?)] = [
                ("Unit", "\(queue.unit) \(queue.name)"), ("Route", queue.route), ("Why", queue.why + until),
                ("Waiting", "\(queue.waiting)"), ("In flight", "\(queue.inFlight)"), ("Held", "\(queue.held)"),
                ("Quarantined", "\(queue.quarantined)"), ("Oldest", queue.oldest?.description),
                ("Circuit", queue.circuit), ("Window", queue.window > 0 ? "\(queue.window)" : nil),
                ("Last error", queue.lastError), ("Pulled", queue.lastContact?.pulledAt?.description),
                ("Answered", queue.lastContact?.answeredAt?.description),
                ("Failed", queue.lastContact?.failedAt?.description),
            ]
            for (name, value) in rows {
                guard let value else { continue }
                let blanks = String(repeating: " ", count: 13 - name.count)
                Output.say(Output.plain(name + blanks + value, lineBreaks: false))
            }
        }
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stops deliveries until they are released.",
            discussion: "Examples:\n  axisctl queue hold H24.12 --note \"bảo trì\"\n  axisctl queue hold --delivery ID"
        )

        @OptionGroup var change: QueueChange

        func run() async throws { try await change.run(.hold) }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets held deliveries go on.",
            discussion: "Example:\n  axisctl queue release H24.12"
        )

        @OptionGroup var change: QueueChange

        func run() async throws { try await change.run(.release) }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tries again at once what waits for its next attempt.",
            discussion: "Example:\n  axisctl queue retry H24.12"
        )

        @OptionGroup var change: QueueChange

        func run() async throws { try await change.run(.retry) }
    }

    struct Purge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends deliveries undelivered; the senders are told.",
            discussion: "Example:\n  axisctl queue purge --delivery 0190e0c2-… --note \"đơn vị giải thể\""
        )

        @OptionGroup var change: QueueChange

        func validate() throws {
            guard change.note != nil else { throw ValidationError("Say why, with --note.") }
        }

        func run() async throws { try await change.run(.purge) }
    }
}

extension QueueCommand {
    struct Reroute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives held deliveries to another unit; the senders are told.",
            discussion: "Example:\n  axisctl queue reroute 0190e0c2-… --to H24.12 --note \"kế thừa địa bàn\""
        )

        @Argument(help: "The deliveries.")
        var deliveries: [DeliveryID]

        @Option(help: "The code of the unit that gets them.")
        var to: String

        @Option(help: "Why, for the history.")
        var note: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let request = RerouteRequest(deliveries: deliveries, to: to, note: note)
            let result = try await admin.withClient { client in try await client.reroute(request) }
            if admin.isJSON { return try Output.say(json: result) }
            let skipped = result.skipped > 0 ? ", \(result.skipped) are not held" : ""
            Output.say("reroute: \(result.changed) deliveries\(skipped).")
        }
    }
}

struct QueueChange: ParsableArguments {
    @Argument(help: "The unit's code.")
    var code: String?

    @Option(parsing: .upToNextOption, help: "Only these deliveries.")
    var delivery: [DeliveryID] = []

    @Option(help: "Why, for the history.")
    var note: String?

    @Option(help: "At most so many; all when missing.")
    var limit: Int?

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard code != nil || !delivery.isEmpty else { throw ValidationError("Name a unit's code, or --delivery ID.") }
    }

    func run(_ action: QueueAction) async throws {
        let request = QueueActionRequest(
            unit: code,
            deliveries: delivery.isEmpty ? nil : delivery,
            note: note,
            limit: limit
        )
        let result = try await admin.withClient { client in
            var sum = QueueActionResult(changed: 0, skipped: 0, more: true)
            // The daemon changes a bounded number at a time; a round that changes nothing is the last.
            while sum.more {
                let result = try await client.act(action, request)
                sum.changed += result.changed
                sum.skipped += result.skipped
                sum.more = result.more && result.changed > 0 && limit == nil
            }
            return sum
        }
        if admin.isJSON { return try Output.say(json: result) }
        let skipped = result.skipped > 0 ? ", \(result.skipped) are in a state that does not allow it" : ""
        Output.say("\(action.rawValue): \(result.changed) deliveries\(skipped).")
    }
}
