// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import AxisHTTP

@Suite struct ExchangeStateMachineTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func machine(isEncrypted: Bool = false) -> ExchangeStateMachine {
        ExchangeStateMachine(times: ConnectionTimes(), isEncrypted: isEncrypted, now: start)
    }

    @Test func `a handshake, then a head, must come in time`() {
        var machine = machine(isEncrypted: true)
        #expect(machine.deadline == start + .seconds(10))
        machine.handshakeCompleted(at: start + .seconds(3))
        #expect(machine.deadline == start + .seconds(78))
        #expect(machine.timeout(at: start + .seconds(77)) == .wait)
        #expect(machine.timeout(at: start + .seconds(78)) == .close)
    }

    @Test func `only time spent waiting for the peer counts against a body`() {
        var machine = machine()
        machine.readHead(bodySize: 1_000_000, expectsContinue: false, isLast: false, at: start)
        #expect(machine.deadline == nil)
        machine.demand(at: start + .seconds(100))
        #expect(machine.deadline == start + .seconds(130))
        machine.readBody(64 * 1024 * 10, at: start + .seconds(120))
        machine.demand(at: start + .seconds(500))
        // 30 s of grace and 10 s for what came, less the 20 s it took.
        #expect(machine.deadline == start + .seconds(520))
        #expect(machine.timeout(at: start + .seconds(520)) == .refuseSlowBody)
    }

    @Test func `nothing is waited for while Axis answers`() {
        var machine = machine()
        machine.readHead(bodySize: 0, expectsContinue: false, isLast: false, at: start)
        machine.readEnd(at: start)
        machine.demand(at: start)
        #expect(machine.deadline == nil)
        #expect(machine.beginResponse() == false)
        #expect(machine.endResponse(at: start + .seconds(5)) == .goOn)
        machine.handedOver(at: start + .seconds(5))
        #expect(machine.deadline == start + .seconds(80))
    }

    @Test(arguments: [true, false])
    func `a slow peer gets the end of its answer before it is waited for`(isLast: Bool) {
        var times = ConnectionTimes()
        times.idle = .seconds(6)
        var machine = ExchangeStateMachine(times: times, isEncrypted: false, now: start)
        machine.readHead(bodySize: 0, expectsContinue: false, isLast: isLast, at: start)
        machine.readEnd(at: start)
        _ = machine.beginResponse()
        #expect(machine.endResponse(at: start) == (isLast ? .close : .goOn))
        if isLast { machine.linger(at: start) }
        // All is written, but the end still waits for room in the socket.
        #expect(machine.timeout(at: start + .seconds(59)) == .wait)
        var stalled = machine
        #expect(stalled.timeout(at: start + .seconds(60)) == .close)
        machine.handedOver(at: start + .seconds(59))
        #expect(machine.deadline == start + .seconds(59) + (isLast ? .seconds(2) : .seconds(6)))
        stalled.writability(false, at: start)
        #expect(stalled.timeout(at: start + .seconds(60)) == .close)
    }

    @Test func `the rest of a refused body has time as long as it comes, but not for ever`() {
        var limits = HTTPLimits()
        limits.envelope = 50_000_000
        let times = limits.forVXP.times
        var machine = ExchangeStateMachine(times: times, isEncrypted: false, now: start)
        machine.readHead(bodySize: 50_000_000, expectsContinue: false, isLast: false, at: start)
        _ = machine.beginResponse()
        #expect(machine.endResponse(at: start) == .linger)
        machine.handedOver(at: start)
        // Who sends nothing is let go after a minute.
        #expect(machine.deadline == start + .seconds(60))
        // 50 MB at 100 KB/s take 500 s.
        for second in 1...500 {
            #expect(machine.timeout(at: start + .seconds(Int64(second))) == .wait)
            machine.discard(100_000)
        }
        for _ in 0..<1_000 { machine.discard(1_000_000) }
        #expect(machine.timeout(at: start + .seconds(60 + 1_200)) == .close)
    }

    @Test func `a refused body that was too slow may still come to its end`() {
        var machine = ExchangeStateMachine(times: HTTPLimits().forVXP.times, isEncrypted: false, now: start)
        machine.readHead(bodySize: 1_000_000, expectsContinue: false, isLast: false, at: start)
        machine.linger(at: start)
        #expect(machine.deadline == start + .seconds(60))
    }

    @Test func `a peer that does not take its answer is let go`() {
        var machine = machine()
        machine.readHead(bodySize: 0, expectsContinue: false, isLast: false, at: start)
        machine.readEnd(at: start)
        _ = machine.beginResponse()
        machine.writability(false, at: start)
        #expect(machine.timeout(at: start + .seconds(60)) == .close)
        machine.writability(true, at: start + .seconds(1))
        #expect(machine.deadline == nil)
    }

    @Test(arguments: [(64 * 1024, false), (64 * 1024 + 1, true), (nil, true)])
    func `an early answer ends the connection unless the rest is short`(size: Int?, ends: Bool) {
        var machine = machine()
        machine.readHead(bodySize: size, expectsContinue: false, isLast: false, at: start)
        #expect(machine.beginResponse() == ends)
        #expect(machine.endResponse(at: start) == (ends ? .linger : .goOn))
        #expect(machine.isLingering == ends)
    }

    @Test func `the peer is told to go on once, and not after an answer`() {
        var machine = machine()
        machine.readHead(bodySize: 5, expectsContinue: true, isLast: false, at: start)
        machine.demand(at: start)
        #expect(machine.deadline == nil)
        var other = machine
        #expect(machine.takeContinue() == true)
        #expect(machine.takeContinue() == false)
        #expect(machine.deadline == start + .seconds(30))
        #expect(other.beginResponse() == true)
        #expect(other.takeContinue() == false)
    }

    @Test func `a fault in a pipelined request waits for the answer before it`() {
        var machine = machine()
        machine.readHead(bodySize: 0, expectsContinue: false, isLast: false, at: start)
        machine.readEnd(at: start)
        #expect(!machine.canRefuse)
        machine.endAfterResponse()
        #expect(machine.beginResponse() == true)
        #expect(machine.endResponse(at: start) == .close)
    }
}
