// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore

extension SubmissionDesk {
    // MARK: - Looking

    /// Versions that were handed in, newest first.
    package func list(
        _ by: AdministratorCaller,
        campaign: String?,
        unit: String?
    ) async throws(Refusal) -> SubmissionList {
        let snapshot = registrar.holder.current
        let unit = try unit.map { (code) throws(Refusal) in
            try snapshot.unit(named: code, at: clock.now(), field: "unit").id
        }
        let filter = SubmissionFilter(campaign: campaign, unit: unit, limit: 1000)
        let found = try await asking { () throws(StoreError) in try await store.submissions(filter) }
        return SubmissionList(items: found.map { view(of: $0, in: snapshot) })
    }

    /// One version with what accepting it would change of today's registry.
    package func show(_ by: AdministratorCaller, _ id: SubmissionID) async throws(Refusal) -> SubmissionView {
        let stored = try await stored(id)
        let snapshot = registrar.holder.current
        let now = clock.now()
        let bytes = try await asking { () throws(StoreError) in try await store.list(of: id) }
        var view = view(of: stored, in: snapshot)
        guard let province = snapshot.unit(stored.version.unit, at: now) else { return view }
        // A list that no longer fits the registry has no difference to show; accepting it names the faults.
        let examination = try? await ListExamination.examine(
            bytes,
            hint: nil,
            from: province,
            against: snapshot,
            at: now
        )
        if let list = examination?.check.list {
            view.changes = SubmissionDiff(of: list, from: province.id, to: snapshot, at: now).rows.map {
                SubmissionChangeView($0)
            }
        }
        return view
    }

    /// A province's own version.
    ///
    /// - Throws: `not-yours` when the caller may not hand in for it.
    package func show(_ caller: Caller, _ id: SubmissionID) async throws(Refusal) -> SubmissionView {
        let stored = try await stored(id)
        let snapshot = registrar.holder.current
        guard snapshot.may(caller.holder, .submit, over: stored.version.unit, at: clock.now()) else {
            throw Refusal(
                .notYours,
                english: "\(caller.holderCode) has no right over this list",
                vietnamese: "\(caller.holderCode) không có quyền đối với danh sách này"
            )
        }
        return view(of: stored, in: snapshot)
    }

    // MARK: - Deciding

    /// Accepts a list and applies the whole of it to the registry, or nothing; with four eyes the first of two
    /// administrators only prepares that.
    ///
    /// The list is checked again, against the registry of this moment.
    ///
    /// - Throws: ``ImportRefusal``: `duplicate-conflict` when another decided first, `deadline-passed`, or every fault
    ///   that the list has by now.
    package func accept(
        _ by: AdministratorCaller,
        _ id: SubmissionID,
        _ request: SubmissionAcceptRequest
    ) async throws(ImportRefusal) -> SubmissionView {
        var faulty: ImportRefusal?
        do throws(Refusal) {
            try by.require(.registrar)
            return try await accept(by, id, request, &faulty)
        } catch {
            throw faulty ?? ImportRefusal(error)
        }
    }

    private func accept(
        _ by: AdministratorCaller,
        _ id: SubmissionID,
        _ request: SubmissionAcceptRequest,
        _ faulty: inout ImportRefusal?
    ) async throws(Refusal) -> SubmissionView {
        try await gate.enter()
        defer { gate.leave() }
        let stored = try await stored(id)
        let campaign = try await asking { () throws(StoreError) in try await store.campaign(stored.version.campaign) }
        var after = stored.version
        let needsSecond =
            campaign?.requiresSecond == true || request.requireSecond == true || after.preparation != nil
        let decision = AcceptanceDecision(
            effective: request.effective,
            legalBasis: request.legalBasis,
            lateReason: request.acceptLate,
            forwardUntil: request.forwardUntil,
            windUpAt: request.windUpAt
        )
        let action = try after.accept(decision, by: by.name, at: clock.now(), requiringSecond: needsSecond)
        let step = SubmissionStep(from: stored.version, to: after)
        guard case .apply = action else {
            try await decide(NewDecision(step: step, audit: [audit("submission.prepare", by, step)]))
            return try await view(of: self.stored(id), in: registrar.holder.current)
        }
        let bytes = try await asking { () throws(StoreError) in try await store.list(of: id) }
        try await registrar.change(by: by.name) { (draft) throws(Refusal) in
            guard let province = draft.snapshot.unit(stored.version.unit, at: draft.now) else {
                throw .unknownUnit(stored.receipt.unit)
            }
            do throws(ImportRefusal) {
                let examination = try ListExamination.examineNow(
                    bytes,
                    hint: nil,
                    from: province,
                    against: draft.snapshot,
                    at: decision.effective
                )
                guard let list = examination.check.list else { preconditionFailure("a list without faults is there") }
                do throws(Refusal) {
                    try draft.apply(list, of: province, decision) { self.registrar.identifier() }
                } catch {
                    throw ImportRefusal(error)
                }
            } catch {
                faulty = error
                throw error.refusal
            }
            draft.note(
                "submission.accept",
                id.description,
                before: ["state": step.before.state.rawValue],
                after: ["state": step.after.state.rawValue, "sha256": stored.version.sha256.description]
            )
        } append: { (draft) throws(Refusal) in
            try await self.append(NewDecision(step: step, events: draft.events, audit: draft.audit))
        }
        return view(
            of: StoredSubmission(version: after, receipt: stored.receipt, evidence: stored.evidence),
            in: registrar.holder.current
        )
    }

