// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisTransfer
import Glibc

/// What became of an envelope handed in.
public struct Submission: Hashable, Sendable {
    /// The receipt, complete.
    public var receipt: Receipt
    /// Whether it was accepted just now; false when the same bytes had been accepted before.
    public var isNew: Bool
    /// Recipients of an earlier acceptance whose delivery ended undelivered; a resend queues them again.
    public var undelivered: [String]
}

/// Which of a sender's own envelopes to list.
public struct EnvelopeQuery: Hashable, Sendable {
    /// Only this `DocumentId`.
    public var documentID: String?
    /// Only with a delivery to this code.
    public var to: String?
    /// Only with a delivery in this state.
    public var state: DeliveryState?
    /// The `next` of the page before.
    public var after: String?
    /// At most so many.
    public var limit: Int?

    /// Makes a query.
    public init(
        documentID: String? = nil,
        to: String? = nil,
        state: DeliveryState? = nil,
        after: String? = nil,
        limit: Int? = nil
    ) {
        self.documentID = documentID
        self.to = to
        self.state = state
        self.after = after
        self.limit = limit
    }
}

extension AgencyClient {
    /// Hands in a signed envelope, a document or a status package.
    ///
    /// Accepting is idempotent, so it is repeated with the same bytes until an answer comes or attempts are used up.
    ///
    /// - Parameter allowsPartial: accepts the envelope for the recipients that can be reached; the receipt names the
    ///   others.
    public func submit(_ envelope: [UInt8], allowsPartial: Bool = false) async throws(ClientError) -> Submission {
        try await submit(.bytes(envelope), size: envelope.count, allowsPartial)
    }

    /// Hands in a signed envelope from a file, which is read while it is sent.
    public func submit(contentsOf path: String, allowsPartial: Bool = false) async throws(ClientError) -> Submission {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .file(path, errno) }
        let size = Int(status.st_size)
        return try await submit(.file(path: path, size: Int64(size)), size: size, allowsPartial)
    }

    /// The caller's own envelopes, newest first.
    public func envelopes(_ query: EnvelopeQuery = EnvelopeQuery()) async throws(ClientError) -> EnvelopePage {
        try await connection.value(
            of: Call("GET", "v1", "envelopes").asking([
                ("documentId", query.documentID), ("to", query.to), ("state", query.state?.rawValue),
                ("after", query.after), ("limit", query.limit.map(String.init)),
            ])
        )
    }

    /// One of the caller's envelopes with its deliveries, their history and the statuses received.
    public func envelope(_ id: EnvelopeID) async throws(ClientError) -> EnvelopeReport {
        try await connection.value(of: Call("GET", "v1", "envelopes", id.description))
    }

    /// An envelope's receipt, the same as at its acceptance.
    public func receipt(_ id: EnvelopeID) async throws(ClientError) -> Receipt {
        try await connection.value(of: Call("GET", "v1", "envelopes", id.description, "receipt"))
    }

    /// Queues deliveries again that ended undelivered.
    ///
    /// - Parameter recipients: only these codes; all that ended undelivered when empty.
    public func resend(_ id: EnvelopeID, to recipients: [String] = []) async throws(ClientError) -> ResendResult {
        let call = Call("POST", "v1", "envelopes", id.description, "resend").onlyOnce
        return try await connection.value(of: call.sending(ResendRequest(recipients: recipients)))
    }

    private func submit(
        _ body: TransferRequest.Body,
        size: Int,
        _ allowsPartial: Bool
    ) async throws(ClientError) -> Submission {
        var call = Call("POST", "v1", "envelopes")
        call.headers = [("Content-Type", "application/xml")]
        if allowsPartial { call.headers.append(("Axis-Partial", "allow")) }
        call.body = body
        call.timeout = .seconds(Patience.seconds(for: size))
        return try await connection.perform(call) { response throws(ClientError) in
            let receipt = try JSONText.decode(Receipt.self, from: response.body)
            let undelivered = (response.headers["axis-undelivered"] ?? "").split { $0 == "," || $0 == " " }
            return Submission(
                receipt: receipt,
                isNew: response.status == 201,
                undelivered: undelivered.map(String.init)
            )
        }
    }
}

/// How long a transfer may take.
enum Patience {
    /// Two minutes, and one second for each 64 KiB: half a megabit a second is bearable.
    static func seconds(for size: Int) -> Int { 120 + size / 65_536 }
}
