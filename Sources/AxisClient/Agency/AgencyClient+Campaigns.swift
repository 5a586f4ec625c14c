// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisTransfer

extension AgencyClient {
    /// All campaigns, newest first.
    public func campaigns() async throws(ClientError) -> CampaignList {
        try await connection.value(of: Call("GET", "v1", "campaigns"))
    }

    /// One campaign.
    public func campaign(_ id: String) async throws(ClientError) -> CampaignView {
        try await connection.value(of: Call("GET", "v1", "campaigns", id))
    }

    /// The board of a campaign.
    public func board(of campaign: String) async throws(ClientError) -> BoardView {
        try await connection.value(of: Call("GET", "v1", "campaigns", campaign, "board"))
    }

    /// Declares an indicator that Axis can't measure; the unit's row of the board.
    @discardableResult
    public func declare(_ request: IndicatorDeclareRequest, in campaign: String) async throws(ClientError) -> BoardRow {
        try await connection.value(of: Call("POST", "v1", "campaigns", campaign, "declarations").sending(request))
    }

    /// Hands in a province's list: CSV, a workbook or JSON, as its bytes are.
    ///
    /// The same bytes may be handed in again without harm; they get the same receipt.
    ///
    /// - Parameters:
    ///   - unit: the province, where it is not the caller's own unit.
    ///   - isWorkbook: whether the file is named an `.xlsx`.
    ///   - dryRun: only check; the receipt has neither an id nor evidence.
    /// - Throws: a problem whose `faults` name everything that is wrong with the list.
    public func submitList(
        _ list: [UInt8],
        to campaign: String,
        unit: String? = nil,
        isWorkbook: Bool = false,
        dryRun: Bool = false
    ) async throws(ClientError) -> SubmissionReceipt {
        var call = Call("POST", "v1", "campaigns", campaign, "submissions")
        call.query = [("dryRun", dryRun ? "true" : nil), ("unit", unit)]
        let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        call.headers = [
            ("Content-Type", isWorkbook ? workbook : "text/csv"),
            // Should Axis fail on the way, this lends the next attempt the time of the first.
            ("Content-Digest", ContentDigest.field(ContentDigest.sha256(of: list))),
        ]
        call.body = .bytes(list)
        call.timeout = .seconds(300)
        return try await connection.value(of: call)
    }

    /// A list that was handed in, and how it stands.
    public func submission(_ id: SubmissionID) async throws(ClientError) -> SubmissionView {
        try await connection.value(of: Call("GET", "v1", "submissions", id.description))
    }
}
