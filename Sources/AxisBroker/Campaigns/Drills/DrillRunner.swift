// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
package import Logging
import ServiceLifecycle
import Synchronization

/// Keeps drills going (diễn tập): looks when a test document is due, and every so often for what became of the others.
///
/// It looks each second while a drill moves, and more seldom the longer nothing happens in it; without a drill it sleeps.
/// Whoever asks for a report gets the present state in any case.
package final class DrillRunner: Service {
    private let follower: DrillFollower
    private let timer: any AsyncTimer
    private let logger: Logger
    private let bell = Doorbell()
    private let isStopping = Mutex(false)

    /// Makes a runner; ``run()`` starts it.
    package init(follower: DrillFollower, timer: any AsyncTimer, logger: Logger) {
        self.follower = follower
        self.timer = timer
        self.logger = logger
    }

    /// Says that a drill was started or called off.
    package func wake() { bell.ring() }

    /// Works until shut down.
    package func run() async throws {
        await withGracefulShutdownHandler {
            while !Task.isCancelled, !isStopping.withLock({ $0 }) {
                let next = await look()
                _ = await bell.wait(until: next, on: timer)
            }
        } onGracefulShutdown: {
            self.isStopping.withLock { $0 = true }
            self.bell.ring()
        }
    }

    /// Takes the drills forward; when to look again.
    private func look() async -> Timestamp {
        do {
            let next = try await follower.look()
            let now = timer.now()
            guard let next else { return now + DrillPace.asleep }
            // What is due already was put off, and waits for its drill's turn.
            guard let due = try await follower.store.nextDrillDue(after: now) else { return next }
            return min(due, next)
        } catch {
            logger.warning("drills are put off", metadata: ["error": "\(error)"])
            return timer.now() + DrillPace.putOff
        }
    }
}

/// How often drills are looked at; pure.
enum DrillPace {
    /// The pause without a drill; starting one rings.
    static let asleep: Duration = .seconds(3600)
    /// The pause when the store can't answer.
    static let putOff: Duration = .seconds(15)
    /// The longest pause while a drill is followed.
    static let longest: Duration = .seconds(900)

    /// A twentieth of the time since something last happened: 1 s in the first 20 s, 3 s after a minute, 15 min after
    /// 5 hours.
    static func pause(after quiet: Duration) -> Duration {
        min(max(quiet / 20, .seconds(1)), longest)
    }
}
