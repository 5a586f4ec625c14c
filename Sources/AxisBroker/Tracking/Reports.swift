// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore

extension EnvelopeReport {
    init(_ record: EnvelopeRecord, deliveries: [DeliveryReport], statuses: [StatusEntry]) {
        self.init(
            envelopeId: record.id,
            kind: record.kind,
            from: record.senderCode,
            documentId: record.documentID,
            code: record.numberAndNotation,
            subject: record.subject,
            priority: record.urgency.rawValue,
            sha256: record.sha256,
            size: record.size,
            acceptedAt: record.acceptedAt,
            senderAuth: record.senderAuth,
            signature: record.knownSignature,
            signatureReason: record.report?.reason,
            signatureCheckedAt: record.report?.checkedAt,
            legalValue: record.knownLegalValue,
            deliveries: deliveries,
            statuses: statuses
        )
    }
}

extension DeliveryReport {
    init(_ delivery: Delivery, history: [DeliveryStep]?) {
        let showsNext = delivery.state == .queued && delivery.attempts > 0
        self.init(
            deliveryId: delivery.id,
            to: delivery.recipientCode,
            goesTo: delivery.move?.code,
            state: delivery.state,
            attempts: delivery.attempts,
            lastError: delivery.reason,
            nextAttempt: showsNext ? delivery.due : nil,
            holdReason: delivery.holdReason,
            changedAt: delivery.changedAt,
            history: history?.map {
                HistoryLine(at: $0.at, from: $0.from, to: $0.to, cause: $0.cause, reason: $0.reason)
            }
        )
    }
}
