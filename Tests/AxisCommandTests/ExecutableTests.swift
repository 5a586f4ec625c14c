// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct ExecutableTests {
    private struct Outcome {
        var status: Int32
        var output: String
        var complaint: String
    }

    /// A command's tree, as ArgumentParser dumps it.
    private struct Dump: Decodable {
        var command: Command
    }

    private struct Command: Decodable {
        var commandName: String
        var discussion: String?
        var abstract: String?
        var subcommands: [Command]?
    }

    private let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

    private func run(_ name: String, _ arguments: [String], _ environment: [String: String] = [:]) throws -> Outcome {
        let process = Process()
        let (output, complaint) = (Pipe(), Pipe())
        process.executableURL = folder.appendingPathComponent(name)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = complaint
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let words = complaint.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: text, as: UTF8.self),
            complaint: String(decoding: words, as: UTF8.self)
        )
    }

    private func withDirectory(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/axis-command-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try body(path)
    }

    @Test(arguments: ["axis", "axisctl", "axis-bench"])
    func `every command has a summary and examples, and its arguments are sound`(_ name: String) throws {
        let dump = try run(name, ["--experimental-dump-help"])
        let root = try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command
        func visit(_ command: Command, _ path: [String]) throws {
            guard command.commandName != "help" else { return }
            #expect(command.abstract?.isEmpty == false, "\(path)")
            guard let children = command.subcommands, !children.isEmpty else {
                #expect(command.discussion?.contains("Example") == true, "\(path)")
                #expect(try run(name, path + ["--help"]).status == 0, "\(path)")
                return
            }
            for child in children { try visit(child, path + [child.commandName]) }
        }
        try visit(root, [])
    }

    @Test(arguments: [
        ("axis", ["send"]), ("axis", ["send", "a.pdf", "--to", "H24"]), ("axis", ["ack", "not-an-id"]),
        ("axis", ["inbox"]), ("axisctl", ["unit", "add"]), ("axisctl", ["queue", "hold"]),
        ("axisctl", ["queue", "purge", "H24"]), ("axisctl", ["cert", "add", "H24", "a.pem", "--use", "everything"]),
        ("axis-bench", ["intake"]), ("axis", ["declare", "hotline-open"]),
        ("axisctl", ["campaign", "create", "c", "--title", "t", "--deadline", "2030-01-01", "--remind-before", "3x"]),
        ("axisctl", ["unit", "add", "H24", "--name", "a", "--kind", "b", "--effective", "x"]),
    ])
    func `wrong usage ends with 64 and a word on standard error`(_ name: String, _ arguments: [String]) throws {
        let outcome = try run(name, arguments)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.complaint.contains("Error:"))
    }

    @Test func `a daemon that is not there ends with 1 and a sentence that says what to do`() throws {
        let outcome = try run("axisctl", ["queue", "list", "--socket", "/nonexistent/axisd.sock"])
        #expect(outcome.status == 1)
        #expect(outcome.complaint.contains("Is axisd running?"))
    }

    @Test func `a document that reaches nobody is kept signed, once, and closed to others`() throws {
        try withDirectory { path in
            #expect(try run("axisctl", ["pki", "init-dev", path + "/pki", "--units", "G22"]).status == 0)
            try Data("công văn".utf8).write(to: URL(fileURLWithPath: path + "/cv.pdf"))
            let connection = [
                "--server", "https://127.0.0.1:1", "--ca", path + "/pki/ca.pem", "--cert",
                path + "/pki/agency/G22.pem", "--key", path + "/pki/agency/G22.key",
            ]
            let document = ["--from", "G22", "--to", "H24", "--number", "1", "--notation", "VPCP", "--subject", "Thử"]
            let environment = ["AXIS_STATE_DIR": path + "/state"]
            let first = try run("axis", ["send", path + "/cv.pdf"] + document + connection, environment)
            #expect(first.status == 1)
            #expect(first.complaint.contains("axis send --resume"))
            let kept = try FileManager.default.contentsOfDirectory(atPath: path + "/state/outbox")
            let name = try #require(kept.first)
            #expect(kept.count == 1 && name.hasSuffix(".edxml"))
            let attributes = try FileManager.default.attributesOfItem(atPath: path + "/state/outbox/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600)

            let second = try run("axis", ["send", path + "/cv.pdf"] + document + connection, environment)
            #expect(second.status == 1)
            #expect(second.complaint.contains("waits to be sent already"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/state/outbox") == kept)
        }
    }

    @Test func `a file that is no receipt proves nothing`() throws {
        try withDirectory { path in
            #expect(try run("axisctl", ["pki", "init-dev", path + "/pki"]).status == 0)
            try Data("{}".utf8).write(to: URL(fileURLWithPath: path + "/receipt.json"))
            let outcome = try run("axis", ["verify", path + "/receipt.json", "--ca", path + "/pki/ca.pem"])
            #expect(outcome.status == 1)
            #expect(outcome.output.hasPrefix("✗ "))
            #expect(outcome.complaint.contains("proves nothing"))
        }
    }
}
