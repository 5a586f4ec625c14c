// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Why a piece of evidence proves nothing: a stable code, the field at fault, and a sentence in two languages.
///
/// Two faults are equal when code and field are. Nothing of a document stands in the sentences.
package struct EvidenceFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The step of verification that failed.
    package enum Code: String, Sendable, CaseIterable {
        /// The receipt is not JSON of the receipt's form, or too large.
        case receiptUnreadable = "receipt-unreadable"
        /// The receipt is of a version this verifier doesn't know.
        case receiptVersion = "receipt-version"
        /// The leaf is not in its one canonical form.
        case leafUnreadable = "leaf-unreadable"
        /// The receipt says something else than the leaf that was sealed.
        case leafMismatch = "leaf-mismatch"
        /// The envelope at hand is not the one that was accepted.
        case envelopeMismatch = "envelope-mismatch"
        /// The list at hand is not the one that was handed in.
        case listMismatch = "list-mismatch"
        /// The codes in a snapshot are not those that were published.
        case snapshotMismatch = "snapshot-mismatch"
        /// The checkpoint is not in its one canonical form.
        case checkpointUnreadable = "checkpoint-unreadable"
        /// The leaf's index lies outside the tree that the checkpoint is about.
        case indexOutOfRange = "index-out-of-range"
        /// The inclusion proof does not lead from the leaf to the checkpoint's root.
        case proofInvalid = "proof-invalid"
        /// The checkpoint's signature is not a detached CMS signature of the accepted form.
        case sealForm = "seal-form"
        /// The checkpoint's signature does not fit the checkpoint.
        case sealInvalid = "seal-invalid"
        /// The sealing certificate leads to no anchor for sealing.
        case sealUntrusted = "seal-untrusted"
        /// The sealing certificate was not in force.
        case sealExpired = "seal-expired"
        /// The sealing certificate was revoked.
        case sealRevoked = "seal-revoked"
        /// A value can't stand in a leaf or a checkpoint: it is empty, too long or has a foreign character.
        case valueUnwritable = "value-unwritable"
    }

    /// The step that failed.
    package let code: Code
    /// The part of the receipt, leaf or checkpoint at fault, by its name there.
    package let field: String?
    /// The sentence in English.
    package let english: String
    /// The sentence in Vietnamese.
    package let vietnamese: String

    /// Makes a fault.
    package init(_ code: Code, field: String? = nil, english: String, vietnamese: String) {
        self.code = code
        self.field = field
        self.english = english
        self.vietnamese = vietnamese
    }

    package var description: String { "\(code.rawValue): \(english)" }

    package static func == (left: EvidenceFault, right: EvidenceFault) -> Bool {
        left.code == right.code && left.field == right.field
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(field)
    }
}
