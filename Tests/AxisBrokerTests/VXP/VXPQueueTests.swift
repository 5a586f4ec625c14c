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

@Suite struct VXPQueueTests {
    private func document(_ number: Int, to: [String] = ["H24"], priority: Int? = nil) -> [UInt8] {
        TestEnvelope.document(to: to, documentID: "G22,2025/07/01,\(number)", subject: "V/v \(number)")
    }

    @Test func `an item is listed until done, and done twice is done`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(document(1), as: "G22")
        let item = try #require(try await world.received("H24").first)
        let id = try #require(item["docId"])
        #expect(item["status"] == "initial")
        _ = try await world.bytes(id, as: "H24")
        #expect(try await world.received("H24").first?["status"] == "processing")
        #expect(try await world.update(id, "done", as: "H24").code == "0")
        #expect(try await world.received("H24").isEmpty)
        for status in ["done", "fail", "processing"] {
            #expect(try await world.update(id, status, as: "H24").code == "0")
        }
        #expect(try await world.delivery(id).state == .acknowledged)
        // The exact bytes stay to be had.
        #expect(try await world.bytes(id, as: "H24") == document(1))
    }

    @Test func `fail returns an item four times and holds it the fifth`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(document(1), as: "G22")
        let id = try #require(try await world.received("H24").first?["docId"])
        for _ in 1...4 {
            try await world.update(id, "fail", as: "H24")
            #expect(try await world.received("H24").first?["status"] == "fail")
        }
        try await world.update(id, "fail", as: "H24")
        #expect(try await world.received("H24").isEmpty)
        let held = try await world.delivery(id)
        #expect(held.state == .held && held.holdReason == .recipientFailed)
        // It may still be fetched by its id, and then done.
        _ = try await world.bytes(id, as: "H24")
        try await world.update(id, "done", as: "H24")
        #expect(try await world.delivery(id).state == .acknowledged)
    }

    @Test func `of two spellings the pending item fetched last is meant`() async throws {
        let world = try VXPWorld()
        for number in 1...2 { _ = try await world.send(document(number), as: "G22") }
        let ids = try await world.received("H24").compactMap { $0["docId"] }
        for id in ids { _ = try await world.bytes(id, as: "H24") }
        // A stale `docid` of the first comes with `docId` of the second, and the other way round.
        let both = ["docId": ids[0], "docid": ids[1], "status": "done"]
        _ = try await world.ask(.updateStatus, as: "H24", both)
        #expect(try await world.delivery(ids[1]).state == .acknowledged)
        #expect(try await world.delivery(ids[0]).state == .delivered)
        _ = try await world.ask(.updateStatus, as: "H24", both)
        #expect(try await world.delivery(ids[0]).state == .acknowledged)
    }

    @Test func `nobody sees or touches another unit's items`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(document(1), as: "G22")
        let id = try #require(try await world.received("H24").first?["docId"])
        #expect(try await world.received("H24.TEST01").isEmpty)
        let other = try await world.update(id, "done", as: "H24.TEST01")
        #expect(other.code != "0")
        let fetched = try await world.call(.getEdoc, as: "H24.TEST01", ["docId": id])
        guard case .json = fetched else {
            Issue.record("another unit's document was given out")
            return
        }
        guard case .empty = try await world.call(.downloadEdoc, as: "H24.TEST01", ["docId": id]) else {
            Issue.record("downloadEdoc must be empty when it fails")
            return
        }
        #expect(try await world.ask(.getSentEdocList, as: "H24", ["docId": id, "messagetype": "edoc"]).items.isEmpty)
    }

    @Test func `a unit configured so gets a copy with its other code, all others the exact bytes`() async throws {
        let world = try VXPWorld(copiesFor: ["H24"])
        let file = document(1, to: ["H24", "H24.TEST01"])
        _ = try await world.send(file, as: "G22")
        let mine = try #require(try await world.received("H24").first?["docId"])
        let copy = String(decoding: try await world.bytes(mine, as: "H24"), as: UTF8.self)
        #expect(copy.contains("000.00.00.H24") && copy.contains("TLTVBQG_CDMDD_QD20"))
        #expect(try await world.bytes(mine, as: "H24") == Array(copy.utf8))
        let others = try #require(try await world.received("H24.TEST01").first?["docId"])
        #expect(try await world.bytes(others, as: "H24.TEST01") == file)
        #expect(try await world.delivery(mine).state == .delivered)
    }

    @Test func `one system lists and sends for the units that it was granted`() async throws {
        let world = try VXPWorld()
        let now = world.world.clock.now()
        try world.world.apply(
            .grant(
                Grant(
                    id: GrantID(SystemIdentifiers().next(at: now)),
                    holder: world.world.units["H24"]!,
                    over: world.world.units["H24"]!,
                    isBranch: true,
                    rights: [.send, .receive],
                    period: Period(from: now, until: now + .seconds(60))
                )
            )
        )
        _ = try await world.send(document(1, to: ["H24.TEST01", "H24"]), as: "G22")
        #expect(Set(try await world.received("H24").compactMap { $0["to"] }) == ["H24", "H24.TEST01"])
        let own = TestEnvelope.document(from: "H24.TEST02", to: ["G22"], documentID: "x")
        #expect(try await world.send(own, as: "H24").code == "0")
        // The grant ends by time alone, and with it what was remembered.
        world.world.clock.advance(by: .seconds(61))
        #expect(try await world.received("H24").compactMap { $0["to"] } == ["H24"])
        #expect(try await world.send(document(2), as: "H24").code == "19")
    }

    @Test func `dates and pages choose, unreadable ones are ignored`() async throws {
        let world = try VXPWorld()
        for number in 1...5 {
            _ = try await world.send(document(number), as: "G22")
            world.world.clock.advance(by: .seconds(86_400))
        }
        func count(_ parameters: [String: String]) async throws -> Int {
            try await world.ask(
                .getReceivedEdocList,
                as: "H24",
                parameters.merging(["messagetype": "edoc"]) { $1 }
            ).items.count
        }
        #expect(try await count(["fromDate": "2025/07/02"]) == 4)
        #expect(try await count(["fromDate": "02/07/2025 00:00:00", "toDate": "03/07/2025 23:59:59"]) == 2)
        #expect(try await count(["toDate": "2025/07/01"]) == 1)
        #expect(try await count(["fromDate": "hôm qua"]) == 5)
        #expect(try await count(["pageSize": "2", "pageIndex": "1"]) == 2)
        #expect(try await count(["pageSize": "2", "pageIndex": "3"]) == 1)
        #expect(try await count(["pageSize": "2", "pageIndex": "9"]) == 0)
        #expect(try await world.ask(.countReceiveEdoc, as: "H24").count == 5)
        #expect(try await world.ask(.countReceiveStatus, as: "H24").count == 0)
    }

    @Test func `what was sent names the envelope and each delivery`() async throws {
        let world = try VXPWorld()
        let answer = try await world.send(document(1, to: ["H24", "H24.TEST01"]), as: "G22")
        let docID = try #require(answer.docID)
        let lines = try await world.ask(.getSentEdocList, as: "G22", ["docId": docID, "messagetype": "edoc"]).items
        #expect(Set(lines.compactMap { $0["toCode"] }) == ["H24", "H24.TEST01"])
        #expect(Set(lines.compactMap { $0["senderDocId"] }) == [docID])
        let mine = try #require(lines.first { $0["toCode"] == "H24" }?["receiverDocId"])
        #expect(try await world.received("H24").map { $0["docId"] } == [mine])
        // Axis never says 01 for another.
        #expect(lines.allSatisfy { $0["receiveStatus"] == "" })
        let again = try await world.ask(.getSentEdocList, as: "G22", ["docId": mine, "messagetype": "edoc"]).items
        #expect(again.count == 2)
    }

    @Test func `a sender sees to whom a document went instead, and that unit's system gets it`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(document(1), as: "G22")
        let id = try #require(try await world.received("H24").first?["docId"])
        #expect(try await world.received("H24.TEST01").isEmpty)
        let move = DeliveryCause.rerouted(to: world.world.units["H24.TEST01"]!, code: "H24.TEST01", note: "thử")
        _ = try await world.world.store.apply([
            DeliveryChange(try #require(DeliveryID(id)), move, at: world.world.clock.now())
        ])
        #expect(try await world.received("H24").isEmpty)
        try await world.update(
            try #require(try await world.received("H24.TEST01").first?["docId"]),
            "done",
            as: "H24.TEST01"
        )
        let line = try await world.ask(.getSentEdocList, as: "G22", ["messagetype": "edoc"]).items.first
        #expect(line?["toCode"] == "H24" && line?["sendStatus"] == "done")
        #expect(line?["sendStatusDesc"]?.contains("chuyen toi H24.TEST01") == true)
    }

    @Test func `the list is at every step what is not done, whatever was answered before`() async throws {
        var generator = SeededGenerator(seed: 4)
        let world = try VXPWorld()
        let units = ["H24", "H24.TEST01"]
        var next = 0
        for _ in 0..<300 {
            let unit = units.randomElement(using: &generator)!
            let items = try await world.received(unit)
            let id = items.randomElement(using: &generator)?["docId"]
            switch Int.random(in: 0..<8, using: &generator) {
            case 0, 1, 2:
                next += 1
                let to = Bool.random(using: &generator) ? units : [unit]
                _ = try await world.send(document(next, to: to), as: "G22")
            case 3: if let id { _ = try await world.bytes(id, as: unit) }
            case 4: if let id { try await world.update(id, "done", as: unit) }
            case 5: if let id { try await world.update(id, "fail", as: unit) }
            case 6: if let id { try await world.update(id, "processing", as: unit) }
            default:
                if let id = id.flatMap({ DeliveryID($0) }) {
                    let cause = DeliveryCause.statusRejected(reason: nil)
                    _ = try await world.world.store.apply([DeliveryChange(id, cause, at: world.world.clock.now())])
                }
            }
            world.world.clock.advance(by: .seconds(1))
            for unit in units {
                // A desk without memory is the oracle of the one that remembers its answers.
                let fresh = try world.withoutMemory()
                let question = try VXPQuestion(VXPParameters(signHeader: Array("{}".utf8)))
                let remembered = try await world.desk.received(world.caller(unit), question)
                #expect(remembered == (try await fresh.received(world.caller(unit), question)))
                var filter = DeliveryFilter()
                filter.recipients = [world.world.units[unit]!]
                filter.limit = 1000
                let open = try await world.world.store.deliveries(filter).filter { $0.state != .held }
                let listed = try VXPWorld.Answer(remembered).items.compactMap { $0["docId"] }
                #expect(Set(listed) == Set(open.map(\.id.description)))
                #expect(try await world.ask(.countReceiveEdoc, as: unit).count == open.count)
            }
        }
    }
}

extension VXPWorld {
    /// A desk over the same store that remembers nothing.
    fileprivate func withoutMemory() throws -> VXPDesk {
        VXPDesk(
            authenticator: desk.authenticator,
            store: world.store,
            registry: world.holder,
            intake: world.intake,
            mailbox: world.mailbox,
            copies: desk.copies,
            requests: requests,
            axisCode: "G22",
            clock: world.clock,
            signal: world.signal
        )
    }
}
