// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisScheduling
import AxisTestSupport
import Testing

@Suite struct BackoffTests {
    @Test func `delays double from 30 s to 30 min, moved by a fifth at most`() {
        var generator = SeededGenerator(seed: 1)
        let backoff = Backoff()
        for attempt in 1...200 {
            for urgency in Urgency.allCases {
                let cap: Double = urgency == .normal ? 1800 : 60
                let plain = min(cap, attempt > 20 ? cap : 30 * Double(1 << (attempt - 1)))
                let delay = backoff.delay(afterAttempt: attempt, urgency: urgency, using: &generator)
                #expect(delay >= .seconds(plain * 0.8) - .milliseconds(1))
                #expect(delay <= .seconds(plain * 1.2) + .milliseconds(1))
            }
        }
    }

    @Test func `attempts are used up 72 hours after the first`() {
        let backoff = Backoff()
        #expect(!backoff.isExhausted(firstAttemptAt: nil, at: start))
        #expect(!backoff.isExhausted(firstAttemptAt: start, at: start + .seconds(72 * 3600 - 1)))
        #expect(backoff.isExhausted(firstAttemptAt: start, at: start + .seconds(72 * 3600)))
    }
}

@Suite struct ConcurrencyWindowTests {
    @Test(arguments: 1...50) func `a window stays between one and its maximum`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let maximum = Int.random(in: 1...16, using: &generator)
        var window = ConcurrencyWindow(start: 2, maximum: maximum)
        for _ in 0..<500 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<6: window.succeed()
            case 6..<9: window.fail()
            default: window.collapse()
            }
            #expect((1...maximum).contains(window.limit))
        }
    }

    @Test func `a window grows by one after as many successes as it is wide and shrinks at the first failure`() {
        var window = ConcurrencyWindow(start: 2, maximum: 8)
        for width in 2..<8 {
            for _ in 0..<width {
                #expect(window.limit == width)
                window.succeed()
            }
            #expect(window.limit == width + 1)
        }
        window.fail()
        #expect(window.limit == 7)
        for _ in 0..<6 { window.fail() }
        #expect(window.limit >= 6, "after the first, it takes as many failures as it is wide")
    }
}
