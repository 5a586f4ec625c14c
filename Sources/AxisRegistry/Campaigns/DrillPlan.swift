// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What was ordered when a drill was started, and whether it was called off: all of it but its units.
package struct DrillPlan: Hashable, Sendable {
    /// Its identity.
    package let id: DrillID
    /// The campaign whose board it counts for.
    package let campaign: String?
    /// When it was started.
    package let startedAt: Timestamp
    /// By which administrator.
    package let startedBy: String
    /// How often a unit is tried at most.
    package let mostAttempts: Int
    /// How long after a failure the next attempt follows.
    package let retryAfter: Duration
    /// Whether units behind VXP get a test document as well.
    package let includesVXP: Bool
    /// When it was called off, and by whom; nil for most.
    package var cancellation: Cancellation?

    /// That a drill was called off.
    package struct Cancellation: Hashable, Sendable {
        /// When.
        package let at: Timestamp
        /// By which administrator.
        package let by: String

        /// Calls a drill off.
        package init(at moment: Timestamp, by administrator: String) {
            at = moment
            by = administrator
        }
    }

    /// How long after its start a drill is followed. What comes later stays in the history of its documents.
    package static let following: Duration = .seconds(30 * 86_400)

    /// Orders a drill: 3 attempts, 300 seconds apart, unless said otherwise.
    ///
    /// - Throws: `bad-request` for bounds that make no sense.
    package init(
        id: DrillID,
        campaign: String?,
        attempts: Int? = nil,
        retryAfter seconds: Int64? = nil,
        includesVXP: Bool = false,
        by administrator: String,
        at moment: Timestamp
    ) throws(Refusal) {
        let attempts = attempts ?? 3
        let seconds = seconds ?? 300
        guard (1...10).contains(attempts) else {
            throw .invalid("attempts", "1 to 10 attempts", "từ 1 đến 10 lần thử")
        }
        guard (1...86_400).contains(seconds) else {
            throw .invalid("retryAfter", "1 to 86,400 seconds", "từ 1 đến 86.400 giây")
        }
        self.init(
            id: id,
            campaign: campaign,
            startedAt: moment,
            startedBy: administrator,
            mostAttempts: attempts,
            retryAfter: .seconds(seconds),
            includesVXP: includesVXP,
            cancellation: nil
        )
    }

    /// A plan as a store kept it.
    package init(
        id: DrillID,
        campaign: String?,
        startedAt: Timestamp,
        startedBy: String,
        mostAttempts: Int,
        retryAfter: Duration,
        includesVXP: Bool,
        cancellation: Cancellation?
    ) {
        self.id = id
        self.campaign = campaign
        self.startedAt = startedAt
        self.startedBy = startedBy
        self.mostAttempts = mostAttempts
        self.retryAfter = retryAfter
        self.includesVXP = includesVXP
        self.cancellation = cancellation
    }
}
