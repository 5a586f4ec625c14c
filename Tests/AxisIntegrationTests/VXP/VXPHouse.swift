// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation
import Testing

/// A running daemon with the VXP interface, and document systems that know no other.
final class VXPHouse {
    let daemon: TestDaemon
    let port: Int
    private let keys: URL
    private var systems: [DocumentSystem] = []

    var endpoint: String { "http://127.0.0.1:\(port)" }

    private init(units: [String]) throws {
        port = try FreePort.take()
        keys = FileManager.default.temporaryDirectory.appendingPathComponent("axis-vxp-\(UUID().uuidString)")
        daemon = try TestDaemon(
            units: units,
            environment: [
                "AXIS_VXP_HOST": "127.0.0.1", "AXIS_VXP_PORT": String(port), "AXIS_VXP_KEY_FILE": keys.path,
            ]
        )
    }

    /// Runs a test against a house of its own: G22 and H24, and beneath it three wards with codes in both forms.
    static func run(_ body: (VXPHouse) async throws -> Void) async throws {
        let house = try VXPHouse(units: [World.sender, World.province] + World.wards)
        do {
            try await house.open()
            try await body(house)
        } catch {
            let log = house.daemon.log.suffix(30).joined(separator: "\n")
            await house.close()
            throw TooLate(description: "\(error)\nlog of axisd:\n\(log)")
        }
        await house.close()
    }

    private func open() async throws {
        _ = try await daemon.axisctl("client", "new-key", keys.path).expectingSuccess()
        try await daemon.start()
        try await daemon.register([World.sender, World.province], parent: nil)
        let admin = try daemon.admin()
        for (number, code) in World.wards.enumerated() {
            _ = try await admin.addUnit(
                UnitAddRequest(
                    code: code,
                    name: "Đơn vị thử \(code)",
                    kind: "ward",
                    parent: World.province,
                    aliases: [try AgencyCode("000.00.0\(number + 1).H24", as: .qcvn102)],
                    legalBasis: "thử nghiệm"
                )
            )
        }
        await admin.shutdown()
        for code in World.wards { try await daemon.bind(daemon.certificate(code), to: code) }
    }

    private func close() async {
        for system in systems { system.close() }
        await daemon.kill()
        daemon.remove()
        try? FileManager.default.removeItem(at: keys)
    }

    /// Registers a system id for a unit; its secret.
    func register(_ systemID: String, for unit: String) async throws -> String {
        let run = try await daemon.axisctl(
            "client",
            "add",
            systemID,
            "--unit",
            unit,
            "--from",
            "127.0.0.1",
            "--output",
            "json"
        ).expectingSuccess()
        return try secret(in: run)
    }

    /// The secret that a command showed.
    func secret(in run: CommandRun) throws -> String {
        struct Report: Decodable { var secret: String }
        return try run.json(Report.self).secret
    }

    /// A document system with a system id and its secret.
    func system(_ systemID: String, _ secret: String) throws -> DocumentSystem {
        let system = try DocumentSystem(endpoint: endpoint, systemID: systemID, secret: secret)
        systems.append(system)
        return system
    }

    /// A document system of a unit, under its older code as system id.
    func system(of unit: String) async throws -> DocumentSystem {
        let systemID = "000.00.00.\(unit)"
        return try system(systemID, try await register(systemID, for: unit))
    }

    /// Writes a file that a system sends.
    func file(_ bytes: [UInt8], _ name: String = "van-ban.edxml") throws -> String {
        let file = daemon.directory.appendingPathComponent("\(UUID().uuidString.prefix(8))-\(name)")
        try Data(bytes).write(to: file)
        return file.path
    }
}

extension DocumentSystem {
    /// Sends a file as a document, or as a status package.
    func send(_ file: String, as type: String = "edoc", from code: String) async throws -> Answer {
        try await call("sendEdoc", ["servicetype": "eDoc", "messagetype": type, "from": code], file: file)
    }

    /// What waits.
    func received(_ type: String = "edoc") async throws -> [[String: String]] {
        let answer = try await call("getReceivedEdocList", ["servicetype": "eDoc", "messagetype": type])
        #expect(answer.result?.ErrorCode == "0" && answer.result?.silent == nil)
        return answer.items
    }

    /// Fetches an item, and acknowledges it as integrators do: one key for fetching, its twin for the update.
    func take(_ documentID: String) async throws -> [UInt8] {
        let answer = try await call("getEdoc", ["docId": documentID, "filePath": "/var/lib/qlvb"])
        let bytes = try #require(answer.document)
        let update = try await call("updateStatus", ["status": "done", "docid": documentID])
        #expect(update.result?.status == "OK" && update.result?.ErrorCode == "0")
        return bytes
    }
}
