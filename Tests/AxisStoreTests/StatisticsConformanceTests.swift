// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import GRDB
import Testing

@testable import AxisStoreSQLite

@Suite struct StatisticsConformanceTests {
    private let time = Sample.at(100)..<Sample.at(200)

    private func envelopes(_ store: any AxisStore, _ limit: Int) async throws -> [EnvelopeFact] {
        var found: [EnvelopeFact] = []
        var place: EnvelopeID?
        repeat {
            let page = try await store.envelopeFacts(in: time, after: place, limit: limit)
            #expect(page.facts.count <= limit && page.unreadable == 0)
            found += page.facts
            place = page.next
        } while place != nil
        return found
    }

    private func deliveries(_ store: any AxisStore, _ limit: Int) async throws -> [DeliveryFact] {
        var found: [DeliveryFact] = []
        var place: DeliveryID?
        repeat {
            let page = try await store.deliveryFacts(in: time, after: place, limit: limit)
            #expect(page.facts.count <= limit && page.unreadable == 0)
            found += page.facts
            place = page.next
        } while place != nil
        return found
    }

    private func status(_ code: String, about delivery: DeliveryID, at: Timestamp) -> NewAcceptance {
        var envelope = Sample.envelope(from: Sample.unit(2), kind: .status, at: at)
        envelope.statusCode = code
        envelope.about = delivery
        return Sample.acceptance(envelope, to: [Sample.unit(1)])
    }

