// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A certificate authority for development and tests: no register of serial numbers, its key in a file.
package struct CertificateAuthority: Sendable {
    /// The authority's key and certificate.
    package let identity: SigningIdentity

    /// The authority's certificate.
    package var certificate: Certificate { identity.certificate }

    /// An authority whose key and certificate exist.
    package init(identity: SigningIdentity) { self.identity = identity }

    /// Makes a root: a key that signs its own certificate.
    package static func makeRoot(
        subject: DistinguishedName,
        validity: ClosedRange<Int64>,
        key specification: PrivateKey.Specification = .ec(.p256)
    ) throws(SignatureError) -> CertificateAuthority {
        let key = try PrivateKey.generate(specification)
        let profile = CertificateProfile(
            subject: subject,
            validity: validity,
            keyUsage: CertificateProfile.authorityUsage,
            isAuthority: true
        )
        let certificate = try makeCertificate(profile, for: key, issuer: nil, signedWith: key)
        return CertificateAuthority(identity: try SigningIdentity(key: key, certificates: [certificate]))
    }

    /// Issues a certificate for `key`, with a random serial number.
    package func issue(
        _ profile: CertificateProfile,
        for key: PrivateKey
    ) throws(SignatureError) -> Certificate {
        try Self.makeCertificate(profile, for: key, issuer: certificate, signedWith: identity.key)
    }

    /// Makes a key and issues a certificate for it.
    ///
    /// - Returns: the key with its certificate and, when this authority is not a root, the certificates above.
    package func issueIdentity(
        _ profile: CertificateProfile,
        key specification: PrivateKey.Specification = .ec(.p256)
    ) throws(SignatureError) -> SigningIdentity {
        let key = try PrivateKey.generate(specification)
        let above = identity.certificates.filter { !$0.isSelfIssued }
        return try SigningIdentity(key: key, certificates: [issue(profile, for: key)] + above)
    }

    private static func makeCertificate(
        _ profile: CertificateProfile,
        for key: PrivateKey,
        issuer: Certificate?,
        signedWith signer: PrivateKey
    ) throws(SignatureError) -> Certificate {
        guard let handle = X509_new() else { throw .library("allocate") }
        defer { X509_free(handle) }
        guard X509_set_version(handle, 2) == 1, setRandomSerial(X509_get_serialNumber(handle)),
            ASN1_TIME_set(X509_getm_notBefore(handle), time_t(profile.validity.lowerBound)) != nil,
            ASN1_TIME_set(X509_getm_notAfter(handle), time_t(profile.validity.upperBound)) != nil,
            X509_set_pubkey(handle, key.handle) == 1
        else { throw .library("fill a certificate in") }
        let subject = X509_get_subject_name(handle)
        for (field, text) in profile.subject.entries {
            let bytes = Array(text.utf8)
            guard axis_add_name_entry(subject, field, bytes, Int32(bytes.count)) == 1 else {
                ERR_clear_error()
                throw SignatureError(
                    .argument,
                    "“\(text)” cannot be the \(field) of a certificate (at most 64 characters; C two letters).",
                    "“\(text)” không thể là \(field) của chứng thư (tối đa 64 ký tự; C hai chữ cái)."
                )
            }
        }
        let issuerName = issuer.map { X509_get_subject_name($0.handle) } ?? subject
        guard X509_set_issuer_name(handle, issuerName) == 1 else { throw .library("name an issuer") }
        try addExtensions(of: profile, to: handle, issuer: issuer)
        guard X509_sign(handle, signer.handle, DigestAlgorithm.sha256.handle) > 0 else {
            throw .library("sign a certificate")
        }
        return try Certificate(copying: handle)
    }

    private static func addExtensions(
        of profile: CertificateProfile,
        to handle: OpaquePointer,
        issuer: Certificate?
    ) throws(SignatureError) {
        var extensions: [(Int32, String)] = [
            (NID_basic_constraints, profile.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE"),
            (NID_key_usage, profile.keyUsageText),
            (NID_subject_key_identifier, "hash"),
        ]
        // A root signs itself: its own identifier is there by the time this one is worked out.
        extensions.append((NID_authority_key_identifier, "keyid:always"))
        if let text = profile.extendedKeyUsageText { extensions.append((NID_ext_key_usage, text)) }
        if let text = try profile.alternativeNames() { extensions.append((NID_subject_alt_name, text)) }
        for (identifier, text) in extensions {
            var context = X509V3_CTX()
            axis_set_extension_context(&context, issuer?.handle ?? handle, handle, nil)
            let made = X509V3_EXT_conf_nid(nil, &context, identifier, text)
            defer { X509_EXTENSION_free(made) }
            guard let made, X509_add_ext(handle, made, -1) == 1 else { throw .library("add an extension") }
        }
    }

    private static func setRandomSerial(_ serial: UnsafeMutablePointer<ASN1_INTEGER>?) -> Bool {
        // 127 random bits: positive, and without a register never twice.
        guard let number = BN_new() else { return false }
        defer { BN_free(number) }
        return BN_rand(number, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1
            && BN_to_ASN1_INTEGER(number, serial) != nil
    }

    // MARK: - Revocation

    /// Issues a revocation list.
    ///
    /// - Parameters:
    ///   - revoked: what is revoked, and since when, in seconds since 1970.
    ///   - thisUpdate: when the list is issued, in seconds since 1970; also its number.
    ///   - nextUpdate: when the next one is due.
    /// - Returns: the DER of the list.
    package func makeRevocationList(
        revoking revoked: [(certificate: Certificate, since: Int64)],
        thisUpdate: Int64,
        nextUpdate: Int64
    ) throws(SignatureError) -> [UInt8] {
        guard let list = X509_CRL_new(), let time = ASN1_TIME_new(), let number = ASN1_INTEGER_new() else {
            throw .library("allocate")
        }
        defer {
            X509_CRL_free(list)
            ASN1_STRING_free(time)
            ASN1_STRING_free(number)
        }
        guard X509_CRL_set_version(list, 1) == 1,
            X509_CRL_set_issuer_name(list, X509_get_subject_name(certificate.handle)) == 1,
            ASN1_TIME_set(time, time_t(thisUpdate)) != nil, X509_CRL_set1_lastUpdate(list, time) == 1,
            ASN1_TIME_set(time, time_t(nextUpdate)) != nil, X509_CRL_set1_nextUpdate(list, time) == 1,
            ASN1_INTEGER_set_int64(number, thisUpdate) == 1,
            X509_CRL_add1_ext_i2d(list, NID_crl_number, number, 0, 0) == 1
        else { throw .library("fill a revocation list in") }
        for (certificate, since) in revoked {
            guard let entry = X509_REVOKED_new() else { throw .library("allocate") }
            guard ASN1_TIME_set(time, time_t(since)) != nil,
                X509_REVOKED_set_serialNumber(
                    entry,
                    UnsafeMutablePointer(mutating: X509_get0_serialNumber(certificate.handle))
                ) == 1,
                X509_REVOKED_set_revocationDate(entry, time) == 1, X509_CRL_add0_revoked(list, entry) == 1
            else {
                X509_REVOKED_free(entry)
                throw .library("add to a revocation list")
            }
        }
        X509_CRL_sort(list)
        guard X509_CRL_sign(list, identity.key.handle, DigestAlgorithm.sha256.handle) > 0 else {
            throw .library("sign a revocation list")
        }
        let length = i2d_X509_CRL(list, nil)
        guard length > 0 else { throw .library("encode a revocation list") }
        return [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            var position = buffer.baseAddress
            count = max(0, Int(i2d_X509_CRL(list, &position)))
        }
    }
}