    /// Rejects a list; the province reads why in its inbox and in the interface.
    package func reject(
        _ by: AdministratorCaller,
        _ id: SubmissionID,
        _ request: SubmissionRejectRequest
    ) async throws(Refusal) -> SubmissionView {
        try by.require(.registrar)
        try await gate.enter()
        defer { gate.leave() }
        let stored = try await stored(id)
        let now = clock.now()
        var after = stored.version
        _ = try after.reject(reason: request.reason, by: by.name, at: now)
        let step = SubmissionStep(from: stored.version, to: after)
        let notice = notice(of: stored, reason: request.reason, at: now)
        try await decide(NewDecision(step: step, audit: [audit("submission.reject", by, step)], notice: notice))
        if let notice { signal.delivered(to: [notice.delivery.recipient]) }
        return view(
            of: StoredSubmission(version: after, receipt: stored.receipt, evidence: stored.evidence),
            in: registrar.holder.current
        )
    }

    // MARK: - Parts

    private func stored(_ id: SubmissionID) async throws(Refusal) -> StoredSubmission {
        let found = try await asking { () throws(StoreError) in try await store.submission(id) }
        guard let found else {
            throw Refusal(.notFound, field: "id", english: "no such list", vietnamese: "không có danh sách này")
        }
        return found
    }

    private func decide(_ decision: NewDecision) async throws(Refusal) {
        guard try await asking({ () throws(StoreError) in try await store.decide(decision) }) else {
            throw .decidedMeanwhile()
        }
    }

    /// True when it is written; false when the registry moved on and the change must be made anew.
    private func append(_ decision: NewDecision) async throws(Refusal) -> Bool {
        do throws(StoreError) {
            if try await store.decide(decision) { return true }
        } catch {
            if error.code == .versionConflict { return false }
            throw Refusal(error)
        }
        throw .decidedMeanwhile()
    }

    private func audit(_ action: String, _ by: AdministratorCaller, _ step: SubmissionStep) -> AuditRecord {
        AuditRecord(
            at: clock.now(),
            actor: by.name,
            action: action,
            subject: step.after.id.description,
            before: RegistryJSON.text(["state": step.before.state.rawValue]),
            after: RegistryJSON.text(["state": step.after.state.rawValue])
        )
    }

    private func notice(of stored: StoredSubmission, reason: String, at now: Timestamp) -> SubmissionNotice? {
        guard let province = registrar.holder.current.unit(stored.version.unit, at: now),
            province.state(at: now) != .closed,
            let payload = RegistryJSON.bytes(RejectedListNotice(of: stored, reason: reason, at: now))
        else { return nil }
        let envelope = EnvelopeRecord(
            id: EnvelopeID(identifiers.next(at: now)),
            kind: .notice,
            sender: origin.unit,
            senderCode: origin.code,
            senderAuth: .mtls,
            senderCredential: origin.credential,
            signer: nil,
            signature: .none,
            legalValue: .informationOnly,
            documentID: nil,
            numberAndNotation: "",
            promulgationDate: "",
            subject: RejectedListNotice.word,
            urgency: .urgent,
            action: .new,
            statusCode: nil,
            about: nil,
            sha256: SHA256.digest(of: payload),
            size: payload.count,
            acceptedAt: now,
            registryVersion: registrar.holder.current.version,
            warnings: [],
            refused: []
        )
        let delivery = Delivery(
            id: DeliveryID(identifiers.next(at: now)),
            envelope: envelope.id,
            kind: .notice,
            sender: origin.unit,
            recipient: province.id,
            recipientCode: province.code.text,
            urgency: .urgent,
            size: payload.count,
            acceptedAt: now
        )
        return SubmissionNotice(envelope: envelope, payload: payload, delivery: delivery)
    }

    private func view(of stored: StoredSubmission, in snapshot: RegistrySnapshot) -> SubmissionView {
        let version = stored.version
        var view = SubmissionView(
            id: version.id,
            campaign: version.campaign,
            unit: stored.receipt.unit,
            name: snapshot.unit(version.unit)?.name ?? stored.receipt.unit,
            version: version.number,
            state: version.state,
            sha256: version.sha256,
            count: version.count,
            receivedAt: version.receivedAt,
            timeliness: version.timeliness.english,
            preparedBy: version.preparation?.by,
            decidedBy: version.decidedBy,
            decidedAt: version.decidedAt,
            warnings: stored.receipt.warnings
        )
        switch version.outcome {
        case .accepted(let decision):
            view.effective = decision.effective
            view.legalBasis = decision.legalBasis
            view.reason = decision.lateReason
        case .rejected(let reason): view.reason = reason
        case .superseded, nil: break
        }
        return view
    }
}

/// What Axis tells a province about its list: the body of a `kind=notice` item, JSON.
struct RejectedListNotice: Codable, Sendable {
    static let word = "submission-rejected"

    var type = RejectedListNotice.word
    var submissionId: SubmissionID
    var campaign: String
    var unit: String
    var version: Int
    var sha256: Digest256
    var reason: String
    var at: Timestamp

    init(of stored: StoredSubmission, reason: String, at moment: Timestamp) {
        submissionId = stored.version.id
        campaign = stored.version.campaign
        unit = stored.receipt.unit
        version = stored.version.number
        sha256 = stored.version.sha256
        self.reason = reason
        at = moment
    }
}

extension SubmissionChangeView {
    fileprivate init(_ row: SubmissionDiff.Row) {
        self.init(
            changes: row.changes,
            code: row.code,
            name: row.name,
            kind: row.kind.rawValue,
            adminCode: row.adminCode,
            oldName: row.oldName,
            oldKind: row.oldKind?.rawValue,
            links: row.links
        )
    }
}

extension Refusal {
    fileprivate static func decidedMeanwhile() -> Refusal {
        Refusal(
            .duplicateConflict,
            english: "another administrator decided on this list at the same moment; look at it again",
            vietnamese: "một quản trị viên khác vừa xử lý danh sách này; hãy xem lại"
        )
    }
}
