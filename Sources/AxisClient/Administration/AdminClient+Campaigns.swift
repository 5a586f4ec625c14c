// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisTransfer

extension AdminClient {
    /// All campaigns, newest first.
    public func campaigns() async throws(ClientError) -> CampaignList {
        try await connection.value(of: Call("GET", "admin", "v1", "campaigns"))
    }

    /// Creates a campaign.
    @discardableResult
    public func createCampaign(_ request: CampaignCreateRequest) async throws(ClientError) -> CampaignView {
        try await connection.value(of: Call("POST", "admin", "v1", "campaigns").onlyOnce.sending(request))
    }

    /// One campaign.
    public func campaign(_ id: String) async throws(ClientError) -> CampaignView {
        try await connection.value(of: Call("GET", "admin", "v1", "campaigns", id))
    }

    /// The board of a campaign.
    public func board(of campaign: String) async throws(ClientError) -> BoardView {
        try await connection.value(of: Call("GET", "admin", "v1", "campaigns", campaign, "board"))
    }

    /// The board of a campaign as CSV.
    public func boardCSV(of campaign: String) async throws(ClientError) -> [UInt8] {
        let call = Call("GET", "admin", "v1", "campaigns", campaign, "board").asking([("format", "csv")])
        return try await connection.perform(call).body
    }

    /// Declares an indicator that Axis can't measure.
    @discardableResult
    public func declare(
        _ request: IndicatorDeclareRequest,
        in campaign: String
    ) async throws(ClientError) -> BoardView {
        try await connection.value(
            of: Call("POST", "admin", "v1", "campaigns", campaign, "declare").sending(request)
        )
    }

    /// Lists handed in, newest first.
    public func submissions(
        campaign: String? = nil,
        unit: String? = nil
    ) async throws(ClientError) -> SubmissionList {
        let call = Call("GET", "admin", "v1", "submissions").asking([("campaign", campaign), ("unit", unit)])
        return try await connection.value(of: call)
    }

    /// A list with what accepting it would change.
    public func submission(_ id: SubmissionID) async throws(ClientError) -> SubmissionView {
        try await connection.value(of: Call("GET", "admin", "v1", "submissions", id.description))
    }

    /// Accepts a list, or prepares that for a second administrator.
    @discardableResult
    public func acceptSubmission(
        _ id: SubmissionID,
        _ request: SubmissionAcceptRequest
    ) async throws(ClientError) -> SubmissionView {
        var call = Call("POST", "admin", "v1", "submissions", id.description, "accept").onlyOnce
        call.timeout = .seconds(300)
        return try await connection.value(of: call.sending(request))
    }

    /// Rejects a list.
    @discardableResult
    public func rejectSubmission(_ id: SubmissionID, reason: String) async throws(ClientError) -> SubmissionView {
        let call = Call("POST", "admin", "v1", "submissions", id.description, "reject").onlyOnce
        return try await connection.value(of: call.sending(SubmissionRejectRequest(reason: reason)))
    }
}
