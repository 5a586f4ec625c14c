// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreSQLite
import Testing

@Suite struct CampaignConformanceTests {
    private static func campaign(_ id: String) throws -> Campaign {
        let request = CampaignCreateRequest(id: id, title: "Nộp danh sách mã", deadline: Sample.at(3600))
        return try Campaign(request, by: "registrar", at: Sample.start)
    }

    static func submission(
        _ number: Int,
        unit: UnitID = Sample.unit(1),
        replacing: [SubmissionStep] = [],
        arrival: Int64
    ) -> NewSubmission {
        let bytes = Array("list \(number)".utf8)
        let version = SubmissionVersion(
            id: Sample.id(),
            campaign: "cd-101",
            unit: unit,
            number: number,
            sha256: SHA256.digest(of: bytes),
            count: 114,
            receivedAt: Sample.at(10),
            deadline: Sample.at(3600)
        )
        let receipt = SubmissionReceipt(
            submissionId: version.id,
            campaign: "cd-101",
            unit: "H24",
            version: number,
            sha256: version.sha256,
            count: 114,
            expected: 114,
            receivedAt: Sample.at(10),
            deadline: Sample.at(3600),
            timeliness: "on-time",
            lateBySeconds: 0,
            format: "text/utf-8"
        )
        var line = line
        line.end = .stored(version.id)
        return NewSubmission(
            version: version,
            receipt: receipt,
            bytes: bytes,
            leaf: Array("leaf of list \(number)".utf8),
            replaced: replacing,
            arrival: StoredArrival(place: arrival, line: line),
            audit: [.sample("H24")]
        )
    }

    private static let line = ArrivalLine(
        campaign: "cd-101",
        unit: Sample.unit(1),
        beganAt: Sample.at(9),
        sha256: nil
    )

