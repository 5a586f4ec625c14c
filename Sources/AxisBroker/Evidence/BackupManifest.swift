// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisSignature
import Foundation

/// What a backup holds, signed by Axis's sealing certificate: `manifest.json`, and detached CMS beside it.
package struct BackupManifest: Hashable, Sendable, Codable {
    /// The version of this form: 1.
    package var version: Int
    /// When the backup was made.
    package var madeAt: Timestamp
    /// Leaves in its evidence log.
    package var logSize: Int64
    /// SHA-256 of each file by relative path.
    package var files: [String: Digest256]

    /// The manifest's file in a backup's directory.
    package static let fileName = "manifest.json"
    /// Its signature: detached CMS, DER; `openssl cms -verify -inform DER -content manifest.json` checks it.
    package static let signatureName = "manifest.json.p7s"

    /// The most bytes of a manifest that are read: about a million files.
    private static let largest = 256 << 20

    /// Writes the manifest and its signature into a backup's directory, both flushed.
    func write(to directory: String, signedBy identity: SigningIdentity) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let bytes = [UInt8](try encoder.encode(self))
        let signature = try CMSSigner(identity: identity).signDetached(bytes, at: madeAt.seconds)
        try Self.write(bytes, to: directory + "/" + Self.fileName)
        try Self.write(signature, to: directory + "/" + Self.signatureName)
    }

    /// Reads a backup's manifest and checks its signature.
    ///
    /// - Parameter trust: the anchors for sealing; the certificate is judged at the time the backup was made.
    /// - Throws: `SignatureError`, or an error of reading and decoding.
    package init(verifying directory: String, trust: TrustList) throws {
        let bytes = try Self.read(directory + "/" + Self.fileName)
        let signature = try Self.read(directory + "/" + Self.signatureName)
        let manifest = try JSONDecoder().decode(BackupManifest.self, from: Data(bytes))
        _ = try CMSVerifier.verifyDetached(signature, content: bytes, trust: trust, at: manifest.madeAt.seconds)
        self = manifest
    }

    init(madeAt: Timestamp, logSize: Int64, files: [String: Digest256]) {
        version = 1
        self.madeAt = madeAt
        self.logSize = logSize
        self.files = files
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        return [UInt8](try handle.read(upToCount: largest) ?? Data())
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(bytes))
        try handle.synchronize()
    }
}
