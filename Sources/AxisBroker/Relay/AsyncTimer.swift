// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import FoundationEssentials

/// A clock that can be waited on: the system's in the product, a hand-moved one in tests.
package protocol AsyncTimer: WallClock {
    /// Returns at a moment, or earlier when the task is cancelled.
    func wait(until moment: Timestamp) async
}

/// The system's clock.
package struct SystemTimer: AsyncTimer {
    /// The longest sleep in one piece: a step of the wall clock is noticed after it.
    private static let longestSleep: Duration = .seconds(30)

    /// Makes the timer.
    package init() {}

    /// The present moment.
    package func now() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// Returns at a moment of the wall clock, or earlier when the task is cancelled.
    package func wait(until moment: Timestamp) async {
        while !Task.isCancelled {
            let rest = moment - now()
            guard rest > .zero else { return }
            // Cancellation ends the wait, and the loop.
            try? await Task.sleep(for: min(rest, Self.longestSleep))
        }
    }
}
