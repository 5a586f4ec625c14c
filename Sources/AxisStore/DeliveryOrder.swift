// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The orders that every store keeps, said once.
extension Delivery {
    /// How long overdue weighs as much as one class of urgency, so that none starves.
    package static let ageingStep: Duration = .seconds(600)

    /// Whether it stands in its recipient's inbox: not acknowledged, and the recipient may fetch it.
    package var isInInbox: Bool {
        switch state {
        case .queued, .delivering, .delivered: true
        case .held: holdReason?.isFetchable == true
        case .acknowledged, .rejected, .recalled, .dead, .quarantined: false
        }
    }

    /// Whether it comes before another in an inbox: the more urgent first, then the older by id.
    package func precedesInInbox(_ other: Delivery) -> Bool {
        (other.urgency, id) < (urgency, other.id)
    }

    /// Its class among those that are due: urgency, and one more for each ``ageingStep`` overdue.
    package func readyClass(at moment: Timestamp) -> Int64 {
        Int64(urgency.rawValue) + max(0, (moment - due).wholeMilliseconds / Self.ageingStep.wholeMilliseconds)
    }

    /// Whether it is to be attempted before another: the higher class first, then the longer due, then the older.
    package func precedesWhenReady(_ other: Delivery, at moment: Timestamp) -> Bool {
        let mine = readyClass(at: moment)
        let others = other.readyClass(at: moment)
        if mine != others { return mine > others }
        return (due, id) < (other.due, other.id)
    }

    /// The first line of every history: acceptance.
    package var firstStep: DeliveryStep {
        DeliveryStep(from: nil, to: .queued, cause: "accepted", at: acceptedAt)
    }
}

extension QueueShapeRow {
    /// The upper bounds of the ages, in seconds; the last age is older than all.
    package static let ageBounds: [Int64] = [300, 3600, 4 * 3600, 86400, 3 * 86400]

    /// The place in ``ages`` of what was accepted at a moment.
    package static func age(of acceptedAt: Timestamp, at moment: Timestamp) -> Int {
        let seconds = (moment - acceptedAt).wholeMilliseconds / 1000
        return ageBounds.firstIndex { seconds < $0 } ?? ageBounds.count
    }

    /// A row in which nothing waits yet.
    package init(recipient: UnitID, oldest: Timestamp) {
        self.init(
            recipient: recipient,
            ages: Array(repeating: 0, count: Self.ageBounds.count + 1),
            held: 0,
            quarantined: 0,
            oldest: oldest
        )
    }

    /// Counts one delivery that is not final.
    package mutating func add(_ state: DeliveryState, acceptedAt: Timestamp, at moment: Timestamp) {
        oldest = min(oldest, acceptedAt)
        switch state {
        case .queued, .delivering, .delivered: ages[Self.age(of: acceptedAt, at: moment)] += 1
        case .held: held += 1
        case .quarantined: quarantined += 1
        case .acknowledged, .rejected, .recalled, .dead: break
        }
    }

    /// Everything that waits, for sorting.
    package var total: Int { ages.reduce(held + quarantined, +) }
}
