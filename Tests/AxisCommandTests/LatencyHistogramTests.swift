// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisCommand
import Testing

@Suite struct LatencyHistogramTests {
    @Test func `percentiles are within one percent of the true ones`() {
        var histogram = LatencyHistogram()
        for microseconds in 1...100_000 { histogram.record(.microseconds(microseconds)) }
        for share in [0.01, 0.5, 0.95, 0.99, 1] {
            let (_, attoseconds) = histogram.percentile(share).components
            let found = Double(attoseconds) / 1e12
            #expect(abs(found - share * 100_000) <= share * 1000 + 1)
        }
    }

    @Test func `small durations are exact and long ones fit`() {
        var histogram = LatencyHistogram()
        histogram.record(.microseconds(3))
        #expect(histogram.percentile(0.5) == .microseconds(3))
        histogram.record(.seconds(86_400))
        #expect(histogram.percentile(1) >= .seconds(86_400))
        #expect(LatencyHistogram().percentile(0.5) == .zero)
    }

    @Test func `merging counts all`() {
        var left = LatencyHistogram()
        var right = LatencyHistogram()
        left.record(.milliseconds(1))
        right.record(.milliseconds(100))
        left.merge(right)
        #expect(left.count == 2)
        #expect(left.percentile(1) >= .milliseconds(100))
    }
}
