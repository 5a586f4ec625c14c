// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Counts facts, one at a time, for each unit and period: what stays in memory is one set of figures for each.
package struct StatisticsTally: Sendable {
    /// Whose figures, and of when.
    package struct Cell: Hashable, Sendable {
        /// The unit; nil for what nobody known sent.
        package var unit: UnitID?
        /// The month or quarter; nil when time is not divided.
        package var period: String?
    }

    /// The figures counted so far.
    package private(set) var figures: [Cell: StatisticsFigures] = [:]
    /// Documents that Axis itself sent.
    package private(set) var sentByAxis = 0

    private let period: ReportPeriod?
    private let calendar: WorkingCalendar
    private let axis: UnitID?
    private let moment: Timestamp
    private var labels: [CivilDay: String] = [:]

    /// Begins to count.
    ///
    /// - Parameters:
    ///   - period: how time is divided.
    ///   - axis: Axis's own unit, whose documents are told apart.
    ///   - moment: now, for deadlines that are still to come.
    package init(by period: ReportPeriod?, calendar: WorkingCalendar, axis: UnitID?, at moment: Timestamp) {
        self.period = period
        self.calendar = calendar
        self.axis = axis
        self.moment = moment
    }

    /// Counts an envelope for its sender: a document or a status package. Drills and notices count for nobody.
    ///
    /// - Parameter signed: the date that the document bears, when it bears one that can be read.
    package mutating func count(_ envelope: EnvelopeFact, signed: CivilDay?) {
        switch envelope.kind {
        case .notice, .drill: return
        case .document where envelope.sender == axis: sentByAxis += 1
        case .status: change(envelope.sender, envelope.acceptedAt) { $0.sent.statuses += 1 }
        case .document:
            let punctuality = Punctuality.ofSending(
                signed: signed,
                accepted: envelope.acceptedAt,
                urgency: envelope.urgency,
                calendar
            )
            change(envelope.sender, envelope.acceptedAt) { figures in
                figures.sent.documents += 1
                switch envelope.legalValue {
                case .signed: figures.sent.signed += 1
                case .informationOnly: figures.sent.informationOnly += 1
                }
                figures.sent.byUrgency.count(envelope.urgency)
                figures.sent.sending.count(punctuality)
            }
        }
    }

    /// Counts a delivery of a document for its sender and for its recipient.
    package mutating func count(_ delivery: DeliveryFact) {
        guard delivery.kind == .document, delivery.sender != axis else { return }
        let deadline = Punctuality.deadlineOfReceiving(accepted: delivery.dueFrom ?? delivery.acceptedAt, calendar)
        func punctuality(_ done: Timestamp?) -> Punctuality {
            .ofReceiving(done: done, deadline: deadline, isExpected: delivery.isExpected, at: moment)
        }
        let (receipt, confirmation) = (punctuality(delivery.receivedAt), punctuality(delivery.answeredAt))
        change(delivery.sender, delivery.acceptedAt) { $0.sent.deliveries.count(delivery.state) }
        change(delivery.recipient, delivery.acceptedAt) { figures in
            figures.received.deliveries.count(delivery.state)
            if delivery.receivedAt != nil { figures.received.arrived += 1 }
            figures.received.receipt.count(receipt)
            figures.received.confirmation.count(confirmation)
        }
    }

    /// Counts envelopes that Axis refused at the door.
    ///
    /// - Parameter unit: whose certificate brought them; nil when nobody's did.
    package mutating func count(refusals: Int, _ code: String, of unit: UnitID?, at moment: Timestamp) {
        change(unit, moment) { figures in
            figures.sent.refusedByAxis += refusals
            figures.sent.refusedByCode[code, default: 0] += refusals
        }
    }

    private mutating func change(
        _ unit: UnitID?,
        _ moment: Timestamp,
        _ body: (inout StatisticsFigures) -> Void
    ) {
        let cell = Cell(unit: unit, period: label(of: moment))
        body(&figures[cell, default: StatisticsFigures()])
    }

    private mutating func label(of moment: Timestamp) -> String? {
        guard let period else { return nil }
        let day = CivilDay(of: moment)
        if let label = labels[day] { return label }
        let label = period.label(of: day)
        labels[day] = label
        return label
    }
}
