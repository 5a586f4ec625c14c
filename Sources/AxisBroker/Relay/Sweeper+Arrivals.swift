// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Metrics
import Synchronization

/// Retention of the journal of arrivals (nhật ký nộp danh sách).
extension Sweeper {
    /// How long a line is kept after it began: a first arrival counts for 15 minutes, the rest is for audit.
    package static let arrivalRetention: Duration = .seconds(30 * 86_400)

    /// Where the walk through the journal stands.
    struct ArrivalWalk: Sendable {
        /// The place of the last line looked at.
        var place: Int64 = 0
        /// When to look again; lines that stay for ever must not be walked over at every sweep.
        var due: Timestamp?

        /// How long a walk that came to its end rests.
        static let rest: Duration = .seconds(3600)
    }

    /// Looks at a page of the lines that are old enough; begins anew an hour after it came to their end.
    func removeArrivals() async throws -> Bool {
        let now = timer.now()
        let walk = arrivalWalk.withLock { $0 }
        if let due = walk.due, now < due { return false }
        let step = try await store.removeArrivals(
            beganBefore: now - Self.arrivalRetention,
            after: walk.place,
            limit: configuration.page
        )
        arrivalWalk.withLock {
            $0 = ArrivalWalk(place: step.last ?? 0, due: step.last == nil ? now + ArrivalWalk.rest : nil)
        }
        if step.count > 0 { Counter(label: RelayMetrics.removedArrivals).increment(by: step.count) }
        return step.last != nil
    }
}
