// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A certificate revocation list (RFC 5280, section 5), decoded once, whose signature its issuer has been checked for.
///
/// `@unchecked Sendable`: the OpenSSL list is only read after ``init(der:)``.
package final class RevocationList: @unchecked Sendable {
    /// The issuer's name, as RFC 2253 writes it.
    package let issuer: String
    /// When the list was issued, in seconds since 1970.
    package let thisUpdate: Int64
    /// When the next one is due, in seconds since 1970; nil when the list does not say.
    package let nextUpdate: Int64?
    /// The revoked serial numbers (big-endian, no leading zeros) with the second of revocation.
    package let revocations: [[UInt8]: Int64]

    private let handle: OpaquePointer
    let issuerNameHash: UInt

    /// Decodes a list; delta lists, indirect lists and lists for some reasons only are refused.
    package init(der: [UInt8]) throws(SignatureError) {
        let decoded: OpaquePointer? = der.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            return d2i_X509_CRL(nil, &position, bytes.count)
        }
        ERR_clear_error()
        guard let decoded, let issuer = X509_CRL_get_issuer(decoded),
            let thisUpdate = Certificate.seconds(X509_CRL_get0_lastUpdate(decoded))
        else {
            X509_CRL_free(decoded)
            throw Self.unusable("it cannot be decoded", "không giải mã được")
        }
        guard axis_crl_is_plain(decoded) == 1,
            X509_CRL_get_ext_by_NID(decoded, NID_delta_crl, -1) < 0
        else {
            X509_CRL_free(decoded)
            throw Self.unusable(
                "it is a delta, indirect or partial list",
                "đây là danh sách delta, gián tiếp hoặc một phần"
            )
        }
        var revocations: [[UInt8]: Int64] = [:]
        let entries = X509_CRL_get_REVOKED(decoded)
        for index in 0..<axis_revoked_count(entries) {
            guard let entry = axis_revoked_value(entries, index) else { continue }
            let serial = Certificate.serialBytes(X509_REVOKED_get0_serialNumber(entry))
            revocations[serial] = Certificate.seconds(X509_REVOKED_get0_revocationDate(entry)) ?? thisUpdate
        }
        self.handle = decoded
        self.issuer = Certificate.text(issuer)
        self.issuerNameHash = axis_name_hash(issuer)
        self.thisUpdate = thisUpdate
        self.nextUpdate = Certificate.seconds(X509_CRL_get0_nextUpdate(decoded))
        self.revocations = revocations
    }

    deinit { X509_CRL_free(handle) }

    /// Every list in PEM text, or the one in DER bytes.
    package static func load(_ bytes: [UInt8]) throws(SignatureError) -> [RevocationList] {
        if bytes.first == 0x30 { return [try RevocationList(der: bytes)] }
        var lists: [RevocationList] = []
        for block in PEMBlock.blocks(in: bytes) where block.isRevocationList {
            lists.append(try RevocationList(der: block.der))
        }
        return lists
    }

    /// Every list in a PEM file, or the one in a DER file.
    package static func load(file path: String) throws(SignatureError) -> [RevocationList] {
        try load(SmallFile.read(path, atMost: SmallFile.largestListFile))
    }

    /// True when the next list should have come before `seconds`.
    package func isStale(at seconds: Int64) -> Bool { nextUpdate.map { $0 < seconds } ?? false }

    /// True when this list speaks for the certificates of `certificate`'s issuer.
    func covers(_ certificate: Certificate) -> Bool {
        issuerNameHash == certificate.issuerNameHash
            && X509_NAME_cmp(X509_CRL_get_issuer(handle), X509_get_issuer_name(certificate.handle)) == 0
    }

    /// True when `authority` has the issuer's name, may sign lists, and signed this one.
    func isSigned(by authority: Certificate) -> Bool {
        defer { ERR_clear_error() }
        return X509_NAME_cmp(X509_CRL_get_issuer(handle), X509_get_subject_name(authority.handle)) == 0
            && authority.keyUsage?.contains(.revocationListSigning) ?? true
            && X509_CRL_verify(handle, authority.publicKey) == 1
    }

    private static func unusable(_ english: String, _ vietnamese: String) -> SignatureError {
        SignatureError(
            .revocationListUnusable,
            "The certificate revocation list cannot be used: \(english).",
            "Không dùng được danh sách thu hồi chứng thư: \(vietnamese)."
        )
    }
}
