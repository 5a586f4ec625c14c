// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
package import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore

/// A snapshot of all codes as it is answered.
package struct EncodedCodeSnapshot: Hashable, Sendable {
    /// The version of the last change in it.
    package let version: Int64
    /// ``CodeSnapshot`` as JSON, put together as a ``CodeSnapshotFile``.
    package let bytes: [UInt8]
}

extension Registrar {
    /// All that was recorded of a unit's life, in the order recorded.
    package func history(_ code: String, at moment: Timestamp? = nil) throws(Refusal) -> CodeHistory {
        let snapshot = holder.current
        let now = clock.now()
        let unit = try snapshot.unit(lookedUp: code, at: moment ?? now)
        return CodeHistory(
            unit: snapshot.view(of: unit, at: now),
            items: snapshot.history(of: unit.id).compactMap { snapshot.codeChange(of: $0) }
        )
    }

    /// A page of the feed of changes, in the order recorded and without gaps.
    ///
    /// - Parameters:
    ///   - after: the version of the last change already had; 0 for the beginning.
    ///   - limit: 1 to 1,000; 100 when nil.
    package func codeChanges(after: Int64, limit: Int? = nil) throws(Refusal) -> CodeChangePage {
        let snapshot = holder.current
        guard after >= 0, after <= snapshot.version else {
            throw .field(
                "after",
                "the registry is at version \(snapshot.version); a mirror that is ahead of it takes a new snapshot",
                "danh mục đang ở phiên bản \(snapshot.version); bản sao đi trước phải lấy lại toàn bộ"
            )
        }
        return snapshot.codeChanges(after: after, limit: try Registrar.pageLimit(limit))
    }

    /// The version that a snapshot of all codes would have now.
    package var codesVersion: Int64 { holder.current.codesVersion }

    /// All codes for a mirror, with the leaf that proves when Axis published exactly these.
    ///
    /// Made once for each version: writing out a whole registry is much work. The leaf is appended the first time that
    /// somebody asks for a version, and found again ever after, so a version's snapshot is the same to the byte.
    package func codeSnapshot() async throws(Refusal) -> EncodedCodeSnapshot {
        try await snapshots.value(for: codesVersion) { () async throws(Refusal) in
            let current = holder.current
            let whole = CodeSnapshot(version: current.codesVersion, items: current.codeRecords())
            guard let content = RegistryJSON.bytes(whole) else { preconditionFailure("records are always JSON") }
            let now = clock.now()
            let leaf = SnapshotLeaf(
                version: whole.version,
                units: whole.items.count,
                sha256: SHA256.digest(of: content),
                size: content.count,
                publishedAt: now
            )
            let sealed: LeafEvidence
            do throws(StoreError) {
                sealed = try await store.seal(
                    NewSnapshotLeaf(
                        id: identifiers.next(at: now),
                        version: leaf.version,
                        sha256: leaf.sha256,
                        leaf: leaf.canonicalBytes
                    )
                )
            } catch {
                throw Refusal(error)
            }
            guard let evidence = RegistryJSON.bytes(SnapshotEvidence(sealed)) else {
                preconditionFailure("evidence is always JSON")
            }
            return EncodedCodeSnapshot(
                version: whole.version,
                bytes: CodeSnapshotFile(content: content, evidence: evidence).bytes
            )
        }
    }
}

extension SnapshotEvidence {
    fileprivate init(_ sealed: LeafEvidence) {
        self.init(
            leaf: Base64.encode(sealed.leaf),
            leafIndex: sealed.index,
            inclusionProof: sealed.proof,
            checkpoint: sealed.checkpoint,
            checkpointSignature: Base64.encode(sealed.signature)
        )
    }
}

extension RegistrySnapshot {
    /// The unit that somebody looks up, by a code of any kind or a statistical one, in whatever state.
    func unit(lookedUp text: String, at moment: Timestamp) throws(Refusal) -> RegisteredUnit {
        let resolution = lookUp(text, at: moment)
        if let unit = resolution.named { return unit }
        if case .ambiguous(let units) = resolution { throw .ambiguous(text, units, field: "code") }
        throw .unknownUnit(text, field: "code")
    }
}
