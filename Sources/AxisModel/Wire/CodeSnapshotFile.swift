// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The evidence inside a snapshot of all codes: when Axis published exactly these.
public struct SnapshotEvidence: Hashable, Sendable, Codable {
    /// The canonical bytes of the leaf, base64: version, count, SHA-256 and size of the content, and when.
    public var leaf: String
    /// The leaf's place in the evidence log, from 0.
    public var leafIndex: Int64
    /// The inclusion proof (RFC 6962, section 2.1.1).
    public var inclusionProof: [Digest256]
    /// The checkpoint: the text that was signed.
    public var checkpoint: String
    /// Detached CMS over the checkpoint's bytes, DER in base64.
    public var checkpointSignature: String

    /// Makes one of its parts.
    public init(
        leaf: String,
        leafIndex: Int64,
        inclusionProof: [Digest256],
        checkpoint: String,
        checkpointSignature: String
    ) {
        self.leaf = leaf
        self.leafIndex = leafIndex
        self.inclusionProof = inclusionProof
        self.checkpoint = checkpoint
        self.checkpointSignature = checkpointSignature
    }
}

/// A snapshot's bytes, taken apart into what was sealed and its evidence.
///
/// The content is the JSON `{"items":[…],"version":N}`, keys sorted and without white space; the leaf commits to the
/// SHA-256 of just these bytes. The whole file is the content with one more member, the last:
/// `{"items":[…],"version":N,"evidence":{…}}`. So nobody has to write JSON again to check it.
package struct CodeSnapshotFile: Hashable, Sendable {
    /// What was sealed.
    package let content: [UInt8]
    /// ``SnapshotEvidence`` as JSON.
    package let evidence: [UInt8]

    private static let joint = Array(",\"evidence\":".utf8)

    /// Puts a content and its evidence together.
    package init(content: [UInt8], evidence: [UInt8]) {
        self.content = content
        self.evidence = evidence
    }

    /// Takes a file apart; nil when it is not of this form. A line feed at its end is passed over.
    package init?(_ bytes: [UInt8]) {
        var bytes = bytes[...]
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        guard bytes.last == UInt8(ascii: "}"), bytes.starts(with: Array("{\"items\":".utf8)) else { return nil }
        // The evidence is far shorter than this, so a long way back need not be searched.
        let lowest = max(bytes.count - 65_536, 0)
        for place in stride(from: bytes.count - Self.joint.count, through: lowest, by: -1)
        where bytes[place...].starts(with: Self.joint) {
            content = bytes[..<place] + [UInt8(ascii: "}")]
            evidence = Array(bytes[(place + Self.joint.count)...].dropLast())
            return
        }
        return nil
    }

    /// The whole file.
    package var bytes: [UInt8] { content.dropLast() + Self.joint + evidence + [UInt8(ascii: "}")] }
}
