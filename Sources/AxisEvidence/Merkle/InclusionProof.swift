// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Checking that a leaf is in a tree.
package enum InclusionProof {
    /// Whether `proof` leads from the leaf's hash to `root` (RFC 9162, section 2.1.3.2).
    package static func verify(
        leafHash: Digest256,
        index: Int64,
        size: Int64,
        proof: [Digest256],
        root: Digest256
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var place = index
        var last = size - 1
        var hash = leafHash
        for sibling in proof {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = MerkleHash.node(sibling, hash)
                if place & 1 == 0 {
                    let skipped = place.trailingZeroBitCount
                    place >>= Int64(skipped)
                    last >>= Int64(skipped)
                }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }
}

/// Checking that a longer tree begins with a shorter one.
package enum ConsistencyProof {
    /// Whether `proof` shows that the tree under `newerRoot` begins with all of the tree under `olderRoot`
    /// (RFC 9162, section 2.1.4.2).
    package static func verify(
        olderSize: Int64,
        newerSize: Int64,
        olderRoot: Digest256,
        newerRoot: Digest256,
        proof: [Digest256]
    ) -> Bool {
        guard olderSize >= 0, olderSize <= newerSize else { return false }
        if olderSize == newerSize { return proof.isEmpty && olderRoot == newerRoot }
        if olderSize == 0 { return proof.isEmpty && olderRoot == MerkleHash.empty }
        var path = proof[...]
        if olderSize & (olderSize - 1) == 0 { path = [olderRoot] + proof }
        guard let first = path.popFirst() else { return false }
        let skipped = Int64((~(olderSize - 1)).trailingZeroBitCount)
        var place = (olderSize - 1) >> skipped
        var last = (newerSize - 1) >> skipped
        var older = first
        var newer = first
        for sibling in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                older = MerkleHash.node(sibling, older)
                newer = MerkleHash.node(sibling, newer)
                if place & 1 == 0 {
                    let skipped = Int64(place.trailingZeroBitCount)
                    place >>= skipped
                    last >>= skipped
                }
            } else {
                newer = MerkleHash.node(newer, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && older == olderRoot && newer == newerRoot
    }
}
