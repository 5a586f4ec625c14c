// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel

/// What an administrator does to deliveries.
public enum QueueAction: String, Sendable, CaseIterable {
    /// Stops them until they are released.
    case hold
    /// Lets held ones go on.
    case release
    /// Tries those that wait again at once.
    case retry
    /// Ends them undelivered; the senders are told.
    case purge
}

extension AdminClient {
    // MARK: - Queues

    /// All queues, the fullest first.
    public func queues() async throws(ClientError) -> QueueList {
        try await connection.value(of: Call("GET", "admin", "v1", "queues"))
    }

    /// One destination's queue: what waits, why, until when.
    public func queue(_ code: String) async throws(ClientError) -> QueueView {
        try await connection.value(of: Call("GET", "admin", "v1", "queues", code))
    }

    /// Acts on a destination's deliveries, or on those named.
    public func act(
        _ action: QueueAction,
        _ request: QueueActionRequest
    ) async throws(ClientError) -> QueueActionResult {
        let call = Call("POST", "admin", "v1", "queues", action.rawValue).onlyOnce
        return try await connection.value(of: call.sending(request))
    }

    /// Gives held deliveries to another unit; done once, however often it is asked for.
    public func reroute(_ request: RerouteRequest) async throws(ClientError) -> QueueActionResult {
        let call = Call("POST", "admin", "v1", "queues", "reroute")
        return try await connection.value(of: call.sending(request))
    }

    /// Any envelope, with its deliveries and their history.
    public func envelope(_ id: EnvelopeID) async throws(ClientError) -> EnvelopeReport {
        try await connection.value(of: Call("GET", "admin", "v1", "envelopes", id.description))
    }

    // MARK: - Endpoints

    /// All push endpoints.
    public func endpoints() async throws(ClientError) -> [EndpointView] {
        let call = Call("GET", "admin", "v1", "endpoints")
        return try await connection.value(of: call, as: ItemList<EndpointView>.self).items
    }

    /// The push endpoint of a unit or its branch.
    public func endpoint(of code: String) async throws(ClientError) -> EndpointView {
        try await connection.value(of: Call("GET", "admin", "v1", "endpoints", code))
    }

    /// Sets the push endpoint of a unit or its branch.
    @discardableResult
    public func setEndpoint(of code: String, _ request: EndpointRequest) async throws(ClientError) -> EndpointView {
        try await connection.value(of: Call("PUT", "admin", "v1", "endpoints", code).sending(request))
    }

    /// Clears a push endpoint; the unit pulls from then on.
    public func clearEndpoint(of code: String) async throws(ClientError) {
        _ = try await connection.perform(Call("DELETE", "admin", "v1", "endpoints", code))
    }

    /// Has the daemon connect to an endpoint, without a document, and say what it found.
    public func testEndpoint(of code: String) async throws(ClientError) -> CheckReport {
        var call = Call("POST", "admin", "v1", "endpoints", code, "test")
        call.timeout = .seconds(90)
        return try await connection.value(of: call)
    }

    // MARK: - Care of the store

    /// Copies the store of the running daemon into a new directory on the daemon's machine.
    public func backUp(to directory: String) async throws(ClientError) -> BackupReport {
        var call = Call("POST", "admin", "v1", "backup").onlyOnce
        call.timeout = .seconds(6 * 3600)
        return try await connection.value(of: call.sending(BackupRequest(directory: directory)))
    }

    /// Has the daemon read its store over, hashes included.
    public func checkStore() async throws(ClientError) -> CheckReport {
        var call = Call("POST", "admin", "v1", "check-store").onlyOnce
        call.timeout = .seconds(6 * 3600)
        return try await connection.value(of: call)
    }

    /// What the daemon finds wrong with itself and its surroundings.
    public func doctor() async throws(ClientError) -> CheckReport {
        try await connection.value(of: Call("GET", "admin", "v1", "doctor"))
    }
}
