// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation

/// Requests laid on the wire byte for byte, over one connection after a plan.
struct Wire: Sendable {
    struct Answer: Decodable, Sendable {
        var step: String?
        var status: Int?
        var headers: [String: String]?
        var body: String?
        var closed: Bool?
        var error: String?
        var rest: String?
        var reused: Bool?
        var seconds: Double?

        /// The problem in the body.
        var problem: Problem? { body.flatMap { try? JSONDecoder().decode(Problem.self, from: Data($0.utf8)) } }
    }

    enum Step: Sendable {
        case send([UInt8])
        case post(name: String, file: URL, headers: [String] = [])
        case get(name: String, path: String, headers: [String] = [])
        case read(name: String)
        case closed(name: String)
        case halfClose
        case resume
        case reconnect
        case wait(for: URL)

        var json: [String: Any] {
            switch self {
            case .send(let bytes): ["do": "send", "bytes": Data(bytes).base64EncodedString()]
            case .post(let name, let file, let headers):
                ["do": "post", "name": name, "path": "/v1/envelopes", "file": file.path, "headers": headers]
            case .get(let name, let path, let headers): ["do": "get", "name": name, "path": path, "headers": headers]
            case .read(let name): ["do": "read", "name": name]
            case .closed(let name): ["do": "closed", "name": name]
            case .halfClose: ["do": "halfclose"]
            case .resume: ["do": "resume"]
            case .reconnect: ["do": "reconnect"]
            case .wait(let file): ["do": "wait", "file": file.path]
            }
        }
    }

    var port: Int
    var authorities: String
    var certificate: String?
    var key: String?
    /// At most TLS 1.2, whose sessions resume by a ticket of the first handshake.
    var isOldTLS = false
    /// Whether an interim answer, `100 Continue`, is told too.
    var tellsContinues = false

    /// Writes the plan and starts it.
    func start(_ steps: [Step], in directory: URL) throws -> RunningProcess {
        var plan: [String: Any] = ["port": port, "ca": authorities, "steps": steps.map(\.json), "tls12": isOldTLS]
        plan["cert"] = certificate
        plan["continues"] = tellsContinues
        plan["key"] = key
        let file = directory.appendingPathComponent("plan-\(UUID().uuidString).json")
        try JSONSerialization.data(withJSONObject: plan).write(to: file)
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("wire.py")
        return try RunningProcess("/usr/bin/env", arguments: ["python3", script.path, file.path])
    }

    /// Carries the plan out and gives its answers in order.
    func run(_ steps: [Step], in directory: URL) async throws -> [Answer] {
        let process = try start(steps, in: directory)
        _ = await process.waitForEnd()
        return Self.answers(process)
    }

    static func answers(_ process: RunningProcess) -> [Answer] {
        process.lines.compactMap { try? JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
    }
}
