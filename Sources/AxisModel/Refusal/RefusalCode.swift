// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The stable codes under which Axis refuses; programs outside branch on them.
public enum RefusalCode: String, Sendable, Codable, CaseIterable {
    /// The body is not well-formed XML.
    case malformedXML = "malformed-xml"
    /// A bound on the shape of XML was passed; the field names the bound.
    case guardBound = "guard"
    /// Well-formed, but not an edXML document or status package that can be routed.
    case schema
    /// A state-secret marking (Mật, Tối mật, Tuyệt mật): out of scope by QĐ 28/2018/QĐ-TTg, Art. 1(2).
    case stateSecret = "state-secret"
    /// No signature, where one is asked for.
    case signatureMissing = "signature-missing"
    /// The signature does not fit the bytes or the key.
    case signatureInvalid = "signature-invalid"
    /// The signature is not in the one accepted form.
    case signatureForm = "signature-form"
    /// The chain ends in no anchor of the trust list for the use.
    case certificateUntrusted = "certificate-untrusted"
    /// The certificate is not valid yet or no longer.
    case certificateExpired = "certificate-expired"
    /// The certificate was revoked.
    case certificateRevoked = "certificate-revoked"
    /// The certificate is bound to no unit for this use at this moment.
    case certificateUnbound = "certificate-unbound"
    /// The connected holder, or the signer, has no right to act for the sender named.
    case senderMismatch = "sender-mismatch"
    /// The sender's code is not registered.
    case senderUnknown = "sender-unknown"
    /// A recipient's code is not registered.
    case recipientUnknown = "recipient-unknown"
    /// A recipient's code is closed; successors are named.
    case recipientClosed = "recipient-closed"
    /// A recipient's code names two units.
    case recipientAmbiguous = "recipient-ambiguous"
    /// A recipient is suspended.
    case recipientSuspended = "recipient-suspended"
    /// A status package matches no delivery between these two units.
    case statusUnmatched = "status-unmatched"
    /// The same sender used this DocumentId before with other bytes or recipients.
    case duplicateConflict = "duplicate-conflict"
    /// Over a limit of size.
    case tooLarge = "too-large"
    /// Axis has no room for this now; try again later.
    case overloaded
    /// Too many requests from this source.
    case rateLimited = "rate-limited"
    /// No such thing.
    case notFound = "not-found"
    /// The caller has no right over it.
    case notYours = "not-yours"
    /// Another live lease holds the delivery.
    case leaseLost = "lease-lost"
    /// The deadline has passed.
    case deadlinePassed = "deadline-passed"
    /// A list handed in has faults.
    case submissionInvalid = "submission-invalid"
    /// A text does not have the form of a code.
    case codeInvalid = "code-invalid"
    /// The code belongs to another unit.
    case codeTaken = "code-taken"
    /// The code belonged to a unit that is closed, and is never given out again.
    case codeReused = "code-reused"
    /// The caller's role or rights don't allow it.
    case forbidden
    /// The store can't take or give anything now.
    case storageUnavailable = "storage-unavailable"
    /// The request itself is malformed: a parameter, a header or a body that is not what the call takes.
    case badRequest = "bad-request"

    /// The HTTP status that goes with the code.
    public var httpStatus: Int {
        switch self {
        case .malformedXML, .guardBound, .badRequest, .codeInvalid: 400
        case .schema, .stateSecret, .signatureMissing, .signatureInvalid, .signatureForm, .statusUnmatched,
            .submissionInvalid, .recipientUnknown, .recipientClosed, .recipientAmbiguous, .recipientSuspended:
            422
        case .certificateUntrusted, .certificateExpired, .certificateRevoked, .certificateUnbound, .senderMismatch,
            .senderUnknown, .notYours, .forbidden:
            403
        case .notFound: 404
        case .duplicateConflict, .leaseLost, .codeTaken, .codeReused, .deadlinePassed: 409
        case .tooLarge: 413
        case .rateLimited: 429
        case .overloaded, .storageUnavailable: 503
        }
    }

    /// A short title, the same for every refusal of the code (RFC 9457, section 3.1.3).
    public var title: String {
        rawValue.split(separator: "-").joined(separator: " ")
    }
}
