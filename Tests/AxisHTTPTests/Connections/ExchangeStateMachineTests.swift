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
        #expect(machine.deadline == start + .seconds(80))
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
