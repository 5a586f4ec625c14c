// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import AxisStore
import GRDB

/// The leaves of published snapshots.
extension SQLiteStore {
    package func seal(_ snapshot: NewSnapshotLeaf) async throws(StoreError) -> LeafEvidence {
        try await committer.write(bytes: snapshot.leaf.count) { transaction in
            let base = transaction.base.size
            switch try transaction.place(snapshot) {
            case .sealed(let evidence): return { _ in evidence }
            case .new(let place, let leaf):
                return { group in
                    guard let group else {
                        fatalError("A group with leaves is sealed before its callers are answered.")
                    }
                    return LeafEvidence(
                        leaf: leaf,
                        index: place,
                        proof: group.proofs[Int(place - base)],
                        checkpoint: group.checkpoint,
                        signature: group.signature
                    )
                }
            }
        }
    }
}

extension GroupTransaction {
    fileprivate enum SnapshotPlace {
        case sealed(LeafEvidence)
        case new(place: Int64, leaf: [UInt8])
    }

    /// Finds a snapshot's leaf, or appends it.
    fileprivate func place(_ new: NewSnapshotLeaf) throws -> SnapshotPlace {
        var known = try Query(db, "SELECT leaf FROM snapshot_leaves WHERE version = ? AND sha256 = ?")
        known.bind(new.version)
        known.bind(new.sha256)
        if try known.step() {
            let place = known.int(0)
            // A neighbour in this very group: its leaf is not sealed yet.
            if place >= base.size { return .new(place: place, leaf: changes.leaves[Int(place - base.size)].bytes) }
            guard let evidence = try LeafRow.evidence(place, in: db) else {
                throw SQLiteFailure.corruptRow("a published snapshot has no leaf")
            }
            return .sealed(evidence)
        }
        let place = base.size + Int64(changes.leaves.count)
        var row = try Query(db, "INSERT INTO snapshot_leaves VALUES (?, ?, ?, ?)")
        row.bind(new.version)
        row.bind(new.sha256)
        row.bind(new.id.bytes)
        row.bind(place)
        try row.run()
        changes.leaves.append((new.id, new.leaf))
        return .new(place: place, leaf: new.leaf)
    }
}
