// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with a nonce of 96 bits and a tag of 128 bits.
enum AES256GCM {
    static let keyByteCount = 32
    static let nonceByteCount = 12
    static let tagByteCount = 16

    /// Encrypts and authenticates; the tag stands behind the ciphertext.
    static func seal(
        _ plaintext: [UInt8],
        key: UnsafeRawBufferPointer,
        nonce: [UInt8],
        authenticating data: [UInt8]
    ) throws(SignatureError) -> [UInt8] {
        let context = try begin(encrypting: true, key: key, nonce: nonce, authenticating: data)
        defer { EVP_CIPHER_CTX_free(context) }
        var output = [UInt8](repeating: 0, count: plaintext.count + tagByteCount)
        var written: Int32 = 0
        var last: Int32 = 0
        guard EVP_EncryptUpdate(context, &output, &written, plaintext, Int32(plaintext.count)) == 1,
            output.withUnsafeMutableBufferPointer({ buffer in
                EVP_EncryptFinal_ex(context, buffer.baseAddress.map { $0 + Int(written) }, &last) == 1
                    && EVP_CIPHER_CTX_ctrl(
                        context,
                        EVP_CTRL_AEAD_GET_TAG,
                        Int32(tagByteCount),
                        buffer.baseAddress.map { $0 + plaintext.count }
                    ) == 1
            }), Int(written + last) == plaintext.count
        else { throw .library("encrypt") }
        return output
    }

    /// Decrypts what ``seal(_:key:nonce:authenticating:)`` made; nil when key, nonce, data or bytes are others.
    static func open(
        _ sealed: ArraySlice<UInt8>,
        key: UnsafeRawBufferPointer,
        nonce: [UInt8],
        authenticating data: [UInt8]
    ) throws(SignatureError) -> [UInt8]? {
        guard sealed.count >= tagByteCount else { return nil }
        let context = try begin(encrypting: false, key: key, nonce: nonce, authenticating: data)
        defer { EVP_CIPHER_CTX_free(context) }
        let ciphertext = Array(sealed.dropLast(tagByteCount))
        var tag = Array(sealed.suffix(tagByteCount))
        var output = [UInt8](repeating: 0, count: ciphertext.count + tagByteCount)
        var written: Int32 = 0
        var last: Int32 = 0
        guard EVP_DecryptUpdate(context, &output, &written, ciphertext, Int32(ciphertext.count)) == 1,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagByteCount), &tag) == 1
        else {
            SecretBytes.wipe(&output)
            throw .library("decrypt")
        }
        let isGenuine = output.withUnsafeMutableBufferPointer { buffer in
            EVP_DecryptFinal_ex(context, buffer.baseAddress.map { $0 + Int(written) }, &last) == 1
        }
        guard isGenuine else {
            SecretBytes.wipe(&output)
            ERR_clear_error()
            return nil
        }
        output.removeLast(tagByteCount)
        return output
    }

    private static func begin(
        encrypting: Bool,
        key: UnsafeRawBufferPointer,
        nonce: [UInt8],
        authenticating data: [UInt8]
    ) throws(SignatureError) -> OpaquePointer {
        precondition(key.count == keyByteCount && nonce.count == nonceByteCount, "Key and nonce have fixed lengths.")
        guard let context = EVP_CIPHER_CTX_new() else { throw .library("make a cipher") }
        let start = key.bindMemory(to: UInt8.self).baseAddress
        var taken: Int32 = 0
        guard EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, start, nonce, encrypting ? 1 : 0) == 1,
            data.isEmpty || EVP_CipherUpdate(context, nil, &taken, data, Int32(data.count)) == 1
        else {
            EVP_CIPHER_CTX_free(context)
            throw .library("begin a cipher")
        }
        return context
    }
}
