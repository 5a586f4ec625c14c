// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Testing

/// Random histories: whatever happens in whatever order, the rules hold after each cause.
@Suite struct DeliveryPropertyTests {
    private static let walks: UInt64 = 1_500
    private static let steps = 60

    /// Calls `check` for each cause of many walks: before, cause, moment, and the outcome or fault.
    private func walk(
        _ kinds: [EnvelopeKind] = EnvelopeKind.allCases,
        _ check: (Delivery, DeliveryCause, Timestamp, Result<DeliveryStateMachine.Outcome, DeliveryStateMachine.Fault>)
            -> Void
    ) {
        for seed in 0..<Self.walks {
            var walk = Walk(kind: kinds[Int(seed) % kinds.count], seed: seed)
            for _ in 0..<Self.steps {
                walk.pass()
                let before = walk.delivery
                let cause = walk.cause()
                let result = Result { () throws(DeliveryStateMachine.Fault) in
                    try DeliveryStateMachine.apply(cause, to: before, at: walk.now)
                }
                check(before, cause, walk.now, result)
                if case .success(let outcome) = result { walk.delivery = outcome.delivery }
            }
        }
    }

    @Test func `every step is in the table, and every row of the table is walked`() {
        var seen: Set<Transition> = []
        walk { before, cause, moment, result in
            guard case .success(let outcome) = result else { return }
            var state = before.state
            for step in outcome.steps {
                #expect(step.from == state)
                let transition = Transition(state, step.to)
                if !Transition.table.contains(transition) {
                    #expect(
                        Transition.extras[transition]?.contains(step.cause) == true,
                        "\(cause): \(state) to \(step.to)"
                    )
                }
                #expect(step.cause == cause.word)
                #expect(step.at == moment)
                seen.insert(transition)
                state = step.to
            }
            #expect(outcome.delivery.state == state)
            #expect(outcome.delivery.changedAt == (outcome.steps.isEmpty ? before.changedAt : moment))
        }
        #expect(seen == Transition.table.union(Transition.extras.keys))
    }

    @Test func `what ended undelivered moves only when it is resent, what was acknowledged only by a status 02`() {
        walk { before, cause, _, result in
            guard before.state.isFinal, case .success(let outcome) = result else { return }
            if outcome.delivery.state == before.state {
                #expect(outcome.steps.isEmpty && outcome.delivery == before)
            } else if before.state == .acknowledged {
                #expect(cause.word == "status-02" && outcome.delivery.state == .rejected)
            } else {
                #expect(cause == .resent && outcome.delivery.state == .queued)
            }
        }
    }

    @Test func `a live lease fences everybody else out`() {
        walk { before, cause, moment, result in
            guard let lease = before.lease, lease.until > moment else { return }
            switch cause {
            case .claimed, .leaseExpired:
                #expect(throws: DeliveryStateMachine.Fault.self) { try result.get() }
            case .acknowledged(let token), .failedByRecipient(let token, _), .processing(let token, _):
                if token != lease.token { #expect(result == .failure(.leaseLost)) }
            case .leaseExtended(let token, _):
                if token != lease.token { #expect(result == .failure(.leaseLost)) }
            default: break
            }
        }
    }

    @Test func `the result of a push counts only under the lease it began with`() {
        walk { before, cause, _, result in
            switch cause {
            case .pushDelivered(let token), .pushFailed(let token, _, _), .pushRefused(let token, _),
                .pushExhausted(let token, _):
                if before.lease?.token != token || before.state != .delivering {
                    #expect(throws: DeliveryStateMachine.Fault.self) { try result.get() }
                }
            default: break
            }
        }
    }

    @Test func `without another live lease a recipient's report is never refused as a lost lease`() {
        walk { before, cause, moment, result in
            guard !before.isLeased(at: moment) else { return }
            switch cause {
            case .acknowledged, .failedByRecipient, .processing: #expect(result != .failure(.leaseLost), "\(cause)")
            default: break
            }
        }
    }

    @Test func `leases exist only while the courier or the recipient has it`() {
        walk { _, _, _, result in
            guard case .success(let outcome) = result, let lease = outcome.delivery.lease else { return }
            #expect(outcome.delivery.state == .delivering || outcome.delivery.state == .delivered)
            if lease.isPush { #expect(outcome.delivery.state == .delivering) }
        }
    }

    @Test func `attempts count pushes begun, failures the recipient's reports, and resending begins anew`() {
        walk { before, cause, moment, result in
            guard case .success(let outcome) = result else { return }
            let after = outcome.delivery
            switch cause {
            case .resent:
                #expect(after.attempts == 0 && after.failures == 0 && after.firstAttemptAt == nil)
                #expect(after.due == moment)
            case .pushStarted(_, _, let nextDue):
                #expect(after.attempts == before.attempts + 1 && after.failures == before.failures)
                #expect(after.firstAttemptAt == before.firstAttemptAt ?? moment)
                #expect(after.due == nextDue)
            case .failedByRecipient:
                #expect(after.failures == before.failures + 1 && after.attempts == before.attempts)
                #expect((after.state == .held) == (after.failures >= DeliveryStateMachine.failuresBeforeHold))
            case .forwarded, .rerouted:
                guard !outcome.steps.isEmpty else { return #expect(after == before) }
                #expect(after.attempts == 0 && after.failures <= 1 && after.firstAttemptAt == nil)
                #expect((after.failures == 0) == (before.failures == 0))
                #expect(after.due == moment)
            default:
                #expect(after.attempts == before.attempts && after.failures == before.failures)
            }
        }
    }

    @Test func `a reason for holding is there while it is held, and then only`() {
        walk { _, _, _, result in
            guard case .success(let outcome) = result else { return }
            #expect((outcome.delivery.holdReason != nil) == (outcome.delivery.state == .held))
        }
    }

    @Test func `nothing is ever told about a status package, a notice or a drill`() {
        walk([.status, .notice, .drill]) { before, _, _, result in
            #expect(before.noticeDue == nil)
            if case .success(let outcome) = result { #expect(outcome.delivery.noticeDue == nil) }
        }
    }

    @Test func `a document on its way always has a time at which its sender is told`() {
        walk([.document]) { _, cause, moment, result in
            guard case .success(let outcome) = result else { return }
            let due = outcome.delivery.noticeDue
            switch outcome.delivery.state {
            case .queued, .delivering: #expect(due != nil, "\(cause)")
            case .held, .rejected, .dead, .quarantined:
                if !outcome.steps.isEmpty { #expect(due == moment, "\(cause)") }
            case .delivered, .acknowledged, .recalled:
                // That it went elsewhere is still told.
                #expect((due != nil) == (outcome.delivery.move?.isTold == false), "\(cause)")
            }
        }
    }

    @Test func `a recall stops only what the recipient never had`() {
        for seed in 0..<Self.walks {
            var walk = Walk(kind: .document, seed: seed)
            var hadIt = false
            for _ in 0..<Self.steps {
                walk.pass()
                let cause = walk.cause()
                guard let outcome = try? DeliveryStateMachine.apply(cause, to: walk.delivery, at: walk.now) else {
                    continue
                }
                if outcome.steps.contains(where: { $0.to == .recalled }) { #expect(!hadIt) }
                // Through quarantine and resending the machine starts over, and what was before is history only.
                if cause == .resent || cause == .repaired { hadIt = false }
                if outcome.steps.contains(where: { $0.to == .delivered }) { hadIt = true }
                walk.delivery = outcome.delivery
            }
        }
    }

    @Test func `who and what a delivery is never changes`() {
        walk { before, cause, _, result in
            guard case .success(let outcome) = result else { return }
            let after = outcome.delivery
            #expect(after.acceptedFor == before.acceptedFor)
            switch cause {
            case .forwarded(let unit, let code), .rerouted(let unit, let code, _):
                #expect(after.recipient == unit)
                if after.recipient != before.recipient { #expect(after.move?.code == code) }
            default: #expect(after.recipient == before.recipient && after.move == before.move)
            }
            #expect(after.id == before.id && after.envelope == before.envelope && after.kind == before.kind)
            #expect(after.sender == before.sender)
            #expect(after.recipientCode == before.recipientCode && after.acceptedAt == before.acceptedAt)
            #expect(after.size == before.size && after.urgency == before.urgency)
        }
    }

    @Test func `wherever a delivery stands, there is a way to its end`() throws {
        for seed in 0..<Self.walks {
            var walk = Walk(kind: .document, seed: seed)
            for _ in 0..<Self.steps {
                walk.pass()
                if let outcome = try? DeliveryStateMachine.apply(walk.cause(), to: walk.delivery, at: walk.now) {
                    walk.delivery = outcome.delivery
                }
            }
            let moment = (walk.delivery.lease?.until ?? walk.now) + .seconds(1)
            var delivery = walk.delivery
            if delivery.state == .quarantined {
                delivery = try DeliveryStateMachine.apply(.repaired, to: delivery, at: moment).delivery
            }
            if delivery.state == .held {
                delivery = try DeliveryStateMachine.apply(.released(note: nil), to: delivery, at: moment).delivery
            }
            if delivery.state.endedUndelivered {
                delivery = try DeliveryStateMachine.apply(.resent, to: delivery, at: moment).delivery
            }
            delivery = try DeliveryStateMachine.apply(.acknowledged(token: nil), to: delivery, at: moment).delivery
            #expect(delivery.state == .acknowledged && delivery.lease == nil)
        }
    }
}
