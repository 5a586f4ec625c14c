// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// When a delivery that was refused for now is tried again (lùi thời gian thử lại).
///
/// | attempt | normal | urgent classes |
/// |---|---|---|
/// | 1 | 30 s | 30 s |
/// | 2 | 1 min | 1 min |
/// | 3 | 2 min | 1 min |
/// | 7 and more | 30 min | 1 min |
///
/// Each value is moved at random by up to a fifth either way, so that many that failed together don't return together.
package struct Backoff: Hashable, Sendable {
    /// The delay after the first attempt.
    package var base: Duration = .seconds(30)
    /// The longest delay.
    package var cap: Duration = .seconds(30 * 60)
    /// The longest delay of the urgent classes (khẩn and above).
    package var urgentCap: Duration = .seconds(60)
    /// The share that randomness takes away or adds, 0 to 1.
    package var spread: Double = 0.2
    /// How long after the first attempt pushing is given up.
    package var lifetime: Duration = .seconds(72 * 3600)

    /// Makes the values of the design.
    package init() {}

    /// How long to wait after an attempt.
    ///
    /// - Parameters:
    ///   - attempt: attempts begun so far, 1 after the first.
    ///   - urgency: the document's.
    ///   - generator: where the randomness comes from.
    package func delay(
        afterAttempt attempt: Int,
        urgency: Urgency,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let limit = urgency == .normal ? cap : urgentCap
        return Self.jittered(
            Self.doubled(base, times: attempt - 1, cap: limit),
            spread: spread,
            using: &generator
        )
    }

    /// Whether push attempts are used up.
    package func isExhausted(firstAttemptAt: Timestamp?, at moment: Timestamp) -> Bool {
        guard let firstAttemptAt else { return false }
        return moment - firstAttemptAt >= lifetime
    }

    /// A duration doubled some times, up to a cap; never overflows.
    static func doubled(_ duration: Duration, times: Int, cap: Duration) -> Duration {
        // 2^40 times a millisecond is 34 years: beyond every cap in use.
        let factor = Int64(1) << Int64(min(max(times, 0), 40))
        let (product, overflow) = duration.wholeMilliseconds.multipliedReportingOverflow(by: factor)
        return overflow ? cap : min(cap, .milliseconds(product))
    }

    /// A duration moved at random by up to a share either way.
    static func jittered(
        _ duration: Duration,
        spread: Double,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let reach = Int64(Double(duration.wholeMilliseconds) * spread)
        guard reach > 0 else { return duration }
        return duration + .milliseconds(Int64.random(in: -reach...reach, using: &generator))
    }
}
