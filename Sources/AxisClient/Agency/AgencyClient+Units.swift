// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisTransfer

/// Which units to look for.
public struct UnitSearch: Hashable, Sendable {
    /// Words of the name or a code, with or without diacritics.
    public var text: String?
    /// Only children of this code.
    public var parent: String?
    /// Only of this kind, e.g. `phường`.
    public var kind: String?
    /// Only in this state.
    public var state: UnitState?
    /// The `next` of the page before.
    public var after: String?
    /// At most so many.
    public var limit: Int?

    /// Makes a search.
    public init(
        text: String? = nil,
        parent: String? = nil,
        kind: String? = nil,
        state: UnitState? = nil,
        after: String? = nil,
        limit: Int? = nil
    ) {
        self.text = text
        self.parent = parent
        self.kind = kind
        self.state = state
        self.after = after
        self.limit = limit
    }

    var query: [(String, String?)] {
        [
            ("q", text), ("parent", parent), ("kind", kind), ("state", state?.rawValue), ("after", after),
            ("limit", limit.map(String.init)),
        ]
    }
}

/// A snapshot of all codes and its entity tag.
public struct TaggedCodeSnapshot: Hashable, Sendable {
    /// The snapshot.
    public var snapshot: CodeSnapshot
    /// The bytes as they came: what to keep as proof.
    public var bytes: [UInt8]
    /// What to pass to ask for it only when something changed.
    public var tag: String?
}

extension AgencyClient {
    /// Searches the registry of codes.
    public func codes(_ search: UnitSearch = UnitSearch()) async throws(ClientError) -> UnitPage {
        try await connection.value(of: Call("GET", "v1", "codes").asking(search.query))
    }

    /// The unit behind a code in any form, now or at a moment.
    public func code(_ code: String, at moment: Timestamp? = nil) async throws(ClientError) -> UnitView {
        try await connection.value(of: Call("GET", "v1", "codes", code).asking([("at", moment?.description)]))
    }

    /// All that was recorded of a unit's life.
    public func codeHistory(_ code: String, at moment: Timestamp? = nil) async throws(ClientError) -> CodeHistory {
        let call = Call("GET", "v1", "codes", code, "history").asking([("at", moment?.description)])
        return try await connection.value(of: call)
    }

    /// A page of the feed of changes, for a mirror.
    ///
    /// - Parameters:
    ///   - after: the `next` of the page before, or the `version` of a snapshot; 0 for the beginning.
    ///   - limit: 1 to 1,000; 100 when nil.
    public func codeChanges(after: Int64, limit: Int? = nil) async throws(ClientError) -> CodeChangePage {
        let query = [("after", String(after)), ("limit", limit.map(String.init))]
        return try await connection.value(of: Call("GET", "v1", "codes", "changes").asking(query))
    }

    /// The whole registry of codes, to begin a mirror with.
    ///
    /// - Parameter tag: the tag of the snapshot that the caller has.
    /// - Returns: nil when nothing changed since.
    public func codeSnapshot(unless tag: String? = nil) async throws(ClientError) -> TaggedCodeSnapshot? {
        var call = Call("GET", "v1", "codes", "snapshot")
        if let tag { call.headers.append(("If-None-Match", tag)) }
        call.takesNotModified = true
        call.timeout = .seconds(300)
        call.responseLimit = 1 << 30
        return try await connection.perform(call) { response throws(ClientError) in
            if response.status == 304 { return nil }
            let snapshot = try JSONText.decode(CodeSnapshot.self, from: response.body)
            return TaggedCodeSnapshot(snapshot: snapshot, bytes: response.body, tag: response.headers["etag"])
        }
    }

    /// The push endpoint of a unit or its branch.
    public func endpoint(of code: String) async throws(ClientError) -> EndpointView {
        try await connection.value(of: Call("GET", "v1", "units", code, "endpoint"))
    }

    /// Sets the push endpoint of a unit or its branch.
    @discardableResult
    public func setEndpoint(of code: String, _ request: EndpointRequest) async throws(ClientError) -> EndpointView {
        try await connection.value(of: Call("PUT", "v1", "units", code, "endpoint").sending(request))
    }

    /// Clears the push endpoint; the unit pulls from then on.
    public func clearEndpoint(of code: String) async throws(ClientError) {
        _ = try await connection.perform(Call("DELETE", "v1", "units", code, "endpoint"))
    }
}
