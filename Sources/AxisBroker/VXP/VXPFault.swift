// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Why a call on the VXP interface fails: the SDK's `ErrorCode` and an `ErrorDesc` that says what to mend.
///
/// The numbers are those that Lạng Sơn publishes for the same family of platforms; no list of the national axis is
/// public, so they are inferred.
package struct VXPFault: Error, Hashable, Sendable {
    /// The SDK's `ErrorCode`.
    package enum Code: Int, Sendable, CaseIterable {
        /// The body is no file that can be taken.
        case fileInvalid = 10
        /// System id, secret, address or age of the signed header.
        case notAuthenticated = 15
        /// A receiver is not known, or closed.
        case receiverUnknown = 18
        /// The sender is not known, or the system may not send for it.
        case senderUnknown = 19
        /// Everything else, on either side.
        case system = 20
        /// The body is not the file that the signed header names, or can't be worked on.
        case fileProcessing = 21
        /// Not edXML.
        case edXML = 22
        /// A receiver is suspended.
        case receiverLocked = 23
    }

    /// The code.
    package let code: Code
    /// Unaccented Vietnamese, then English; printable ASCII, bounded.
    package let text: String

    /// The most characters of `ErrorDesc`.
    private static let longestText = 1_000

    /// Makes a fault.
    package init(_ code: Code, vietnamese: String, english: String) {
        self.code = code
        let both = PlainVietnamese.text(vietnamese) + " / " + PlainVietnamese.text(english)
        text = String(both.prefix(Self.longestText))
    }

    /// The fault that tells a refusal.
    package init(_ refusal: Refusal) {
        self.init(Self.code(of: refusal.code), vietnamese: refusal.vietnamese, english: refusal.english)
    }

    private static func code(of refusal: RefusalCode) -> Code {
        switch refusal {
        case .malformedXML, .guardBound, .schema: .edXML
        case .tooLarge: .fileInvalid
        case .stateSecret, .signatureMissing, .signatureInvalid, .signatureForm, .duplicateConflict, .badRequest:
            .fileProcessing
        case .certificateUntrusted, .certificateExpired, .certificateRevoked, .certificateUnbound: .fileProcessing
        case .senderMismatch, .senderUnknown: .senderUnknown
        case .recipientUnknown, .recipientClosed, .recipientAmbiguous, .statusUnmatched: .receiverUnknown
        case .recipientSuspended: .receiverLocked
        case .codeInvalid, .codeTaken, .codeReused, .notYours, .notFound, .forbidden: .system
        case .overloaded, .rateLimited, .leaseLost, .deadlinePassed, .submissionInvalid, .storageUnavailable: .system
        }
    }

    /// The answer to a call that fails; with the members that the SDK needs of the method even then.
    package func answer(to shape: Shape) -> [UInt8] {
        var json = VXPJSON(code: code.rawValue, text: text)
        switch shape {
        case .plain: break
        case .docID: json.member("DocId", "")
        case .data: json.member("data", "")
        case .count: json.member("count", 0)
        case .list:
            json.key("data")
            json.open("[")
            json.close("]")
        }
        json.close("}")
        return json.bytes
    }

    /// What an answer has besides the common members.
    package enum Shape: Sendable {
        /// Nothing.
        case plain
        /// `DocId`.
        case docID
        /// `data`, a text.
        case data
        /// `data`, a list.
        case list
        /// `count`.
        case count
    }
}
