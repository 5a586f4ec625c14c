// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore
import Synchronization

/// How the daemon is: ready, alive, and which of its modes are degraded since when (tình trạng hoạt động).
package final class Health: Sendable {
    /// The degraded modes, by stable names.
    package enum Mode: String, Sendable, Codable, CaseIterable {
        /// A write or flush failed: nothing is acknowledged or delivered until a restart.
        case storeFailed = "store-failed"
        /// Too little free space: no new documents, delivering goes on.
        case lowSpace = "low-space"
        /// The write-ahead log has grown far: checkpoints don't keep up.
        case logGrown = "wal-grown"
        /// Some destinations are down.
        case destinationsDown = "destinations-down"
        /// Delivering has stopped.
        case deliveringStopped = "delivering-stopped"
        /// Revocation lists or trust lists are older than they should be.
        case trustStale = "trust-stale"
        /// The daemon drains and ends.
        case draining

        /// Whether new documents can't be taken in it.
        package var stopsIntake: Bool {
            switch self {
            case .storeFailed, .lowSpace, .draining: true
            case .logGrown, .destinationsDown, .deliveringStopped, .trustStale: false
            }
        }
    }

    /// One degraded mode.
    package struct Degradation: Hashable, Sendable, Codable {
        /// Its name.
        package var mode: Mode
        /// Since when.
        package var since: Timestamp
        /// What is known of it, in a sentence.
        package var detail: String
    }

    /// The whole of it.
    package struct Report: Hashable, Sendable, Codable {
        /// Whether the process should go on living: false asks its supervisor for a restart.
        package var live: Bool
        /// Whether it takes documents.
        package var ready: Bool
        /// What is degraded, the oldest first.
        package var degraded: [Degradation]
    }

    /// Free share of the file system under which intake stops.
    package static let leastFreeShare = 0.1
    /// Size of the write-ahead log that is worth a word, in bytes.
    package static let largestLog: Int64 = 1 << 30

    private let store: any MaintenanceStore
    private let clock: any WallClock
    private let destinationsDown: @Sendable () -> Int
    private let modes = Mutex<[Mode: Degradation]>([:])
    private let started = Mutex(false)

    /// Makes it; not ready until ``start()``.
    ///
    /// - Parameter destinationsDown: how many destinations' circuits are not closed.
    package init(
        store: any MaintenanceStore,
        clock: any WallClock,
        destinationsDown: @escaping @Sendable () -> Int = { 0 }
    ) {
        self.store = store
        self.clock = clock
        self.destinationsDown = destinationsDown
    }

    /// The listeners are up.
    package func start() { started.withLock { $0 = true } }

    /// A mode is degraded; its time is kept when it already was.
    package func degrade(_ mode: Mode, _ detail: String) {
        let now = clock.now()
        modes.withLock { $0[mode] = Degradation(mode: mode, since: $0[mode]?.since ?? now, detail: detail) }
    }

    /// A mode is as it should be again.
    package func recover(_ mode: Mode) {
        modes.withLock { $0[mode] = nil }
    }

    /// Whether documents are taken, by what was last seen; for every request.
    package var isReady: Bool {
        started.withLock { $0 } && modes.withLock { modes in !modes.keys.contains { $0.stopsIntake } }
    }

    /// Looks at everything.
    package func report() async -> Report {
        let state = await store.health()
        set(.storeFailed, state.failure.map { "the store failed: \($0)" })
        let percent = Int(state.freeShare * 100)
        set(.lowSpace, state.freeShare < Self.leastFreeShare ? "\(percent) % of the file system is free" : nil)
        set(.logGrown, state.walBytes > Self.largestLog ? "the write-ahead log has \(state.walBytes) bytes" : nil)
        let down = destinationsDown()
        set(.destinationsDown, down > 0 ? "\(down) destinations are down" : nil)
        let degraded = modes.withLock {
            $0.values.sorted { ($0.since, $0.mode.rawValue) < ($1.since, $1.mode.rawValue) }
        }
        return Report(live: state.failure == nil, ready: isReady, degraded: degraded)
    }

    private func set(_ mode: Mode, _ detail: String?) {
        if let detail { degrade(mode, detail) } else { recover(mode) }
    }
}
