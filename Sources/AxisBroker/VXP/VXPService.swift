// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisEnvelope
package import AxisStore
package import AxisVXP

/// What the VXP listener asks, and what it sends back.
package protocol VXPAnswering: Sendable {
    /// Who calls; asked before any body is read.
    func authenticate(_ call: VXPSignedCall) async -> Result<VXPCaller, VXPError>

    /// Answers a request whose caller is known.
    ///
    /// A body in a file belongs to the service from here on: it is stored or removed.
    ///
    /// - Throws: why it is refused; the listener tells the caller, counts it and notes it in the audit log.
    func answer(_ request: VXPRequest) async throws(VXPError) -> VXPReply
}

/// A request whose signed header was verified.
package struct VXPRequest: Sendable {
    /// What is called.
    package var method: VXPMethod
    /// Who calls.
    package var caller: VXPCaller
    /// What the signed header asks for.
    package var parameters: VXPParameters
    /// The body: of sendEdoc the document without the line end that the SDK added, out of its base64 if it came so;
    /// of registerAgency the JSON; nil for all else.
    package var body: ReceivedBody?

    /// Makes a request.
    package init(method: VXPMethod, caller: VXPCaller, parameters: VXPParameters, body: ReceivedBody? = nil) {
        self.method = method
        self.caller = caller
        self.parameters = parameters
        self.body = body
    }
}

/// A reply; always under HTTP status 200.
package enum VXPReply: Sendable {
    /// One JSON object; shared, so that a long list is kept once however many ask for it.
    case json([UInt8])
    /// The document in base64 inside JSON (getEdoc).
    case encoded(VXPDocument)
    /// The document's bytes (downloadEdoc).
    case raw(VXPDocument)
    /// Nothing: downloadEdoc failed, and the SDK would store whatever comes.
    case empty
}

/// A document on its way to a recipient.
package struct VXPDocument: Sendable {
    /// The stored bytes, checked against their hash.
    package var payload: StoredPayload
    /// What goes in between for this recipient; nil for exact bytes.
    package var copy: RecipientCopy?
    /// Called once after the last byte went out: the item counts as fetched.
    package var wasFetched: @Sendable () async -> Void

    /// Makes a document.
    package init(payload: StoredPayload, copy: RecipientCopy?, wasFetched: @escaping @Sendable () async -> Void) {
        self.payload = payload
        self.copy = copy
        self.wasFetched = wasFetched
    }
}
