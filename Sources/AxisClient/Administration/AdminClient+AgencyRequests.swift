// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisTransfer

extension AdminClient {
    /// What agencies' systems asked of the registry, newest first.
    public func agencyRequests(
        in state: AgencyRequest.State? = nil,
        after: String? = nil,
        limit: Int? = nil
    ) async throws(ClientError) -> AgencyRequestList {
        let call = Call("GET", "admin", "v1", "agency-requests")
            .asking([("state", state?.rawValue), ("after", after), ("limit", limit.map { "\($0)" })])
        return try await connection.value(of: call)
    }

    /// Grants a request.
    @discardableResult
    public func acceptAgencyRequest(
        _ id: AgencyRequestID,
        _ request: AgencyRequestAcceptRequest
    ) async throws(ClientError) -> AgencyRequest {
        let call = Call("POST", "admin", "v1", "agency-requests", id.description, "accept").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Does not grant a request.
    @discardableResult
    public func refuseAgencyRequest(
        _ id: AgencyRequestID,
        reason: String
    ) async throws(ClientError) -> AgencyRequest {
        let call = Call("POST", "admin", "v1", "agency-requests", id.description, "refuse").onlyOnce
        return try await connection.value(of: call.sending(AgencyRequestRefuseRequest(reason: reason)))
    }
}
