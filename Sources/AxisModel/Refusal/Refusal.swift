// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Why Axis does not do what was asked: a stable code and a sentence that says what to mend.
///
/// No payload, key or personal data stands in its sentences; they may be logged and shown.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable code.
    public var code: RefusalCode
    /// The part of the input that is at fault, in the words of the interface, e.g. `From/OrganId`.
    public var field: String?
    /// The sentence in English.
    public var english: String
    /// The sentence in Vietnamese.
    public var vietnamese: String
    /// The recipients concerned, each with its own code.
    public var recipients: [RecipientRefusal]
    /// Seconds after which trying again makes sense, with `overloaded`, `rate-limited` and `storage-unavailable`.
    public var retryAfter: Int?

    /// Makes a refusal.
    public init(
        _ code: RefusalCode,
        field: String? = nil,
        english: String,
        vietnamese: String,
        recipients: [RecipientRefusal] = [],
        retryAfter: Int? = nil
    ) {
        self.code = code
        self.field = field
        self.english = english
        self.vietnamese = vietnamese
        self.recipients = recipients
        self.retryAfter = retryAfter
    }

    /// Code and English sentence.
    public var description: String { "\(code.rawValue): \(english)" }
}

/// Why one recipient of several can't be reached.
public struct RecipientRefusal: Hashable, Sendable, Codable {
    /// The recipient as the envelope names it.
    public var recipient: String
    /// The stable code.
    public var code: RefusalCode
    /// The codes that follow a closed one.
    public var successors: [String]

    /// Makes a recipient's refusal.
    public init(recipient: String, code: RefusalCode, successors: [String] = []) {
        self.recipient = recipient
        self.code = code
        self.successors = successors
    }
}
