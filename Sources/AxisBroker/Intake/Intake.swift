// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisSignature
package import AxisStore

/// The way in: reads, verifies, resolves, stores and seals an envelope, and only then answers with a receipt.
///
/// The numbered steps are those of `docs/durability.md`; nothing is acknowledged before step 6.
package final class Intake: Sendable {
    let store: any AxisStore
    private let registry: RegistryHolder
    private let authenticator: Authenticator
    private let examiner: EnvelopeExaminer
    private let policy: IntakePolicy
    let clock: any WallClock
    private let identifiers: any IdentifierSource
    let signal: any DeliverySignal
    private let largeWork = LargeWork()

    /// Makes the intake.
    ///
    /// - Parameter signal: told about new deliveries after they are durable.
    package init(
        store: any AxisStore,
        registry: RegistryHolder,
        authenticator: Authenticator,
        examiner: EnvelopeExaminer,
        policy: IntakePolicy,
        clock: any WallClock,
        identifiers: any IdentifierSource,
        signal: any DeliverySignal
    ) {
        self.store = store
        self.registry = registry
        self.authenticator = authenticator
        self.examiner = examiner
        self.policy = policy
        self.clock = clock
        self.identifiers = identifiers
        self.signal = signal
    }

    /// Accepts an envelope, or refuses it and leaves nothing of it behind.
    ///
    /// - Parameters:
    ///   - body: the bytes; a file is moved into the store, or removed when the envelope is refused or was known.
    ///   - caller: who is connected.
    ///   - allowsPartial: whether recipients that can't be reached are left out instead of refusing the envelope.
    /// - Throws: ``Refusal``, with every code of the way in.
    package func accept(
        _ body: ReceivedBody,
        from caller: Caller,
        allowsPartial: Bool
    ) async throws(Refusal) -> IntakeResult {
        try await accept(body, from: caller, under: .native(allowsPartial: allowsPartial))
    }

    /// Accepts an envelope under the rules of the interface it came by.
    package func accept(
        _ body: ReceivedBody,
        from caller: Caller,
        under rules: EntryRules
    ) async throws(Refusal) -> IntakeResult {
        do {
            return try await admit(body, from: caller, under: rules)
        } catch {
            if case .file(let file, _, _) = body { await store.discard(file) }
            throw error
        }
    }

    private func admit(
        _ body: ReceivedBody,
        from caller: Caller,
        under rules: EntryRules
    ) async throws(Refusal) -> IntakeResult {
        // 1. The bytes are complete; this is the moment they were received.
        let receivedAt = clock.now()
        // 2. One parse, and the signature against these very bytes.
        let snapshot = registry.current
        var examined = try await examine(body, under: rules, snapshot, at: receivedAt)
        // 3. Who may send, who signed, who receives: against one state of the registry.
        let admission = Admission(registry: snapshot, caller: caller, at: receivedAt, isLenient: rules.isLenient)
        let sender = try admission.sender(examined.summary.from.organID, of: examined.summary.kind)
        if let signer = examined.signer { try admission.checkSigner(signer, for: sender.id) }
        if !rules.isLenient { try checkSigned(examined) }
        let named = try admission.named(rules.namedRecipients, for: examined.summary)
        examined.warnings += named.warnings
        if let sealed = try await earlier(examined.summary, named.codes, body, sender: sender.id, admission) {
            return try await known(sealed, body, rules)
        }
        var route = try await route(examined.summary, named.codes, sender: sender.id, admission, rules)
        let sendings = try await sendings(of: examined.summary, body.sha256, sender: sender.id, rules)
        if let known = try await leaveOutServed(in: &route, by: sendings, from: sender.id, body) { return known }
        examined.warnings += sendings.warnings
        // 4. All that is written, put together.
        var acceptance = try AcceptanceDraft(
            examined: examined,
            body: body,
            caller: caller,
            sender: sender,
            route: route,
            registryVersion: snapshot.version,
            receivedAt: receivedAt
        ).acceptance(using: identifiers)
        if rules.duplicates == .warn || !sendings.ofThisFile.isEmpty { acceptance.refusesDocumentIDConflict = false }
        // 5. One transaction, sealed and flushed.
        let outcome: AcceptanceOutcome
        do {
            outcome = try await store.accept(acceptance)
        } catch {
            throw Refusal(error)
        }
        // 6. Only now a receipt, and the dispatcher is told.
        switch outcome {
        case .accepted(let sealed):
            signal.delivered(to: sealed.deliveries.map(\.recipient))
            return IntakeResult(receipt: Receipt(sealed), isNew: true, undelivered: [])
        case .existing(let sealed):
            return try await known(sealed, body, rules)
        case .conflict(let earlier):
            throw Refusal(
                .duplicateConflict,
                field: "MessageHeader/DocumentId",
                english: "this DocumentId was sent before with other bytes or recipients (envelope \(earlier)); give a "
                    + "new document a new DocumentId, or send a correction as an update or replacement",
                vietnamese: "DocumentId này đã được gửi với nội dung hoặc nơi nhận khác (gói \(earlier)); văn bản mới "
                    + "phải có DocumentId mới, hoặc gửi dưới dạng cập nhật, thay thế"
            )
        }
    }

    // MARK: - Steps

    /// The acceptance of the same bytes from before a recipient was suspended or closed: a sender whose answer was
    /// lost, and who repeats itself, must not be told that nothing was accepted.
    private func earlier(
        _ summary: EnvelopeSummary,
        _ codes: [String],
        _ body: ReceivedBody,
        sender: UnitID,
        _ admission: Admission
    ) async throws(Refusal) -> SealedAcceptance? {
        guard summary.kind != .status else { return nil }
        let recipients = admission.recipients(codes, sender: sender)
        guard !recipients.inactive.isEmpty else { return nil }
        let all = recipients.addressed + recipients.inactive
        let key = AcceptanceDraft.idempotencyKey(summary.kind, from: sender, to: all, body.sha256)
        do {
            return try await store.acceptance(forKey: key)
        } catch {
            throw Refusal(error)
        }
    }

    private func examine(
        _ body: ReceivedBody,
        under rules: EntryRules,
        _ snapshot: RegistrySnapshot,
        at: Timestamp
    ) async throws(Refusal) -> ExaminedEnvelope {
        let trust = authenticator.trustLists.sign
        let isLenient = rules.isLenient
        let demand = EnvelopeExaminer.SignatureDemand(
            senders: policy.requiresValidFrom,
            trust: trust,
            registry: snapshot
        )
        switch body {
        case .bytes(let bytes):
            guard isLenient else { return try examiner.examine(bytes, trust: trust, at: at) }
            return try examiner.examineLeniently(bytes, demand: demand, at: at)
        case .file(let file, _, _):
            // Page faults of a mapped file block, and a large parse takes long: not on the cooperative pool.
            let examiner = examiner
            return try await largeWork.perform { () throws(Refusal) -> ExaminedEnvelope in
                guard isLenient else { return try examiner.examine(fileAt: file.path, trust: trust, at: at) }
                return try examiner.examineLeniently(fileAt: file.path, demand: demand, at: at)
            }
        }
    }

    private func checkSigned(_ examined: ExaminedEnvelope) throws(Refusal) {
        guard policy.requiresSignature, examined.signer == nil, examined.summary.kind == .document else { return }
        throw Refusal(
            .signatureMissing,
            field: "Signature",
            english: "the document carries no signature, and Axis is configured to refuse such; sign it",
            vietnamese: "văn bản không có chữ ký số, và trục được cấu hình không nhận văn bản như vậy; hãy ký số"
        )
    }

    private func route(
        _ summary: EnvelopeSummary,
        _ codes: [String],
        sender: UnitID,
        _ admission: Admission,
        _ rules: EntryRules
    ) async throws(Refusal) -> EnvelopeRoute {
        guard summary.kind == .status else {
            let recipients = admission.recipients(codes, sender: sender)
            if !recipients.refused.isEmpty, !rules.allowsPartial || recipients.accepted.isEmpty {
                throw Admission.refusal(of: recipients.refused)
            }
            guard !recipients.accepted.isEmpty else {
                throw Refusal(
                    .schema,
                    field: "To/OrganId",
                    english: "the only recipient is the sender itself; name another unit in To",
                    vietnamese: "nơi nhận duy nhất chính là đơn vị gửi; hãy ghi đơn vị khác trong To"
                )
            }
            return EnvelopeRoute(recipients: recipients, about: nil, effects: [])
        }
        let matcher = StatusMatcher(store: store, admission: admission)
        return try await matcher.route(
            summary,
            sender: sender,
            fallback: codes,
            carriesUnmatched: rules.carriesUnmatchedStatus
        )
    }
}

/// Where an envelope goes, and what it does to an earlier delivery.
struct EnvelopeRoute {
    var recipients: Admission.Recipients
    /// The delivery that a status package is about.
    var about: DeliveryID?
    /// What the status package does to that delivery.
    var effects: [DeliveryCause]
}
