// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisScheduling
import AxisTestSupport
import Testing

@Suite struct DestinationQueueTests {
    private var generator = SeededGenerator(seed: 7)

    /// Answers refills from a list until something else is to be done.
    private func settle(
        _ queue: inout DestinationQueue,
        ready: [DestinationQueue.Item],
        at moment: Timestamp
    ) -> DestinationQueue.Action {
        for _ in 0..<10 {
            let action = queue.next(at: moment)
            guard case .refill(let limit) = action else { return action }
            queue.refilled(Array(ready.prefix(limit)), mayHaveMore: ready.count > limit, nextDue: nil)
        }
        return .none
    }

    @Test mutating func `three failures in a row open the circuit, one probe goes out, success closes with window 1`() {
        var queue = DestinationQueue()
        var now = start
        var ready = (1...100).map { item($0) }
        for _ in 0..<3 {
            guard case .start(let items) = settle(&queue, ready: ready, at: now) else {
                Issue.record("expected a start")
                return
            }
            for started in items {
                ready.removeAll { $0.id == started.id }
                queue.finished(
                    started.id,
                    .failed(noConnection, nextDue: now + .seconds(15)),
                    at: now,
                    using: &generator
                )
            }
            if queue.circuit.state != .closed { break }
        }
        guard case .armTimer(let until) = settle(&queue, ready: ready, at: now) else {
            Issue.record("an open circuit arms its timer")
            return
        }
        #expect(until - now >= .seconds(12) && until - now <= .seconds(18))
        #expect(queue.explain(at: now).until == until)
        now = until
        guard case .start(let probes) = settle(&queue, ready: ready, at: now) else {
            Issue.record("a probe goes out")
            return
        }
        #expect(probes.count == 1)
        #expect(settle(&queue, ready: ready, at: now + .seconds(3600)) == .none)
        queue.finished(probes[0].id, .answered, at: now, using: &generator)
        #expect(queue.circuit.state == .closed)
        #expect(queue.window.limit == 1)
        guard case .start(let next) = settle(&queue, ready: ready.filter { $0 != probes[0] }, at: now) else {
            Issue.record("work goes on")
            return
        }
        #expect(next.count == 1)
    }

    @Test mutating func `an endpoint that answers 500 to one document only is not down`() {
        var queue = DestinationQueue()
        var now = start
        for _ in 0..<20 {
            guard case .start(let items) = settle(&queue, ready: [item(1)], at: now) else {
                Issue.record("expected a start")
                return
            }
            now = now + .seconds(30)
            for started in items {
                queue.finished(started.id, .failed(badAnswer, nextDue: now), at: now, using: &generator)
            }
        }
        #expect(queue.circuit.state == .closed)
    }

    @Test mutating func `Retry-After is honoured up to an hour`() {
        var queue = DestinationQueue()
        guard case .start(let items) = settle(&queue, ready: [item(1), item(2)], at: start) else {
            Issue.record("expected a start")
            return
        }
        let polite = PushAnswer.EndpointFailure(isConnectionLevel: false, retryAfter: .seconds(120), reason: "429")
        queue.finished(items[0].id, .failed(polite, nextDue: nil), at: start, using: &generator)
        #expect(settle(&queue, ready: [item(3)], at: start) == .armTimer(start + .seconds(120)))
        let endless = PushAnswer.EndpointFailure(
            isConnectionLevel: false,
            retryAfter: .seconds(9_999_999),
            reason: "429"
        )
        queue.finished(items[1].id, .failed(endless, nextDue: nil), at: start, using: &generator)
        #expect(settle(&queue, ready: [item(3)], at: start) == .armTimer(start + .seconds(3600)))
        queue.wake()
        #expect(settle(&queue, ready: [item(3)], at: start + .seconds(3600)) == .start([item(3)]))
    }

    @Test mutating func `a probe is made with another delivery than the one that failed last`() {
        var configuration = DestinationQueue.Configuration()
        configuration.circuit.threshold = 1
        var queue = DestinationQueue(configuration)
        guard case .start = settle(&queue, ready: [item(1)], at: start) else {
            Issue.record("expected a start")
            return
        }
        queue.finished(delivery(1), .failed(badAnswer, nextDue: start), at: start, using: &generator)
        #expect(settle(&queue, ready: [item(1), item(2)], at: start + .seconds(60)) == .start([item(2)]))
    }

