// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Signs bytes as detached CMS (RFC 5652) in the CAdES-BES manner: SHA-256, signed attributes with the content's
/// digest, the signing time and the signer's certificate (ESS `signingCertificateV2`, RFC 5035).
///
/// `openssl cms -verify -binary -inform DER -content FILE` checks it.
package struct CMSSigner: Sendable {
    private let identity: SigningIdentity

    /// The certificate that speaks for the signatures.
    package var certificate: Certificate { identity.certificate }

    /// A signer with a key and its certificates, all of which are put into every signature.
    package init(identity: SigningIdentity) { self.identity = identity }

    /// Signs `content`, which does not become part of the result.
    ///
    /// - Parameter seconds: the signing time to state, in seconds since 1970.
    /// - Returns: the DER of a `ContentInfo`.
    package func signDetached(_ content: [UInt8], at seconds: Int64) throws(SignatureError) -> [UInt8] {
        let flags = UInt32(CMS_DETACHED | CMS_BINARY | CMS_PARTIAL)
        guard let message = CMS_sign(nil, nil, nil, nil, flags) else { throw .library("begin a CMS signature") }
        defer { CMS_ContentInfo_free(message) }
        let signer = CMS_add1_signer(
            message,
            identity.certificate.handle,
            identity.key.handle,
            DigestAlgorithm.sha256.handle,
            UInt32(CMS_NOSMIMECAP | CMS_CADES)
        )
        guard let signer else { throw .library("add a CMS signer") }
        guard let time = ASN1_TIME_set(nil, time_t(seconds)) else { throw .library("encode a time") }
        defer { ASN1_STRING_free(time) }
        let stated = CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, ASN1_STRING_type(time), time, -1)
        guard stated == 1 else { throw .library("state the signing time") }
        for certificate in identity.certificates.dropFirst() {
            guard CMS_add1_cert(message, certificate.handle) == 1 else { throw .library("add a certificate") }
        }
        let finished = content.withUnsafeBytes { bytes in
            MemoryBuffer(reading: bytes).withHandle {
                CMS_final(message, $0, nil, UInt32(CMS_DETACHED | CMS_BINARY))
            }
        }
        guard finished == 1 else { throw .library("sign as CMS") }
        let length = i2d_CMS_ContentInfo(message, nil)
        guard length > 0 else { throw .library("encode CMS") }
        return [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            var position = buffer.baseAddress
            count = max(0, Int(i2d_CMS_ContentInfo(message, &position)))
        }
    }
}
