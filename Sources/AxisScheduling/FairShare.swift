// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Decides which of the deliveries that their destinations would start goes next, over all destinations.
///
/// The urgent classes go first; every eighth grant goes to one class after another instead, so that none starves. Within
/// a class, senders share by bytes, and so do each sender's destinations: neither one commune's 50,000 notices nor one
/// 50 MB file delays another's telegram.
package struct FairShare: Sendable {
    /// A delivery that its destination would start.
    package struct Candidate: Hashable, Sendable {
        /// The destination: the unit that the endpoint belongs to.
        package var owner: UnitID
        /// The delivery.
        package var item: DestinationQueue.Item
        /// Whether it is the probe of an endpoint that is down.
        package var isProbe: Bool

        /// Makes a candidate.
        package init(owner: UnitID, item: DestinationQueue.Item, isProbe: Bool) {
            self.owner = owner
            self.item = item
            self.isProbe = isProbe
        }
    }

    private typealias Destinations = DeficitRoundRobin<UnitID, ArrivalLane<Candidate>>
    private typealias Senders = DeficitRoundRobin<UnitID, Destinations>

    /// What a flow is credited at each turn, in bytes.
    package static let quantum = 64 << 10
    /// What the smallest document costs: its exchange is not free.
    package static let leastCost = 4 << 10
    /// One grant of so many goes round the classes.
    package static let ageingInterval = 8

    private var classes: [Senders]
    private var grants = 0

    /// Makes an empty one.
    package init() {
        classes = Urgency.allCases.map { _ in Senders(quantum: Self.quantum) }
    }

    /// Adds a candidate.
    package mutating func append(_ candidate: Candidate) {
        let cost = max(candidate.item.size, Self.leastCost)
        classes[candidate.item.urgency.rawValue].add(
            to: candidate.item.sender,
            new: Destinations(quantum: Self.quantum)
        ) { destinations in
            destinations.add(to: candidate.owner, new: ArrivalLane()) { $0.append(candidate, cost: cost) }
        }
    }

    /// Takes out the next candidate that fits; nil when none does.
    package mutating func next(fitting fits: (Candidate) -> Bool) -> Candidate? {
        for index in order() where !classes[index].isEmpty {
            guard let head = classes[index].head(fitting: fits) else { continue }
            classes[index].removeHead()
            grants += 1
            return head.element
        }
        return nil
    }

    private func order() -> [Int] {
        let mostUrgentFirst = Array(classes.indices.reversed())
        guard grants % Self.ageingInterval == Self.ageingInterval - 1 else { return mostUrgentFirst }
        return [grants / Self.ageingInterval % classes.count] + mostUrgentFirst
    }
}
