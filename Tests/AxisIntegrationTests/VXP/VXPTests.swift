// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation
import Testing

extension Integration {
    /// Document systems on the VXP interface and agencies on the native one, over the real daemon.
    @Suite struct VXPTests {
        private static func run(
            _ body: (_ daemon: TestDaemon, _ sender: VXPSystem, _ port: Int) async throws -> Void
        ) async throws {
            let keyFile = FileManager.default.temporaryDirectory
                .appendingPathComponent("axis-keys-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: keyFile) }
            let made = try await CommandRun.run(Binaries.path("axisctl"), ["client", "new-key", keyFile])
            #expect(made.status == 0, "\(made)")
            let port = try FreePort.take()
            let environment = ["AXIS_VXP_KEY_FILE": keyFile, "AXIS_VXP_PORT": String(port)]
            try await World.run(environment: environment) { daemon in
                let sender = try await VXPSystem.add("000.00.00.G22", unit: "G22", at: daemon, port: port)
                try await body(daemon, sender, port)
            }
        }

        @Test func `documents and statuses cross between VXP and native agencies byte for byte`() async throws {
            try await Self.run { daemon, sender, _ in
                let ward = try Office("H24.ZZ1", at: daemon)
                let file = try Documents.document(from: "G22", to: ["H24.ZZ1"], number: 1).signed(
                    by: daemon.signingKey("G22")
                )
                let docID = try await sender.send(file)
                let item = try #require(try await ward.client.inbox().items.first)
                #expect(item.senderAuth == .hmac && item.envelopeId.description == docID)
                #expect(try await ward.client.fetch(item.deliveryId).bytes == file)

                // The native side answers 03, and sends a document back.
                _ = try await ward.send(try Documents.status(.accepted, to: file, from: "H24.ZZ1"))
                let status = try #require(try await sender.waiting("status").first)
                let statusID = try #require(status["docId"] as? String)
                #expect(String(decoding: try await sender.document(statusID), as: UTF8.self).contains(">03<"))
                let sent = try await sender.ask("getSentEdocList", ["messagetype": "edoc", "docId": docID])
                let line = try #require((sent["data"] as? [[String: Any]])?.first)
                #expect(line["receiveStatus"] as? String == "03")

                let (bytes, receipt) = try await ward.send(2, to: ["G22"])
                let waiting = try #require(try await sender.waiting().first)
                let id = try #require(waiting["docId"] as? String)
                #expect(try await sender.document(id) == bytes)
                let done = try await sender.ask("updateStatus", ["docid": id, "status": "done"])
                #expect(done["ErrorCode"] as? String == "0")
                #expect(try await sender.waiting().isEmpty)
                try await ward.wait(for: .acknowledged, of: receipt.envelopeId, to: "G22")
            }
        }

        @Test func `five posts of one file at once are one DocId and one delivery`() async throws {
            try await Self.run { daemon, sender, port in
                let receiver = try await VXPSystem.add("000.00.00.H24", unit: "H24", at: daemon, port: port)
                let file = try Documents.document(from: "G22", to: ["H24"], number: 7).signed(
                    by: daemon.signingKey("G22")
                )
                let ids = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<5 { group.addTask { try await sender.send(file) } }
                    return try await group.reduce(into: Set<String>()) { $0.insert($1) }
                }
                #expect(ids.count == 1)
                let items = try await receiver.waiting()
                #expect(items.count == 1)
                #expect(try await receiver.ask("countReceiveEdoc")["count"] as? Int == 1)
                let id = try #require(items.first?["docId"] as? String)
                #expect(Array(try await receiver.call("downloadEdoc", ["docId": id]).utf8) == file)
                #expect(try await sender.call("downloadEdoc", ["docId": id]).isEmpty)
            }
        }

        @Test func `a wrong secret is 15, and a unit asked for waits for an administrator`() async throws {
            try await Self.run { daemon, sender, port in
                let stranger = VXPSystem(id: sender.id, secret: "sai", port: port, directory: daemon.directory)
                #expect(try await stranger.ask("getAgenciesList")["ErrorCode"] as? String == "15")
                let wish = Array(#"{"code":"G22.88","pcode":"G22","name":"Phòng thử","mail":""}"#.utf8)
                #expect(try await sender.ask("registerAgency", file: wish)["ErrorCode"] as? String == "0")
                let list: AgencyRequestList = try await daemon.axisctl("agency-request", "list", "--output", "json")
                    .expectingSuccess().json()
                let request = try #require(list.items.first)
                #expect(request.code == "G22.88" && request.state == .open)
                _ = try await daemon.axisctl(
                    "agency-request",
                    "accept",
                    request.id.description,
                    "--kind",
                    "department",
                    "--legal-basis",
                    "QĐ 1"
                ).expectingSuccess()
                let agencies = try await sender.ask("getAgenciesList")["data"] as? [[String: Any]] ?? []
                #expect(agencies.contains { $0["code"] as? String == "G22.88" })
            }
        }
    }
}
