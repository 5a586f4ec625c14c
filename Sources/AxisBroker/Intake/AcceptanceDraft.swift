// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore

/// Puts together all that one acceptance writes. Pure but for the identifiers, which are passed in.
struct AcceptanceDraft {
    let examined: ExaminedEnvelope
    let body: ReceivedBody
    let caller: Caller
    let sender: RegisteredUnit
    let route: EnvelopeRoute
    let registryVersion: Int64
    let receivedAt: Timestamp

    /// The most of a subject that lists show, in Unicode scalars: twice what the regulation allows. The bytes keep all.
    private static let longestSubject = 1_000

    func acceptance(using identifiers: any IdentifierSource) throws(Refusal) -> NewAcceptance {
        let summary = examined.summary
        let (payload, size, sha256) = content
        let envelope = EnvelopeID(identifiers.next(at: receivedAt))
        let record = EnvelopeRecord(
            id: envelope,
            kind: summary.kind,
            sender: sender.id,
            senderCode: summary.from.organID,
            senderAuth: caller.authentication,
            senderCredential: caller.credential,
            signer: examined.signer?.digest,
            signature: examined.standing,
            legalValue: examined.standing == .valid ? .signed : .informationOnly,
            documentID: summary.kind == .status ? summary.responseFor.first?.documentID : summary.documentID,
            numberAndNotation: summary.numberAndNotation,
            promulgationDate: summary.promulgationDate,
            subject: summary.subject.bounded(Self.longestSubject),
            urgency: summary.urgency,
            action: summary.action,
            statusCode: summary.status.map { $0.code?.wireText ?? $0.codeText },
            about: route.about,
            sha256: sha256,
            size: size,
            acceptedAt: receivedAt,
            registryVersion: registryVersion,
            warnings: examined.warnings + route.recipients.warnings,
            refused: route.recipients.refused
        )
        let recipients = route.recipients.accepted
        return NewAcceptance(
            envelope: record,
            payload: payload,
            deliveries: recipients.map { delivery(of: record, to: $0, using: identifiers) },
            leaf: try leaf(of: record),
            idempotencyKey: idempotencyKey(sha256),
            refusesDocumentIDConflict: summary.kind == .document && summary.action == .new
                && summary.documentID != nil,
            effects: route.about.map { about in
                route.effects.map { DeliveryChange(about, $0, at: receivedAt) }
            } ?? []
        )
    }

    private var content: (NewPayload, size: Int, sha256: Digest256) {
        switch body {
        case .bytes(let bytes): return (.inline(bytes), bytes.count, body.sha256)
        case .file(let file, let size, let sha256):
            return (.file(file), size, sha256)
        }
    }

    private func delivery(
        of record: EnvelopeRecord,
        to recipient: Admission.Recipient,
        using identifiers: any IdentifierSource
    ) -> Delivery {
        Delivery(
            id: DeliveryID(identifiers.next(at: receivedAt)),
            envelope: record.id,
            kind: record.kind,
            sender: record.sender,
            recipient: recipient.unit,
            recipientCode: recipient.code,
            urgency: record.urgency,
            size: record.size,
            acceptedAt: receivedAt,
            successorCode: recipient.successorCode
        )
    }

    private func leaf(of record: EnvelopeRecord) throws(Refusal) -> [UInt8] {
        let content = LeafContent(
            envelope: record.id,
            sender: record.sender,
            senderCode: record.senderCode,
            senderAuth: record.senderAuth,
            senderCredential: record.senderCredential,
            signer: record.signer,
            recipients: route.recipients.accepted.map { LeafContent.Recipient(code: $0.code, unit: $0.unit) },
            sha256: record.sha256,
            size: record.size,
            kind: record.kind,
            receivedAt: receivedAt,
            registryVersion: registryVersion
        )
        do {
            return try content.canonicalBytes()
        } catch {
            throw Refusal(.schema, field: error.field, english: error.english, vietnamese: error.vietnamese)
        }
    }

    private func idempotencyKey(_ sha256: Digest256) -> Digest256 {
        Self.idempotencyKey(examined.summary.kind, from: sender.id, to: route.recipients.addressed, sha256)
    }

    /// Invariant 5: sender unit, kind, recipients and the SHA-256 of the bytes.
    ///
    /// - Parameter recipients: the units addressed, so that the closing of one changes nothing about what was accepted.
    static func idempotencyKey(
        _ kind: EnvelopeKind,
        from sender: UnitID,
        to recipients: [UnitID],
        _ sha256: Digest256
    ) -> Digest256 {
        var input = Array("axis-idempotency/1\n\(kind.rawValue)\n".utf8)
        input += sender.bytes
        input += sha256.bytes
        for unit in recipients.sorted() { input += unit.bytes }
        return SHA256.digest(of: input)
    }
}
