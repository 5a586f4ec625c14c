// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import COpenSSL

/// SHA-256 (FIPS 180-4) by OpenSSL, for payloads read back and for backups.
struct SHA256: ~Copyable {
    private let context: OpaquePointer

    init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            fatalError("Out of memory for a digest.")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        precondition(EVP_DigestUpdate(context, start, bytes.count) == 1, "A started digest always takes bytes.")
    }

    consuming func finish() -> Digest256 {
        var bytes = [UInt8](repeating: 0, count: 32)
        precondition(EVP_DigestFinal_ex(context, &bytes, nil) == 1, "A started digest always ends.")
        guard let digest = Digest256(bytes: bytes) else { fatalError("A SHA-256 digest has 32 bytes.") }
        return digest
    }

    static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest256 {
        let digest = SHA256()
        digest.update(bytes)
        return digest.finish()
    }

    static func hash(_ bytes: [UInt8]) -> Digest256 { bytes.withUnsafeBytes { hash($0) } }
}
