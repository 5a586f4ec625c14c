// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisTransfer

/// The forms that the registry is exported in.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// A code list, as an import takes it.
    case csv
    /// JSON.
    case json
}

extension AdminClient {
    /// Searches the registry.
    public func units(_ search: UnitSearch = UnitSearch()) async throws(ClientError) -> UnitPage {
        try await connection.value(of: Call("GET", "admin", "v1", "units").asking(search.query))
    }

    /// The unit behind a code in any form, now or at a moment.
    public func unit(_ code: String, at moment: Timestamp? = nil) async throws(ClientError) -> UnitView {
        let call = Call("GET", "admin", "v1", "units", code).asking([("at", moment?.description)])
        return try await connection.value(of: call)
    }

    /// Registers a unit.
    @discardableResult
    public func addUnit(_ request: UnitAddRequest) async throws(ClientError) -> UnitView {
        try await connection.value(of: Call("POST", "admin", "v1", "units").onlyOnce.sending(request))
    }

    /// Suspends a unit: its documents wait, new ones to it are refused.
    @discardableResult
    public func suspendUnit(_ code: String, _ request: UnitStateRequest) async throws(ClientError) -> UnitView {
        let call = Call("POST", "admin", "v1", "units", code, "suspend").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Ends a suspension.
    @discardableResult
    public func resumeUnit(_ code: String, _ request: UnitStateRequest) async throws(ClientError) -> UnitView {
        let call = Call("POST", "admin", "v1", "units", code, "resume").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Registers a whole code list, all or nothing: CSV in any encoding that Excel writes, a workbook, or JSON.
    ///
    /// - Throws: a problem whose `faults` name every faulty line.
    public func importUnits(_ list: [UInt8], dryRun: Bool = false) async throws(ClientError) -> ImportReport {
        var call = Call("POST", "admin", "v1", "units", "import").onlyOnce
        if dryRun { call.query = [("dryRun", "true")] }
        call.headers = [("Content-Type", "application/octet-stream")]
        call.body = .bytes(list)
        call.timeout = .seconds(300)
        return try await connection.value(of: call)
    }

    /// The registry as a file.
    public func exportUnits(_ format: ExportFormat) async throws(ClientError) -> [UInt8] {
        var call = Call("GET", "admin", "v1", "units", "export").asking([("format", format.rawValue)])
        call.timeout = .seconds(300)
        return try await connection.perform(call).body
    }
}
