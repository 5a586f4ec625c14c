// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A secret as it is stored: which key opens it, and the box.
package struct SealedSecret: Hashable, Sendable {
    /// The id of the key in the key file.
    package var keyID: String
    /// Version, nonce, ciphertext and tag.
    package var box: [UInt8]

    /// Makes one of its parts.
    package init(keyID: String, box: [UInt8]) {
        self.keyID = keyID
        self.box = box
    }
}

/// The keys that secrets are sealed under, by id; the first is the one that new secrets get.
///
/// A box is one byte of version (1), a random nonce of 12 bytes, the ciphertext and a tag of 16 bytes (AES-256-GCM). What
/// the secret belongs to is authenticated with it, so a box copied to another row does not open there.
package struct SealingKeys: Sendable, CustomStringConvertible {
    /// The ids, the current one first.
    package let ids: [String]
    private let keys: [String: SecretBytes]

    /// The version of the box's format.
    static let version: UInt8 = 1
    /// The most keys of one file: old ones are removed once nothing is sealed under them.
    static let mostKeys = 16

    /// Takes keys of 32 bytes in their order.
    init(_ keys: [(id: String, key: SecretBytes)]) {
        precondition(!keys.isEmpty && keys.allSatisfy { $0.key.count == AES256GCM.keyByteCount })
        ids = keys.map(\.id)
        self.keys = Dictionary(uniqueKeysWithValues: keys.map { ($0.id, $0.key) })
    }

    /// The id of the key that new secrets get.
    package var current: String { ids[0] }

    /// Seals a secret under the current key.
    ///
    /// - Parameter owner: what it belongs to, e.g. the system id; opening needs the same.
    package func seal(_ secret: SecretBytes, for owner: String) throws(SignatureError) -> SealedSecret {
        try seal(secret, for: owner, nonce: try SecretBytes.random(AES256GCM.nonceByteCount))
    }

    func seal(_ secret: SecretBytes, for owner: String, nonce: [UInt8]) throws(SignatureError) -> SealedSecret {
        guard let key = keys[current] else { preconditionFailure("The current key is one of the keys.") }
        var plain = secret.withBytes { Array($0) }
        defer { SecretBytes.wipe(&plain) }
        let sealed = key.withBytes { key in
            Result { () throws(SignatureError) in
                try AES256GCM.seal(plain, key: key, nonce: nonce, authenticating: Array(owner.utf8))
            }
        }
        return SealedSecret(keyID: current, box: [Self.version] + nonce + (try sealed.get()))
    }

    /// Opens a box; nil when no key of this id is there, or the box was changed or belongs to another.
    package func open(_ sealed: SealedSecret, for owner: String) throws(SignatureError) -> SecretBytes? {
        let head = 1 + AES256GCM.nonceByteCount
        guard let key = keys[sealed.keyID], sealed.box.count >= head + AES256GCM.tagByteCount,
            sealed.box[0] == Self.version
        else { return nil }
        let nonce = Array(sealed.box[1..<head])
        let opened = key.withBytes { key in
            Result { () throws(SignatureError) in
                try AES256GCM.open(sealed.box[head...], key: key, nonce: nonce, authenticating: Array(owner.utf8))
            }
        }
        guard var plain = try opened.get() else { return nil }
        defer { SecretBytes.wipe(&plain) }
        return SecretBytes(copying: plain)
    }

    /// The ids alone.
    package var description: String { "keys \(ids.joined(separator: ", "))" }
}
