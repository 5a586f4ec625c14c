// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel

extension AdminClient {
    // MARK: - Certificates

    /// Binds a certificate to a unit.
    @discardableResult
    public func addCertificate(_ request: BindingAddRequest) async throws(ClientError) -> BindingView {
        try await connection.value(of: Call("POST", "admin", "v1", "certificates").onlyOnce.sending(request))
    }

    /// The bindings of a unit, or all.
    public func certificates(of unit: String? = nil) async throws(ClientError) -> [BindingView] {
        let call = Call("GET", "admin", "v1", "certificates").asking([("unit", unit)])
        return try await connection.value(of: call, as: ItemList<BindingView>.self).items
    }

    /// Ends a binding at once, also for connections that are open.
    @discardableResult
    public func revokeCertificate(_ id: BindingID, reason: String) async throws(ClientError) -> BindingView {
        let call = Call("POST", "admin", "v1", "certificates", id.description, "revoke").onlyOnce
        return try await connection.value(of: call.sending(RevokeRequest(reason: reason)))
    }

    // MARK: - Grants

    /// Gives a holder rights over a unit or a branch.
    @discardableResult
    public func addGrant(_ request: GrantAddRequest) async throws(ClientError) -> GrantView {
        try await connection.value(of: Call("POST", "admin", "v1", "grants").onlyOnce.sending(request))
    }

    /// The grants of a holder, or all.
    public func grants(of holder: String? = nil) async throws(ClientError) -> [GrantView] {
        let call = Call("GET", "admin", "v1", "grants").asking([("holder", holder)])
        return try await connection.value(of: call, as: ItemList<GrantView>.self).items
    }

    /// Ends a grant at once.
    @discardableResult
    public func revokeGrant(_ id: GrantID, reason: String) async throws(ClientError) -> GrantView {
        let call = Call("POST", "admin", "v1", "grants", id.description, "revoke").onlyOnce
        return try await connection.value(of: call.sending(RevokeRequest(reason: reason)))
    }

    // MARK: - Administrators

    /// Adds a named administrator, or replaces the one of that name.
    @discardableResult
    public func addAdministrator(_ request: AdministratorAddRequest) async throws(ClientError) -> AdministratorView {
        try await connection.value(of: Call("POST", "admin", "v1", "administrators").onlyOnce.sending(request))
    }

    /// All administrators.
    public func administrators() async throws(ClientError) -> [AdministratorView] {
        let call = Call("GET", "admin", "v1", "administrators")
        return try await connection.value(of: call, as: ItemList<AdministratorView>.self).items
    }

    /// Takes an administrator off.
    public func removeAdministrator(_ name: String) async throws(ClientError) {
        _ = try await connection.perform(Call("DELETE", "admin", "v1", "administrators", name).onlyOnce)
    }

    /// What administrators did and what was refused, from a record on.
    public func audit(after: String? = nil, limit: Int? = nil) async throws(ClientError) -> AuditPage {
        let call = Call("GET", "admin", "v1", "audit").asking([("after", after), ("limit", limit.map(String.init))])
        return try await connection.value(of: call)
    }
}
