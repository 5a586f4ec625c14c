// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisCommand
import AxisModel
import AxisTransfer
import Foundation

/// Document systems that poll their lists at a steady rate, while one in ten of the lists changes.
struct VXPPolling: Sendable {
    let client: TransferClient
    /// The systems that poll, and last the one that sends.
    let systems: [VXPSystem]
    let items: Int
    let rate: Int
    let seconds: Int

    private var polled: ArraySlice<VXPSystem> { systems.dropLast() }
    private var polls: Int { rate * seconds }
    /// A system's list changes before every tenth poll.
    private static let pollsForEachChange = 10

    /// How many lists change while polling.
    var changes: Int { polls / Self.pollsForEachChange }

    /// Sends what waits: each document goes to all systems.
    func fill() async throws {
        guard let sender = systems.last else { return }
        for number in 1...items {
            _ = try VXPReplyView(try await client.perform(sender.document(number, to: polled.map(\.unit))))
        }
        for system in polled {
            let count = try VXPReplyView(try await client.perform(system.receivedList)).data?.count
            guard count == items else { throw CommandFailure("\(system.id) has \(count ?? 0) items, not \(items).") }
        }
    }

    /// Polls, and gives how long each poll took.
    func poll() async throws -> LatencyHistogram {
        let clock = ContinuousClock()
        let start = clock.now
        let gap = Duration.seconds(1) / rate
        return try await withThrowingTaskGroup(of: Duration.self) { group in
            var latencies = LatencyHistogram()
            var underWay = 0
            for number in 0..<polls {
                let due = start + gap * number
                if clock.now < due { try await clock.sleep(until: due) }
                let system = polled[polled.startIndex + number % polled.count]
                let isChanged = number % Self.pollsForEachChange == 0
                // Open loop: a slow answer does not slow the polls, as long as not too many are under way.
                while underWay >= 256, let took = try await group.next() {
                    latencies.record(took)
                    underWay -= 1
                }
                underWay += 1
                group.addTask {
                    if isChanged { try await change(system, number) }
                    let began = clock.now
                    let reply = try VXPReplyView(try await client.perform(system.receivedList))
                    guard reply.data?.count == items else { throw CommandFailure("A list has lost items.") }
                    return clock.now - began
                }
            }
            for try await took in group { latencies.record(took) }
            return latencies
        }
    }

    /// A new item for a system, and its oldest acknowledged.
    private func change(_ system: VXPSystem, _ number: Int) async throws {
        guard let sender = systems.last else { return }
        let list = try VXPReplyView(try await client.perform(system.receivedList)).data ?? []
        if let oldest = list.first?.docId {
            _ = try VXPReplyView(try await client.perform(system.done(oldest)))
        }
        _ = try VXPReplyView(try await client.perform(sender.document(1_000_000 + number, to: [system.unit])))
    }
}
