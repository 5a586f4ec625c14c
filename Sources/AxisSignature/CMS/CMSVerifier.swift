// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Checks detached CMS signatures (RFC 5652) of one signer whose certificate they carry.
package enum CMSVerifier {
    /// The largest signature that is read, in bytes.
    package static let largest = 128 * 1024

    /// Verifies that `der` signs `content` and that its signer's chain is trusted.
    ///
    /// Accepted is exactly one signer, over detached data, with signed attributes and SHA-256, SHA-384 or SHA-512.
    ///
    /// - Parameter seconds: the moment to judge the certificates for, in seconds since 1970.
    /// - Returns: the signer's certificate.
    /// - Throws: `signature-form`, `signature-invalid`, or what ``TrustList/verify(leaf:intermediates:at:)`` throws.
    package static func verifyDetached(
        _ der: [UInt8],
        content: [UInt8],
        trust: TrustList,
        at seconds: Int64
    ) throws(SignatureError) -> Certificate {
        guard der.count <= largest, let message = decode(der) else {
            ERR_clear_error()
            throw .cmsForm("it is not CMS in DER", "không phải là CMS dạng DER")
        }
        defer { CMS_ContentInfo_free(message) }
        let signer = try onlySigner(of: message)
        let flags = UInt32(CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY)
        let verified = content.withUnsafeBytes { bytes in
            MemoryBuffer(reading: bytes).withHandle { CMS_verify(message, nil, nil, $0, nil, flags) }
        }
        var certificate: OpaquePointer?
        CMS_SignerInfo_get0_algs(signer, nil, &certificate, nil, nil)
        guard verified == 1, let certificate else {
            let detail = SignatureError.takeLibraryDetail()
            throw SignatureError(
                .invalid,
                "The CMS signature does not fit the content or the signer's certificate\(detail).",
                "Chữ ký CMS không khớp với nội dung hoặc chứng thư của người ký\(detail)."
            )
        }
        // Tries that succeed later leave errors behind, which other users of OpenSSL on this thread would take for theirs.
        ERR_clear_error()
        let leaf = try Certificate(copying: certificate)
        _ = try trust.verify(leaf: leaf, intermediates: others(in: message, than: leaf), at: seconds)
        return leaf
    }

    private static func decode(_ der: [UInt8]) -> OpaquePointer? {
        der.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            guard let message = d2i_CMS_ContentInfo(nil, &position, bytes.count) else { return nil }
            guard position == bytes.baseAddress.map({ $0 + bytes.count }) else {
                CMS_ContentInfo_free(message)
                return nil
            }
            return message
        }
    }

    private static func onlySigner(of message: OpaquePointer) throws(SignatureError) -> OpaquePointer {
        guard OBJ_obj2nid(CMS_get0_type(message)) == NID_pkcs7_signed, CMS_is_detached(message) == 1,
            OBJ_obj2nid(CMS_get0_eContentType(message)) == NID_pkcs7_data
        else {
            throw .cmsForm("it is not a detached signature over data", "không phải là chữ ký tách rời trên dữ liệu")
        }
        let signers = CMS_get0_SignerInfos(message)
        guard axis_signer_count(signers) == 1, let signer = axis_signer_value(signers, 0) else {
            throw .cmsForm("it has not exactly one signer", "không có đúng một người ký")
        }
        guard CMS_signed_get_attr_count(signer) > 0 else {
            throw .cmsForm("it has no signed attributes", "không có thuộc tính được ký")
        }
        var digest: UnsafeMutablePointer<X509_ALGOR>?
        CMS_SignerInfo_get0_algs(signer, nil, nil, &digest, nil)
        var object: OpaquePointer?
        X509_ALGOR_get0(&object, nil, nil, digest)
        guard [NID_sha256, NID_sha384, NID_sha512].contains(OBJ_obj2nid(object)) else {
            throw .cmsForm("its digest is none of SHA-256, SHA-384, SHA-512", "hàm băm không phải SHA-256/384/512")
        }
        return signer
    }

    private static func others(
        in message: OpaquePointer,
        than leaf: Certificate
    ) throws(SignatureError) -> [Certificate] {
        let stack = CMS_get1_certs(message)
        defer { axis_x509_stack_free(stack) }
        guard axis_x509_stack_count(stack) <= TrustList.longestChain else {
            throw .cmsForm("it carries too many certificates", "có quá nhiều chứng thư")
        }
        var certificates: [Certificate] = []
        for index in 0..<axis_x509_stack_count(stack) {
            guard let handle = axis_x509_stack_value(stack, index) else { continue }
            let certificate = try Certificate(copying: handle)
            if certificate != leaf { certificates.append(certificate) }
        }
        return certificates
    }
}

extension SignatureError {
    fileprivate static func cmsForm(
        _ english: String,
        _ vietnamese: String,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> SignatureError {
        SignatureError(
            .form,
            "The CMS signature is not in the accepted form: \(english).",
            "Chữ ký CMS không đúng dạng được chấp nhận: \(vietnamese).",
            fileID: fileID,
            line: line
        )
    }
}
