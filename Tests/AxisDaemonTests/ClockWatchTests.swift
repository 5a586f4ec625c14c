// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisTestSupport
import Logging
import Testing

@testable import AxisDaemon

@Suite struct ClockWatchTests {
    @Test func `what the kernel says is remembered until it is read again`() {
        let health = HandClockHealth()
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let watch = ClockWatch(timer: SystemTimer(), read: { health.reading() }, logger: logger)
        health.set(.unknown)
        #expect(watch.reading().boundMilliseconds == 5)
        watch.readAgain()
        #expect(watch.reading() == .unknown && watch.reading().boundMilliseconds == nil)
    }

    @Test func `the kernel answers, and its bound is no less than what it still corrects`() {
        let reading = ClockWatch.askKernel()
        #expect(reading.errorMicroseconds >= 0)
        if reading.isSynchronised {
            let bound = reading.boundMilliseconds ?? 0
            #expect(UInt64(bound) * 1000 >= reading.offsetMicroseconds.magnitude)
        }
    }

    @Test func `the doctor warns of a clock that is off by over a second or that nobody vouches for`() {
        let readings: [(ClockReading, String)] = [
            (ClockReading(isSynchronised: true, errorMicroseconds: 1_000_000), "ok"),
            (ClockReading(isSynchronised: true, offsetMicroseconds: -1, errorMicroseconds: 1_000_000), "warning"),
            (ClockReading(isSynchronised: true, offsetMicroseconds: .min, errorMicroseconds: .max), "warning"),
            (.unknown, "warning"),
        ]
        for (reading, level) in readings { #expect(CheckFinding(clock: reading).level == level) }
    }
}
