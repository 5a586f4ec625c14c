// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import AxisStore

extension MemoryStore {
    package func seal(_ snapshot: NewSnapshotLeaf) async throws(StoreError) -> LeafEvidence {
        try perform { (state: inout MemoryState) throws(StoreError) in
            let key = MemoryState.SnapshotKey(version: snapshot.version, sha256: snapshot.sha256)
            if let known = state.snapshots[key] { return known }
            let evidence = try state.seal(snapshot.leaf, with: sealer)
            state.snapshots[key] = evidence
            return evidence
        }
    }
}
