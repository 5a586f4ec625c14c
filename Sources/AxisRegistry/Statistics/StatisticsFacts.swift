// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What statistics need to know of an accepted envelope.
package struct EnvelopeFact: Hashable, Sendable {
    /// Its identity.
    package var id: EnvelopeID
    /// What it is.
    package var kind: EnvelopeKind
    /// Who sent it.
    package var sender: UnitID
    /// Its legal value.
    package var legalValue: LegalValue
    /// How urgent it is.
    package var urgency: Urgency
    /// `PromulgationDate` as written.
    package var promulgationDate: String
    /// When it was accepted.
    package var acceptedAt: Timestamp

    /// Makes a fact.
    package init(
        id: EnvelopeID,
        kind: EnvelopeKind,
        sender: UnitID,
        legalValue: LegalValue,
        urgency: Urgency,
        promulgationDate: String,
        acceptedAt: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.sender = sender
        self.legalValue = legalValue
        self.urgency = urgency
        self.promulgationDate = promulgationDate
        self.acceptedAt = acceptedAt
    }
}

/// What statistics need to know of a delivery.
package struct DeliveryFact: Hashable, Sendable {
    /// Its identity.
    package var id: DeliveryID
    /// What its envelope is.
    package var kind: EnvelopeKind
    /// Who sent it.
    package var sender: UnitID
    /// Who gets it: after a move, the unit that it went to.
    package var recipient: UnitID
    /// When its envelope was accepted.
    package var acceptedAt: Timestamp
    /// From when its recipient could do its part, where that is later: when it was moved there, or when Axis let it go
    /// after keeping it back.
    package var dueFrom: Timestamp?
    /// Where it stands.
    package var state: DeliveryState
    /// Why it is held, while it is.
    package var holdReason: HoldReason?
    /// When the recipient first had all its bytes; what a recipient before it did is not counted.
    package var receivedAt: Timestamp?
    /// When the recipient first confirmed or refused it: an acknowledgement, a status 01, 02 or 03, a final refusal.
    package var answeredAt: Timestamp?

    /// Makes a fact.
    package init(
        id: DeliveryID,
        kind: EnvelopeKind,
        sender: UnitID,
        recipient: UnitID,
        acceptedAt: Timestamp,
        dueFrom: Timestamp? = nil,
        state: DeliveryState,
        holdReason: HoldReason?,
        receivedAt: Timestamp?,
        answeredAt: Timestamp?
    ) {
        self.id = id
        self.kind = kind
        self.sender = sender
        self.recipient = recipient
        self.acceptedAt = acceptedAt
        self.dueFrom = dueFrom
        self.state = state
        self.holdReason = holdReason
        self.receivedAt = receivedAt
        self.answeredAt = answeredAt
    }

    /// Whether the recipient can still be expected to do its part: not when the delivery ended, nor while Axis itself
    /// keeps it back.
    package var isExpected: Bool {
        switch state {
        case .queued, .delivering, .delivered, .acknowledged: true
        case .held: holdReason?.isFetchable == true
        case .rejected, .recalled, .dead, .quarantined: false
        }
    }
}
