// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Synchronization

/// Lets one change of the registry through at a time, in the order of arrival.
///
/// An actor would not do: it lets another call in at each `await`.
final class SerialGate: Sendable {
    private struct State {
        var isBusy = false
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    private let state = Mutex(State())
    private let mostWaiting: Int

    init(mostWaiting: Int = 256) {
        self.mostWaiting = mostWaiting
    }

    /// Waits for its turn; whoever gets it calls ``leave()`` when done.
    ///
    /// - Throws: `overloaded` when too many wait already.
    func enter() async throws(Refusal) {
        let isAdmitted = await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
            let answer: Bool? = state.withLock { state in
                guard state.isBusy else {
                    state.isBusy = true
                    return true
                }
                guard state.waiting.count < mostWaiting else { return false }
                state.waiting.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
        guard isAdmitted else {
            throw Refusal(
                .overloaded,
                english: "too many changes wait already; try again shortly",
                vietnamese: "đang có quá nhiều thay đổi chờ xử lý; hãy thử lại ngay sau đó",
                retryAfter: 1
            )
        }
    }

    /// Lets the next one in.
    func leave() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isBusy = false
            return nil
        }
        next?.resume(returning: true)
    }
}
