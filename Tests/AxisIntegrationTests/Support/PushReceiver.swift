// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation

/// A recipient's endpoint with mutual TLS whose answers are in its addresses: `/ok`, `/refused`, `/failing/2`, …
///
/// What it got is told line by line, as JSON.
final class PushReceiver: Sendable {
    struct Push: Decodable, Sendable {
        var path: String
        var headers: [String: String]
        var size: Int
        var sha256: String
        var peer: String
        var status: Int
    }

    let port: Int
    private let process: RunningProcess

    /// Starts on a port, a free one when nil, with the development certificates of a daemon.
    init(pki: String, port: Int? = nil) async throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "push_receiver.py"
        )
        let port = try port ?? FreePort.take()
        self.port = port
        process = try RunningProcess("/usr/bin/env", arguments: ["python3", script.path, pki, String(port)])
        try await process.wait(forLine: "listening")
    }

    func address(_ path: String) -> String { "https://127.0.0.1:\(port)/\(path)" }

    var pushes: [Push] {
        process.lines.compactMap { try? JSONDecoder().decode(Push.self, from: Data($0.utf8)) }
    }

    func stop() async { await process.end(with: SIGKILL) }
}
