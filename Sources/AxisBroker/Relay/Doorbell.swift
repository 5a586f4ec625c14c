// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import Synchronization

/// Wakes one waiting task; rings while nobody waits are kept as one.
package final class Doorbell: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Makes a silent bell.
    package init() {}

    /// Wakes the waiting task, or the next one that comes to wait.
    package func ring() {
        let waiter = state.withLock { state in
            state.isRung = true
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// Waits for a ring, until a moment or until the task is cancelled.
    ///
    /// - Returns: whether it rang.
    package func wait(until moment: Timestamp, on timer: some AsyncTimer) async -> Bool {
        if isTaken() { return true }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.wait() }
            group.addTask {
                await timer.wait(until: moment)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            let second = await group.next() ?? false
            return first || second
        }
    }

    private func isTaken() -> Bool {
        state.withLock { state in
            defer { state.isRung = false }
            return state.isRung
        }
    }

    private func wait() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    // The cancellation handler may have run before there was anyone to wake.
                    if state.isRung || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
        return isTaken()
    }
}
