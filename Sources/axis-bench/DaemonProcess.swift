// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import Foundation

/// A daemon started for one run.
final class DaemonProcess {
    private let process = Process()
    private let directory: BenchDirectory

    init(executable: String, directory: BenchDirectory) throws {
        self.directory = directory
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw CommandFailure("\(executable) is no executable; build it: swift build -c release --product axisd")
        }
        try DurableFile.write([], to: directory.log)
        guard let log = FileHandle(forWritingAtPath: directory.log) else {
            throw CommandFailure("\(directory.log) can't be written.")
        }
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["--config", directory.configuration]
        process.standardOutput = log
        process.standardError = log
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { throw CommandFailure("\(executable) could not be started: \(error)") }
    }

    /// The process's id.
    var identifier: Int32 { process.processIdentifier }

    /// A client of the daemon's socket, once it answers.
    func admin(within patience: Duration) async throws -> AdminClient {
        let clock = ContinuousClock()
        let end = clock.now + patience
        while clock.now < end, process.isRunning {
            if FileManager.default.fileExists(atPath: directory.socket) {
                let admin = try AdminClient(socket: directory.socket)
                if (try? await admin.administrators()) != nil { return admin }
                await admin.shutdown()
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw CommandFailure(process.isRunning ? "The daemon was not ready in \(patience)." : "The daemon ended.")
    }

    /// Has the daemon drain and end, and gives its exit status.
    @discardableResult
    func stop() -> Int32 {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
