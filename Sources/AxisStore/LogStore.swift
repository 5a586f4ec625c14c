// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The evidence log as stored: what proofs are built from later.
package protocol LogStore: Sendable {
    /// The newest checkpoint; nil while the log is empty.
    func latestCheckpoint() async throws(StoreError) -> StoredCheckpoint?

    /// Digests of the leaves in a range of places, in order, at most 4,096; the range is cut to what there is.
    func leafDigests(_ range: Range<Int64>) async throws(StoreError) -> [Digest256]

    /// An inner node that is kept.
    func node(level: Int, index: Int64) async throws(StoreError) -> LogNode?
}

/// A signed checkpoint as stored.
package struct StoredCheckpoint: Hashable, Sendable {
    /// How many leaves it covers.
    package var size: Int64
    /// Its text.
    package var text: String
    /// Detached CMS over the text, DER.
    package var signature: [UInt8]

    /// Makes a checkpoint.
    package init(size: Int64, text: String, signature: [UInt8]) {
        self.size = size
        self.text = text
        self.signature = signature
    }
}
