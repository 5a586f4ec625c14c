// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel

extension AdminClient {
    /// Gives a unit another name.
    @discardableResult
    public func renameUnit(_ code: String, _ request: UnitRenameRequest) async throws(ClientError) -> UnitView {
        let call = Call("POST", "admin", "v1", "units", code, "rename").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Puts a unit beneath another parent.
    @discardableResult
    public func moveUnit(_ code: String, _ request: UnitMoveRequest) async throws(ClientError) -> UnitView {
        let call = Call("POST", "admin", "v1", "units", code, "move").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Makes a unit one of another kind under the same codes.
    @discardableResult
    public func changeKind(of code: String, _ request: UnitKindRequest) async throws(ClientError) -> UnitView {
        let call = Call("POST", "admin", "v1", "units", code, "change-kind").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Puts clerical errors right.
    @discardableResult
    public func correctUnit(_ code: String, _ request: UnitCorrectionRequest) async throws(ClientError) -> UnitView {
        let call = Call("POST", "admin", "v1", "units", code, "correct").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Says until when documents for a closed unit go to its only successor.
    @discardableResult
    public func forwardUnit(_ code: String, _ request: UnitForwardRequest) async throws(ClientError) -> UnitView {
        let call = Call("POST", "admin", "v1", "units", code, "forward").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Closes a unit, or only says what that would concern.
    @discardableResult
    public func closeUnit(
        _ code: String,
        _ request: UnitCloseRequest,
        dryRun: Bool = false
    ) async throws(ClientError) -> UnitClosingReport {
        try await closing(Call("POST", "admin", "v1", "units", code, "close"), dryRun).sending(request).value(
            connection
        )
    }

    /// Merges units into one, or only says what that would concern.
    @discardableResult
    public func mergeUnits(
        _ request: UnitMergeRequest,
        dryRun: Bool = false
    ) async throws(ClientError) -> UnitClosingReport {
        try await closing(Call("POST", "admin", "v1", "units", "merge"), dryRun).sending(request).value(connection)
    }

    /// Splits a unit into several, or only says what that would concern.
    @discardableResult
    public func splitUnit(
        _ code: String,
        _ request: UnitSplitRequest,
        dryRun: Bool = false
    ) async throws(ClientError) -> UnitClosingReport {
        try await closing(Call("POST", "admin", "v1", "units", code, "split"), dryRun).sending(request).value(
            connection
        )
    }

    /// Takes back a closing that is still to come.
    @discardableResult
    public func withdrawClosing(of code: String, _ request: UnitStateRequest) async throws(ClientError) -> UnitView {
        let call = Call("POST", "admin", "v1", "units", code, "withdraw-closing").onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// All that was recorded of a unit's life.
    public func unitHistory(_ code: String, at moment: Timestamp? = nil) async throws(ClientError) -> CodeHistory {
        let call = Call("GET", "admin", "v1", "units", code, "history").asking([("at", moment?.description)])
        return try await connection.value(of: call)
    }

    private func closing(_ call: Call, _ dryRun: Bool) -> Call {
        var call = call
        call.query = dryRun ? [("dryRun", "true")] : []
        // A dry run may be asked for again; a closing reaches the server once at most.
        call.mayRepeat = dryRun
        return call
    }
}

extension Call {
    fileprivate func value(_ connection: ServerConnection) async throws(ClientError) -> UnitClosingReport {
        try await connection.value(of: self)
    }
}
