// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry

extension Registrar {
    /// Adds a named administrator, or replaces one of the same name.
    ///
    /// - Parameter fingerprint: SHA-256 of the request's certificate, which the caller has read from its PEM.
    package func addAdministrator(
        _ by: AdministratorCaller,
        _ request: AdministratorAddRequest,
        fingerprint: Digest256?
    ) async throws(Refusal) -> AdministratorView {
        try by.require(.registrar)
        var roles: Set<AdministratorRole> = []
        for word in request.roles {
            guard let role = AdministratorRole(rawValue: word) else {
                let known = AdministratorRole.allCases.map(\.rawValue).joined(separator: ", ")
                throw .field("roles", "a role is one of \(known)", "vai trò là một trong: \(known)")
            }
            roles.insert(role)
        }
        let added = Administrator(name: request.name, roles: roles, uid: request.uid, fingerprint: fingerprint)
        return try await change(by: by.name) { (draft) throws(Refusal) -> AdministratorView in
            let before = draft.snapshot.administrator(named: added.name).map { AdministratorView($0) }
            try draft.add(.addAdministrator(added))
            let view = AdministratorView(added)
            draft.note("administrator.add", added.name, before: before, after: view)
            return view
        }
    }

    /// All administrators, by name.
    package func administrators() -> [AdministratorView] { holder.current.administrators.map { AdministratorView($0) } }

    /// Removes a named administrator; the last registrar stays.
    package func removeAdministrator(_ by: AdministratorCaller, _ name: String) async throws(Refusal) {
        try by.require(.registrar)
        try await change(by: by.name) { (draft) throws(Refusal) in
            let before = draft.snapshot.administrator(named: name).map { AdministratorView($0) }
            try draft.add(.removeAdministrator(name: name))
            draft.note("administrator.remove", name, before: before)
        }
    }
}
