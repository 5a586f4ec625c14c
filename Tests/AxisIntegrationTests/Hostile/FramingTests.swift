// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation
import Testing

extension Integration {
    /// Requests that are no well-formed requests, too large, too slow or cut off.
    @Suite(.enabled(if: System.has("python3"))) struct FramingTests {
        @Test func `bad framing, large, slow and cut bodies are answered where possible and closed`() async throws {
            try await World.run(environment: ["AXIS_LIMITS_ENVELOPE": "1MB", "AXIS_LIMITS_BODY_TIME": "1s"]) { daemon in
                let chunk = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
                let cases: [(String, String, Set<Int>)] = [
                    ("too large by its length", head(["Content-Length: 1000000000"]), [413]),
                    (
                        "too large in chunks",
                        head(["Transfer-Encoding: chunked"]) + String(repeating: chunk, count: 17), [413]
                    ),
                    ("slow", head(["Content-Length: 1000"]) + "<a>", [408]),
                    ("two lengths", head(["Content-Length: 3", "Content-Length: 4"]) + "<a/>", [400]),
                    ("a negative length", head(["Content-Length: -1"]), [400]),
                    ("a length that is none", head(["Content-Length: 4x"]) + "<a/>", [400]),
                    (
                        "length and chunks", head(["Content-Length: 4", "Transfer-Encoding: chunked"]) + "0\r\n\r\n",
                        [400]
                    ),
                    ("a chunk that is none", head(["Transfer-Encoding: chunked"]) + "zz\r\n<a/>\r\n0\r\n\r\n", [400]),
                    ("NUL in a field", head(["X-A: a\u{0}b", "Content-Length: 0"]), [400]),
                    ("a field without colon", head(["nonsense", "Content-Length: 0"]), [400]),
                    ("a field too long", head(["X-A: " + String(repeating: "a", count: 100_000)]), [400, 431]),
                    ("too many fields", head((0..<1000).map { "X-\($0): a" }), [400, 431]),
                    ("no HTTP", "\u{16}\u{3}\u{1} GET nothing\r\n\r\n", [400]),
                ]
                // Each has a connection of its own, so all may wait at once.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (name, bytes, statuses) in cases {
                        let wire = daemon.wire(as: World.sender)
                        let directory = daemon.directory
                        group.addTask {
                            let answers = try await wire.run(
                                [.send(Array(bytes.utf8)), .read(name: name), .closed(name: "end")],
                                in: directory
                            )
                            let answer = try #require(answers.first, "\(name)")
                            #expect(statuses.contains(answer.status ?? 0), "\(name): \(answer)")
                            #expect(answer.headers?["content-type"] == "application/problem+json", "\(name)")
                            #expect(answer.problem?.code.isEmpty == false, "\(name): \(answer)")
                            #expect(answers.last?.closed == true, "\(name)")
                        }
                    }
                    try await group.waitForAll()
                }
                try await goesOn(daemon)
            }
        }

        @Test func `a body that ends early or goes on too long harms nobody`() async throws {
            try await World.run { daemon in
                let cut = head(["Content-Length: 1000"]) + "<a>"
                let half = try await daemon.wire(as: World.sender).run(
                    [.send(Array(cut.utf8)), .halfClose, .closed(name: "half-closed")],
                    in: daemon.directory
                )
                #expect(half.last?.closed == true, "\(half)")
                // The announced five bytes are refused as what they are; the rest is no request.
                let long = head(["Content-Length: 5"]) + "<a>hello</a>\r\n\r\n"
                let answers = try await daemon.wire(as: World.sender).run(
                    [.send(Array(long.utf8)), .read(name: "five bytes"), .read(name: "rest"), .closed(name: "end")],
                    in: daemon.directory
                )
                #expect(answers.first?.problem?.code == "malformed-xml", "\(answers)")
                #expect(answers.dropFirst().allSatisfy { $0.closed == true || $0.status == 400 }, "\(answers)")
                try await goesOn(daemon)
            }
        }

        @Test func `paths, words and bodies of other calls are refused by name on a connection that goes on`()
            async throws
        {
            try await World.run { daemon in
                let paths: [(String, Int, String)] = [
                    ("/v1/nothing", 404, "not-found"), ("/v1/codes/H24.ZZ9", 404, "not-found"),
                    ("/v1/deliveries/%2e%2e%2f%2e%2e%2fetc%2fpasswd/envelope", 404, "not-found"),
                    ("/v1/envelopes/1", 404, "not-found"),
                    ("/v1/inbox?limit=0", 400, "bad-request"), ("/v1/inbox?limit=x", 400, "bad-request"),
                    ("/v1/inbox?kind=letter", 400, "bad-request"), ("/v1/inbox?nonsense=1", 400, "bad-request"),
                    ("/v1/envelopes?after=x", 400, "bad-request"), ("/admin/v1/units", 403, "forbidden"),
                ]
                let steps = paths.map { Wire.Step.get(name: $0.0, path: $0.0) }
                let answers = try await daemon.wire(as: World.sender).run(
                    steps + [.get(name: "NUL", path: "/v1/codes/H24%00"), .get(name: "end", path: "/v1/codes/H24")],
                    in: daemon.directory
                )
                try #require(answers.count == paths.count + 2, "\(answers)")
                for ((path, status, code), answer) in zip(paths, answers) {
                    #expect(answer.status == status && answer.problem?.code == code, "\(path): \(answer)")
                    #expect(answer.headers?["content-type"] == "application/problem+json", "\(path)")
                }
                #expect((400...404).contains(answers[paths.count].status ?? 0), "\(answers[paths.count])")
                #expect(answers.last?.status == 200)

                let file = daemon.directory.appendingPathComponent("body")
                try Data("<a/>".utf8).write(to: file)
                let partial = try await daemon.wire(as: World.sender).run(
                    [
                        .post(name: "", file: file, headers: ["Axis-Partial: perhaps"]),
                        .get(name: "", path: "/v1/codes/H24"),
                    ],
                    in: daemon.directory
                )
                #expect(partial.first?.problem?.field == "Axis-Partial" && partial.last?.status == 200, "\(partial)")
            }
        }

        private func head(_ fields: [String]) -> String {
            "POST /v1/envelopes HTTP/1.1\r\nHost: localhost\r\n" + fields.joined(separator: "\r\n") + "\r\n\r\n"
        }

        private func goesOn(_ daemon: TestDaemon) async throws {
            let sender = try Office(World.sender, at: daemon)
            #expect(try await sender.client.envelopes().items.isEmpty)
            _ = try await sender.send(1, to: [World.wards[0]])
            #expect(try await sender.client.envelopes().items.count == 1)
            let incoming = try FileManager.default.contentsOfDirectory(atPath: daemon.data + "/incoming")
            #expect(incoming.isEmpty, "\(incoming)")
        }
    }
}
