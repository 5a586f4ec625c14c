// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Why a transfer came to nothing.
///
/// Two errors are equal when their codes are. The reason is libcurl's own sentence or ours: it may name a host or a
/// file, never a header's value or anything of a body.
package struct TransferError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure this is.
    package enum Code: String, Sendable, CaseIterable {
        /// The host's name has no address now.
        case couldNotResolve = "could-not-resolve"
        /// No connection: refused, unreachable, or not made within the connect time-out.
        case couldNotConnect = "could-not-connect"
        /// TLS failed: the peer's certificate, its name, our own certificate, or the handshake.
        case tls
        /// The whole request's time-out, or its low-speed limit, has passed.
        case timedOut = "timed-out"
        /// The connection broke while the request was being sent.
        case sendFailed = "send-failed"
        /// The connection broke before the response was complete.
        case receiveFailed = "receive-failed"
        /// What came back is not HTTP/1.1 as libcurl understands it.
        case malformedResponse = "malformed-response"
        /// The response's body or header passed its limit.
        case responseTooLarge = "response-too-large"
        /// The awaiting task was cancelled.
        case cancelled
        /// Not an `https` address, nor a plain one that is allowed.
        case unsupportedURL = "unsupported-url"
        /// The request itself can't be sent: a method or header with foreign characters.
        case invalidRequest = "invalid-request"
        /// A file to send or to receive into can't be used.
        case file
        /// The client's certificate, key or trust can't be used.
        case configuration
        /// As many requests are under way as the client takes.
        case overloaded
        /// The client has been shut down.
        case shutDown = "shut-down"
        /// libcurl failed where it should not, e.g. out of memory.
        case failed
    }

    /// What kind of failure this is.
    package let code: Code
    /// libcurl's `CURLcode`, 0 when the failure is not libcurl's.
    package let curlCode: Int
    /// One sentence in English.
    package let reason: String

    /// Makes an error.
    package init(_ code: Code, curlCode: Int = 0, reason: String) {
        self.code = code
        self.curlCode = curlCode
        self.reason = reason
    }

    /// Whether the endpoint could not be talked to at all, in contrast to a request or an answer that is wrong:
    /// such a failure counts against every request to that endpoint.
    package var isConnectionLevel: Bool {
        switch code {
        case .couldNotResolve, .couldNotConnect, .tls, .timedOut, .sendFailed, .receiveFailed, .malformedResponse: true
        case .responseTooLarge, .cancelled, .unsupportedURL, .invalidRequest, .file, .configuration, .overloaded,
            .shutDown, .failed:
            false
        }
    }

    package var description: String {
        curlCode == 0 ? "\(code.rawValue): \(reason)" : "\(code.rawValue): \(reason) (libcurl \(curlCode))"
    }

    package static func == (left: TransferError, right: TransferError) -> Bool { left.code == right.code }

    package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
