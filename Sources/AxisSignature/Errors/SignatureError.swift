// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Why a signature, certificate, key or trust list was refused.
///
/// Two errors are equal when their codes are. The sentences never contain key material or the document's content;
/// a path or a certificate's subject may appear in them.
package struct SignatureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable code of a refusal. The first six are part of the native interface (`interfaces.md`); the others
    /// concern files of the machine's own administrator.
    package enum Code: String, Sendable, CaseIterable {
        /// The document carries no signature.
        case missing = "signature-missing"
        /// The form is right, the mathematics is not: the document or the signature was changed.
        case invalid = "signature-invalid"
        /// The signature is not in the one form that Axis accepts.
        case form = "signature-form"
        /// No chain to a configured anchor, a certificate not meant for this use, or a key too weak.
        case untrusted = "certificate-untrusted"
        /// A certificate of the chain is past its end or before its beginning.
        case expired = "certificate-expired"
        /// A certificate of the chain stands on its issuer's revocation list.
        case revoked = "certificate-revoked"
        /// A private key's file can be read by others than its owner.
        case keyPermissions = "key-permissions"
        /// A private key cannot be read: not a key, wrong password, obsolete encryption.
        case keyUnreadable = "key-unreadable"
        /// A private key of a kind or size that Axis does not use.
        case keyUnsupported = "key-unsupported"
        /// A private key and a certificate do not belong together.
        case keyMismatch = "key-mismatch"
        /// Bytes that should be a certificate are none.
        case certificateUnreadable = "certificate-unreadable"
        /// Bytes that should be a certificate revocation list are none, or nobody trusted signed it.
        case revocationListUnusable = "revocation-list-unusable"
        /// A file cannot be read, is too large, or cannot be written.
        case file = "file"
        /// A file or directory is there already and is not overwritten.
        case fileExists = "file-exists"
        /// A value handed in by the caller cannot be used (a name, a period).
        case argument = "argument"
        /// The cryptographic library failed where it should not.
        case cryptography = "cryptography"
    }

    /// What kind of refusal this is.
    package let code: Code
    /// One sentence in English.
    package let english: String
    /// The same sentence in Vietnamese.
    package let vietnamese: String
    /// The file and line of the code that refused.
    package let origin: String

    /// Both sentences of the refusal, English first.
    package var reason: String { "\(english) / \(vietnamese)" }

    package var description: String { "\(code.rawValue): \(english)" }

    /// Makes a refusal with its sentence in both languages.
    package init(
        _ code: Code,
        _ english: String,
        _ vietnamese: String,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) {
        self.code = code
        self.english = english
        self.vietnamese = vietnamese
        self.origin = "\(fileID):\(line)"
    }

    package static func == (left: SignatureError, right: SignatureError) -> Bool { left.code == right.code }

    package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension SignatureError {
    /// The library failed at `step`; takes and clears this thread's OpenSSL error queue.
    static func library(_ step: String, fileID: StaticString = #fileID, line: UInt = #line) -> SignatureError {
        let detail = takeLibraryDetail()
        return SignatureError(
            .cryptography,
            "OpenSSL could not \(step)\(detail).",
            "OpenSSL không thực hiện được bước “\(step)”\(detail).",
            fileID: fileID,
            line: line
        )
    }

    /// The last reason in this thread's OpenSSL error queue as ` (reason)`, or nothing; the queue is empty afterwards.
    static func takeLibraryDetail() -> String {
        let last = ERR_peek_last_error()
        ERR_clear_error()
        guard last != 0, let text = ERR_reason_error_string(last) else { return "" }
        return " (\(String(cString: text)))"
    }
}
