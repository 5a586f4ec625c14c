// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore

/// What one sender has sent under one DocumentId before.
struct EarlierSendings {
    /// The envelopes with the very same bytes, the newest first.
    var ofThisFile: [EnvelopeRecord] = []
    /// What the sender is told of the others.
    var warnings: [EnvelopeWarning] = []
}

/// What becomes of an envelope that was sent before.
extension Intake {
    /// The most envelopes looked at of one DocumentId.
    private static let mostSendings = 100

    /// Answers with an earlier acceptance; where the interface does so by itself, what of it ended undelivered is queued
    /// again.
    func known(
        _ sealed: SealedAcceptance,
        _ body: ReceivedBody,
        _ rules: EntryRules
    ) async throws(Refusal) -> IntakeResult {
        if case .file(let file, _, _) = body { await store.discard(file) }
        var ended = sealed.deliveries.filter(\.state.endedUndelivered)
        if rules.requeuesUndelivered, !ended.isEmpty { ended = try await requeue(ended) }
        return IntakeResult(receipt: Receipt(sealed), isNew: false, undelivered: ended.map(\.recipientCode))
    }

    /// Queues deliveries again; those that could not be are returned.
    private func requeue(_ ended: [Delivery]) async throws(Refusal) -> [Delivery] {
        let now = clock.now()
        let outcomes: [DeliveryChangeOutcome]
        do {
            outcomes = try await store.apply(ended.map { DeliveryChange($0.id, .resent, at: now) })
        } catch {
            throw Refusal(error)
        }
        var queued: [UnitID] = []
        var left: [Delivery] = []
        for (delivery, outcome) in zip(ended, outcomes) {
            switch outcome {
            case .applied(let again): queued.append(again.recipient)
            // Another repetition was quicker.
            case .refused(.notAllowed(let state)) where !state.endedUndelivered: break
            case .refused, .unknown: left.append(delivery)
            }
        }
        signal.delivered(to: queued)
        return left
    }

    /// What the sender of a document has sent under its DocumentId before; nothing on an interface that asks the store
    /// alone.
    func sendings(
        of summary: EnvelopeSummary,
        _ sha256: Digest256,
        sender: UnitID,
        _ rules: EntryRules
    ) async throws(Refusal) -> EarlierSendings {
        guard rules.requeuesUndelivered || rules.duplicates == .warn, summary.kind == .document,
            let documentID = summary.documentID
        else { return EarlierSendings() }
        var filter = EnvelopeFilter()
        filter.senders = [sender]
        filter.documentID = documentID
        filter.kind = .document
        filter.limit = Self.mostSendings
        let all: [EnvelopeRecord]
        do { all = try await store.envelopes(filter) } catch { throw Refusal(error) }
        var sendings = EarlierSendings()
        if rules.requeuesUndelivered { sendings.ofThisFile = all.filter { $0.sha256 == sha256 } }
        if rules.duplicates == .warn, summary.action == .new,
            let other = all.first(where: { $0.action == .new && $0.sha256 != sha256 })
        {
            sendings.warnings = [.documentIDRepeated(other.id)]
        }
        return sendings
    }

    /// Leaves out of a document's recipients those to whom the same file was sent before, perhaps among others: after
    /// some could not be reached, or under another header `to`. What of theirs ended undelivered is queued again.
    ///
    /// - Returns: the answer when nobody is left, or when this is what was asked before.
    func leaveOutServed(
        in route: inout EnvelopeRoute,
        by sendings: EarlierSendings,
        from sender: UnitID,
        _ body: ReceivedBody
    ) async throws(Refusal) -> IntakeResult? {
        guard !sendings.ofThisFile.isEmpty else { return nil }
        let key = AcceptanceDraft.idempotencyKey(.document, from: sender, to: route.recipients.addressed, body.sha256)
        var served: [UnitID: Delivery] = [:]
        let exact: SealedAcceptance?
        do {
            exact = try await store.acceptance(forKey: key)
            for delivery in try await store.deliveries(of: sendings.ofThisFile.map(\.id)) {
                if let known = served[delivery.acceptedFor], !known.state.endedUndelivered { continue }
                served[delivery.acceptedFor] = delivery
            }
        } catch {
            throw Refusal(error)
        }
        let asked = route.recipients.accepted.compactMap { served[$0.unit] }
        let concerned = Dictionary((asked + (exact?.deliveries ?? [])).map { ($0.id, $0) }) { first, _ in first }
        let ended = concerned.values.filter(\.state.endedUndelivered)
        let left = ended.isEmpty ? [] : try await requeue(ended)
        // What can't be queued again, its bytes being gone, goes as new.
        for delivery in left { served[delivery.acceptedFor] = nil }
        let fresh = route.recipients.accepted.filter { served[$0.unit] == nil }
        var known = exact
        if known == nil, fresh.isEmpty { known = try await acceptance(asked.first?.envelope) }
        if let known {
            if case .file(let file, _, _) = body { await store.discard(file) }
            return IntakeResult(receipt: Receipt(known), isNew: false, undelivered: left.map(\.recipientCode))
        }
        if let first = asked.first, fresh.count < route.recipients.accepted.count {
            route.recipients.accepted = fresh
            route.recipients.warnings.append(.sentBefore(by: first.envelope))
        }
        return nil
    }

    private func acceptance(_ id: EnvelopeID?) async throws(Refusal) -> SealedAcceptance? {
        guard let id else { return nil }
        do { return try await store.acceptance(id) } catch { throw Refusal(error) }
    }
}
