// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import Foundation

/// The command `axis listen`, saving what is pushed to it into a folder.
final class Listener: Sendable {
    private let process: RunningProcess
    private let folder: URL
    private let port: Int

    var address: String { "https://127.0.0.1:\(port)/" }

    init(_ daemon: TestDaemon) async throws {
        port = try FreePort.take()
        folder = daemon.directory.appendingPathComponent("received")
        process = try RunningProcess(
            Binaries.path("axis"),
            arguments: [
                "listen", "--host", "127.0.0.1", "--port", "\(port)", "-o", folder.path, "--no-attachments",
                "--cert", daemon.pki + "/server.pem", "--key", daemon.pki + "/server.key",
                "--client-ca", daemon.pki + "/ca.pem",
            ]
        )
        try await process.wait(forLine: "Listening")
    }

    func stop() async { await process.end(with: SIGTERM) }

    /// The deliveries kept, each with the SHA-256 of its bytes.
    func kept() throws -> [DeliveryID: Digest256] {
        var found: [DeliveryID: Digest256] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".edxml") {
            guard let id = DeliveryID(String(name.prefix(36))) else { continue }
            let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
            found[id] = Digest256(bytes: SHA256.hash(bytes))
        }
        return found
    }
}
