// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Synchronization

/// A context of OpenSSL set up to verify with one key and digest. Moves between threads, used by one at a time.
struct VerifierHandle: @unchecked Sendable {
    let pointer: OpaquePointer
}

extension Certificate {
    /// Contexts kept for each digest: as many as a machine's cores are likely to use at once.
    private static let keptVerifiers = 16

    /// True when `signature` (PKCS#1 v1.5, or ECDSA in DER) is this certificate's over a message of this digest.
    ///
    /// Setting a context up costs more than verifying with it (OpenSSL 3 looks algorithms up each time), so contexts
    /// are kept for the next document of the same signer.
    func verify(
        _ signature: [UInt8],
        digest: [UInt8],
        of algorithm: DigestAlgorithm
    ) throws(SignatureError) -> Bool {
        let kept = verifiers.withLock { $0[algorithm]?.popLast() }
        let context: VerifierHandle
        if let kept { context = kept } else { context = try makeVerifier(algorithm) }
        let verdict = EVP_PKEY_verify(context.pointer, signature, signature.count, digest, digest.count)
        if verdict != 1 { ERR_clear_error() }
        let surplus = verifiers.withLock { pools -> VerifierHandle? in
            guard pools[algorithm, default: []].count < Self.keptVerifiers else { return context }
            pools[algorithm, default: []].append(context)
            return nil
        }
        if let surplus { EVP_PKEY_CTX_free(surplus.pointer) }
        return verdict == 1
    }

    /// The same for any digest that OpenSSL has, with a context of its own: for what is seldom seen.
    func verifyOnce(_ signature: [UInt8], digest: [UInt8], of handle: OpaquePointer) throws(SignatureError) -> Bool {
        let context = try makeVerifier(handle)
        defer { EVP_PKEY_CTX_free(context.pointer) }
        let verdict = EVP_PKEY_verify(context.pointer, signature, signature.count, digest, digest.count)
        if verdict != 1 { ERR_clear_error() }
        return verdict == 1
    }

    private func makeVerifier(_ algorithm: DigestAlgorithm) throws(SignatureError) -> VerifierHandle {
        try makeVerifier(algorithm.handle)
    }

    private func makeVerifier(_ handle: OpaquePointer) throws(SignatureError) -> VerifierHandle {
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, publicKey, nil) else { throw .library("use a public key") }
        var ready = EVP_PKEY_verify_init(context) == 1
        if case .rsa = keyKind { ready = ready && axis_rsa_use_pkcs1(context) == 1 }
        guard ready, axis_set_signature_digest(context, handle) == 1 else {
            EVP_PKEY_CTX_free(context)
            throw .library("use a public key")
        }
        return VerifierHandle(pointer: context)
    }
}
