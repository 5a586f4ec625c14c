// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// How many attempts may be under way to one destination at once.
///
/// Postfix's feedback: it grows by one after as many successes as it is wide (+1/N each), and shrinks by one at the
/// *first* connection-level failure, then after as many failures as it is wide (-1/N each, hysteresis reversed).
/// Measured by Postfix against a receiver that takes 5 connections, this defers a third of what steps of one do.
package struct ConcurrencyWindow: Hashable, Sendable {
    /// Attempts that may be under way at once.
    package private(set) var limit: Int
    /// The most that it grows to.
    package let maximum: Int
    private var successes = 0.0
    private var failures = 0.0

    /// Makes a window.
    package init(start: Int = 2, maximum: Int = 8) {
        precondition(maximum >= 1, "a window lets at least one through")
        self.maximum = maximum
        limit = min(max(start, 1), maximum)
    }

    /// An attempt succeeded.
    package mutating func succeed() {
        failures = 0
        successes += 1 / Double(limit)
        // A hair below one stands for N times 1/N in binary fractions.
        guard successes >= 0.999_999 else { return }
        successes = 0
        limit = min(limit + 1, maximum)
    }

    /// An attempt failed at connection level.
    package mutating func fail() {
        successes = 0
        failures -= 1 / Double(limit)
        guard failures < -0.000_001 else { return }
        failures += 1
        limit = max(limit - 1, 1)
    }

    /// Starts again with one attempt at a time, after an outage.
    package mutating func collapse() {
        limit = 1
        successes = 0
        failures = 0
    }
}
