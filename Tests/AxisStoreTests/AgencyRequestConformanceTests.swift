// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import Testing

@Suite struct AgencyRequestConformanceTests {
    private func request(
        _ kind: AgencyRequest.Kind = .register,
        holder: UnitID = Sample.unit(1),
        code: String = "H24.99",
        at: Timestamp = Sample.start
    ) -> AgencyRequest {
        AgencyRequest(
            id: Sample.id(at),
            kind: kind,
            systemId: "000.00.00.H24",
            holder: holder,
            holderCode: "H24",
            code: code,
            name: "Sở thử",
            requestedAt: at
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `a request asked for twice is one while it is open`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let first = try await store.keep(request(), mostOpen: 10, audit: [])
            #expect(try await store.keep(request(at: Sample.at(5)), mostOpen: 10, audit: []) == first)
            let other = try await store.keep(request(.close, at: Sample.at(6)), mostOpen: 10, audit: [])
            let elsewhere = request(holder: Sample.unit(2), at: Sample.at(7))
            #expect(try await store.keep(elsewhere, mostOpen: 10, audit: []) == elsewhere)
            #expect(try await store.agencyRequests(in: .open, after: nil, limit: 10) == [elsewhere, other, first])
            #expect(try await store.agencyRequests(in: nil, after: other.id, limit: 10) == [first])
            #expect(try await store.agencyRequest(first.id) == first)
            #expect(try await store.agencyRequest(Sample.id()) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a holder has only so many open`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            for number in 1...3 { _ = try await store.keep(request(code: "H24.\(number)"), mostOpen: 3, audit: []) }
            await #expect(throws: StoreError(.overloaded, "")) {
                try await store.keep(request(code: "H24.4"), mostOpen: 3, audit: [])
            }
            // What is open already is answered all the same.
            #expect(try await store.keep(request(code: "H24.2"), mostOpen: 3, audit: []).code == "H24.2")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a decision and what it does are written together, once`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            var decided = try await store.keep(request(), mostOpen: 3, audit: [])
            decided.state = .accepted
            decided.decidedBy = "lan"
            decided.decidedAt = Sample.at(9)
            let late = RegistryEvent(
                version: 7,
                change: .removeAdministrator(name: "x"),
                effectiveAt: Sample.start,
                recordedAt: Sample.start,
                actor: "lan",
                legalBasis: nil
            )
            await #expect(throws: StoreError(.versionConflict, "")) {
                try await store.decide(decided, events: [late], audit: [])
            }
            #expect(try await store.agencyRequest(decided.id)?.state == .open)
            let record = AuditRecord(at: Sample.at(9), actor: "lan", action: "agency-request.accept", subject: "x")
            #expect(try await store.decide(decided, events: [], audit: [record]))
            #expect(try await store.agencyRequest(decided.id) == decided)
            #expect(try await store.auditRecords(after: 0, limit: 10).count == 1)
            #expect(try await !store.decide(decided, events: [], audit: [record]))
            #expect(try await store.auditRecords(after: 0, limit: 10).count == 1)
            // Decided, it may be asked for anew.
            let again = request(at: Sample.at(20))
            #expect(try await store.keep(again, mostOpen: 3, audit: []) == again)
        }
    }
}
