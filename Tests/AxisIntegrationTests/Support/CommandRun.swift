// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a command that ran to its end said.
struct CommandRun: Sendable {
    var status: Int32
    var output: String
    var complaint: String

    /// Runs a command; both its outputs go to files, so neither can fill a pipe.
    static func run(
        _ path: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        directory: URL? = nil
    ) async throws -> CommandRun {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("axis-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let names = ["out", "err"].map { folder.appendingPathComponent($0) }
        for name in names { try Data().write(to: name) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("AXIS_") }
            .merging(environment) { $1 }
        process.currentDirectoryURL = directory
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: names[0])
        process.standardError = try FileHandle(forWritingTo: names[1])
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { ended in
                // As a shell counts it: a signal is 128 and its number.
                let bySignal = ended.terminationReason == .uncaughtSignal
                continuation.resume(returning: ended.terminationStatus + (bySignal ? 128 : 0))
            }
            do { try process.run() } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        let texts = try names.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return CommandRun(status: status, output: texts[0], complaint: texts[1])
    }

    /// The output as a value of JSON.
    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(output.utf8))
    }

    /// The run, when it ended well; records what it said otherwise.
    func expectingSuccess(_ location: SourceLocation = #_sourceLocation) -> CommandRun {
        #expect(status == 0, "\(complaint)\(output)", sourceLocation: location)
        return self
    }
}

/// Which commands of the system the tests lean on.
enum System {
    static func has(_ commands: String...) -> Bool {
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return commands.allSatisfy { command in
            paths.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(command)") }
        }
    }
}
