// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A failure as the SDK is told it: a code and a sentence that says what to mend, in ASCII.
///
/// The codes are those that the platform's operators published; the national axis's own list is not public.
package struct VXPError: Error, Hashable, Sendable {
    /// `ErrorCode`.
    package enum Code: Int, Hashable, Sendable, CaseIterable {
        /// The file is not valid.
        case fileInvalid = 10
        /// Wrong system id or secret.
        case notAuthenticated = 15
        /// The recipient does not exist.
        case recipientUnknown = 18
        /// The sender is not registered, or not for this system.
        case senderUnknown = 19
        /// Something at the axis.
        case systemError = 20
        /// The file can't be processed.
        case processing = 21
        /// The edXML is wrong.
        case format = 22
        /// The recipient is locked.
        case recipientLocked = 23
    }

    /// The code.
    package var code: Code
    /// What to mend, in English.
    package var english: String
    /// The same in Vietnamese, accents and all.
    package var vietnamese: String
    /// Axis's own stable code, for logs.
    package var cause: RefusalCode

    /// Makes an error.
    package init(_ code: Code, english: String, vietnamese: String, cause: RefusalCode = .badRequest) {
        self.code = code
        self.english = english
        self.vietnamese = vietnamese
        self.cause = cause
    }

    /// `ErrorDesc`: Vietnamese without accents first, then English.
    package var text: String { PlainText.unaccented(vietnamese) + " / " + PlainText.unaccented(english) }

    /// A refusal of Axis in the words of this interface.
    package init(_ refusal: Refusal) {
        self.init(
            Code(refusal.code),
            english: refusal.english,
            vietnamese: refusal.vietnamese,
            cause: refusal.code
        )
    }
}

extension VXPError.Code {
    /// The code that comes nearest to one of Axis's.
    package init(_ code: RefusalCode) {
        self =
            switch code {
            case .malformedXML, .guardBound, .schema, .signatureForm: .format
            case .signatureMissing, .signatureInvalid, .stateSecret, .tooLarge: .fileInvalid
            case .certificateUntrusted, .certificateExpired, .certificateRevoked, .certificateUnbound:
                .notAuthenticated
            case .senderMismatch, .senderUnknown, .forbidden, .notYours: .senderUnknown
            case .recipientUnknown, .recipientAmbiguous: .recipientUnknown
            case .recipientClosed, .recipientSuspended: .recipientLocked
            case .statusUnmatched, .duplicateConflict, .notFound, .leaseLost, .badRequest, .codeInvalid, .codeTaken,
                .codeReused, .deadlinePassed, .submissionInvalid:
                .processing
            default: .systemError
            }
    }
}

extension VXPError {
    /// The signed header can't be read.
    package static let unreadableHeader = VXPError(
        .notAuthenticated,
        english: "XroadVnpt-sign-header is not a JSON object of texts, each name once",
        vietnamese: "XroadVnpt-sign-header không phải đối tượng JSON gồm các chuỗi, mỗi tên một lần"
    )

    /// What to tell a caller whose accents did not survive the way; nil for a signed header that is whole.
    ///
    /// To an endpoint with a port the SDK's HTTP client writes the low byte of each character (`đ` as 0x11), but signs
    /// real UTF-8. Such a header can't verify; the HTTP library may have put U+FFFD in the place of its bytes.
    static func damage(in signHeader: [UInt8]) -> VXPError? {
        let text = String(validating: signHeader, as: UTF8.self)
        let isWhole = text?.unicodeScalars.allSatisfy { $0 != "\u{FFFD}" && ($0.value >= 0x20 || $0 == "\t") }
        return isWhole == true ? nil : damagedHeader
    }

    static let damagedHeader = VXPError(
        .notAuthenticated,
        english: "XroadVnpt-sign-header has characters that were damaged on the way, so its signature can't be "
            + "checked; leave accents out of description, filePath and every other header",
        vietnamese: "XroadVnpt-sign-header có ký tự bị hỏng trên đường truyền nên không kiểm tra được chữ ký; hãy bỏ "
            + "dấu tiếng Việt trong description, filePath và mọi header khác"
    )

    /// The request names no method.
    package static let unknownMethod = VXPError(
        .systemError,
        english: "there is no such method; check service.endpoint",
        vietnamese: "không có phương thức này; hãy kiểm tra service.endpoint",
        cause: .notFound
    )

    /// A parameter that the method needs is missing.
    package static func missing(_ name: String) -> VXPError {
        VXPError(.processing, english: "\(name) is missing", vietnamese: "thiếu \(name)")
    }

    /// The body is not the file that the header speaks of.
    package static let hashDiffers = VXPError(
        .processing,
        english: "hash-file is not the SHA-256 of the file that came; send it again",
        vietnamese: "hash-file không khớp SHA-256 của tệp nhận được; hãy gửi lại"
    )

    static func tooManyRecipients(_ most: Int) -> VXPError {
        VXPError(
            .recipientUnknown,
            english: "at most \(most) recipients in one call",
            vietnamese: "tối đa \(most) nơi nhận trong một lần gửi",
            cause: .tooLarge
        )
    }
}
