// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisModel
import AxisSignature
import Foundation
import Testing

extension Integration {
    /// Document systems on the wire of the official SDK, beside native ones, at the real daemon.
    @Suite(.enabled(if: DocumentSystem.isThere)) struct JavaSystemTests {
        private static let older = "000.00.00.G22"

        private static func document(_ number: Int, from sender: String, to recipients: [String]) -> [UInt8] {
            Documents.document(from: sender, to: recipients, number: number).encoded()
        }

        @Test func `a document of the SDK reaches a native unit byte for byte, and its statuses come back`()
            async throws
        {
            try await VXPHouse.run { house in
                let office = try await house.system(of: "G22")
                let ward = try Office(World.wards[0], at: house.daemon)
                let bytes = Self.document(1, from: Self.older, to: ["000.00.01.H24"])
                let sent = try await office.send(try house.file(bytes), from: Self.older)
                #expect(sent.result?.ErrorCode == "0", "\(sent.result?.ErrorDesc ?? "nil")")
                let id = try #require(sent.result?.DocId)
                #expect(!id.isEmpty && sent.millis < 2_500)

                let item = try #require(try await ward.client.inbox().items.first)
                #expect(item.senderAuth == .hmac && item.from == Self.older)
                #expect(item.sha256 == SHA256.digest(of: bytes))
                #expect(try await ward.client.fetch(item.deliveryId).bytes == bytes)
                try await ward.client.acknowledge(item.deliveryId, AcknowledgeRequest(outcome: .done))
                for code in [StatusCode.arrived, .accepted, .processing, .finished] {
                    _ = try await ward.send(
                        Documents.status(code, to: bytes, from: World.wards[0], number: code.rawValue)
                    )
                }
                let statuses = try await office.received("status")
                #expect(statuses.count == 4 && statuses.allSatisfy { $0["messageType"] == "status" })
                for status in statuses {
                    let package = try await office.take(try #require(status["docId"]))
                    #expect(try IncomingEnvelope(package).summary.kind == .status)
                }
                #expect(try await office.received("status").isEmpty)

                let followed = try await office.call("getSentEdocList", ["docId": id])
                let line = try #require(followed.items.first)
                #expect(line["senderDocId"] == id && line["toCode"] == "000.00.01.H24")

                // Taken back after it was fetched: a request, which the ward answers.
                var about = try IncomingEnvelope(bytes).reference
                about.organID = World.wards[0]
                let recall = OutgoingStatus(
                    from: Organization(organID: Self.older),
                    about: about,
                    code: .recall,
                    at: SystemClock().now()
                )
                let asked = try await office.send(try house.file(recall.encoded()), as: "status", from: Self.older)
                #expect(asked.result?.ErrorCode == "0", "\(asked.result?.ErrorDesc ?? "nil")")
                #expect(try await ward.client.inbox(InboxQuery(kind: .status)).items.count == 1)
                for code in [StatusCode.changeAccepted, .changeRejected, .rejected] {
                    _ = try await ward.send(
                        Documents.status(code, to: bytes, from: World.wards[0], number: code.rawValue)
                    )
                }
                #expect(try await office.received("status").count == 3)
                #expect(try await house.daemon.axisctl("check-store").expectingSuccess().output.contains("ok"))
            }
        }

        @Test func `a native document reaches the SDK byte for byte, and its statuses come back`() async throws {
            try await VXPHouse.run { house in
                let sender = try Office(World.sender, at: house.daemon)
                let ward = try await house.system("phuong.1", house.register("phuong.1", for: World.wards[0]))
                let (bytes, receipt) = try await sender.send(1, to: [World.wards[0]])
                let count = try await ward.call("countReceiveEdoc")
                #expect(count.result?.count == 1)
                let item = try #require(try await ward.received().first)
                #expect(item["from"] == World.sender && item["to"] == World.wards[0] && item["status"] == "initial")
                let id = try #require(item["docId"])
                // What the SDK stores with downloadEdoc is exact as well.
                let copy = house.daemon.directory.appendingPathComponent("tai-ve.edxml").path
                let downloaded = try await ward.call("downloadEdoc", ["docId": id, "filePath": "x"], file: copy)
                #expect(downloaded.result?.ErrorCode == "0")
                #expect(try Array(Data(contentsOf: URL(fileURLWithPath: copy))) == bytes)
                #expect(try await ward.take(id) == bytes)
                #expect(try await ward.received().isEmpty)
                try await sender.wait(for: .acknowledged, of: receipt.envelopeId, to: World.wards[0])
                // Done is done: said again, or taken back, it changes nothing.
                for status in ["done", "fail"] {
                    let again = try await ward.call("updateStatus", ["status": status, "docId": id, "docid": id])
                    #expect(again.result?.status == "OK")
                }
                #expect(try await ward.received().isEmpty)

                // Taken back by the native sender: the system is asked, and answers.
                var about = try IncomingEnvelope(bytes).reference
                about.organID = World.wards[0]
                _ = try await sender.send(
                    OutgoingStatus(
                        from: Organization(organID: World.sender),
                        about: about,
                        code: .recall,
                        at: SystemClock().now()
                    )
                )
                let asked = try #require(try await ward.received("status").first?["docId"])
                #expect(try IncomingEnvelope(try await ward.take(asked)).summary.status?.code == .recall)

                for code in [StatusCode.arrived, .accepted, .changeAccepted, .changeRejected] {
                    let status = try Documents.status(code, to: bytes, from: World.wards[0], number: code.rawValue)
                    let answer = try await ward.send(
                        try house.file(status.encoded()),
                        as: "status",
                        from: World.wards[0]
                    )
                    #expect(answer.result?.ErrorCode == "0", "\(answer.result?.ErrorDesc ?? "nil")")
                }
                let report = try await sender.client.envelope(receipt.envelopeId)
                #expect(report.statuses.map(\.code).sorted() == ["01", "03", "13", "15", "16"])
                // 02 ends a delivery here too.
                let (other, second) = try await sender.send(2, to: [World.wards[0]])
                let refusal = try Documents.status(.rejected, to: other, from: World.wards[0])
                _ = try await ward.send(try house.file(refusal.encoded()), as: "status", from: World.wards[0])
                try await sender.wait(for: .rejected, of: second.envelopeId, to: World.wards[0])
            }
        }

        @Test func `the same document posted five times at once is one document`() async throws {
            try await VXPHouse.run { house in
                let secret = try await house.register(Self.older, for: "G22")
                let file = try house.file(Self.document(5, from: Self.older, to: [World.wards[0], World.wards[1]]))
                var systems: [DocumentSystem] = []
                for _ in 0..<5 { systems.append(try house.system(Self.older, secret)) }
                // They answer a call first, so that all virtual machines run.
                for system in systems { _ = try await system.received() }
                let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                    for system in systems {
                        let caller = Unshared(system)
                        group.addTask { try await caller.value.send(file, from: Self.older).result?.DocId }
                    }
                    return try await group.reduce(into: [String?]()) { $0.append($1) }
                }
                #expect(ids.count == 5 && Set(ids).count == 1 && ids.first.flatMap { $0 }?.isEmpty == false)
                for ward in World.wards.prefix(2) {
                    #expect(try await Office(ward, at: house.daemon).client.inbox().items.count == 1)
                }
            }
        }

        @Test func `revocations, updates and replacements reach whom they name, on either interface`() async throws {
            try await VXPHouse.run { house in
                let office = try await house.system(of: "G22")
                let ward = try await house.system("phuong.2", house.register("phuong.2", for: World.wards[1]))
                let native = try Office(World.province, at: house.daemon)
                let vectors = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                    .appendingPathComponent("../../AxisEnvelopeTests/Vectors/vxp").standardized
                // Shaped as the official samples; the update names a second recipient, by its older code.
                for name in ["02-revocation", "03-update", "04-replacement"] {
                    let text = try String(contentsOf: vectors.appendingPathComponent("\(name).edxml"), encoding: .utf8)
                        .replacing("000.00.00.H98", with: Self.older)
                        .replacing("000.00.00.H99", with: "000.00.00.H24")
                        .replacing("000.00.01.H99", with: "000.00.02.H24")
                    let bytes = Array(text.utf8)
                    let sent = try await office.send(try house.file(bytes), from: Self.older)
                    #expect(sent.result?.ErrorCode == "0", "\(name): \(sent.result?.ErrorDesc ?? "nil")")
                    let item = try #require(try await native.client.inbox(InboxQuery(kind: .document)).items.first)
                    #expect(try await native.client.fetch(item.deliveryId).bytes == bytes, "\(name)")
                    try await native.client.acknowledge(item.deliveryId, AcknowledgeRequest(outcome: .done))
                    let toOther = try IncomingEnvelope(bytes).summary.to.contains { $0.organID == "000.00.02.H24" }
                    let waiting = try await ward.received()
                    #expect(waiting.count == (toOther ? 1 : 0), "\(name)")
                    for item in waiting {
                        #expect(try await ward.take(try #require(item["docId"])) == bytes, "\(name)")
                    }
                }
            }
        }

        @Test func `a secret is changed under load, and no call fails`() async throws {
            try await VXPHouse.run { house in
                let old = try await house.register(Self.older, for: "G22")
                var before: [DocumentSystem] = []
                for _ in 0..<3 { before.append(try house.system(Self.older, old)) }
                for system in before { _ = try await system.received() }
                let failures = try await withThrowingTaskGroup(of: Int.self) { group in
                    for system in before {
                        let caller = Unshared(system)
                        group.addTask { try await Self.failures(of: caller.value, in: 150) }
                    }
                    let rotated = try await house.daemon.axisctl(
                        "client",
                        "rotate",
                        Self.older,
                        "--overlap",
                        "1h",
                        "--output",
                        "json"
                    ).expectingSuccess()
                    let after = Unshared(try house.system(Self.older, try house.secret(in: rotated)))
                    group.addTask { try await Self.failures(of: after.value, in: 150) }
                    return try await group.reduce(0, +)
                }
                #expect(failures == 0)
                // A wrong secret is told so, and does not keep the right ones out.
                let wrong = try house.system(Self.older, "not the secret")
                for _ in 0..<20 {
                    let refused = try await wrong.call("getReceivedEdocList")
                    #expect(refused.result?.status == "FAIL" && refused.result?.ErrorCode == "15")
                    #expect(try await before[0].call("getReceivedEdocList").result?.ErrorCode == "0")
                }
            }
        }

        /// How many of so many calls did not go well.
        private static func failures(of system: DocumentSystem, in calls: Int) async throws -> Int {
            var failures = 0
            for _ in 0..<calls where try await system.call("getReceivedEdocList").result?.ErrorCode != "0" {
                failures += 1
            }
            return failures
        }

        @Test func `every method answers what the SDK can read, within milliseconds`() async throws {
            try await VXPHouse.run { house in
                let office = try await house.system(of: World.province)
                for method in ["getAgenciesList", "getAgenciesListQD20", "getSynchronizeUnit"] {
                    let answer = try await office.call(method, ["level": "1"])
                    #expect(answer.result?.ErrorCode == "0", "\(method)")
                    #expect(answer.items.contains { ($0["code"] ?? "").hasSuffix("H24") }, "\(method)")
                    #expect(answer.items.allSatisfy { $0["name"]?.isEmpty == false }, "\(method)")
                }
                let wish =
                    #"{"id":"","pcode":"H24","code":"H24.ZZ9","name":"Phường mới","mail":"","mobile":"","fax":""}"#
                let asked = try await office.call("registerAgency", body: wish)
                #expect(asked.result?.ErrorCode == "0", "\(asked.result?.ErrorDesc ?? "nil")")
                let foreign = try await office.call("registerAgency", body: wish.replacing("H24", with: "H31"))
                #expect(foreign.result?.status == "FAIL")
                let closing = try await office.call("deleteAgency", ["AgencyCode": World.wards[0]])
                #expect(closing.result?.ErrorCode == "0", "\(closing.result?.ErrorDesc ?? "nil")")
                // Both are wishes: nothing has changed yet.
                let native = try Office(World.province, at: house.daemon)
                #expect(await native.refusal { _ = try await $0.code("H24.ZZ9") } == .notFound)
                #expect(try await native.client.code(World.wards[0]).state == .active)
                for method in ["countReceiveEdoc", "countReceiveStatus", "getReceivedEdocList", "getSentEdocList"] {
                    let answer = try await office.call(method)
                    #expect(answer.result?.status != nil, "\(method): \(answer.exception ?? "")")
                    // Without 100 Continue a call with a body takes 3 s.
                    #expect(answer.millis < 2_500, "\(method)")
                }
                let nothing = try await office.call("getEdoc", ["docId": "no-such-item", "filePath": "x"])
                #expect(nothing.result?.status == "FAIL" && nothing.document?.isEmpty != false)
                let file = house.daemon.directory.appendingPathComponent("khong-co.edxml").path
                let empty = try await office.call("downloadEdoc", file: file)
                #expect(empty.result?.ErrorCode == "100" && !FileManager.default.fileExists(atPath: file))
            }
        }

        @Test func `what can't be sent says why with the SDK's codes`() async throws {
            try await VXPHouse.run { house in
                let office = try await house.system(of: "G22")
                func code(_ bytes: [UInt8], from sender: String = Self.older) async throws -> String? {
                    let answer = try await office.send(try house.file(bytes), from: sender)
                    #expect(answer.result?.status == "FAIL" && answer.result?.DocId == "")
                    return answer.result?.ErrorCode
                }
                #expect(try await code(Self.document(1, from: Self.older, to: ["000.99.99.H24"])) == "18")
                #expect(try await code(Self.document(2, from: World.province, to: ["H24.ZZ1"]), from: "H24") == "19")
                #expect(try await code(Array("không phải XML".utf8)) != nil)
                #expect(try await code(Array("<a/>".utf8)) == "22")
                // Some of several: accepted for those that are there, the others named.
                let partly = Self.document(3, from: Self.older, to: ["000.99.99.H24", World.wards[0]])
                let answer = try await office.send(try house.file(partly), from: Self.older)
                #expect(answer.result?.ErrorCode == "0" && answer.result?.ErrorDesc?.contains("000.99.99.H24") == true)
                #expect(try await Office(World.wards[0], at: house.daemon).client.inbox().items.count == 1)
            }
        }
    }
}

/// A value that one task hands over to another and does not touch itself.
private struct Unshared<Value>: @unchecked Sendable {
    // @unchecked: each is used by the one task that it was made for.
    let value: Value

    init(_ value: Value) { self.value = value }
}
