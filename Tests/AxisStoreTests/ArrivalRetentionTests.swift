// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreSQLite
import Testing

@Suite struct ArrivalRetentionTests {
    private static func line(_ second: Int64, _ sha256: Digest256?, _ end: ArrivalLine.End?) -> ArrivalLine {
        ArrivalLine(
            campaign: "cd-101",
            unit: Sample.unit(1),
            beganAt: Sample.at(second),
            sha256: sha256,
            readAt: nil,
            end: end
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `old lines go in bounded steps, and those that a kept list rests on stay`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let kept = CampaignConformanceTests.submission(1, arrival: 1)
            let first = try await store.begin(Self.line(0, nil, nil))
            #expect(first == 1)
            _ = try await store.submit(kept)
            // Lost by Axis with the same bytes: it may have lent the list its time.
            let lender = try await store.begin(Self.line(1, kept.version.sha256, nil))
            for second in Int64(2)..<8 { _ = try await store.begin(Self.line(second, SHA256Key.of("other"), .refused)) }
            _ = try await store.begin(Self.line(8, nil, .brokenOff))
            let young = try await store.begin(Self.line(100, nil, .brokenOff))

            var removed = 0
            var place: Int64 = 0
            var steps = 0
            while steps < 20 {
                let step = try await store.removeArrivals(beganBefore: Sample.at(100), after: place, limit: 3)
                #expect(step.count <= 3)
                removed += step.count
                steps += 1
                guard let last = step.last else { break }
                #expect(last > place)
                place = last
            }
            #expect(removed == 7 && steps == 4)
            let rest = try await store.arrivals(campaign: "cd-101", unit: Sample.unit(1), since: Sample.at(0))
            #expect(Set(rest.map(\.place)) == [first, lender, young])
            // A place is not given to another line, and one that is gone can't be written to.
            #expect(try await store.begin(Self.line(101, nil, nil)) == young + 1)
            await #expect(throws: StoreError(.notFound, "")) {
                try await store.update(Self.line(2, nil, nil), at: lender + 1)
            }
        }
    }
}
