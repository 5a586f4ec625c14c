// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Where a connection stands between requests and responses, and what it may wait for until when.
///
/// Time is passed in. Time that Axis itself takes is never counted against the peer: the clocks of a body run only
/// while a read is outstanding.
struct ExchangeStateMachine {
    enum Reading: Equatable {
        case handshake
        case head
        case body
    }

    enum Ending: Equatable {
        /// The connection goes on.
        case no
        /// It ends after the response under way.
        case afterResponse
        /// All is said; what still comes is discarded until this moment.
        case lingering(until: NIODeadline)
    }

    enum ResponseEndAction: Equatable {
        case goOn
        case close
        case linger
    }

    enum TimeoutAction: Equatable {
        case wait
        case close
        case refuseSlowBody
    }

    private let times: ConnectionTimes
    private(set) var reading: Reading
    private(set) var ending = Ending.no
    /// Requests whose head has been read and whose response has not ended.
    private(set) var outstanding = 0
    private(set) var isResponding = false
    private var awaitsContinue = false
    private var bodySize: Int?
    private var received = 0
    private var waited = TimeAmount.nanoseconds(0)
    private var waitingSince: NIODeadline?
    private var quietSince: NIODeadline
    private var blockedSince: NIODeadline?
    /// Responses that have ended but wait in part to be taken by the transport.
    private var unsent = 0
    /// How long is lingered, and how much of a body may still get more time for coming.
    private var lingering = (time: TimeAmount.zero, bytes: 0)

    /// Bodies up to this size are read to their end after an early answer, so that the connection can go on.
    static let largestDrained = 64 * 1024

    init(times: ConnectionTimes, isEncrypted: Bool, now: NIODeadline) {
        self.times = times
        reading = isEncrypted ? .handshake : .head
        quietSince = now
    }

    var isLingering: Bool { if case .lingering = ending { true } else { false } }

    /// Whether a body is being read and nothing says yet that the program waits for its next piece.
    var isBodyUnawaited: Bool { reading == .body && waitingSince == nil && !awaitsContinue }

    /// Whether an answer to what is being read can still be given.
    var canRefuse: Bool {
        guard !isLingering else { return false }
        switch reading {
        case .handshake: return false
        case .head: return outstanding == 0
        case .body: return outstanding == 1 && !isResponding
        }
    }

    mutating func handshakeCompleted(at now: NIODeadline) {
        guard reading == .handshake else { return }
        reading = .head
        quietSince = now
    }

    mutating func readHead(bodySize: Int?, expectsContinue: Bool, isLast: Bool, at now: NIODeadline) {
        reading = .body
        outstanding += 1
        self.bodySize = bodySize
        awaitsContinue = expectsContinue
        received = 0
        waited = .nanoseconds(0)
        stopWaiting(at: now)
        if isLast, ending == .no { ending = .afterResponse }
    }

    mutating func readBody(_ count: Int, at now: NIODeadline) {
        received += count
        awaitsContinue = false
        stopWaiting(at: now)
    }

    mutating func readEnd(at now: NIODeadline) {
        reading = .head
        awaitsContinue = false
        stopWaiting(at: now)
    }

    /// The program wants more.
    mutating func demand(at now: NIODeadline) {
        if waitingSince == nil { waitingSince = now }
    }

    /// Whether to tell the peer now to go on.
    mutating func takeContinue() -> Bool {
        guard awaitsContinue, outstanding == 1, !isResponding, !isLingering else { return false }
        awaitsContinue = false
        return true
    }

    /// A response begins; returns whether it must say that the connection ends.
    mutating func beginResponse() -> Bool {
        isResponding = true
        if ending == .no, reading == .body, outstanding == 1 {
            let isShort = bodySize.map { $0 <= Self.largestDrained } ?? false
            if awaitsContinue || !isShort { ending = .afterResponse }
        }
        return ending != .no
    }

    mutating func endResponse(at now: NIODeadline) -> ResponseEndAction {
        isResponding = false
        outstanding = max(0, outstanding - 1)
        unsent += 1
        quietSince = now
        guard ending != .no, outstanding == 0 else { return .goOn }
        if reading == .head { return .close }
        linger(at: now)
        return .linger
    }

    /// The transport has taken all of a response: only now the peer may be waited for.
    mutating func handedOver(at now: NIODeadline) {
        unsent = max(0, unsent - 1)
        guard unsent == 0 else { return }
        quietSince = now
        if isLingering { ending = .lingering(until: now + lingering.time) }
    }

    /// No further request is taken.
    mutating func endAfterResponse() {
        if ending == .no { ending = .afterResponse }
    }

    /// All that is to be said has been; what is left of a body is discarded.
    mutating func linger(at now: NIODeadline) {
        lingering = reading == .body ? (times.discard, times.discardPaced) : (times.linger, 0)
        ending = .lingering(until: now + lingering.time)
    }

    /// More of a body was discarded: its sender gets the time that it takes at the slowest rate.
    mutating func discard(_ count: Int) {
        guard case .lingering(let until) = ending else { return }
        let paced = min(count, lingering.bytes)
        lingering.bytes -= paced
        ending = .lingering(until: until + time(for: paced))
    }

    mutating func writability(_ isWritable: Bool, at now: NIODeadline) {
        blockedSince = isWritable ? nil : now
    }

    /// When something will have taken too long; nil while only Axis itself is being waited for.
    var deadline: NIODeadline? {
        if case .lingering(let until) = ending { return unsent > 0 ? max(until, quietSince + times.writeStall) : until }
        var earliest = blockedSince.map { $0 + times.writeStall }
        func consider(_ moment: NIODeadline) { earliest = earliest.map { min($0, moment) } ?? moment }
        switch reading {
        case .handshake: consider(quietSince + times.handshake)
        case .head: if outstanding == 0 { consider(quietSince + (unsent > 0 ? times.writeStall : times.idle)) }
        case .body: if let bodyDeadline { consider(bodyDeadline) }
        }
        return earliest
    }

    func timeout(at now: NIODeadline) -> TimeoutAction {
        guard let deadline, deadline <= now else { return .wait }
        if !isLingering, reading == .body, let bodyDeadline, bodyDeadline <= now { return .refuseSlowBody }
        return .close
    }

    private var bodyDeadline: NIODeadline? {
        guard let waitingSince, !awaitsContinue else { return nil }
        let pause = waitingSince + times.bodyPause
        return min(pause, waitingSince + (times.bodyGrace + time(for: received) - waited))
    }

    /// How long so much of a body may take.
    private func time(for bytes: Int) -> TimeAmount {
        .milliseconds(Int64(bytes) * 1000 / Int64(max(1, times.bodyRate)))
    }

    private mutating func stopWaiting(at now: NIODeadline) {
        if let since = waitingSince { waited = waited + (now - since) }
        waitingSince = nil
    }
}
