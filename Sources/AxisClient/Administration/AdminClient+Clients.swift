// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel

extension AdminClient {
    /// Registers a system id of the VXP interface; the answer shows the secret that was made, for the only time.
    public func addClient(_ request: ClientAddRequest) async throws(ClientError) -> ClientSecretReport {
        try await connection.value(of: Call("POST", "admin", "v1", "clients").onlyOnce.sending(request))
    }

    /// System ids in the order of their bytes, of one unit or of all, behind one of them; at most 1000 a call.
    public func clients(
        of unit: String? = nil,
        after: String? = nil,
        limit: Int? = nil
    ) async throws(ClientError) -> [ClientView] {
        let call = Call("GET", "admin", "v1", "clients").asking([
            ("unit", unit), ("after", after), ("limit", limit.map(String.init)),
        ])
        return try await connection.value(of: call, as: ItemList<ClientView>.self).items
    }

    /// One system id.
    public func client(_ systemID: String) async throws(ClientError) -> ClientView {
        try await connection.value(of: Call("GET", "admin", "v1", "clients", systemID))
    }

    /// Gives a system id a new secret beside the present one.
    public func rotateClient(
        _ systemID: String,
        _ request: ClientRotateRequest = ClientRotateRequest()
    ) async throws(ClientError) -> ClientSecretReport {
        let call = Call("POST", "admin", "v1", "clients", systemID, "rotate").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Ends a system id and all its secrets at once.
    @discardableResult
    public func revokeClient(_ systemID: String, reason: String) async throws(ClientError) -> ClientView {
        let call = Call("POST", "admin", "v1", "clients", systemID, "revoke").onlyOnce
        return try await connection.value(of: call.sending(RevokeRequest(reason: reason)))
    }

    /// Says anew where a system id's requests may come from, and how old they may be.
    @discardableResult
    public func setClientAddresses(
        _ systemID: String,
        _ request: ClientAddressesRequest
    ) async throws(ClientError) -> ClientView {
        try await connection.value(of: Call("PUT", "admin", "v1", "clients", systemID, "addresses").sending(request))
    }

    /// Seals the secrets of one batch anew under the key file's first key; the answer says where the next begins.
    public func rewrapClients(after: String? = nil) async throws(ClientError) -> ClientRewrapReport {
        let call = Call("POST", "admin", "v1", "clients", "rewrap").asking([("after", after)])
        return try await connection.value(of: call)
    }
}
