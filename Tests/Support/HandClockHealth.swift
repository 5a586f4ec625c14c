// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import Synchronization

/// What a test says about the clock.
package final class HandClockHealth: ClockHealth {
    private let present: Mutex<ClockReading>

    /// Of a clock that is right to 5 ms, unless said otherwise.
    package init(_ reading: ClockReading = ClockReading(isSynchronised: true, errorMicroseconds: 5000)) {
        present = Mutex(reading)
    }

    package func reading() -> ClockReading { present.withLock { $0 } }

    /// Says something else from now on.
    package func set(_ reading: ClockReading) { present.withLock { $0 = reading } }
}
