// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisScheduling
import AxisTestSupport
import Testing

@Suite struct RelaySchedulerTests {
    /// A whole axis in small: many destinations, some down for a while, until everything has arrived.
    @Test(arguments: 1...12) func `everything arrives, and no destination that is down is hammered`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var scheduler = RelayScheduler(budget: DeliveryBudget(attemptLimit: 16, byteLimit: 64 << 20))
        var now = start
        var pending: [UnitID: [DestinationQueue.Item]] = [:]
        var due: [DeliveryID: Timestamp] = [:]
        var back: [UnitID: Timestamp] = [:]
        var total = 0
        for owner in 1...20 {
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                total += 1
                pending[unit(owner), default: []].append(
                    item(
                        total,
                        from: Int.random(in: 100...103, using: &generator),
                        urgency: Urgency.allCases.randomElement(using: &generator) ?? .normal,
                        size: Int.random(in: 1...200_000, using: &generator)
                    )
                )
            }
            if owner % 4 == 0 { back[unit(owner)] = now + .seconds(Int.random(in: 60...36_000, using: &generator)) }
            scheduler.wake(unit(owner))
        }
        var underWay: [FairShare.Candidate] = []
        var failures: [UnitID: Int] = [:]
        var arrived: Set<DeliveryID> = []
        var steps = 0
        while arrived.count < total && steps < 200_000 {
            steps += 1
            for action in scheduler.actions(at: now) {
                switch action {
                case .refill(let owner, let limit):
                    let ready = (pending[owner] ?? []).filter { (due[$0.id] ?? now) <= now }
                    scheduler.refilled(
                        owner,
                        Array(ready.prefix(limit)),
                        mayHaveMore: ready.count >= limit,
                        nextDue: (pending[owner] ?? []).compactMap { due[$0.id] }.filter { $0 > now }.min()
                    )
                case .start(let candidate):
                    underWay.append(candidate)
                    pending[candidate.owner]?.removeAll { $0.id == candidate.item.id }
                }
            }
            #expect(scheduler.budget.attempts <= 16)
            #expect(scheduler.budget.attempts == underWay.count)
            if let candidate = underWay.popLast() {
                now = now + .milliseconds(20)
                if let until = back[candidate.owner], now < until {
                    failures[candidate.owner, default: 0] += 1
                    let next = now + .seconds(15)
                    due[candidate.item.id] = next
                    pending[candidate.owner]?.append(candidate.item)
                    scheduler.finished(candidate, .failed(noConnection, nextDue: next), at: now, using: &generator)
                } else {
                    arrived.insert(candidate.item.id)
                    scheduler.finished(candidate, .answered, at: now, using: &generator)
                }
            } else if let timer = scheduler.nextTimer() {
                now = max(now, timer)
            }
        }
        #expect(arrived.count == total, "\(total - arrived.count) left after \(steps) steps")
        // 10 h at 15 s x 2^p, at most 15 min (1 min for the urgent): far fewer than one each 15 s.
        #expect((failures.values.max() ?? 0) <= 640)
    }

    @Test func `a destination taken away gets no attempt`() {
        var scheduler = RelayScheduler()
        scheduler.wake(unit(1))
        #expect(scheduler.actions(at: start) == [.refill(owner: unit(1), limit: 64)])
        scheduler.remove(unit(1))
        scheduler.refilled(unit(1), [item(1)], mayHaveMore: false, nextDue: nil)
        #expect(scheduler.actions(at: start).isEmpty)
    }
}
