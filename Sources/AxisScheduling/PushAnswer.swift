// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What the answer to a push means for the delivery and for the endpoint.
package enum PushAnswer: Hashable, Sendable {
    /// The recipient has it.
    case delivered
    /// The recipient's own, final refusal.
    case refused(reason: String)
    /// The endpoint did not do its work: it counts against the endpoint, not against the document.
    case endpointFailure(EndpointFailure)
    /// Axis itself could not make the attempt; it counts against nobody.
    case localFailure(reason: String)

    /// How an endpoint failed.
    package struct EndpointFailure: Hashable, Sendable {
        /// Whether the endpoint could not be talked to at all, by its own or a gateway's word.
        package var isConnectionLevel: Bool
        /// After how long it asked to be tried again.
        package var retryAfter: Duration?
        /// What happened, in a sentence without payload.
        package var reason: String

        /// Makes a failure.
        package init(isConnectionLevel: Bool, retryAfter: Duration? = nil, reason: String) {
            self.isConnectionLevel = isConnectionLevel
            self.retryAfter = retryAfter
            self.reason = reason
        }
    }

    /// What came of one exchange, before it is judged.
    package enum Exchange: Hashable, Sendable {
        /// An answer came.
        ///
        /// - Parameters:
        ///   - status: the HTTP status.
        ///   - contentType: the answer's `Content-Type`.
        ///   - problemCode: the member `code` of a problem document, if the body is one.
        ///   - retryAfter: the answer's `Retry-After`.
        case answer(status: Int, contentType: String?, problemCode: String?, retryAfter: Duration?)
        /// No answer came: no address, no connection, no TLS, no end.
        case noAnswer(reason: String)
        /// The endpoint's address or answer is such that nothing can be made of it.
        case unusable(reason: String)
        /// Axis could not begin, or broke off by itself.
        case notMade(reason: String)
    }

    /// The codes of a problem document by which a recipient refuses for good.
    package static let finalCodes: Set<String> = ["refused", "malformed", "not-ours"]

    /// Judges an exchange.
    ///
    /// `200, 201, 202, 204` are delivered. Final is only a `4xx` with `application/problem+json` (RFC 9457) whose
    /// `code` is one of ``finalCodes``. All else counts against the endpoint.
    package static func classify(_ exchange: Exchange) -> PushAnswer {
        switch exchange {
        case .answer(200, _, _, _), .answer(201, _, _, _), .answer(202, _, _, _), .answer(204, _, _, _):
            return .delivered
        case .answer(let status, let contentType, let problemCode?, _)
        where (400..<500).contains(status) && isProblem(contentType) && finalCodes.contains(problemCode):
            return .refused(reason: "the recipient refused it: \(problemCode) (HTTP \(status))")
        case .answer(let status, _, _, let retryAfter):
            return .endpointFailure(
                EndpointFailure(
                    // A gateway in front of the endpoint says that it could not reach it.
                    isConnectionLevel: status == 502 || status == 503 || status == 504,
                    retryAfter: retryAfter,
                    reason: "the endpoint answered HTTP \(status)"
                )
            )
        case .noAnswer(let reason):
            return .endpointFailure(EndpointFailure(isConnectionLevel: true, reason: reason))
        case .unusable(let reason):
            return .endpointFailure(EndpointFailure(isConnectionLevel: false, reason: reason))
        case .notMade(let reason):
            return .localFailure(reason: reason)
        }
    }

    /// Whether a `Content-Type` names a problem document, whatever its parameters and case.
    private static func isProblem(_ contentType: String?) -> Bool {
        guard let essence = contentType?.split(separator: ";", omittingEmptySubsequences: false).first else {
            return false
        }
        let text = essence.drop { $0 == " " || $0 == "\t" }
        let trimmed = text.prefix { $0 != " " && $0 != "\t" }
        return trimmed.lowercased() == "application/problem+json"
    }
}
