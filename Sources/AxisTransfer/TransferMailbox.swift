// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc
import Synchronization

/// What other threads hand to the loop, and the bell that wakes it.
///
/// The bell is rung only while the loop sleeps: under load submissions gather and are taken in one go.
final class TransferMailbox: Sendable {
    typealias Continuation = CheckedContinuation<Result<TransferResponse, TransferError>, Never>

    /// A request and who waits for it.
    struct Submission: Sendable {
        let transfer: PendingTransfer
        let continuation: Continuation
    }

    /// Everything that came since the last look.
    struct Contents {
        var submissions: [Submission] = []
        var cancellations: [PendingTransfer] = []
        /// Set once stopping was asked for: how long what is under way may go on from then.
        var stopGrace: Duration?
    }

    private struct State {
        var contents = Contents()
        /// Requests submitted and not yet answered.
        var load = 0
        var isSleeping = false
        var isStopping = false
        var isFinished = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        /// Whether the loop sleeps and is to be woken by the caller, by nobody else.
        mutating func takeSleep() -> Bool {
            defer { isSleeping = false }
            return isSleeping
        }
    }

    private let state = Mutex(State())
    private let capacity: Int
    /// An `eventfd`: readable once rung.
    let bell: Int32

    init(capacity: Int) throws(TransferError) {
        self.capacity = capacity
        bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard bell >= 0 else { throw TransferError(.failed, reason: "No file descriptor is left.") }
    }

    deinit { close(bell) }

    /// Hands a request in; answers it at once when the client has stopped or is full.
    func submit(_ submission: Submission) {
        let (refusal, mustRing) = state.withLock { state -> (TransferError?, Bool) in
            if state.isStopping { return (.shutDown, false) }
            if state.load >= capacity {
                return (TransferError(.overloaded, reason: "Too many requests are under way."), false)
            }
            state.load += 1
            state.contents.submissions.append(submission)
            return (nil, state.takeSleep())
        }
        if let refusal { submission.continuation.resume(returning: .failure(refusal)) }
        if mustRing { ring() }
    }

    /// Asks for a request to be broken off, whether it was taken in already or not.
    func cancel(_ transfer: PendingTransfer) {
        transfer.isCancelled.store(true, ordering: .releasing)
        let mustRing = state.withLock { state in
            if state.isFinished { return false }
            state.contents.cancellations.append(transfer)
            return state.takeSleep()
        }
        if mustRing { ring() }
    }

    /// Asks the loop to end; the first call's grace counts.
    func stop(grace: Duration) {
        let mustRing = state.withLock { state in
            if state.isStopping { return false }
            state.isStopping = true
            state.contents.stopGrace = grace
            return state.takeSleep()
        }
        if mustRing { ring() }
    }

    /// Resumes `waiter` when the loop has ended.
    func whenFinished(_ waiter: CheckedContinuation<Void, Never>) {
        let isFinished = state.withLock { state in
            if !state.isFinished { state.waiters.append(waiter) }
            return state.isFinished
        }
        if isFinished { waiter.resume() }
    }

    // MARK: - The loop's side

    /// Takes all there is; when there is nothing, the next one to bring something rings.
    func take() -> Contents? {
        state.withLock { state in
            if state.contents.isEmpty {
                state.isSleeping = true
                return nil
            }
            var taken = Contents()
            swap(&taken, &state.contents)
            return taken
        }
    }

    /// The loop is awake: nobody needs to ring.
    func awake() {
        state.withLock { $0.isSleeping = false }
    }

    /// Makes the bell silent again.
    func silence() {
        var count: UInt64 = 0
        _ = read(bell, &count, 8)
    }

    /// Requests were answered.
    func answered(_ count: Int) {
        state.withLock { $0.load -= count }
    }

    /// The loop has ended: everyone who waits for that may go on. Returns what came too late to be taken in.
    func finish() -> [Submission] {
        state.withLock { state in
            state.isStopping = true
            defer { state.contents = Contents() }
            return state.contents.submissions
        }
    }

    /// The loop has given back all that it held; whoever waits for its end may go on, and end the process.
    func ended() {
        let waiters = state.withLock { state in
            state.isFinished = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func ring() {
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }
}

extension TransferMailbox.Contents {
    var isEmpty: Bool { submissions.isEmpty && cancellations.isEmpty && stopGrace == nil }
}

extension TransferError {
    static var shutDown: TransferError { TransferError(.shutDown, reason: "The client has been shut down.") }
}
