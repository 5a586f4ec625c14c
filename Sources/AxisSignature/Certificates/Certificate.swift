// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import COpenSSL
import Synchronization

/// An X.509 certificate (RFC 5280), decoded once.
///
/// `@unchecked Sendable`: the OpenSSL certificate is never changed after ``init(der:)`` has made OpenSSL work out its
/// extensions, its reference count is atomic, and the contexts for verifying are handed out under a lock.
package final class Certificate: @unchecked Sendable, Hashable, CustomStringConvertible {
    /// The largest certificate that is read, in bytes.
    package static let largest = 64 * 1024

    /// The exact bytes of the certificate.
    package let der: [UInt8]
    /// SHA-256 of ``der``, 32 bytes: what a binding names.
    package let fingerprint: [UInt8]
    /// The subject's name, as RFC 2253 writes it, in UTF-8.
    package let subject: String
    /// The subject's first common name, if it has one.
    package let commonName: String?
    /// The issuer's name, as RFC 2253 writes it, in UTF-8.
    package let issuer: String
    /// The serial number, big-endian, without leading zeros.
    package let serialNumber: [UInt8]
    /// The first second of validity, in seconds since 1970.
    package let notBefore: Int64
    /// The end of validity, in seconds since 1970.
    package let notAfter: Int64
    /// The kind and size of the public key.
    package let keyKind: KeyKind
    /// What the key may be used for; nil when the certificate does not restrict it.
    package let keyUsage: KeyUsage?
    /// The purposes of the extended key usage; nil when the certificate does not restrict them.
    package let extendedKeyUsage: ExtendedKeyUsage?
    /// True when the basic constraints make it a certificate authority.
    package let isAuthority: Bool
    /// True when subject and issuer are the same name.
    package let isSelfIssued: Bool

    let handle: OpaquePointer
    /// Owned by ``handle``.
    let publicKey: OpaquePointer
    /// OpenSSL's hash of the issuer's canonical name: finds the issuer's revocation list.
    let issuerNameHash: UInt

    /// Contexts that are set up for this key already, see ``verify(_:digest:of:)``.
    let verifiers = Mutex<[DigestAlgorithm: [VerifierHandle]]>([:])

    /// ``fingerprint`` as 64 lower-case hexadecimal digits.
    package var fingerprintText: String { Hex.encode(fingerprint) }

    package var description: String { "\(subject) (\(fingerprintText.prefix(16))…)" }

    /// Decodes a certificate; the bytes must be exactly one.
    package init(der: [UInt8]) throws(SignatureError) {
        guard der.count <= Self.largest, let handle = Self.decode(der) else {
            ERR_clear_error()
            throw SignatureError(
                .certificateUnreadable,
                "The bytes are not one X.509 certificate.",
                "Các byte này không phải là một chứng thư X.509."
            )
        }
        // Makes OpenSSL work the extensions out and keep them, so that later calls only read.
        X509_check_purpose(handle, -1, 0)
        let flags = X509_get_extension_flags(handle)
        guard flags & UInt32(EXFLAG_INVALID) == 0, let publicKey = X509_get0_pubkey(handle),
            let notBefore = Self.seconds(X509_get0_notBefore(handle)),
            let notAfter = Self.seconds(X509_get0_notAfter(handle)),
            let subjectName = X509_get_subject_name(handle), let issuerName = X509_get_issuer_name(handle)
        else {
            ERR_clear_error()
            X509_free(handle)
            throw SignatureError(
                .certificateUnreadable,
                "The certificate has a key, date or extension that cannot be decoded.",
                "Chứng thư có khóa, thời hạn hoặc phần mở rộng không giải mã được."
            )
        }
        self.handle = handle
        self.publicKey = publicKey
        self.der = der
        self.fingerprint = SHA256.hash(der)
        self.subject = Self.text(subjectName)
        self.commonName = Self.commonName(subjectName)
        self.issuer = Self.text(issuerName)
        self.serialNumber = Self.serialBytes(X509_get0_serialNumber(handle))
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.keyKind = KeyKind(of: publicKey)
        self.keyUsage = flags & UInt32(EXFLAG_KUSAGE) == 0 ? nil : KeyUsage(rawValue: X509_get_key_usage(handle))
        self.extendedKeyUsage =
            flags & UInt32(EXFLAG_XKUSAGE) == 0
            ? nil : ExtendedKeyUsage(rawValue: X509_get_extended_key_usage(handle))
        self.isAuthority = flags & UInt32(EXFLAG_CA) != 0
        self.isSelfIssued = flags & UInt32(EXFLAG_SI) != 0
        self.issuerNameHash = axis_name_hash(issuerName)
        ERR_clear_error()
    }

    /// Decodes a certificate that OpenSSL holds.
    convenience init(copying handle: OpaquePointer) throws(SignatureError) {
        try self.init(der: Self.encode(handle))
    }

    deinit {
        verifiers.withLock { pools in
            for context in pools.values.joined() { EVP_PKEY_CTX_free(context.pointer) }
        }
        X509_free(handle)
    }

    package static func == (left: Certificate, right: Certificate) -> Bool { left.fingerprint == right.fingerprint }

    package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    /// True when `seconds` (since 1970) lies within the certificate's validity.
    ///
    /// OpenSSL takes a certificate as expired in its very last second; so does Axis, lest two checks disagree.
    package func isInForce(at seconds: Int64) -> Bool { notBefore <= seconds && seconds < notAfter }
}

/// The bits of the key usage extension (RFC 5280, 4.2.1.3).
package struct KeyUsage: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Signatures on data.
    package static let digitalSignature = KeyUsage(rawValue: 0x80)
    /// Signatures meant to bind (non-repudiation).
    package static let contentCommitment = KeyUsage(rawValue: 0x40)
    /// Encrypting keys.
    package static let keyEncipherment = KeyUsage(rawValue: 0x20)
    /// Signatures on certificates.
    package static let certificateSigning = KeyUsage(rawValue: 0x04)
    /// Signatures on revocation lists.
    package static let revocationListSigning = KeyUsage(rawValue: 0x02)
}

/// The purposes of the extended key usage extension (RFC 5280, 4.2.1.12) that Axis looks at.
package struct ExtendedKeyUsage: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Server of TLS.
    package static let serverAuthentication = ExtendedKeyUsage(rawValue: 0x1)
    /// Client of TLS.
    package static let clientAuthentication = ExtendedKeyUsage(rawValue: 0x2)
    /// Any purpose.
    package static let any = ExtendedKeyUsage(rawValue: 0x100)
}