    @Test mutating func `in an outage the probes are made with the delivery that was attempted most`() {
        var configuration = DestinationQueue.Configuration()
        configuration.circuit.threshold = 1
        var queue = DestinationQueue(configuration)
        var now = start
        var attempted = item(1)
        for attempt in 1...30 {
            guard case .start(let items) = settle(&queue, ready: [item(2), attempted, item(3)], at: now) else {
                Issue.record("expected a start")
                return
            }
            for started in items {
                if attempt > 1 { #expect(started.id == delivery(1)) }
                queue.finished(started.id, .failed(noConnection, nextDue: nil), at: now, using: &generator)
            }
            attempted.attempts = attempt
            if case .open(let until) = queue.circuit.state { now = until }
        }
    }

    @Test func `what ended while a refill was read does not start again by it`() {
        var generator = SeededGenerator(seed: 3)
        var queue = DestinationQueue()
        guard case .start = settle(&queue, ready: [item(1)], at: start) else {
            Issue.record("expected a start")
            return
        }
        queue.wake()
        guard case .refill = queue.next(at: start) else {
            Issue.record("expected a refill")
            return
        }
        queue.finished(delivery(1), .failed(badAnswer, nextDue: start + .seconds(30)), at: start, using: &generator)
        queue.refilled([item(1)], mayHaveMore: false, nextDue: nil)
        guard case .refill = queue.next(at: start) else {
            Issue.record("what was read is out of date: it is read again")
            return
        }
        queue.refilled([], mayHaveMore: false, nextDue: start + .seconds(30))
        #expect(queue.next(at: start) == .armTimer(start + .seconds(30)))
    }

    @Test mutating func `a telegram that comes while the circuit is open is tried within a minute`() {
        var configuration = DestinationQueue.Configuration()
        configuration.circuit.threshold = 1
        var queue = DestinationQueue(configuration)
        var now = start
        // Let it fail until it is open for 15 minutes.
        for number in 1...12 {
            guard case .start = settle(&queue, ready: [item(number)], at: now) else {
                Issue.record("expected a start")
                return
            }
            queue.finished(delivery(number), .failed(noConnection, nextDue: nil), at: now, using: &generator)
            guard case .open(let until) = queue.circuit.state else { continue }
            if number < 12 { now = until }
        }
        now = now + .seconds(1)
        queue.wake()
        guard case .armTimer(let long) = settle(&queue, ready: [item(100)], at: now) else {
            Issue.record("a normal one waits")
            return
        }
        #expect(long - now > .seconds(600))
        queue.wake()
        guard case .armTimer(let look) = settle(&queue, ready: [], at: now + .seconds(1)) else {
            Issue.record("looked at once a minute at most")
            return
        }
        #expect(look == now + .seconds(60))
        guard case .armTimer(let soon) = settle(&queue, ready: [item(101, urgency: .immediate)], at: look) else {
            Issue.record("an urgent one waits a minute")
            return
        }
        #expect(soon == look + .seconds(60))
        #expect(
            settle(&queue, ready: [item(101, urgency: .immediate)], at: soon)
                == .start([item(101, urgency: .immediate)])
        )
    }

    /// Random lives of one destination: the laws hold at every step.
    @Test(arguments: 1...60) func `no attempt while open, one probe, window bounds, timers ahead`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var queue = DestinationQueue()
        var now = start
        var pending: [DestinationQueue.Item] = (1...400).map {
            item($0, urgency: Urgency.allCases.randomElement(using: &generator) ?? .normal)
        }
        var due: [DeliveryID: Timestamp] = [:]
        var underWay: [DestinationQueue.Item] = []
        var attempts: [DeliveryID: Int] = [:]
        var isUp = true
        for _ in 0..<1500 {
            if Int.random(in: 0..<60, using: &generator) == 0 { isUp.toggle() }
            let stateBefore = queue.circuit.state
            switch queue.next(at: now) {
            case .refill(let limit):
                let ready = pending.filter { (due[$0.id] ?? now) <= now }
                queue.refilled(
                    Array(ready.prefix(limit)),
                    mayHaveMore: ready.count > limit,
                    nextDue: pending.compactMap { due[$0.id] }.filter { $0 > now }.min()
                )
                #expect(queue.buffer.count <= 64)
            case .start(let items):
                if case .open(let until) = stateBefore {
                    #expect(until <= now, "no attempt while open")
                    #expect(items.count == 1, "a single probe")
                } else {
                    #expect(stateBefore == .closed, "no attempt beside a probe")
                    #expect(queue.inFlight.count <= queue.window.limit)
                }
                for started in items {
                    attempts[started.id, default: 0] += 1
                    #expect(!underWay.contains(started), "never twice at once")
                    underWay.append(started)
                    pending.removeAll { $0.id == started.id }
                }
            case .armTimer(let at):
                #expect(at > now, "timers lie ahead")
                if underWay.isEmpty { now = at }
            case .none:
                break
            }
            #expect((1...8).contains(queue.window.limit))
            if !underWay.isEmpty, Bool.random(using: &generator) {
                let ended = underWay.remove(at: Int.random(in: 0..<underWay.count, using: &generator))
                now = now + .milliseconds(Int.random(in: 1...2000, using: &generator))
                let next = now + .seconds(Int.random(in: 1...60, using: &generator))
                let end: DestinationQueue.End
                switch Int.random(in: 0..<10, using: &generator) {
                case 0: end = .abandoned(nextDue: next)
                case 1: end = .failed(badAnswer, nextDue: next)
                default: end = isUp ? .answered : .failed(noConnection, nextDue: next)
                }
                if end != .answered {
                    pending.append(ended)
                    due[ended.id] = next
                }
                queue.finished(ended.id, end, at: now, using: &generator)
            }
        }
        #expect(attempts.count > 10)
    }
}
