// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import MetricsTestKit
import Testing

@Suite struct InboxWaitersTests {
    private let timer = ManualTimer()
    private let units = (0..<3).map { _ in UnitID(SystemIdentifiers().next(at: Timestamp(seconds: 1))) }

    @Test func `what comes between taking the ticket and waiting is not missed`() async {
        let waiters = InboxWaiters(timer: timer)
        let ticket = waiters.ticket(for: [units[0], units[1]])
        waiters.delivered(to: [units[1]])
        #expect(await waiters.wait(ticket, until: timer.now() + .seconds(60)))
    }

    @Test func `a wait ends at its moment`() async {
        let waiters = InboxWaiters(timer: timer)
        let end = timer.now() + .seconds(60)
        async let came = waiters.wait(for: [units[0]], until: end)
        #expect(await eventually { waiters.count == 1 })
        waiters.delivered(to: [units[2]])
        timer.advance(by: .seconds(60))
        #expect(await !came)
        #expect(await eventually { waiters.count == 0 }, "its place is given back")
    }

    @Test func `a cancelled wait ends and gives its place back`() async {
        let waiters = InboxWaiters(timer: timer)
        let end = timer.now() + .seconds(60)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await waiters.wait(for: [units[0]], until: end) }
            _ = await eventually { waiters.count == 1 }
            group.cancelAll()
            #expect(await group.next() == false)
        }
        #expect(await eventually { waiters.count == 0 })
    }

    @Test func `a ticket that is let go without waiting gives its place back`() {
        let waiters = InboxWaiters(timer: timer)
        _ = waiters.ticket(for: units)
        #expect(waiters.count == 0)
    }

    @Test func `the metric follows who waits`() throws {
        let metrics = TestMetrics()
        let waiters = InboxWaiters(timer: timer, metrics: metrics)
        let meter = try metrics.expectMeter("axis_inbox_waiters")
        var tickets = [waiters.ticket(for: units), waiters.ticket(for: [units[0]])]
        #expect(meter.lastValue == 2)
        tickets.removeAll()
        #expect(meter.lastValue == 0)
    }
}
