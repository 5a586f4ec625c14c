// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry

extension Registrar {
    /// Gives a holder rights over a unit or a branch.
    package func addGrant(_ by: AdministratorCaller, _ request: GrantAddRequest) async throws(Refusal) -> GrantView {
        try by.require(.registrar)
        var rights: Set<Right> = []
        for word in request.rights {
            guard let right = Right(rawValue: word) else {
                let known = Right.allCases.map(\.rawValue).joined(separator: ", ")
                throw .field("rights", "a right is one of \(known)", "quyền là một trong: \(known)")
            }
            rights.insert(right)
        }
        guard request.legalBasis.contains(where: { !$0.isWhitespace }) else {
            throw .field("legalBasis", "name the decision it rests on", "hãy nêu căn cứ pháp lý")
        }
        return try await change(by: by.name) { (draft) throws(Refusal) -> GrantView in
            let grant = Grant(
                id: self.identifier(),
                holder: try draft.snapshot.unit(named: request.holder, at: draft.now, field: "holder").id,
                over: try draft.snapshot.unit(named: request.over.code, at: draft.now, field: "over").id,
                isBranch: request.over.isBranch,
                rights: rights,
                period: Period(from: request.from ?? draft.now, until: request.until)
            )
            try draft.add(.grant(grant), legalBasis: request.legalBasis)
            return try draft.noteGrant("grant.add", grant.id, before: nil)
        }
    }

    /// Grants, the oldest first, of one holder or of all.
    package func grants(holder code: String? = nil) throws(Refusal) -> [GrantView] {
        let snapshot = holder.current
        let now = clock.now()
        let unit = try code.map { code throws(Refusal) in try snapshot.unit(named: code, at: now, field: "holder").id }
        return snapshot.grants
            .filter { unit == nil || $0.grant.holder == unit }
            .map { snapshot.view(of: $0, at: now) }
    }

    /// Ends a grant now.
    package func revokeGrant(
        _ by: AdministratorCaller,
        _ id: GrantID,
        _ request: RevokeRequest
    ) async throws(Refusal) -> GrantView {
        try by.require(.registrar)
        return try await change(by: by.name) { (draft) throws(Refusal) -> GrantView in
            let before = draft.snapshot.grant(id).map { draft.snapshot.view(of: $0, at: draft.now) }
            try draft.add(.revokeGrant(id, reason: request.reason))
            return try draft.noteGrant("grant.revoke", id, before: before)
        }
    }
}

extension RegistryDraft {
    fileprivate mutating func noteGrant(
        _ action: String,
        _ id: GrantID,
        before: GrantView?
    ) throws(Refusal) -> GrantView {
        guard let known = snapshot.grant(id) else { throw .unknownUnit(id.description) }
        let view = snapshot.view(of: known, at: now)
        note(action, view.holder, before: before, after: view)
        return view
    }
}
