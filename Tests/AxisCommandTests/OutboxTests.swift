// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisModel
import Foundation
import Testing

@Suite struct OutboxTests {
    @Test func `writing a file leaves a neighbour alone whose name looks like an unfinished one`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/axis-files-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try DurableFile.makeDirectory(path)
        try DurableFile.write([1], to: path + "/a.pdf.part")
        try DurableFile.write([2], to: path + "/a.pdf")
        #expect(try DurableFile.read(path + "/a.pdf.part", limit: 9) == [1])
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 2)
    }

    private let moment = Timestamp(seconds: 1_800_000_000)

    private func withOutbox(_ body: (Outbox) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.path + "/axis-outbox-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(Outbox(directory: directory))
    }

    private let problem = Problem(type: "", title: "", status: 422, detail: "No.", code: "recipient-unknown")

    @Test func `an envelope is on disk before the first attempt and waits until there is an answer`() async throws {
        try await withOutbox { outbox in
            let entry = try outbox.keep([1, 2, 3], at: moment)
            let sender = OutboxSender(outbox) { path throws(ClientError) in
                #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
                throw ClientError(.unreachable, "No.", isRetriable: true)
            }
            await #expect(throws: ClientError.self) { _ = try await sender.send(entry) }
            #expect(try outbox.waiting() == [entry])
            #expect(try outbox.keep([1, 2, 3], at: moment + .seconds(5)) == entry)
        }
    }

    @Test func `a final refusal ends the waiting, a temporary one does not`() async throws {
        try await withOutbox { outbox in
            let entry = try outbox.keep([1], at: moment)
            for (isRetriable, left) in [(true, [entry]), (false, [])] {
                let sender = OutboxSender(outbox) { [problem] _ throws(ClientError) in
                    throw ClientError(.refused, "No.", problem: problem, isRetriable: isRetriable)
                }
                await #expect(throws: ClientError.self) { _ = try await sender.send(entry) }
                #expect(try outbox.waiting() == left)
            }
        }
    }

    @Test func `a state directory that others may read is refused`() throws {
        let directory = FileManager.default.temporaryDirectory.path + "/axis-outbox-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        #expect(throws: ClientError.self) { _ = try Outbox(directory: directory) }
    }
}

@Suite struct ArgumentTests {
    @Test func `a date is midnight in Vietnam and a wrong one is none`() throws {
        let moment = try #require(MomentArgument(argument: "2025-07-01")).moment
        #expect(
            moment.description == "2025-07-01T00:00:00.000+07:00" || moment.description == "2025-07-01T00:00:00+07:00"
        )
        #expect(MomentArgument(argument: "2025-02-30") == nil)
        #expect(MomentArgument(argument: "hôm nay") == nil)
        #expect(MomentArgument(argument: "2025-06-30T17:00:00Z")?.moment == moment)
    }
}
