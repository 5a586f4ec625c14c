// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A document system on the VXP interface, played by a script that signs as the official SDK does.
struct VXPSystem: Sendable {
    let id: String
    let secret: String
    let port: Int
    let directory: URL

    /// Registers a system id for a unit.
    static func add(_ id: String, unit: String, at daemon: TestDaemon, port: Int) async throws -> VXPSystem {
        let added = try await daemon.axisctl("client", "add", id, "--unit", unit, "--any-address").expectingSuccess()
        let secret = added.output.trimmingCharacters(in: .newlines)
        return VXPSystem(id: id, secret: secret, port: port, directory: daemon.directory)
    }

    /// Calls a method; the answer's text.
    func call(_ method: String, _ parameters: [String: String] = [:], file: [UInt8]? = nil) async throws -> String {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("vxp.py")
        let members = String(decoding: try JSONSerialization.data(withJSONObject: parameters), as: UTF8.self)
        var arguments = ["python3", script.path, String(port), id, secret, method, members]
        if let file {
            let place = directory.appendingPathComponent("vxp-\(UUID().uuidString)")
            try Data(file).write(to: place)
            arguments.append(place.path)
        }
        return try await CommandRun.run("/usr/bin/env", arguments, directory: directory).expectingSuccess().output
    }

    /// Calls a method; the members of its answer.
    func ask(
        _ method: String,
        _ parameters: [String: String] = [:],
        file: [UInt8]? = nil
    ) async throws -> [String: Any] {
        let text = try await call(method, parameters, file: file)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        guard let object else { throw TooLate(description: "no JSON object: \(text)") }
        return object
    }

    /// Sends a file; its `DocId`.
    func send(_ file: [UInt8], _ type: String = "edoc") async throws -> String {
        let answer = try await ask("sendEdoc", ["from": id, "messagetype": type], file: file)
        guard answer["ErrorCode"] as? String == "0", let id = answer["DocId"] as? String else {
            throw TooLate(description: "sendEdoc: \(answer)")
        }
        return id
    }

    /// The items that wait.
    func waiting(_ type: String = "edoc") async throws -> [[String: Any]] {
        try await ask("getReceivedEdocList", ["messagetype": type])["data"] as? [[String: Any]] ?? []
    }

    /// A document out of `getEdoc`.
    func document(_ docID: String) async throws -> [UInt8] {
        let text = try await ask("getEdoc", ["docId": docID])["data"] as? String ?? ""
        return Array(Data(base64Encoded: text) ?? Data())
    }
}