    @Test(arguments: StoreKind.allCases)
    func `a signature found valid after the receipt counts as signed`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            for (number, standing) in [SignatureStanding.valid, .weak].enumerated() {
                var envelope = Sample.envelope(at: Sample.at(Int64(110 + number)))
                (envelope.signature, envelope.legalValue) = (.unchecked, .informationOnly)
                try await store.take(Sample.acceptance(envelope))
                try await store.recordSignature(
                    SignatureReport(standing: standing, checkedAt: Sample.at(150)),
                    of: envelope.id
                )
            }
            #expect(try await envelopes(store, 10).map(\.legalValue) == [.signed, .informationOnly])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `every envelope and delivery of a time comes once, in order, whatever the page`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            // The first and the last millisecond, and those beside them.
            let moments = [Sample.at(100) - .milliseconds(1), Sample.at(200)]
            for moment in moments { try await store.take(Sample.acceptance(Sample.envelope(at: moment))) }
            var expected: Set<EnvelopeID> = []
            for number in 0..<7 {
                var moment = Sample.at(100) + .seconds(number * 15)
                if number == 6 { moment = Sample.at(200) - .milliseconds(1) }
                var envelope = Sample.envelope(kind: number == 3 ? .drill : .document, urgency: .urgent, at: moment)
                envelope.legalValue = number == 4 ? .informationOnly : .signed
                envelope.promulgationDate = "2025/12/3\(number % 2)"
                try await store.take(Sample.acceptance(envelope, to: [Sample.unit(2), Sample.unit(3)]))
                expected.insert(envelope.id)
            }
            for limit in [1, 2, 7, 8, 100] {
                let facts = try await envelopes(store, limit)
                #expect(facts.map(\.id) == expected.sorted())
                #expect(facts.count { $0.kind == .drill } == 1)
                #expect(facts.count { $0.legalValue == .informationOnly } == 1)
                #expect(facts.allSatisfy { $0.urgency == .urgent && $0.sender == Sample.unit(1) })
                #expect(facts.map(\.promulgationDate).sorted().first == "2025/12/30")
                let ways = try await deliveries(store, limit)
                #expect(ways.count == 14 && ways.map(\.id) == ways.map(\.id).sorted())
                #expect(Set(ways.map(\.recipient)) == [Sample.unit(2), Sample.unit(3)])
                #expect(ways.allSatisfy { $0.state == .queued && $0.receivedAt == nil && $0.answeredAt == nil })
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a delivery tells its first receipt and its first answer`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            func take() async throws -> DeliveryID {
                try await store.take(Sample.acceptance(Sample.envelope(at: Sample.at(100)))).deliveries[0].id
            }
            func fact(_ id: DeliveryID) async throws -> DeliveryFact {
                try #require(try await deliveries(store, 100).first { $0.id == id })
            }
            let fetched = try await take()
            try await store.apply(.fetched, to: fetched, at: Sample.at(110))
            #expect(try await fact(fetched).receivedAt == Sample.at(110))
            #expect(try await fact(fetched).answeredAt == nil)

            // Failed, and fetched again: the first receipt stays; the acknowledgement is the answer.
            let again = try await take()
            try await store.apply(.failedByRecipient(token: nil, reason: nil), to: again, at: Sample.at(111))
            try await store.apply(.acknowledged(token: nil), to: again, at: Sample.at(112))
            #expect(try await fact(again).receivedAt == Sample.at(111))
            #expect(try await fact(again).answeredAt == Sample.at(112))

            // A status 03 before the acknowledgement; one that is neither 01 nor 03 is no confirmation.
            let confirmed = try await take()
            try await store.apply(.fetched, to: confirmed, at: Sample.at(120))
            try await store.take(status("05", about: confirmed, at: Sample.at(250)))
            #expect(try await fact(confirmed).answeredAt == nil)
            try await store.take(status("03", about: confirmed, at: Sample.at(260)))
            try await store.take(status("01", about: confirmed, at: Sample.at(270)))
            try await store.apply(.acknowledged(token: nil), to: confirmed, at: Sample.at(280))
            #expect(try await fact(confirmed).answeredAt == Sample.at(260))

            // Refused by status 02.
            let refused = try await take()
            try await store.apply(.statusRejected(reason: "sai nơi nhận"), to: refused, at: Sample.at(130))
            let rejection = try await fact(refused)
            #expect(rejection.state == .rejected && rejection.receivedAt == Sample.at(130))
            #expect(rejection.answeredAt == Sample.at(130))

            let held = try await take()
            try await store.apply(.hold(.unitClosed, note: nil), to: held, at: Sample.at(131))
            #expect(try await fact(held).holdReason == .unitClosed)
        }
    }

    /// What the unit before it did, and how long Axis kept it, is neither to a unit's credit nor to its blame.
    @Test(arguments: StoreKind.allCases)
    func `a delivery that was moved or kept back tells from when its recipient could act`(kind: StoreKind) async throws
    {
        try await withStore(kind) { store in
            func take() async throws -> DeliveryID {
                try await store.take(Sample.acceptance(Sample.envelope(at: Sample.at(100)))).deliveries[0].id
            }
            func fact(_ id: DeliveryID) async throws -> DeliveryFact {
                try #require(try await deliveries(store, 100).first { $0.id == id })
            }
            let moved = try await take()
            try await store.apply(.failedByRecipient(token: nil, reason: nil), to: moved, at: Sample.at(110))
            try await store.take(status("01", about: moved, at: Sample.at(111)))
            let move = DeliveryCause.forwarded(to: Sample.unit(3), code: "H24.3")
            try await store.apply(move, to: moved, at: Sample.at(9000))
            let before = try await fact(moved)
            #expect(before.recipient == Sample.unit(3) && before.dueFrom == Sample.at(9000))
            #expect(before.receivedAt == nil && before.answeredAt == nil)
            try await store.apply(.fetched, to: moved, at: Sample.at(9001))
            try await store.take(status("03", about: moved, at: Sample.at(9002)))
            let after = try await fact(moved)
            #expect(after.receivedAt == Sample.at(9001) && after.answeredAt == Sample.at(9002))

            let kept = try await take()
            try await store.apply(.hold(.administrator, note: nil), to: kept, at: Sample.at(101))
            try await store.apply(.released(note: nil), to: kept, at: Sample.at(8000))
            #expect(try await fact(kept).dueFrom == Sample.at(8000))
            // Kept back because the recipient failed it, it stays due since it came.
            let failed = try await take()
            for second in Int64(0)..<20 {
                try await store.apply(
                    .failedByRecipient(token: nil, reason: nil),
                    to: failed,
                    at: Sample.at(120 + second * 3600)
                )
            }
            if try await fact(failed).state == .held {
                try await store.apply(.released(note: nil), to: failed, at: Sample.at(99_000))
            }
            #expect(try await fact(failed).dueFrom == nil)
            #expect(try await fact(try await take()).dueFrom == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `refusals of a time are paged in order, other lines left out`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            func line(_ action: String, _ at: Timestamp, _ subject: String) -> AuditRecord {
                AuditRecord(at: at, actor: "a", action: action, subject: subject, after: "{}")
            }
            try await store.appendAudit([
                line("request.refused", Sample.at(99), "early"), line("request.refused", Sample.at(150), "c"),
                line("request.refused", Sample.at(100), "a"), line("unit.add", Sample.at(120), "other"),
                line("request.refused.more", Sample.at(120), "b"), line("request.refused", Sample.at(150), "d"),
                line("request.refused", Sample.at(200), "late"),
            ])
            for limit in [1, 2, 3, 100] {
                var found: [AuditRecord] = []
                while true {
                    let page = try await store.refusals(in: time, after: found.last, limit: limit)
                    #expect(page.count <= limit)
                    if page.isEmpty { break }
                    found += page
                }
                #expect(found.map(\.subject) == ["a", "b", "c", "d"])
                #expect(found.allSatisfy { $0.after == "{}" })
            }
        }
    }

    @Test func `a row that is wrong is told and keeps no other from being counted`() async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            var ids: [EnvelopeID] = []
            for second in 0..<5 {
                let sealed = try await store.take(
                    Sample.acceptance(Sample.envelope(at: Sample.at(100 + Int64(second))))
                )
                ids.append(sealed.envelope.id)
            }
            try await store.pool.write { db in
                try db.execute(sql: "UPDATE envelope SET legal_value = 77 WHERE seq IN (2, 5)")
            }
            var (found, unreadable): ([EnvelopeID], Int) = ([], 0)
            var place: EnvelopeID?
            repeat {
                let page = try await store.envelopeFacts(in: time, after: place, limit: 1)
                found += page.facts.map(\.id)
                unreadable += page.unreadable
                place = page.next
            } while place != nil
            #expect(found == [ids[0], ids[2], ids[3]] && unreadable == 2)
            await store.close()
        }
    }

    @Test(arguments: [
        (StatisticsSQL.envelopes, ["sqlite_autoindex_envelope_1 (id>? AND id<?)"]),
        (StatisticsSQL.deliveries, ["delivery", "PRIMARY KEY (delivery=?)", "envelope_about (about=?)"]),
        (StatisticsSQL.refusals, ["audit_refused (at>? AND at<?)"]),
    ])
    func `each question walks an index and sorts nothing`(sql: String, indexes: [String]) async throws {
        try await withDirectory { directory in
            let store = try await openStore(directory)
            let plan = try await store.pool.read { db in
                var query = try Query(db, "EXPLAIN QUERY PLAN " + sql)
                var lines: [String] = []
                while try query.step() { lines.append(query.text(3) ?? "") }
                return lines
            }
            for index in indexes { #expect(plan.contains { $0.contains(index) }, "\(plan)") }
            #expect(plan.allSatisfy { !$0.contains("SCAN") && !$0.contains("TEMP B-TREE") }, "\(plan)")
            await store.close()
        }
    }
}
