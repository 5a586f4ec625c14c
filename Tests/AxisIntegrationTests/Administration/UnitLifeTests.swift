// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation
import Testing

extension Integration {
    /// A unit's life through `axisctl` and the real daemon, and a mirror that follows it.
    @Suite struct UnitLifeTests {
        @Test func `units are renamed, corrected, closed, merged and split, and a mirror follows over a restart`()
            async throws
        {
            let wards = World.wards
            try await World.run { daemon in
                for code in ["H24.ZZ7", "H24.ZZ8"] {
                    let _: UnitView = try await json(
                        daemon,
                        ["unit", "add", code, "--name", "Xã \(code)", "--kind", "xã", "--parent", "H24"]
                    )
                }
                let agency = try daemon.agency(World.sender)
                let begun = try #require(try await agency.codeSnapshot())
                #expect(try await agency.codeSnapshot(unless: begun.tag) == nil)

                let basis = ["--legal-basis", "NQ 1/NQ-DEMO"]
                let renamed: UnitView = try await json(
                    daemon,
                    ["unit", "rename", wards[0], "--name", "Phường Đổi Tên"] + basis
                )
                #expect(renamed.name == "Phường Đổi Tên")
                let kind: UnitView = try await json(
                    daemon,
                    ["unit", "change-kind", "H24.ZZ7", "--kind", "phường"] + basis
                )
                #expect(kind.kind == "ward")
                let moved: UnitView = try await json(daemon, ["unit", "move", "H24.ZZ7", "--parent", wards[1]] + basis)
                #expect(moved.parent == wards[1])
                let corrected: UnitView = try await json(
                    daemon,
                    ["unit", "correct", "H24.ZZ8", "--email", "a@example.vn", "--reason", "thiếu"] + basis
                )
                #expect(corrected.email == "a@example.vn")

                let dry = try await daemon.axisctl("unit", "close", wards[0], "--dry-run").expectingSuccess()
                #expect(dry.output.contains("Certificate") && dry.output.contains("Nothing was changed."))
                let merge: UnitClosingReport = try await json(
                    daemon,
                    ["unit", "merge", wards[0], "H24.ZZ7", "--into", wards[1], "--forward-until", "2099-12-31"] + basis
                )
                #expect(merge.items.map(\.successors) == [[wards[1]], [wards[1]]])
                let split: UnitClosingReport = try await json(
                    daemon,
                    ["unit", "split", "H24.ZZ8", "--into", wards[1], wards[2]] + basis
                )
                #expect(split.items.first?.unit.successors == [wards[1], wards[2]])
                let guess = try await daemon.axisctl("unit", "forward", "H24.ZZ8", "--until", "2099-12-31")
                #expect(guess.status == 1 && guess.complaint.contains("2 successors"), "\(guess)")
                let stopped: UnitView = try await json(daemon, ["unit", "forward", "H24.ZZ7", "--stop"])
                #expect(stopped.state == .closed)
                let resolved = try await daemon.axisctl("unit", "resolve", wards[0]).expectingSuccess()
                #expect(resolved.output.contains("closed; now: \(wards[1])"))
                let history: CodeHistory = try await json(daemon, ["unit", "history", wards[0]])
                #expect(history.items.map(\.kind) == [.registered, .renamed, .closed, .forwardingChanged])
                #expect(history.items.last?.legalBasis == "NQ 1/NQ-DEMO")
                #expect(
                    try await daemon.axisctl("unit", "history", wards[0]).expectingSuccess().output.contains("closed")
                )

                await daemon.kill()
                try await daemon.start()
                var records = Dictionary(uniqueKeysWithValues: begun.snapshot.items.map { ($0.unit, $0) })
                var version = begun.snapshot.version
                var hasMore = true
                while hasMore {
                    let page = try await agency.codeChanges(after: version, limit: 3)
                    for change in page.items {
                        #expect(change.previous == version)
                        records[change.unit] = change.record
                        version = change.version
                    }
                    hasMore = page.hasMore
                }
                let whole = try #require(try await agency.codeSnapshot(unless: begun.tag)).snapshot
                #expect(whole.version == version)
                #expect(records.values.sorted { $0.code.text < $1.code.text } == whole.items)
                #expect(try await agency.code(wards[0]).successors == [wards[1]])
                #expect(try await agency.codeHistory(wards[0]).items == history.items)
                await agency.shutdown()
            }
        }

        private func json<Value: Decodable>(_ daemon: TestDaemon, _ arguments: [String]) async throws -> Value {
            let run = try await CommandRun.run(
                Binaries.path("axisctl"),
                arguments + ["--output", "json"],
                environment: ["AXIS_SOCKET": daemon.socket, "LC_ALL": "C.UTF-8"],
                directory: daemon.directory
            )
            guard run.status == 0 else {
                throw TooLate(description: "axisctl \(arguments.joined(separator: " ")): \(run)")
            }
            return try run.json()
        }
    }
}
