// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Testing

/// The ways that documents go, each as a story.
@Suite struct DeliveryStateMachineTests {
    private let token: LeaseToken = identifier(100)
    private let other: LeaseToken = identifier(101)

    private func after(_ causes: DeliveryCause..., at: Timestamp = noon) throws -> Delivery {
        try after(causes, at: at)
    }

    private func after(_ causes: [DeliveryCause], from delivery: Delivery = freshDelivery(), at: Timestamp = noon)
        throws -> Delivery
    {
        try causes.reduce(delivery) { try DeliveryStateMachine.apply($1, to: $0, at: at).delivery }
    }

    private var claim: DeliveryCause { .claimed(token: token, until: noon + .seconds(60)) }
    private var push: DeliveryCause {
        .pushStarted(token: token, until: noon + .seconds(60), nextDue: noon + .seconds(30))
    }

    @Test func `a push that is taken is delivered and acknowledged at once`() throws {
        let started = try after(push)
        #expect(started.state == .delivering && started.attempts == 1 && started.due == noon + .seconds(30))
        let outcome = try DeliveryStateMachine.apply(.pushDelivered(token: token), to: started, at: noon)
        #expect(outcome.steps.map(\.to) == [.delivered, .acknowledged])
    }

    @Test func `a push that fails is queued with its reason and its next time`() throws {
        let due = noon + .seconds(77)
        let failed = try after(push, .pushFailed(token: token, reason: "HTTP 500", nextDue: due))
        #expect(failed.state == .queued && failed.due == due && failed.reason == "HTTP 500" && failed.attempts == 1)
    }

    @Test func `attempts used up hold it, and the recipient may still fetch it`() throws {
        let held = try after(push, .pushExhausted(token: token, reason: "72 h"))
        #expect(held.state == .held && held.holdReason == .pushExhausted)
        #expect(try after([.fetched], from: held).state == .delivered)
        #expect(try after([claim, .acknowledged(token: token)], from: held).state == .acknowledged)
    }

    @Test(arguments: [HoldReason.administrator, .unitClosed, .restored])
    func `what waits for an administrator can't be fetched`(reason: HoldReason) throws {
        let held = try after(.hold(reason, note: nil))
        for cause in [claim, .fetched, .acknowledged(token: nil), push] {
            #expect(throws: DeliveryStateMachine.Fault.notAllowed(.held)) { try after([cause], from: held) }
        }
        #expect(try after([.released(note: nil)], from: held).state == .queued)
        #expect(try after([.ended(note: "no such office")], from: held).state == .dead)
    }

