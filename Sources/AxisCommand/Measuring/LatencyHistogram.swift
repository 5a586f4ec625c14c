// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Counts durations in buckets whose width is under 1 % of their value.
package struct LatencyHistogram: Sendable {
    /// 128 buckets for each doubling, from 1 µs.
    private var buckets = [Int](repeating: 0, count: (64 - bits) << bits)
    /// How many durations were counted.
    package private(set) var count = 0

    private static let bits = 7

    /// An empty histogram.
    package init() {}

    /// Counts a duration, to the microsecond.
    package mutating func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        buckets[Self.bucket(of: UInt64(max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)))] += 1
        count += 1
    }

    /// Adds another's counts.
    package mutating func merge(_ other: LatencyHistogram) {
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        count += other.count
    }

    /// The duration that a share of those counted does not pass, e.g. 0.99; zero when there are none.
    package func percentile(_ share: Double) -> Duration {
        guard count > 0 else { return .zero }
        let wanted = max(1, Int((Double(count) * share).rounded(.up)))
        var seen = 0
        for (index, bucket) in buckets.enumerated() {
            seen += bucket
            if seen >= wanted { return .microseconds(Int64(Self.upperBound(of: index))) }
        }
        return .zero
    }

    private static func bucket(of microseconds: UInt64) -> Int {
        let doubling = max(0, 63 - microseconds.leadingZeroBitCount - bits)
        return doubling << bits + Int(microseconds >> UInt64(doubling))
    }

    private static func upperBound(of bucket: Int) -> UInt64 {
        let doubling = max(0, bucket >> bits - 1)
        return (UInt64(bucket - doubling << bits) + 1) << UInt64(doubling) - 1
    }
}
