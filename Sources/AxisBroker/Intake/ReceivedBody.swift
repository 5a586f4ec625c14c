// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisSignature
package import AxisStore

/// A body that was read to its end.
package enum ReceivedBody: Sendable {
    /// Small: in memory.
    case bytes([UInt8])
    /// Large: a file in `incoming/`, hashed while it was written.
    case file(IncomingFile, size: Int, sha256: Digest256)

    /// SHA-256 of the bytes; computed each time for those in memory.
    var sha256: Digest256 {
        switch self {
        case .bytes(let bytes): SHA256.digest(of: bytes)
        case .file(_, _, let sha256): sha256
        }
    }
}

/// What intake answers.
package struct IntakeResult: Sendable {
    /// The receipt; the same for the same acceptance, for ever.
    package let receipt: Receipt
    /// Whether the envelope was accepted now, and not before.
    package let isNew: Bool
    /// Recipients of an earlier acceptance whose delivery ended undelivered; a resend queues them again.
    package let undelivered: [String]
}

/// What intake insists on.
package struct IntakePolicy: Sendable {
    /// Whether a document without a signature is refused; if not, it is carried and labelled `information-only`
    /// (QĐ 28/2018/QĐ-TTg, Art. 4).
    package var requiresSignature: Bool
    /// The senders whose documents are refused on the VXP interface unless their signature is `valid`.
    package var requiresValidFrom: [UnitPattern]

    /// Makes a policy.
    package init(requiresSignature: Bool = false, requiresValidFrom: [UnitPattern] = []) {
        self.requiresSignature = requiresSignature
        self.requiresValidFrom = requiresValidFrom
    }
}
