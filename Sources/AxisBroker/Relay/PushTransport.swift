// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisStore
package import AxisTransfer

/// One push, ready to be sent.
package struct PushRequest: Sendable {
    /// The endpoint.
    package var url: String
    /// The header fields, in order.
    package var headers: [(name: String, value: String)]
    /// The exact bytes.
    package var payload: StoredPayload
    /// How long the whole exchange may take.
    package var timeout: Duration

    /// Makes a request.
    package init(
        url: String,
        headers: [(name: String, value: String)],
        payload: StoredPayload,
        timeout: Duration
    ) {
        self.url = url
        self.headers = headers
        self.payload = payload
        self.timeout = timeout
    }
}

/// What came back from an endpoint.
package struct PushReply: Sendable {
    /// The HTTP status.
    package var status: Int
    /// `Content-Type`.
    package var contentType: String?
    /// `Retry-After`.
    package var retryAfter: String?
    /// The body, as far as it was taken.
    package var body: [UInt8]

    /// Makes a reply.
    package init(status: Int, contentType: String? = nil, retryAfter: String? = nil, body: [UInt8] = []) {
        self.status = status
        self.contentType = contentType
        self.retryAfter = retryAfter
        self.body = body
    }
}

/// Carries pushes to endpoints.
package protocol PushTransport: Sendable {
    /// Sends the request and takes the answer; redirects are answers, not followed.
    func push(_ request: PushRequest) async throws(TransferError) -> PushReply
}

/// Pushes over HTTPS, with Axis's client certificate.
package struct HTTPSTransport: PushTransport {
    /// The most bytes of an answer that are taken: a problem document is small.
    private static let responseLimit = 1 << 20
    private let client: TransferClient

    /// Makes a transport on a client that shows Axis's certificate.
    package init(_ client: TransferClient) {
        self.client = client
    }

    /// Sends the request and takes the answer.
    package func push(_ request: PushRequest) async throws(TransferError) -> PushReply {
        let body: TransferRequest.Body =
            switch request.payload {
            case .bytes(let bytes): .bytes(bytes)
            case .file(let path, let size): .file(path: path, size: Int64(size))
            }
        let response = try await client.perform(
            TransferRequest(
                method: "POST",
                url: request.url,
                headers: request.headers.map { ($0.name, $0.value) },
                body: body,
                timeout: request.timeout,
                responseLimit: Self.responseLimit
            )
        )
        return PushReply(
            status: response.status,
            contentType: response.headers["Content-Type"],
            retryAfter: response.headers["Retry-After"],
            body: response.body
        )
    }
}
