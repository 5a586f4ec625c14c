// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel
import AxisSignature
import Foundation

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Starts a daemon of its own, loads it, checks it and stops it.",
        discussion: """
            Makes a new directory with development certificates and an empty store, on the disk that is to be measured.

            Example:
              axis-bench run --axisd .build/release/axisd --seconds 30
            """
    )

    @Option(help: "The daemon's executable.")
    var axisd: String

    @Option(help: "Where to make the directory; it must be a real disk, as fsync is part of what is measured.")
    var directory = "."

    @Flag(help: "Keeps the directory afterwards.")
    var keep = false

    @OptionGroup(title: "Load") var load: LoadOptions

    func run() async throws {
        let bench = try BenchDirectory(below: directory)
        defer { if !keep { bench.remove() } }
        let daemon = try DaemonProcess(executable: axisd, directory: bench)
        do {
            try await prepare(bench, daemon)
            let configuration = ClientConfiguration(
                server: "https://localhost:\(bench.agencyPort)",
                authoritiesFile: "\(bench.pki)/ca.pem",
                certificateFile: "\(bench.pki)/agency/G22.pem",
                keyFile: "\(bench.pki)/agency/G22.key"
            )
            let benchmark = IntakeBenchmark(
                configuration: configuration,
                from: "G22",
                to: ["H24"],
                signCertificate: "\(bench.pki)/agency/G22.pem",
                signKey: "\(bench.pki)/agency/G22.key",
                load: load
            )
            try await benchmark.run()
        } catch {
            daemon.stop()
            for line in bench.lastLogLines { Output.complain(line) }
            throw error
        }
        guard daemon.stop() == 0 else { throw CommandFailure("The daemon did not stop cleanly.") }
    }

    /// Waits for the daemon and binds the sender's certificate; the level-1 codes are in every new store.
    private func prepare(_ bench: BenchDirectory, _ daemon: DaemonProcess) async throws {
        let admin = try await daemon.admin(within: .seconds(30))
        let pem = String(decoding: try DurableFile.read("\(bench.pki)/agency/G22.pem", limit: 1 << 20), as: UTF8.self)
        try await admin.addCertificate(BindingAddRequest(unit: "G22", certificate: pem, use: "both"))
        await admin.shutdown()
    }
}