    @Test func `a claim, a fetch and an acknowledgement`() throws {
        let fetched = try after(claim, .fetched)
        #expect(fetched.state == .delivered && fetched.lease?.token == token)
        #expect(throws: DeliveryStateMachine.Fault.leaseLost) {
            try after([.acknowledged(token: other)], from: fetched)
        }
        #expect(try after([.acknowledged(token: token)], from: fetched).state == .acknowledged)
        #expect(
            try after([.acknowledged(token: token), .acknowledged(token: other)], from: fetched).state == .acknowledged
        )
    }

    @Test func `a lease that ran out gives the document back, and the late one may still acknowledge`() throws {
        let claimed = try after(claim)
        let later = noon + .seconds(61)
        #expect(throws: DeliveryStateMachine.Fault.self) { try after([.leaseExpired], from: claimed) }
        let back = try after([.leaseExpired], from: claimed, at: later)
        #expect(back.state == .queued && back.lease == nil)
        #expect(try after([.acknowledged(token: token)], from: back, at: later).state == .acknowledged)
        let again = try after([.claimed(token: other, until: later + .seconds(60))], from: claimed, at: later)
        #expect(throws: DeliveryStateMachine.Fault.leaseLost) {
            try after([.acknowledged(token: token)], from: again, at: later)
        }
    }

    @Test func `working on it under a lease that ran out is no lost lease while nobody else has it`() throws {
        let later = noon + .seconds(61)
        let until = later + .seconds(300)
        let claimed = try after(claim)
        let working = try after([.processing(token: token, until: until)], from: claimed, at: later)
        #expect(working.isLeased(at: later + .seconds(299)) && working.lease?.token == token)
    }

    @Test func `a lease is prolonged, never cut`() throws {
        let longer = try after(claim, .leaseExtended(token: token, until: noon + .seconds(90)))
        #expect(longer.lease?.until == noon + .seconds(90))
        let same = try after([.leaseExtended(token: token, until: noon + .seconds(1))], from: longer)
        #expect(same.lease?.until == noon + .seconds(90))
    }

    @Test func `the fifth failure holds it for the recipient`() throws {
        var delivery = freshDelivery()
        for count in 1...5 {
            delivery = try after([claim, .failedByRecipient(token: token, reason: "disk full")], from: delivery)
            #expect(delivery.failures == count)
            #expect(delivery.state == (count < 5 ? .queued : .held))
        }
        #expect(delivery.holdReason == .recipientFailed && delivery.reason == "disk full")
    }

    @Test func `a recall before the first fetch stops it, afterwards it is a request`() throws {
        #expect(try after(.recallRequested(reason: nil)).state == .recalled)
        #expect(try after(.hold(.restored, note: nil), .recallRequested(reason: nil)).state == .recalled)
        let had: [[DeliveryCause]] = [
            [.fetched], [claim, .fetched], [.fetched, .acknowledged(token: nil)],
            [.fetched, .failedByRecipient(token: nil, reason: nil)], [push],
        ]
        for causes in had {
            let delivery = try after(causes)
            #expect(throws: DeliveryStateMachine.Fault.notAllowed(delivery.state)) {
                try after([.recallRequested(reason: nil)], from: delivery)
            }
        }
    }

    @Test func `a status 02 says that the recipient had it, wherever the delivery stands`() throws {
        let ways: [[DeliveryCause]] = [
            [], [push], [claim], [.fetched], [.acknowledged(token: nil)], [.hold(.administrator, note: nil)],
            [push, .pushExhausted(token: token, reason: "72 h")],
        ]
        for causes in ways {
            let outcome = try DeliveryStateMachine.apply(.statusRejected(reason: "wrong"), to: after(causes), at: noon)
            #expect(outcome.delivery.state == .rejected && outcome.delivery.reason == "wrong")
            #expect(outcome.delivery.noticeDue == noon)
            for step in outcome.steps where step.from != .acknowledged {
                #expect(Transition.table.contains(Transition(step.from ?? .queued, step.to)), "\(step)")
            }
        }
    }

    @Test func `a released document tells its sender again when it goes on waiting`() throws {
        var held = try after(.hold(.administrator, note: nil))
        #expect(held.noticeDue == noon)
        held.noticeDue = nil
        let later = noon + .seconds(86_400)
        let released = try after([.released(note: nil)], from: held, at: later)
        #expect(released.noticeDue == later + DeliveryStateMachine.firstDelayNotice)
    }

    @Test func `a released document has the whole time for pushing again`() throws {
        let held = try after(push, .pushExhausted(token: token, reason: "72 h"))
        #expect(held.firstAttemptAt == noon)
        let later = noon + .seconds(99)
        #expect(try after([.released(note: nil), push], from: held, at: later).firstAttemptAt == later)
    }

    @Test func `a push cut off by the end of the process is tried again when it is due`() throws {
        let cut = try after(push, .pushInterrupted)
        #expect(cut.state == .queued && cut.due == noon + .seconds(30) && cut.attempts == 1 && cut.lease == nil)
        #expect(throws: DeliveryStateMachine.Fault.notAllowed(.queued)) {
            try after([.pushDelivered(token: token)], from: cut)
        }
        #expect(throws: DeliveryStateMachine.Fault.notAllowed(.delivering)) { try after(claim, .pushInterrupted) }
    }

    @Test func `causes have stable words, each its own`() {
        let push: LeaseToken = identifier(1)
        let causes: [DeliveryCause] = [
            .pushStarted(token: push, until: noon, nextDue: noon), .pushDelivered(token: push),
            .pushFailed(token: push, reason: "", nextDue: noon), .pushRefused(token: push, reason: ""),
            .pushExhausted(token: push, reason: ""), .pushInterrupted, .claimed(token: push, until: noon),
            .leaseExtended(token: push, until: noon), .leaseExpired, .fetched, .acknowledged(token: nil),
            .failedByRecipient(token: nil, reason: nil), .processing(token: nil, until: noon),
            .statusRejected(reason: nil), .recallRequested(reason: nil), .hold(.administrator, note: nil),
            .released(note: nil), .ended(note: ""), .quarantined(reason: ""), .repaired, .resent,
        ]
        #expect(Set(causes.map(\.word)).count == 21)
        #expect(causes.allSatisfy { $0.word.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") } })
    }
}
