// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel
import AxisSignature
import AxisTransfer
import Foundation

struct VXPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vxp",
        abstract: "Measures the VXP interface: the list of agencies, and systems that poll.",
        discussion: """
            Starts a daemon of its own with a large registry. First it asks for all agencies, twice. Then document \
            systems, each with items waiting, ask for their lists at a steady rate; between two polls of a system its \
            list changes once in ten. Processor time is the daemon's own, all threads together.

            Example:
              axis-bench vxp --axisd .build/release/axisd --units 111339 --seconds 60
            """
    )

    @Option(help: "The daemon's executable.")
    var axisd: String

    @Option(help: "Where to make the directory.")
    var directory = "."

    @Option(help: "Units in the registry.")
    var units = 111_339

    @Option(help: "Document systems that poll.")
    var systems = 100

    @Option(help: "Items that wait for each.")
    var items = 100

    @Option(help: "Polls a second, all systems together.")
    var rate = 100

    @Option(help: "How long to poll, in seconds.")
    var seconds = 60

    @Flag(help: "Keeps the directory afterwards.")
    var keep = false

    func validate() throws {
        guard (1...1000).contains(systems) else { throw ValidationError("--systems is 1 to 1000.") }
        guard (systems...190_000).contains(units) else { throw ValidationError("--units is --systems to 190000.") }
        guard (1...10_000).contains(rate) else { throw ValidationError("--rate is 1 to 10000.") }
        guard (1...3600).contains(seconds) else { throw ValidationError("--seconds is 1 to 3600.") }
        guard (1...1000).contains(items) else { throw ValidationError("--items is 1 to 1000.") }
    }

    func run() async throws {
        let bench = try BenchDirectory(below: directory, servesVXP: true)
        defer { if !keep { bench.remove() } }
        let daemon = try DaemonProcess(executable: axisd, directory: bench)
        do {
            try await measure(bench, daemon)
        } catch {
            daemon.stop()
            for line in bench.lastLogLines { Output.complain(line) }
            throw error
        }
        guard daemon.stop() == 0 else { throw CommandFailure("The daemon did not stop cleanly.") }
    }

    private func measure(_ bench: BenchDirectory, _ daemon: DaemonProcess) async throws {
        let admin = try await daemon.admin(within: .seconds(30))
        let known = try await register(admin)
        let polling = try await systems(bench, admin)
        await admin.shutdown()
        var transfer = TransferConfiguration()
        transfer.allowsPlainLoopback = true
        transfer.maximumConnectionsPerHost = 256
        let client = try TransferClient(transfer)
        try await measureAgencies(client, polling[0], daemon, atLeast: known)
        let load = VXPPolling(client: client, systems: polling, items: items, rate: rate, seconds: seconds)
        try await Progress.during("Sending") { try await load.fill() }
        let before = try ProcessUsage(of: daemon.identifier)
        let clock = ContinuousClock()
        let start = clock.now
        let latencies = try await Progress.during("Polling") { try await load.poll() }
        let elapsed = clock.now - start
        let after = try ProcessUsage(of: daemon.identifier)
        let share = (after.processor - before.processor) / elapsed
        let times = [0.5, 0.95, 0.99].map { IntakeBenchmark.milliseconds(latencies.percentile($0)) }
        Output.say(
            "lists: \(latencies.count) polls of \(items) items in \(Int(elapsed / .seconds(1))) s, p50 \(times[0]) ms "
                + "p95 \(times[1]) ms p99 \(times[2]) ms; \(Int(share * 1000) / 10) % of a core "
                + "with \(load.changes) changes; memory \(after.memory) MiB"
        )
        await client.shutdown()
    }

    /// Fills the registry; how many units it holds.
    private func register(_ admin: AdminClient) async throws -> Int {
        var list = "code,name,kind,parent\n"
        for number in 1...units {
            list += "H24.B\(number),Đơn vị đo tải \(number),xã,H24\n"
        }
        let report = try await Progress.during("Registering") { [list] in try await admin.importUnits(Array(list.utf8))
        }
        Output.say("\(report.added) units registered")
        return report.added
    }

    private func systems(_ bench: BenchDirectory, _ admin: AdminClient) async throws -> [VXPSystem] {
        var all: [VXPSystem] = []
        for number in 1...systems + 1 {
            let unit = number > systems ? "H24" : "H24.B\(number)"
            let request = ClientAddRequest(systemId: "bench.\(number)", unit: unit, anyAddress: true)
            guard let secret = try await admin.addClient(request).secret else {
                throw CommandFailure("The daemon gave no secret.")
            }
            all.append(
                VXPSystem(
                    id: "bench.\(number)",
                    unit: unit,
                    secret: Array(secret.text.utf8),
                    endpoint: "http://127.0.0.1:\(bench.vxpPort)"
                )
            )
        }
        return all
    }

    private func measureAgencies(
        _ client: TransferClient,
        _ system: VXPSystem,
        _ daemon: DaemonProcess,
        atLeast known: Int
    ) async throws {
        let before = try ProcessUsage(of: daemon.identifier)
        let first = try await client.perform(system.call("getAgenciesList"))
        let between = try ProcessUsage(of: daemon.identifier)
        let second = try await client.perform(system.call("getAgenciesList"))
        let after = try ProcessUsage(of: daemon.identifier)
        let rows = try VXPReplyView(first).data?.count ?? 0
        guard rows >= known, try VXPReplyView(second).data?.count == rows else {
            throw CommandFailure("The list has \(rows) agencies, the registry \(known).")
        }
        Output.say(
            "agencies: \(rows) rows, \(first.body.count / 1024) KiB; first "
                + "\(IntakeBenchmark.milliseconds(first.timings.total)) ms, again "
                + "\(IntakeBenchmark.milliseconds(second.timings.total)) ms with "
                + "\(IntakeBenchmark.milliseconds(after.processor - between.processor)) ms of processor time; memory "
                + "\(before.memory) MiB before, \(after.memory) MiB after, \(after.mostMemory) MiB at most"
        )
    }
}
