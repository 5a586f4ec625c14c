// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisTransfer

extension AdminClient {
    /// Starts a drill.
    public func startDrill(_ request: DrillStartRequest) async throws(ClientError) -> DrillView {
        try await connection.value(of: Call("POST", "admin", "v1", "drills").onlyOnce.sending(request))
    }

    /// Drills in figures, newest first.
    public func drills(campaign: String? = nil, limit: Int? = nil) async throws(ClientError) -> DrillList {
        let call = Call("GET", "admin", "v1", "drills")
        return try await connection.value(of: call.asking([("campaign", campaign), ("limit", limit.map(String.init))]))
    }

    /// A drill's report: who is missing and why.
    ///
    /// - Parameter allUnits: whether those that are done are listed as well.
    public func drill(_ id: DrillID, allUnits: Bool = false) async throws(ClientError) -> DrillView {
        let call = Call("GET", "admin", "v1", "drills", id.description)
        return try await connection.value(of: call.asking([("units", allUnits ? "all" : nil)]))
    }

    /// A drill's report as CSV.
    public func drillCSV(_ id: DrillID, allUnits: Bool = false) async throws(ClientError) -> [UInt8] {
        let call = Call("GET", "admin", "v1", "drills", id.description)
            .asking([("units", allUnits ? "all" : nil), ("format", "csv")])
        return try await connection.perform(call).body
    }

    /// Calls a drill off: nothing more is sent, and what nobody has fetched is taken back.
    @discardableResult
    public func cancelDrill(_ id: DrillID) async throws(ClientError) -> DrillView {
        try await connection.value(of: Call("POST", "admin", "v1", "drills", id.description, "cancel"))
    }
}
