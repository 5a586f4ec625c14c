// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What the machine knows about its clock.
package struct ClockReading: Hashable, Sendable {
    /// Whether something keeps the clock synchronised; false when nobody knows.
    package var isSynchronised: Bool
    /// What the clock is still to be corrected by, in microseconds; positive when it is behind.
    package var offsetMicroseconds: Int64
    /// How far the clock may be off besides, at most, in microseconds.
    package var errorMicroseconds: Int64

    /// Makes a reading.
    package init(isSynchronised: Bool, offsetMicroseconds: Int64 = 0, errorMicroseconds: Int64 = 0) {
        self.isSynchronised = isSynchronised
        self.offsetMicroseconds = offsetMicroseconds
        self.errorMicroseconds = errorMicroseconds
    }

    /// Of a clock that nobody knows anything about.
    package static let unknown = ClockReading(isSynchronised: false)

    /// How far the clock may be off either way, at most, in milliseconds, rounded up; nil when nobody knows.
    package var boundMilliseconds: Int64? {
        guard isSynchronised else { return nil }
        let (sum, overflow) = offsetMicroseconds.magnitude.addingReportingOverflow(errorMicroseconds.magnitude)
        return overflow ? Int64.max : Int64(clamping: sum / 1000 + (sum % 1000 > 0 ? 1 : 0))
    }

    /// The bound that a receipt states: only one over a second, nil otherwise.
    package var statedMilliseconds: Int64? { boundMilliseconds.flatMap { $0 > 1000 ? $0 : nil } }
}

/// Tells how good the machine's clock is; never waits.
package protocol ClockHealth: Sendable {
    /// What was last read, a minute ago at most.
    func reading() -> ClockReading
}
