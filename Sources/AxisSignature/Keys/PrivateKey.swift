// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A private key for signing: RSA of 2048 to 4096 bits, or ECDSA on P-256 or P-384.
///
/// `@unchecked Sendable`: the OpenSSL key is never changed after it is made, its reference count is atomic, and
/// signing takes its own context each time.
package final class PrivateKey: @unchecked Sendable {
    /// What kind of key this is.
    package let kind: KeyKind
    let handle: OpaquePointer

    /// Takes ownership of an OpenSSL key, freeing it when it is refused.
    init(owning handle: OpaquePointer, from source: String) throws(SignatureError) {
        let kind = KeyKind(of: handle)
        guard kind.isSupported else {
            EVP_PKEY_free(handle)
            throw SignatureError(
                .keyUnsupported,
                "The private key \(source) is \(kind); use RSA of 2048 to 4096 bits, or EC P-256 or P-384.",
                "Khóa bí mật \(source) là \(kind); hãy dùng RSA 2048 đến 4096 bit, hoặc EC P-256 hay P-384."
            )
        }
        self.kind = kind
        self.handle = handle
    }

    deinit { EVP_PKEY_free(handle) }

    // MARK: - Making

    /// What key to make.
    package enum Specification: Sendable, Hashable {
        /// RSA with so many bits, 2048 to 4096.
        case rsa(bits: Int)
        /// ECDSA on a curve.
        case ec(EllipticCurve)
    }

    /// Makes a new key from OpenSSL's random generator.
    package static func generate(_ specification: Specification) throws(SignatureError) -> PrivateKey {
        let handle: OpaquePointer?
        switch specification {
        case .rsa(let bits):
            guard KeyKind.rsaBits.contains(bits) else {
                throw SignatureError(
                    .keyUnsupported,
                    "An RSA key of \(bits) bits is not made; use 2048 to 4096.",
                    "Không tạo khóa RSA \(bits) bit; hãy dùng 2048 đến 4096."
                )
            }
            handle = axis_generate_rsa(bits)
        case .ec(let curve): handle = axis_generate_ec(curve.openSSLName)
        }
        guard let handle else { throw .library("make a key") }
        return try PrivateKey(owning: handle, from: "just made")
    }

    // MARK: - Reading and writing

    /// Reads a PEM file (PKCS#8, PKCS#1 or SEC 1). The file must be closed to group and others (mode 0600).
    ///
    /// - Parameter password: for an encrypted file; nobody is ever prompted.
    package convenience init(pemFile path: String, password: String? = nil) throws(SignatureError) {
        var bytes = try SmallFile.read(path, atMost: SmallFile.largestKeyFile, secret: true)
        defer { bytes.wipe() }
        try self.init(pem: bytes, password: password, from: path)
    }

    /// Reads PEM text that is in memory already.
    package convenience init(pem: [UInt8], password: String? = nil) throws(SignatureError) {
        try self.init(pem: pem, password: password, from: "in memory")
    }

    private convenience init(pem: [UInt8], password: String?, from source: String) throws(SignatureError) {
        let handle = pem.withUnsafeBytes { bytes in
            let buffer = MemoryBuffer(reading: bytes)
            // Without a callback OpenSSL would take the user pointer for the password, and prompt when it is null.
            return (password ?? "").withCString { text in
                buffer.withHandle {
                    PEM_read_bio_PrivateKey($0, nil, nil, UnsafeMutableRawPointer(mutating: text))
                }
            }
        }
        guard let handle else {
            let detail = SignatureError.takeLibraryDetail()
            throw SignatureError(
                .keyUnreadable,
                "The private key \(source) cannot be read as PEM with this password\(detail).",
                "Không đọc được khóa bí mật \(source) dạng PEM với mật khẩu này\(detail)."
            )
        }
        try self.init(owning: handle, from: source)
    }

    /// Writes the key as unencrypted PKCS#8 PEM into a new file of mode 0600; an existing file is refused.
    package func writePEM(to path: String) throws(SignatureError) {
        let buffer = MemoryBuffer()
        let written = buffer.withHandle { PEM_write_bio_PKCS8PrivateKey($0, handle, nil, nil, 0, nil, nil) }
        guard written == 1 else { throw .library("encode a key") }
        var bytes = buffer.contents()
        defer { bytes.wipe() }
        try SmallFile.create(path, mode: 0o600, contents: bytes)
    }

    // MARK: - Signing

    /// Signs `message`: RSA with PKCS#1 v1.5 padding, or ECDSA as a DER sequence.
    func sign(_ message: [UInt8], digest: DigestAlgorithm) throws(SignatureError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw .library("allocate") }
        defer { EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(handle)))
        var count = signature.count
        guard EVP_DigestSignInit(context, nil, digest.handle, nil, handle) == 1,
            EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        else { throw .library("sign") }
        signature.removeSubrange(count...)
        return signature
    }
}

extension [UInt8] {
    /// Overwrites the bytes so that a copy of a secret does not stay in memory.
    mutating func wipe() {
        withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}
