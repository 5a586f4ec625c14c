// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import DequeModule

/// A queue that a ``DeficitRoundRobin`` takes turns with.
package protocol FairLane: Sendable {
    /// What waits in it.
    associatedtype Element: Sendable

    /// Whether nothing waits.
    var isEmpty: Bool { get }

    /// What is to be served next among what fits, and its cost; nil when nothing fits.
    ///
    /// Asking again without a change in between gives the same.
    mutating func head(fitting fits: (Element) -> Bool) -> (element: Element, cost: Int)?

    /// Takes away what ``head(fitting:)`` named last.
    mutating func removeHead()
}

/// First come, first served; what does not fit now lets the next one pass.
package struct ArrivalLane<Element: Sendable>: FairLane {
    private var waiting: Deque<(element: Element, cost: Int)> = []
    private var headIndex = 0

    /// Makes an empty lane.
    package init() {}

    /// Whether nothing waits.
    package var isEmpty: Bool { waiting.isEmpty }

    /// Adds an element at the end.
    package mutating func append(_ element: Element, cost: Int) {
        waiting.append((element, cost))
    }

    /// The first that fits.
    package mutating func head(fitting fits: (Element) -> Bool) -> (element: Element, cost: Int)? {
        guard let index = waiting.firstIndex(where: { fits($0.element) }) else { return nil }
        headIndex = index
        return waiting[index]
    }

    /// Takes it away.
    package mutating func removeHead() {
        waiting.remove(at: headIndex)
    }
}

/// Shares a line between flows by cost, not by count (M. Shreedhar, G. Varghese, 1996).
///
/// Each flow in turn is credited a quantum and served while its credit pays; what is left is kept while it has more to
/// send. A flow whose head is dear saves up over some turns while the others go on. Being a lane itself, it nests.
package struct DeficitRoundRobin<Flow: Hashable & Sendable, Lane: FairLane>: FairLane {
    private struct Turn: Sendable {
        var lane: Lane
        var credit = 0
        var isCredited = false
    }

    private let quantum: Int
    private var turns: [Flow: Turn] = [:]
    /// The flows with something waiting; the first has its turn.
    private var rotation: Deque<Flow> = []
    private var headCost = 0

    /// Makes one without flows.
    ///
    /// - Parameter quantum: what a flow is credited at each turn.
    package init(quantum: Int) {
        precondition(quantum > 0, "a turn without credit never ends")
        self.quantum = quantum
    }

    /// Whether nothing waits.
    package var isEmpty: Bool { rotation.isEmpty }

    /// Changes the lane of a flow, made if there is none; the change must leave something in it.
    package mutating func add(to flow: Flow, new lane: @autoclosure () -> Lane, _ change: (inout Lane) -> Void) {
        if let index = turns.index(forKey: flow) {
            change(&turns.values[index].lane)
        } else {
            var turn = Turn(lane: lane())
            change(&turn.lane)
            turns[flow] = turn
            rotation.append(flow)
        }
    }

    /// The next by turn and credit among what fits.
    package mutating func head(fitting fits: (Lane.Element) -> Bool) -> (element: Lane.Element, cost: Int)? {
        // Two rounds at most: when nobody's credit pays in the first, everybody is credited what the one who is
        // nearest lacks, as if so many rounds had gone by.
        for _ in 0..<2 {
            var lack: Int?
            var dear: [Flow] = []
            for _ in 0..<rotation.count {
                let flow = rotation[0]
                // In place, since a copy of a nested lane would cost a copy of all its flows.
                guard let index = turns.index(forKey: flow) else {
                    preconditionFailure("a flow in the rotation has a lane")
                }
                if let head = turns.values[index].lane.head(fitting: fits) {
                    if !turns.values[index].isCredited {
                        turns.values[index].credit += quantum
                        turns.values[index].isCredited = true
                    }
                    let credit = turns.values[index].credit
                    if head.cost <= credit {
                        headCost = head.cost
                        return head
                    }
                    lack = min(lack ?? .max, head.cost - credit)
                    dear.append(flow)
                }
                turns.values[index].isCredited = false
                rotation.append(rotation.removeFirst())
            }
            guard let lack else { return nil }
            let rounds = (lack + quantum - 1) / quantum - 1
            for flow in dear { turns[flow]?.credit += rounds * quantum }
        }
        return nil
    }

    /// Takes away what ``head(fitting:)`` named last; its flow pays.
    package mutating func removeHead() {
        guard let flow = rotation.first, let index = turns.index(forKey: flow) else { return }
        turns.values[index].lane.removeHead()
        turns.values[index].credit -= headCost
        if turns.values[index].lane.isEmpty {
            turns.remove(at: index)
            rotation.removeFirst()
        }
    }
}
