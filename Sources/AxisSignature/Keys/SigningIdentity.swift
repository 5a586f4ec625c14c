// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A private key with the certificates that speak for it, the key's own first.
package struct SigningIdentity: Sendable {
    /// The private key.
    package let key: PrivateKey
    /// The key's certificate, then those between it and the anchor; the anchor itself may be left out.
    package let certificates: [Certificate]

    /// The key's own certificate.
    package var certificate: Certificate { certificates[0] }

    /// Puts a key and its certificates together, and refuses a certificate of another key.
    package init(key: PrivateKey, certificates: [Certificate]) throws(SignatureError) {
        guard let leaf = certificates.first else {
            throw SignatureError(
                .certificateUnreadable,
                "There is no certificate for the private key.",
                "Không có chứng thư cho khóa bí mật."
            )
        }
        let matches = EVP_PKEY_eq(leaf.publicKey, key.handle) == 1
        ERR_clear_error()
        guard matches else {
            throw SignatureError(
                .keyMismatch,
                "The private key does not belong to the certificate of \(leaf.subject).",
                "Khóa bí mật không thuộc chứng thư của \(leaf.subject)."
            )
        }
        self.key = key
        self.certificates = certificates
    }

    /// Reads a PEM key file (mode 0600) and a PEM or DER file of certificates, the key's own first.
    package init(
        keyFile: String,
        certificateFile: String,
        password: String? = nil
    ) throws(SignatureError) {
        try self.init(
            key: PrivateKey(pemFile: keyFile, password: password),
            certificates: Certificate.load(file: certificateFile)
        )
    }

    /// Reads a PKCS#12 file (RFC 7292) of mode 0600 with the key, its certificate and those above it.
    package init(pkcs12File path: String, password: String) throws(SignatureError) {
        var bytes = try SmallFile.read(path, atMost: SmallFile.largestKeyFile, secret: true)
        defer { bytes.wipe() }
        let container = bytes.withUnsafeBytes { bytes in
            MemoryBuffer(reading: bytes).withHandle { d2i_PKCS12_bio($0, nil) }
        }
        defer { PKCS12_free(container) }
        var key: OpaquePointer?
        var leaf: OpaquePointer?
        var others: OpaquePointer?
        guard let container, PKCS12_parse(container, password, &key, &leaf, &others) == 1 else {
            let detail = SignatureError.takeLibraryDetail()
            throw SignatureError(
                .keyUnreadable,
                """
                \(path) cannot be read as PKCS#12 with this password\(detail); a file in the old RC2 form \
                has to be exported again with AES.
                """,
                """
                Không đọc được \(path) dạng PKCS#12 với mật khẩu này\(detail); tệp kiểu RC2 cũ phải được \
                xuất lại bằng AES.
                """
            )
        }
        defer {
            X509_free(leaf)
            axis_x509_stack_free(others)
        }
        guard let key else {
            throw SignatureError(
                .keyUnreadable,
                "\(path) holds no private key.",
                "\(path) không chứa khóa bí mật."
            )
        }
        let privateKey = try PrivateKey(owning: key, from: path)
        var certificates: [Certificate] = []
        if let leaf { certificates.append(try Certificate(copying: leaf)) }
        for index in 0..<axis_x509_stack_count(others) {
            guard let other = axis_x509_stack_value(others, index) else { continue }
            certificates.append(try Certificate(copying: other))
        }
        try self.init(key: privateKey, certificates: certificates)
    }
}
