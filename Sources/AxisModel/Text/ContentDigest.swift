// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The digest of a body as it travels in the field `Content-Digest`: `sha-256=:…:` (RFC 9530).
package enum ContentDigest {
    /// The SHA-256 that a field's value names, or nil.
    package static func sha256(in value: String) -> Digest256? {
        for member in value.split(separator: ",") {
            let text = member.trimmingSpaces
            guard text.lowercased().hasPrefix("sha-256=:"), text.hasSuffix(":"), text.utf8.count > 10 else { continue }
            guard let bytes = Base64.decode(text.dropFirst(9).dropLast(), as: .exact) else { return nil }
            return Digest256(bytes: bytes)
        }
        return nil
    }

    /// The field's value for a digest.
    package static func field(_ digest: Digest256) -> String { "sha-256=:\(Base64.encode(digest.bytes)):" }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
