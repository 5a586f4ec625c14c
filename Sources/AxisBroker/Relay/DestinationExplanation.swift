// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisScheduling
import Synchronization

/// Why a push destination waits, and how it stands.
package struct DestinationExplanation: Hashable, Sendable {
    /// Why it waits, in a sentence.
    package var why: String
    /// Until when, if that is known.
    package var until: Timestamp?
    /// `closed`, `open` or `half-open`.
    package var circuit: String
    /// Attempts that may be under way at once.
    package var window: Int
    /// Attempts under way.
    package var inFlight: Int
    /// The endpoint's last error, until it does its work again.
    package var lastError: String?
}

extension Dispatcher {
    /// Why a destination waits; `owner` is the unit that the endpoint belongs to.
    package func explain(_ owner: UnitID) -> DestinationExplanation {
        let now = timer.now()
        return core.withLock { core in
            let queue = core.scheduler.queue(of: owner) ?? DestinationQueue(configuration.queue)
            let (why, until) =
                core.scheduler.queue(of: owner) == nil
                ? ("nothing is ready to be pushed", nil) : queue.explain(at: now)
            return DestinationExplanation(
                why: why,
                until: until,
                circuit: queue.circuit.state.word,
                window: queue.window.limit,
                inFlight: queue.inFlight.count,
                lastError: queue.lastError
            )
        }
    }

    /// How many destinations are down.
    package var destinationsDown: Int { core.withLock { $0.scheduler.openCircuits } }
}