    @Test(arguments: StoreKind.allCases)
    func `a campaign's id is taken once and campaigns come newest first`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let first = try Self.campaign("cd-101")
            #expect(try await store.add(first, audit: [.sample("cd-101")]))
            #expect(try await store.add(first, audit: [.sample("cd-101")]) == false)
            #expect(try await store.add(try Self.campaign("cd-102"), audit: []))
            #expect(try await store.campaigns(limit: 10).map(\.id) == ["cd-102", "cd-101"])
            #expect(try await store.campaign("cd-101") == first)
            #expect(try await store.campaign("cd-103") == nil)
            #expect(try await store.auditRecords(after: 0, limit: 10).count == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a list is kept with its bytes, its leaf and the end of its journal line`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let place = try await store.begin(Self.line)
            let new = Self.submission(1, arrival: place)
            let stored = try await store.submit(new)
            #expect(stored.evidence.leaf == new.leaf)
            #expect(stored.evidence.index == 0)
            #expect(try await store.submission(new.version.id) == stored)
            #expect(try await store.list(of: new.version.id) == new.bytes)
            let journal = try await store.arrivals(campaign: "cd-101", unit: Sample.unit(1), since: Sample.at(9))
            #expect(journal.map(\.line.end) == [.stored(new.version.id)])
            #expect(try await store.arrivals(campaign: "cd-101", unit: Sample.unit(1), since: Sample.at(10)) == [])
            // The log goes on behind it.
            #expect(try await store.take(Sample.acceptance()).evidence.index == 1)
            #expect(try await store.leafDigests(0..<10).count == 2)
            await #expect(throws: StoreError(.notFound, "")) { try await store.list(of: Sample.id()) }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `versions that were replaced don't stand, whoever handed them in`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            var standing: [SubmissionVersion] = []
            for unit in [Sample.unit(1), Sample.unit(2)] {
                let place = try await store.begin(Self.line)
                let first = try await store.submit(Self.submission(1, unit: unit, arrival: place)).version
                var second = Self.submission(2, unit: unit, arrival: place)
                var replaced = first
                replaced.supersede(by: second.version.id, at: Sample.at(20))
                second.replaced = [SubmissionStep(from: first, to: replaced)]
                _ = try await store.submit(second)
                var rejected = second.version
                _ = try rejected.reject(reason: "Sai", by: "an", at: Sample.at(21))
                let step = SubmissionStep(from: second.version, to: rejected)
                #expect(try await store.decide(NewDecision(step: step, audit: [])))
                let third = try await store.submit(Self.submission(3, unit: unit, arrival: place)).version
                standing += [rejected, third]
            }
            let found = try await store.standingVersions(of: "cd-101")
            #expect(found.count == standing.count && Set(found) == Set(standing))
            #expect(try await store.standingVersions(of: "cd-102") == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a reminder is settled once, with its line of the audit log`(kind: StoreKind) async throws {
        try await withStore(kind) { (store: any AxisStore) async throws in
            #expect(try await store.settledReminders(of: "cd-101") == [])
            #expect(try await store.settle(reminder: 3600, of: "cd-101", audit: [.sample("cd-101")]))
            #expect(try await store.settle(reminder: 3600, of: "cd-101", audit: [.sample("cd-101")]) == false)
            #expect(try await store.settle(reminder: 60, of: "cd-101", audit: []))
            #expect(try await store.settle(reminder: 3600, of: "cd-102", audit: [.sample("cd-102")]))
            #expect(try await store.settledReminders(of: "cd-101") == [60, 3600])
            #expect(try await store.auditRecords(after: 0, limit: 10).map(\.subject) == ["cd-101", "cd-102"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a version replaces an open one, and its number is taken once`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let place = try await store.begin(Self.line)
            let first = try await store.submit(Self.submission(1, arrival: place)).version
            await #expect(throws: StoreError(.versionConflict, "")) {
                try await store.submit(Self.submission(1, arrival: place))
            }
            var replaced = first
            let second = Self.submission(2, arrival: place)
            replaced.supersede(by: second.version.id, at: Sample.at(20))
            var new = second
            new.replaced = [SubmissionStep(from: first, to: replaced)]
            _ = try await store.submit(new)
            #expect(try await store.submission(first.id)?.version == replaced)
            var third = Self.submission(3, arrival: place)
            third.replaced = new.replaced
            await #expect(throws: StoreError(.versionConflict, "")) { try await store.submit(third) }
            let found = try await store.submissions(SubmissionFilter(campaign: "cd-101", unit: Sample.unit(1)))
            #expect(found.map(\.version.number) == [2, 1])
            #expect(try await store.submissions(SubmissionFilter(unit: Sample.unit(2))) == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `of two decisions one is taken whole and the other leaves nothing`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let place = try await store.begin(Self.line)
            let open = try await store.submit(Self.submission(1, arrival: place)).version
            var accepted = open
            _ = try accepted.accept(
                AcceptanceDecision(effective: Sample.at(100), legalBasis: "QĐ 1"),
                by: "a",
                at: Sample.at(50),
                requiringSecond: false
            )
            var rejected = open
            _ = try rejected.reject(reason: "Sai", by: "b", at: Sample.at(50))
            func event(_ version: Int64) -> RegistryEvent {
                RegistryEvent(
                    version: version,
                    change: .clearEndpoint(unit: Sample.unit(1)),
                    effectiveAt: Sample.at(100),
                    recordedAt: Sample.at(50),
                    actor: "a",
                    legalBasis: nil
                )
            }
            await #expect(throws: StoreError(.versionConflict, "")) {
                try await store.decide(
                    NewDecision(step: SubmissionStep(from: open, to: accepted), events: [event(5)], audit: [])
                )
            }
            #expect(try await store.submission(open.id)?.version == open)
            let acceptance = NewDecision(
                step: SubmissionStep(from: open, to: accepted),
                events: [event(1), event(2)],
                audit: [.sample("accepted")]
            )
            let envelope = Sample.envelope(kind: .notice)
            let rejection = NewDecision(
                step: SubmissionStep(from: open, to: rejected),
                audit: [.sample("rejected")],
                notice: SubmissionNotice(
                    envelope: envelope,
                    payload: [1, 2, 3],
                    delivery: Sample.delivery(of: envelope, to: Sample.unit(1))
                )
            )
            #expect(try await store.decide(acceptance))
            #expect(try await store.decide(rejection) == false)
            #expect(try await store.submission(open.id)?.version == accepted)
            #expect(try await store.registryEvents(after: 0, limit: 10).map(\.version) == [1, 2])
            #expect(try await store.auditRecords(after: 0, limit: 10).map(\.subject) == ["H24", "accepted"])
            #expect(try await store.envelopes([envelope.id]).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `of declarations the latest counts`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let campaign = try Self.campaign("cd-101")
            for met in [false, true] {
                let request = IndicatorDeclareRequest(indicator: .portalClosed, met: met)
                let declaration = try Declaration(
                    request,
                    of: Sample.unit(1),
                    in: campaign,
                    by: "H24",
                    at: Sample.start
                )
                try await store.declare(declaration, audit: [])
            }
            #expect(try await store.declarations(of: "cd-101").map(\.met) == [true])
            #expect(try await store.declarations(of: "cd-102") == [])
        }
    }

    @Test func `campaigns and lists are there after a restart`() async throws {
        try await withDirectory { directory in
            let first = try await openStore(directory)
            _ = try await first.add(try Self.campaign("cd-101"), audit: [])
            let place = try await first.begin(Self.line)
            let stored = try await first.submit(Self.submission(1, arrival: place))
            await first.close()
            let second = try await openStore(directory)
            #expect(try await second.campaigns(limit: 1).map(\.id) == ["cd-101"])
            #expect(try await second.submission(stored.version.id) == stored)
            #expect(try await second.check(limit: 10) == [])
            await second.close()
        }
    }
}
