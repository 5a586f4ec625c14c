// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import CoreMetrics
import Synchronization

/// Long polls that wait for something to come into an inbox.
///
/// A ticket is taken *before* looking into the inbox, so that what comes between looking and waiting is not missed.
package final class InboxWaiters: DeliverySignal {
    /// Tickets at once.
    package static let ticketLimit = 10_000
    /// Units watched at once, over all tickets.
    package static let watchLimit = 1_000_000
    /// How long a poll waits that found no room: it looks again then, and does not spin.
    private static let crowdedWait: Duration = .seconds(1)

    /// A place among those who wait; given back when it is let go.
    package final class Ticket: Sendable {
        fileprivate let number: UInt64?
        fileprivate let recipients: [UnitID]
        fileprivate let bell: Doorbell
        private let waiters: InboxWaiters

        fileprivate init(number: UInt64?, recipients: [UnitID], bell: Doorbell, waiters: InboxWaiters) {
            self.number = number
            self.recipients = recipients
            self.bell = bell
            self.waiters = waiters
        }

        deinit {
            if let number { waiters.remove(number, recipients) }
        }
    }

    private struct State {
        var nextNumber: UInt64 = 0
        var tickets = 0
        var watches = 0
        var bells: [UnitID: [UInt64: Doorbell]] = [:]
    }

    private let state = Mutex(State())
    private let timer: any AsyncTimer
    private let waiting: Meter

    /// Makes an empty waiting room.
    package init(timer: any AsyncTimer, metrics: any MetricsFactory = MetricsSystem.factory) {
        self.timer = timer
        waiting = Meter(label: RelayMetrics.waitingPolls, factory: metrics)
    }

    /// Takes a ticket for what comes to recipients from now on.
    package func ticket(for recipients: [UnitID]) -> Ticket {
        let distinct = Array(Set(recipients))
        let bell = Doorbell()
        let number: UInt64? = state.withLock { state in
            guard state.tickets < Self.ticketLimit, state.watches + distinct.count <= Self.watchLimit else {
                return nil
            }
            state.nextNumber += 1
            state.tickets += 1
            state.watches += distinct.count
            for recipient in distinct { state.bells[recipient, default: [:]][state.nextNumber] = bell }
            return state.nextNumber
        }
        if number != nil { waiting.increment() }
        return Ticket(number: number, recipients: distinct, bell: bell, waiters: self)
    }

    /// Waits until something came since the ticket was taken, until a moment or until the task is cancelled.
    ///
    /// - Returns: whether to look again.
    package func wait(_ ticket: Ticket, until moment: Timestamp) async -> Bool {
        guard ticket.number != nil else {
            let end = min(moment, timer.now() + Self.crowdedWait)
            _ = await ticket.bell.wait(until: end, on: timer)
            return end < moment && !Task.isCancelled
        }
        return await ticket.bell.wait(until: moment, on: timer)
    }

    /// Waits until something comes to recipients, until a moment or until the task is cancelled.
    ///
    /// - Returns: whether something came.
    package func wait(for recipients: [UnitID], until moment: Timestamp) async -> Bool {
        await wait(ticket(for: recipients), until: moment)
    }

    /// Wakes the polls that wait for any of these.
    package func delivered(to recipients: [UnitID]) {
        let bells = state.withLock { state in
            state.bells.isEmpty ? [] : recipients.flatMap { state.bells[$0].map { Array($0.values) } ?? [] }
        }
        for bell in bells { bell.ring() }
    }

    /// How many polls wait.
    package var count: Int { state.withLock { $0.tickets } }

    private func remove(_ number: UInt64, _ recipients: [UnitID]) {
        state.withLock { state in
            state.tickets -= 1
            state.watches -= recipients.count
            for recipient in recipients {
                state.bells[recipient]?[number] = nil
                if state.bells[recipient]?.isEmpty == true { state.bells[recipient] = nil }
            }
        }
        waiting.decrement()
    }
}
