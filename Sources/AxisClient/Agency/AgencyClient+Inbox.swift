// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisTransfer
import Glibc

/// Which deliveries to list.
public struct InboxQuery: Hashable, Sendable {
    /// A unit or a branch (`H24.*`); all that the caller may receive for when nil.
    public var unit: String?
    /// Only of this kind.
    public var kind: EnvelopeKind?
    /// The `next` of the page before.
    public var after: String?
    /// At most so many.
    public var limit: Int?
    /// Seconds to wait for the first item, 0 to 60.
    public var wait: Int?

    /// Makes a query.
    public init(
        unit: String? = nil,
        kind: EnvelopeKind? = nil,
        after: String? = nil,
        limit: Int? = nil,
        wait: Int? = nil
    ) {
        self.unit = unit
        self.kind = kind
        self.after = after
        self.limit = limit
        self.wait = wait
    }
}

/// The exact bytes of a delivery, checked against the digest that came with them.
public struct FetchedEnvelope: Hashable, Sendable {
    /// The bytes as the sender sent them.
    public var bytes: [UInt8]
    /// Their SHA-256.
    public var sha256: Digest256
}

/// An envelope that was saved into a file.
public struct SavedEnvelope: Hashable, Sendable {
    /// The SHA-256 of its bytes.
    public var sha256: Digest256
    /// What it is, as Axis delivers it: the bytes of a test document don't tell.
    public var kind: EnvelopeKind?
}

extension AgencyClient {
    /// Lists what is not acknowledged, the most urgent first; changes nothing.
    public func inbox(_ query: InboxQuery = InboxQuery()) async throws(ClientError) -> InboxPage {
        var call = Call("GET", "v1", "inbox").asking([
            ("unit", query.unit), ("kind", query.kind?.rawValue), ("after", query.after),
            ("limit", query.limit.map(String.init)), ("wait", query.wait.map(String.init)),
        ])
        call.timeout = .seconds(60 + (query.wait ?? 0))
        return try await connection.value(of: call)
    }

    /// Leases deliveries; each item comes with its token and the end of its lease.
    ///
    /// It is made once: repeated after a lost answer it would lease other items.
    public func claim(_ request: ClaimRequest = ClaimRequest()) async throws(ClientError) -> InboxPage {
        var call = Call("POST", "v1", "inbox", "claim").onlyOnce
        call.timeout = .seconds(60 + (request.wait ?? 0))
        return try await connection.value(of: call.sending(request))
    }

    /// Prolongs a lease.
    public func extend(
        _ delivery: DeliveryID,
        _ request: ExtendRequest
    ) async throws(ClientError) -> AcknowledgeResult {
        let call = Call("POST", "v1", "deliveries", delivery.description, "extend")
        return try await connection.value(of: call.sending(request))
    }

    /// Fetches a delivery's exact bytes into memory.
    ///
    /// - Parameter limit: the most bytes taken.
    /// - Throws: ``ClientError/Kind/corrupted`` when they don't fit the digest that came with them.
    public func fetch(_ delivery: DeliveryID, limit: Int = 64 << 20) async throws(ClientError) -> FetchedEnvelope {
        var call = Call("GET", "v1", "deliveries", delivery.description, "envelope")
        call.timeout = .seconds(Patience.seconds(for: limit))
        call.responseLimit = limit
        return try await connection.perform(call) { response throws(ClientError) in
            let found = ContentDigest.sha256(of: response.body)
            try Self.check(found, against: response.headers)
            return FetchedEnvelope(bytes: response.body, sha256: found)
        }
    }

    /// Fetches a delivery's exact bytes into a file that appears (mode 0600) only when it is whole, checked against
    /// its digest and on disk.
    ///
    /// - Returns: the SHA-256 of the bytes.
    @discardableResult
    public func fetch(
        _ delivery: DeliveryID,
        toFile path: String,
        limit: Int = 1 << 30
    ) async throws(ClientError) -> Digest256 {
        try await save(delivery, toFile: path, limit: limit).sha256
    }

    /// Fetches a delivery's exact bytes into a file, as ``fetch(_:toFile:limit:)`` does.
    ///
    /// - Returns: the SHA-256 of the bytes, and what they are.
    public func save(
        _ delivery: DeliveryID,
        toFile path: String,
        limit: Int = 1 << 30
    ) async throws(ClientError) -> SavedEnvelope {
        let partial = path + ".part"
        var call = Call("GET", "v1", "deliveries", delivery.description, "envelope")
        call.timeout = .seconds(Patience.seconds(for: limit))
        call.responseLimit = limit
        call.responseFile = partial
        let response = try await connection.perform(call)
        do {
            return try await Blocking.run { () throws(ClientError) -> SavedEnvelope in
                let found = try ContentDigest.sha256(ofFile: partial).digest
                try Self.check(found, against: response.headers)
                try DurableFile.move(partial, to: path)
                let kind = response.headers["axis-kind"].flatMap { EnvelopeKind(rawValue: $0) }
                return SavedEnvelope(sha256: found, kind: kind)
            }
        } catch {
            unlink(partial)
            throw error
        }
    }

    /// Reports the outcome of a delivery; the same outcome again is welcome.
    @discardableResult
    public func acknowledge(
        _ delivery: DeliveryID,
        _ request: AcknowledgeRequest
    ) async throws(ClientError) -> AcknowledgeResult {
        var call = Call("POST", "v1", "deliveries", delivery.description, "ack")
        // Each `failed` counts towards the fifth, which holds the item.
        call.mayRepeat = request.outcome != .failed
        return try await connection.value(of: call.sending(request))
    }

    private static func check(_ found: Digest256, against headers: TransferHeaders) throws(ClientError) {
        guard let field = headers["content-digest"], let expected = ContentDigest.sha256(in: field) else {
            throw ClientError(.unexpected, "The server sent an envelope without its SHA-256 digest.")
        }
        guard expected == found else {
            throw ClientError(
                .corrupted,
                "The bytes received have the SHA-256 \(found), and the server named \(expected); nothing was kept."
            )
        }
    }
}
