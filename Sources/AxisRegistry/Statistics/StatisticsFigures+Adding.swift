// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension PunctualityFigures {
    mutating func count(_ punctuality: Punctuality) {
        switch punctuality {
        case .inTime: inTime += 1
        case .late: late += 1
        case .pending: pending += 1
        case .notMeasurable: notMeasurable += 1
        }
    }

    mutating func add(_ other: PunctualityFigures) {
        inTime += other.inTime
        late += other.late
        pending += other.pending
        notMeasurable += other.notMeasurable
    }
}

extension UrgencyFigures {
    mutating func count(_ urgency: Urgency) {
        switch urgency {
        case .normal: normal += 1
        case .urgent: urgent += 1
        case .veryUrgent: veryUrgent += 1
        case .immediate: immediate += 1
        case .immediateTimed: immediateTimed += 1
        }
    }

    mutating func add(_ other: UrgencyFigures) {
        normal += other.normal
        urgent += other.urgent
        veryUrgent += other.veryUrgent
        immediate += other.immediate
        immediateTimed += other.immediateTimed
    }
}

extension DeliveryFigures {
    mutating func count(_ state: DeliveryState) {
        total += 1
        switch state {
        case .acknowledged: acknowledged += 1
        case .delivered: delivered += 1
        case .rejected: rejected += 1
        case .recalled: recalled += 1
        case .dead: dead += 1
        case .held: held += 1
        case .queued, .delivering: waiting += 1
        case .quarantined: quarantined += 1
        }
    }

    mutating func add(_ other: DeliveryFigures) {
        total += other.total
        acknowledged += other.acknowledged
        delivered += other.delivered
        rejected += other.rejected
        recalled += other.recalled
        dead += other.dead
        held += other.held
        waiting += other.waiting
        quarantined += other.quarantined
    }
}

extension StatisticsFigures {
    /// Adds another's figures, one by one.
    package mutating func add(_ other: StatisticsFigures) {
        sent.documents += other.sent.documents
        sent.signed += other.sent.signed
        sent.informationOnly += other.sent.informationOnly
        sent.byUrgency.add(other.sent.byUrgency)
        sent.sending.add(other.sent.sending)
        sent.deliveries.add(other.sent.deliveries)
        sent.refusedByAxis += other.sent.refusedByAxis
        sent.refusedByCode.merge(other.sent.refusedByCode, uniquingKeysWith: +)
        sent.statuses += other.sent.statuses
        received.deliveries.add(other.received.deliveries)
        received.arrived += other.received.arrived
        received.receipt.add(other.received.receipt)
        received.confirmation.add(other.received.confirmation)
    }
}
