// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import Synchronization

/// A clock that stands still until it is moved.
final class ManualTimer: AsyncTimer {
    private struct State {
        var now: Timestamp
        var nextNumber = 0
        var waiters: [Int: (until: Timestamp, continuation: CheckedContinuation<Void, Never>)] = [:]
    }

    private let state: Mutex<State>

    init(_ start: Timestamp = Timestamp(seconds: 1_782_000_000)) {
        state = Mutex(State(now: start))
    }

    func now() -> Timestamp { state.withLock { $0.now } }

    /// Whether somebody waits for the clock to move.
    var isWaitedFor: Bool { state.withLock { !$0.waiters.isEmpty } }

    func wait(until moment: Timestamp) async {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.now >= moment || Task.isCancelled { return true }
                    state.waiters[number] = (moment, continuation)
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.continuation.resume()
        }
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now + duration
            let now = state.now
            let due = state.waiters.filter { $0.value.until <= now }
            for number in due.keys { state.waiters[number] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }
}

/// Lets other tasks run until a condition holds; false when it has not come to hold in some real seconds.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    // Generous: on a machine with two cores and slow neighbours a task may wait long for its turn.
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end {
        if try await condition() { return true }
        // A pause, so that those who wait leave the processor to those they wait for.
        try? await ContinuousClock().sleep(for: .milliseconds(2))
    }
    return false
}
