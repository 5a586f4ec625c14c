// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisSignature
import Glibc

extension ContentDigest {
    /// The SHA-256 of a file; blocks.
    package static func sha256(ofFile path: String) throws(ClientError) -> (digest: Digest256, size: Int) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path, errno) }
        defer { close(descriptor) }
        var hasher = SHA256Hasher()
        var size = 0
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let count = read(descriptor, chunk.baseAddress, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(path, errno) }
            if count == 0 { break }
            hasher.update(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            size += count
        }
        return (hasher.finalizeDigest(), size)
    }

    /// The SHA-256 of bytes.
    package static func sha256(of bytes: [UInt8]) -> Digest256 { SHA256.digest(of: bytes) }
}

extension ClientError {
    /// A file can't be used, with the system's reason.
    package static func file(_ path: String, _ number: Int32) -> ClientError {
        ClientError(.file, "\(path): \(String(cString: strerror(number))).")
    }
}
