// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// An error as it travels: `application/problem+json` (RFC 9457).
public struct Problem: Hashable, Sendable, Codable {
    /// A URI for the kind of problem: `urn:axis:problem:<code>`.
    public var type: String
    /// A short title, the same for every problem of the code.
    public var title: String
    /// The HTTP status.
    public var status: Int
    /// The sentence that says what to mend.
    public var detail: String
    /// The stable code, see ``RefusalCode``.
    public var code: String
    /// The part of the input at fault.
    public var field: String?
    /// The recipients concerned.
    public var recipients: [RecipientRefusal]?
    /// Every fault of a list.
    public var faults: [ImportFault]?

    /// Makes one of its parts.
    public init(
        type: String,
        title: String,
        status: Int,
        detail: String,
        code: String,
        field: String? = nil,
        recipients: [RecipientRefusal]? = nil,
        faults: [ImportFault]? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.code = code
        self.field = field
        self.recipients = recipients
        self.faults = faults
    }
}

/// One fault in a list of codes.
public struct ImportFault: Hashable, Sendable, Codable {
    /// The line, from 1, the header included.
    public var line: Int
    /// The column's name.
    public var column: String?
    /// The value at fault.
    public var value: String?
    /// The stable code of the fault.
    public var code: String
    /// What to mend, in English.
    public var english: String
    /// What to mend, in Vietnamese.
    public var vietnamese: String

    /// Makes one of its parts.
    public init(
        line: Int,
        column: String? = nil,
        value: String? = nil,
        code: String,
        english: String,
        vietnamese: String
    ) {
        self.line = line
        self.column = column
        self.value = value
        self.code = code
        self.english = english
        self.vietnamese = vietnamese
    }
}
