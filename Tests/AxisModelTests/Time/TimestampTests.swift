// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("2025-06-29T12:00:00.000+07:00", "2025-06-29T12:00:00.000+07:00"),
        ("2025-06-29T05:00:00Z", "2025-06-29T12:00:00.000+07:00"),
        ("2025-06-29 05:00z", "2025-06-29T12:00:00.000+07:00"),
        ("2025-06-29t05:00:00,5Z", "2025-06-29T12:00:00.500+07:00"),
        ("2025-06-29T05:00:00.123456789Z", "2025-06-29T12:00:00.123+07:00"),
        ("2025-06-28T22:30:00-0630", "2025-06-29T12:00:00.000+07:00"),
        ("2024-02-29T23:59:59.999+07:00", "2024-02-29T23:59:59.999+07:00"),
        ("2025-12-31T17:00:00Z", "2026-01-01T00:00:00.000+07:00"),
        ("0001-01-01T07:00:00+07:00", "0001-01-01T07:00:00.000+07:00"),
        ("9999-12-31T23:59:59.999+07:00", "9999-12-31T23:59:59.999+07:00"),
    ])
    func `forms of ISO 8601 are read and written with Vietnam's offset`(text: String, written: String) throws {
        #expect(try #require(Timestamp(text)).description == written)
    }

    @Test(arguments: [
        "", "2025-06-29", "2025-06-29T12:00:00", "2025-06-29T12:00", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z", "2025-06-31T00:00:00Z", "2025-06-00T00:00:00Z",
        "2025-06-29T24:00:00Z", "2025-06-29T23:60:00Z", "2025-06-29T23:59:60Z", "2025-06-29T12:00:00.Z",
        "2025-06-29T12:00:00Zx", "2025-06-29T12:00:00+7", "2025-06-29T12:00:00+07", "2025-06-29T12:00:00+15:00",
        "2025-06-29T12:00:00+07:60", " 2025-06-29T12:00:00Z", "25-06-29T12:00:00Z", "2025/06/29T12:00:00Z",
        "2025-6-29T12:00:00Z", "0000-01-01T00:00:00Z", "+2025-06-29T12:00:00Z", "２025-06-29T12:00:00Z",
    ])
    func `a text without a zone, or that names no moment, is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `text and JSON give a moment back to the millisecond, and Foundation agrees`() throws {
        var generator = SeededGenerator(seed: 8601)
        let oracle = ISO8601DateFormatter()
        oracle.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        // From 1583, where Foundation's calendar is the Gregorian one, to 9999.
        for _ in 0..<5_000 {
            let moment = Timestamp(
                milliseconds: Int64.random(in: -12_212_000_000_000...253_402_200_000_000, using: &generator)
            )
            #expect(Timestamp(moment.description) == moment)
            #expect(try JSONDecoder().decode(Timestamp.self, from: JSONEncoder().encode(moment)) == moment)
            let date = try #require(oracle.date(from: moment.description), "\(moment)")
            #expect(Int64((date.timeIntervalSince1970 * 1000).rounded()) == moment.milliseconds)
        }
    }

    @Test func `adding and taking away undo each other`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            let moment = Timestamp(milliseconds: Int64.random(in: -(1 << 45)...(1 << 45), using: &generator))
            let step = Duration.milliseconds(Int64.random(in: -(1 << 40)...(1 << 40), using: &generator))
            #expect(moment + step - step == moment)
            #expect((moment + step) - moment == step)
            #expect((moment < moment + step) == (step > .zero))
            #expect(moment.seconds == Int64((Double(moment.milliseconds) / 1000).rounded(.down)))
        }
    }

    @Test func `durations count in whole milliseconds`() {
        #expect(Duration.seconds(3).wholeMilliseconds == 3000)
        #expect(Duration.microseconds(1999).wholeMilliseconds == 1)
        #expect(Duration.milliseconds(-1500).wholeMilliseconds == -1500)
        #expect(Timestamp(seconds: 2).milliseconds == 2000)
    }
}
