// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
public import AxisModel

/// A status package to be sent about a document received (gói tin trạng thái), or a recall about one sent.
public struct OutgoingStatus: Hashable, Sendable {
    /// Who speaks: the recipient of the document (01 to 06, 15, 16) or its sender (13).
    public var from: Organization
    /// The document, and by `organID` whom the status is for.
    public var about: DocumentReference
    /// The status.
    public var code: StatusCode
    /// The reason; the code's usual wording when nil.
    public var description: String?
    /// When.
    public var at: Timestamp

    /// Makes a status.
    public init(
        from: Organization,
        about: DocumentReference,
        code: StatusCode,
        description: String? = nil,
        at: Timestamp
    ) {
        self.from = from
        self.about = about
        self.code = code
        self.description = description
        self.at = at
    }

    /// An answer to a document that was received as `recipient`.
    public init(
        to document: EnvelopeSummary,
        from recipient: Organization,
        code: StatusCode,
        description: String? = nil,
        at moment: Timestamp
    ) {
        self.init(
            from: recipient,
            about: DocumentReference(
                organID: document.from.organID,
                code: document.numberAndNotation,
                documentID: document.documentID,
                promulgationDate: document.promulgationDate
            ),
            code: code,
            description: description,
            at: moment
        )
    }

    /// The unsigned package.
    public func encoded() -> [UInt8] {
        StatusDraft(
            from: from,
            responseFor: about,
            code: code,
            description: description,
            time: CivilTime(at)
        ).encoded()
    }

    /// The signed package, ready to be handed in.
    public func signed(by key: EnvelopeSigningKey) throws(ClientError) -> [UInt8] { try key.sign(encoded()) }
}

extension StatusCode {
    /// Reads a code with one digit or two.
    public init?(wireText: String) {
        guard wireText.utf8.count <= 2, let number = Int(wireText) else { return nil }
        self.init(rawValue: number)
    }
}
