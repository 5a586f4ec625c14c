// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import Foundation
import Testing

/// Prints how long look-ups take in a large registry; run with `AXIS_BENCHMARK=1 swift test -c release`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["AXIS_BENCHMARK"] != nil))
struct LookupBenchmark {
    @Test(arguments: [111_339, 1_000_000])
    func `resolving and searching`(units: Int) throws {
        var fixture = try Fixture()
        let provinces = ReferenceData.rows.filter { $0.code.text.hasPrefix("H") }
        let communes = ReferenceData.communes
        let clock = ContinuousClock()
        var codes: [String] = []
        let building = try clock.measure {
            for number in 0..<(units - fixture.snapshot.unitCount) {
                let province = provinces[number % provinces.count].code.text
                let code = "\(province).\(number)"
                let parent = ReferenceData.unitID(of: province)
                try fixture.register(code, name: communes[number % communes.count].name, parent: parent)
                codes.append(code)
            }
        }
        let asked = (0..<20_000).map { codes[$0 &* 7919 % codes.count] }
        var times: [Duration] = []
        for code in asked {
            var isFound = false
            times.append(clock.measure { isFound = fixture.snapshot.resolve(code, at: fixture.now).named != nil })
            #expect(isFound)
        }
        times.sort()
        print("\(units) units: built in \(building), resolve median \(times[times.count / 2])")
        for text in ["phường máy chai", "xa tan tien", "h24.1", "phuong", "xa"] {
            var query = UnitQuery(at: fixture.now)
            query.text = text
            var count = 0
            let time = clock.measure { count = fixture.snapshot.search(query).count }
            print("  search \(text): \(count) in \(time)")
        }
        var copy = fixture.snapshot
        let version = copy.version + 1
        let rename = RegistryEvent(
            version: version,
            change: .rename(unit: ReferenceData.unitID(of: "H24"), name: "Hải Phòng"),
            effectiveAt: fixture.now,
            recordedAt: fixture.now,
            actor: "a",
            legalBasis: nil
        )
        let first = try clock.measure { try copy.apply(rename) }
        print("  first change of a copy: \(first)")
    }
}
