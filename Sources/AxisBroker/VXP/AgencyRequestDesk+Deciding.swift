// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisStore

extension AgencyRequestDesk {
    /// Requests in a state, newest first.
    package func list(
        _ by: AdministratorCaller,
        state: AgencyRequest.State?,
        after: AgencyRequestID?,
        limit: Int
    ) async throws(Refusal) -> AgencyRequestList {
        try by.require(.registrar, .operator, .auditor)
        let count = min(max(limit, 1), 1000)
        do {
            let items = try await store.agencyRequests(in: state, after: after, limit: count)
            return AgencyRequestList(items: items, next: items.count == count ? items.last?.id.description : nil)
        } catch {
            throw Refusal(error)
        }
    }

    /// Grants a request: the unit is registered, or closed, with the decision and from the moment given.
    ///
    /// Checked again, against the registry of this moment.
    package func accept(
        _ by: AdministratorCaller,
        _ id: AgencyRequestID,
        _ wish: AgencyRequestAcceptRequest
    ) async throws(Refusal) -> AgencyRequest {
        try by.require(.registrar)
        var decided = try await open(id)
        decided.state = .accepted
        decided.decidedAt = clock.now()
        decided.decidedBy = by.name
        decided.reason = wish.legalBasis
        let request = decided
        let kind = try wish.kind.map { (text) throws(Refusal) in try Registrar.kind(text) } ?? .other
        return try await registrar.change(by: by.name) { (draft) throws(Refusal) -> AgencyRequest in
            let from = wish.effectiveFrom ?? draft.now
            switch request.kind {
            case .register:
                let registration = try draft.registration(request, kind: kind, id: self.registrar.identifier())
                try draft.add(.register(registration), from: from, legalBasis: wish.legalBasis)
            case .close:
                guard let basis = wish.legalBasis, basis.contains(where: { !$0.isWhitespace }) else {
                    throw .field(
                        "legalBasis",
                        "name the decision that closing the unit rests on",
                        "hãy nêu văn bản làm căn cứ đóng mã đơn vị"
                    )
                }
                let unit = try draft.snapshot.unit(named: request.code, at: from, field: "code")
                var successors: [UnitID] = []
                for code in wish.successors ?? [] {
                    successors.append(try draft.snapshot.unit(named: code, at: from, field: "successors").id)
                }
                try draft.add(
                    .close(unit: unit.id, successors: successors, windUpAt: from + Closing.usualWindUp),
                    from: from,
                    legalBasis: basis
                )
            }
            draft.note("agency-request.accept", request.code, before: ["state": "open"], after: request)
            return request
        } append: { (draft) throws(Refusal) in
            do throws(StoreError) {
                guard try await self.store.decide(request, events: draft.events, audit: draft.audit) else {
                    throw StoreError(.notFound, "")
                }
                return true
            } catch {
                if error.code == .versionConflict { return false }
                throw error.code == .notFound ? Self.decidedBefore : Refusal(error)
            }
        }
    }

    /// Does not grant a request.
    package func refuse(
        _ by: AdministratorCaller,
        _ id: AgencyRequestID,
        reason: String
    ) async throws(Refusal) -> AgencyRequest {
        try by.require(.registrar)
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw .field("reason", "say why it is refused", "hãy nêu lý do từ chối")
        }
        var decided = try await open(id)
        let now = clock.now()
        decided.state = .refused
        decided.decidedAt = now
        decided.decidedBy = by.name
        decided.reason = reason.bounded(500)
        let record = AuditRecord(
            at: now,
            actor: by.name,
            action: "agency-request.refuse",
            subject: decided.code,
            before: RegistryJSON.text(["state": "open"]),
            after: RegistryJSON.text(decided)
        )
        do throws(StoreError) {
            guard try await store.decide(decided, events: [], audit: [record]) else { throw StoreError(.notFound, "") }
        } catch {
            throw error.code == .notFound ? Self.decidedBefore : Refusal(error)
        }
        return decided
    }

    private func open(_ id: AgencyRequestID) async throws(Refusal) -> AgencyRequest {
        let request: AgencyRequest?
        do { request = try await store.agencyRequest(id) } catch { throw Refusal(error) }
        guard let request else {
            throw Refusal(.notFound, english: "there is no such request", vietnamese: "không có đề nghị này")
        }
        guard request.state == .open else { throw Self.decidedBefore }
        return request
    }

    private static let decidedBefore = Refusal(
        .duplicateConflict,
        english: "the request was decided before",
        vietnamese: "đề nghị này đã được quyết định"
    )
}
