// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

extension TrustList {
    /// Refuses a leaf whose key is too weak or that is not meant for this list's use.
    func checkPurpose(of leaf: Certificate) throws(SignatureError) {
        guard leaf.keyKind.isSupported else { throw .weakKey(leaf) }
        let signs: KeyUsage = use == .tls ? [.digitalSignature] : [.digitalSignature, .contentCommitment]
        if let usage = leaf.keyUsage, usage.isDisjoint(with: signs) {
            throw SignatureError(
                .untrusted,
                "The certificate of \(leaf.subject) is not meant for signing: its key usage lacks digitalSignature.",
                "Chứng thư của \(leaf.subject) không dùng để ký: mục đích khóa không có digitalSignature."
            )
        }
        if use == .sealing, let purposes = leaf.extendedKeyUsage,
            purposes.subtracting([.clientAuthentication, .serverAuthentication]).isEmpty
        {
            throw SignatureError(
                .untrusted,
                "The certificate of \(leaf.subject) is not meant for sealing: its extended key usage is TLS alone.",
                "Chứng thư của \(leaf.subject) không dùng để niêm phong: mục đích mở rộng chỉ có TLS."
            )
        }
        if use == .tls, let purposes = leaf.extendedKeyUsage, purposes.isDisjoint(with: [.clientAuthentication, .any]) {
            throw SignatureError(
                .untrusted,
                "The certificate of \(leaf.subject) is not meant for TLS clients: extended key usage lacks clientAuth.",
                "Chứng thư của \(leaf.subject) không dùng cho máy khách TLS: thiếu mục đích clientAuth."
            )
        }
    }

    /// Lets OpenSSL build and check the path (RFC 5280, section 6), without revocation, which the list knows itself.
    func buildChain(
        from leaf: Certificate,
        with presented: [Certificate],
        at seconds: Int64
    ) throws(SignatureError) -> [Certificate] {
        guard let untrusted = axis_x509_stack_new() else { throw .library("allocate") }
        defer { axis_x509_stack_free(untrusted) }
        for certificate in presented + intermediates {
            guard axis_x509_stack_add(untrusted, certificate.handle) == 1 else { throw .library("allocate") }
        }
        guard let context = X509_STORE_CTX_new() else { throw .library("allocate") }
        defer { X509_STORE_CTX_free(context) }
        guard X509_STORE_CTX_init(context, store, leaf.handle, untrusted) == 1,
            let parameters = X509_STORE_CTX_get0_param(context)
        else { throw .library("begin to verify a chain") }
        X509_VERIFY_PARAM_set_time(parameters, time_t(seconds))
        // OpenSSL counts the certificates between leaf and anchor.
        X509_VERIFY_PARAM_set_depth(parameters, Int32(Self.longestChain - 2))
        // 112 bits: refuses RSA below 2048 bits and certificates signed with SHA-1.
        X509_VERIFY_PARAM_set_auth_level(parameters, 2)
        // Every configured anchor ends a chain, a subordinate authority too.
        X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        let verified = X509_verify_cert(context)
        ERR_clear_error()
        guard verified == 1 else {
            throw Self.refusal(
                X509_STORE_CTX_get_error(context),
                of: X509_STORE_CTX_get_current_cert(context).map(Certificate.subject(of:)) ?? leaf.subject
            )
        }
        let found = X509_STORE_CTX_get0_chain(context)
        let known = [leaf] + presented
        var chain: [Certificate] = []
        for index in 0..<axis_x509_stack_count(found) {
            guard let handle = axis_x509_stack_value(found, index) else { continue }
            chain.append(try certificate(copying: handle, known: known))
        }
        for authority in chain.dropFirst() where !authority.isAuthority {
            throw SignatureError(
                .untrusted,
                "The certificate of \(authority.subject) issues others without being an authority.",
                "Chứng thư của \(authority.subject) cấp chứng thư khác mà không phải là tổ chức chứng thực."
            )
        }
        return chain
    }

    private static func refusal(_ error: Int32, of subject: String) -> SignatureError {
        switch error {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return SignatureError(
                .expired,
                "The certificate of \(subject) has expired.",
                "Chứng thư của \(subject) đã hết hạn."
            )
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return SignatureError(
                .expired,
                "The certificate of \(subject) is not valid yet.",
                "Chứng thư của \(subject) chưa có hiệu lực."
            )
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK:
            return SignatureError(
                .untrusted,
                "The certificate of \(subject) is too weak: a key under RSA-2048, or signed with SHA-1 or older.",
                "Chứng thư của \(subject) quá yếu: khóa dưới RSA-2048, hoặc được ký bằng SHA-1 trở xuống."
            )
        default:
            let why = String(cString: X509_verify_cert_error_string(Int(error)))
            return SignatureError(
                .untrusted,
                "The certificate of \(subject) does not lead to a trusted anchor: \(why).",
                "Chứng thư của \(subject) không dẫn tới điểm tin cậy nào: \(why)."
            )
        }
    }
}

extension Certificate {
    fileprivate static func subject(of handle: OpaquePointer) -> String {
        X509_get_subject_name(handle).map(text) ?? "?"
    }
}

extension SignatureError {
    /// The certificate's key is of a kind or size that Axis does not accept.
    static func weakKey(
        _ certificate: Certificate,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> SignatureError {
        SignatureError(
            .untrusted,
            """
            The key of \(certificate.subject) is \(certificate.keyKind); accepted are RSA of 2048 to 4096 bits, \
            and EC P-256 and P-384.
            """,
            """
            Khóa của \(certificate.subject) là \(certificate.keyKind); chỉ chấp nhận RSA 2048 đến 4096 bit, \
            EC P-256 và P-384.
            """,
            fileID: fileID,
            line: line
        )
    }
}
