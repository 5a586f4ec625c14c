// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import Synchronization

/// A clock that stands still until a test moves it.
package final class HandClock: WallClock {
    private let moment: Mutex<Timestamp>

    /// Stands at a moment; in October 2025 unless said otherwise.
    package init(_ moment: Timestamp = Timestamp(seconds: 1_760_000_000)) { self.moment = Mutex(moment) }

    package func now() -> Timestamp { moment.withLock { $0 } }

    /// Moves on.
    package func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }
}
