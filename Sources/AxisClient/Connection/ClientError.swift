// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import AxisModel
import AxisSignature
import AxisTransfer

/// Why a call came to nothing.
///
/// Its sentences hold no payload, key or personal data beyond what the server itself wrote into its ``problem``.
public struct ClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure this is.
    public enum Kind: String, Sendable, CaseIterable {
        /// The server answered with a problem.
        case refused
        /// The server could not be talked to; whether it took the request is not known.
        case unreachable
        /// The answer is not one that the interface has.
        case unexpected
        /// The bytes received don't fit their digest.
        case corrupted
        /// A file on this side can't be used.
        case file
        /// The call itself is wrong: an address, a key, a document that can't be written.
        case argument
        /// The awaiting task was cancelled.
        case cancelled
    }

    /// What kind of failure this is.
    public var kind: Kind
    /// What happened, in a sentence.
    public var sentence: String
    /// The server's problem, with ``Kind/refused``.
    public var problem: Problem?
    /// Seconds after which the server wants to be asked again.
    public var retryAfter: Int?
    /// Whether the same call may succeed later as it is.
    public var isRetriable: Bool

    /// Makes an error.
    public init(
        _ kind: Kind,
        _ sentence: String,
        problem: Problem? = nil,
        retryAfter: Int? = nil,
        isRetriable: Bool = false
    ) {
        self.kind = kind
        self.sentence = sentence
        self.problem = problem
        self.retryAfter = retryAfter
        self.isRetriable = isRetriable
    }

    /// The problem's code, when it is one that this version knows.
    public var code: RefusalCode? { problem.flatMap { RefusalCode(rawValue: $0.code) } }

    /// The sentence, after the problem's code when there is one.
    public var description: String { problem.map { "\($0.code): \(sentence)" } ?? sentence }
}

extension ClientError {
    init(_ problem: Problem, retryAfter: Int?) {
        self.init(
            .refused,
            problem.detail,
            problem: problem,
            retryAfter: retryAfter,
            isRetriable: problem.status == 429 || problem.status == 503
        )
    }

    init(_ error: TransferError) {
        let kind: Kind =
            switch error.code {
            case .cancelled: .cancelled
            case .file: .file
            case .unsupportedURL, .invalidRequest, .configuration: .argument
            case .responseTooLarge: .unexpected
            default: .unreachable
            }
        self.init(kind, error.reason, isRetriable: error.isConnectionLevel && error.code != .tls)
    }

    init(_ error: SignatureError) {
        self.init(.argument, error.english)
    }

    init(_ refusal: Refusal) {
        self.init(.argument, refusal.english)
    }
}
