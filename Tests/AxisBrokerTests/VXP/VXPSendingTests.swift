// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Testing

@testable import AxisBroker

@Suite struct VXPSendingTests {
    @Test func `the same file posted five times at once is one envelope and one delivery`() async throws {
        let world = try VXPWorld()
        let file = TestEnvelope.document()
        let ids = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<5 { group.addTask { try await world.send(file, as: "G22").docID } }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await world.received("H24").count == 1)
    }

    @Test func `what goes in by VXP comes out to native recipients byte for byte, and back`() async throws {
        let world = try VXPWorld()
        let file = TestEnvelope.document()
        #expect(try await world.send(file, as: "G22").code == "0")
        let native = try world.world.caller("H24")
        let page = try await world.world.mailbox.list(
            native,
            unit: nil,
            kind: nil,
            after: nil,
            limit: 10,
            wait: .zero
        )
        let item = try #require(page.items.first)
        #expect(item.senderAuth == .hmac)
        #expect(item.signature == .none || item.signature == .unchecked)
        let opened = try await world.world.mailbox.open(native, item.deliveryId)
        #expect(opened.payload == .bytes(file))

        let answer = try world.world.signed(
            TestEnvelope.document(from: "H24", to: ["G22"], documentID: "H24,2025/07/01,2"),
            by: "H24"
        )
        try await world.world.send(answer, as: "H24")
        let waiting = try #require(try await world.received("G22").first)
        #expect(waiting["status_desc"]?.contains("mtls") == true)
        #expect(waiting["status_desc"]?.contains("chu ky: valid") == true)
        let docID = try #require(waiting["docId"])
        #expect(try await world.bytes(docID, as: "G22") == answer)
    }

    @Test func `recipients that can't be reached are named and the others served`() async throws {
        let world = try VXPWorld()
        let answer = try await world.send(TestEnvelope.document(to: ["H24", "H99.1"]), as: "G22")
        #expect(answer.code == "0")
        #expect(answer.text.contains("H99.1"))
        #expect(try await world.received("H24").count == 1)
        #expect(try await world.send(TestEnvelope.document(to: ["H99.1"]), as: "G22").code == "18")
    }

    @Test func `a sender that the system may not send for is 19`() async throws {
        let world = try VXPWorld()
        #expect(try await world.send(TestEnvelope.document(from: "H24.TEST01"), as: "H24").code == "19")
        #expect(try await world.send(TestEnvelope.document(), as: "G22", from: "H24").code == "19")
        #expect(try await world.send(TestEnvelope.document(from: "X"), as: "G22").code == "19")
    }

    @Test func `a file that is not the one signed for is 21, and what is no edXML is 22`() async throws {
        let world = try VXPWorld()
        let file = TestEnvelope.document()
        let wrong = try await world.ask(.sendEdoc, as: "G22", ["hash-file": "00"], body: file)
        #expect(wrong.code == "21" && wrong.docID == "")
        #expect(try await world.ask(.sendEdoc, as: "G22", [:], body: file).code == "21")
        #expect(try await world.send(Array("<html/>".utf8), as: "G22").code == "22")
    }

    @Test func `a header to chooses recipients, and a stale one is refused`() async throws {
        let world = try VXPWorld()
        let file = TestEnvelope.document(to: ["H24", "H24.TEST01"])
        // The old form of a code names the same unit.
        #expect(try await world.send(file, as: "G22", to: #"["000.00.00.H24"]"#).code == "0")
        #expect(try await world.received("H24").count == 1)
        #expect(try await world.received("H24.TEST01").isEmpty)
        let stale = try await world.send(file, as: "G22", to: #"["H24.TEST02"]"#)
        #expect(stale.code == "18")
        #expect(try await world.received("H24.TEST02").isEmpty)
    }

    @Test func `whoever a header to passes over is named, and gets it once the header is left out`() async throws {
        let world = try VXPWorld()
        let file = TestEnvelope.document(to: ["H24", "000.00.00.H24", "H24.TEST01"])
        let answer = try await world.send(file, as: "G22", to: #"["H24"]"#)
        #expect(answer.code == "0" && answer.text.contains("H24.TEST01") && !answer.text.contains("000.00"))
        #expect(try await world.received("H24.TEST01").isEmpty)
        #expect(try await world.send(file, as: "G22").code == "0")
        #expect(try await world.received("H24").count == 1)
        #expect(try await world.received("H24.TEST01").count == 1)
    }

    @Test func `a second document under one DocumentId is taken with a warning, or refused by policy`() async throws {
        let other = TestEnvelope.document(subject: "V/v khác")
        let lenient = try VXPWorld()
        let first = try await lenient.send(TestEnvelope.document(), as: "G22")
        let second = try await lenient.send(other, as: "G22")
        #expect(second.code == "0" && second.docID != first.docID)
        #expect(second.text.contains("DocumentId"))
        #expect(try await lenient.received("H24").count == 2)

        let strict = try VXPWorld(duplicates: .refuse)
        _ = try await strict.send(TestEnvelope.document(), as: "G22")
        #expect(try await strict.send(other, as: "G22").code != "0")
        #expect(try await strict.received("H24").count == 1)
    }

    @Test func `repeating a file queues again what ended undelivered`() async throws {
        let world = try VXPWorld()
        let file = TestEnvelope.document()
        let first = try await world.send(file, as: "G22")
        let item = try #require(try await world.received("H24").first?["docId"])
        let id = try #require(DeliveryID(item))
        let now = world.world.clock.now()
        _ = try await world.world.store.apply([
            DeliveryChange(id, .hold(.administrator, note: nil), at: now),
            DeliveryChange(id, .ended(note: "thử"), at: now),
        ])
        #expect(try await world.received("H24").isEmpty)
        let again = try await world.send(file, as: "G22")
        #expect(again.docID == first.docID)
        #expect(try await world.received("H24").map { $0["docId"] } == [item])
    }

    @Test func `a document marked secret is refused`() async throws {
        let world = try VXPWorld()
        let answer = try await world.send(TestEnvelope.document(subject: "TUYỆT MẬT: thử"), as: "G22")
        #expect(answer.code == "10")
        #expect(try await world.received("H24").isEmpty)
    }

    @Test(arguments: ["01", "02", "03", "15", "16"])
    func `statuses go to whom they are for, in both directions`(code: String) async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(), as: "G22")
        // By VXP from the recipient, with a header `to` left from an earlier call.
        let package = TestEnvelope.status(code, from: "H24", to: "G22")
        #expect(try await world.send(package, as: "H24", to: #"["H24.TEST02"]"#).code == "0")
        let status = try #require(try await world.received("G22", "status").first)
        #expect(status["messageType"] == "status")
        let docID = try #require(status["docId"])
        #expect(try await world.bytes(docID, as: "G22") == package)
        #expect(try await world.received("H24.TEST02", "status").isEmpty)
        let sent = try await world.ask(.getSentEdocList, as: "G22", ["messagetype": "edoc"]).items
        #expect(sent.first?["receiveStatus"] == code)
        #expect(sent.first?["sendStatus"] == (code == "02" ? "fail" : "initial"))
    }

    @Test func `a native recipient answers under the very code that the document bears`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(from: "00.00.G22"), as: "G22")
        try await world.world.send(TestEnvelope.status("03", from: "H24", to: "00.00.G22"), as: "H24")
        #expect(try await world.received("G22", "status").count == 1)
    }

    @Test func `a status whose addressee can't be reached goes to no other unit`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(), as: "G22")
        // Left from an earlier call.
        let stale = #"["H24.TEST02"]"#
        let nobody = TestEnvelope.status("03", from: "H24", to: "H99.9")
        #expect(try await world.send(nobody, as: "H24", to: stale).code == "18")
        try world.world.apply(.suspend(unit: world.world.units["G22"]!, reason: "thử"))
        let package = TestEnvelope.status("03", from: "H24", to: "G22")
        #expect(try await world.send(package, as: "H24", to: stale).code == "23")
        #expect(try await world.received("H24.TEST02", "status").isEmpty)
    }

    @Test func `a header to leads a status whose own addressee is wrong to the sender of its document`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(), as: "G22")
        let package = TestEnvelope.status("03", from: "H24", to: "H99.9")
        let answer = try await world.send(package, as: "H24", to: #"["H24.TEST02","000.00.00.G22"]"#)
        #expect(answer.code == "0")
        #expect(try await world.received("G22", "status").count == 1)
        #expect(try await world.received("H24.TEST02", "status").isEmpty)
    }

    @Test func `a native recipient's status reaches a VXP sender`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(), as: "G22")
        try await world.world.send(TestEnvelope.status("03", from: "H24", to: "G22"), as: "H24")
        #expect(try await world.received("G22", "status").count == 1)
    }

    @Test func `a recall stops what was not fetched, and is a request afterwards`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(), as: "G22")
        #expect(try await world.send(TestEnvelope.status("13", from: "G22", to: "H24"), as: "G22").code == "0")
        #expect(try await world.received("H24").isEmpty)
        #expect(try await world.received("H24", "status").count == 1)
        let sent = try await world.ask(.getSentEdocList, as: "G22", ["messagetype": "edoc"]).items
        #expect(sent.first?["sendStatus"] == "fail")
    }

    @Test func `a status about nothing known is delivered with a mark and changes nothing`() async throws {
        let world = try VXPWorld()
        let answer = try await world.send(
            TestEnvelope.status("02", from: "H24", to: "G22", documentID: "khác"),
            as: "H24"
        )
        #expect(answer.code == "0")
        let status = try #require(try await world.received("G22", "status").first)
        #expect(status["status_desc"]?.contains("khong khop") == true)
    }

    @Test(arguments: [1, 2, 3])
    func `revocations, updates and replacements reach their recipients`(action: Int) async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(), as: "G22")
        let second = TestEnvelope.document(documentID: "G22,2025/07/01,9", action: action)
        #expect(try await world.send(second, as: "G22").code == "0")
        #expect(try await world.received("H24").count == 2)
        // Under the same DocumentId too: only new documents are compared.
        let same = TestEnvelope.document(subject: "V/v cập nhật", action: action)
        let answer = try await world.send(same, as: "G22")
        #expect(answer.code == "0" && !answer.text.contains("DocumentId"))
    }
}
