// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisStore

/// A snapshot of all codes as it is answered.
package struct EncodedCodeSnapshot: Hashable, Sendable {
    /// The version of the last change in it.
    package let version: Int64
    /// ``CodeSnapshot`` as JSON.
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

    /// All codes for a mirror, with the newest checkpoint of the evidence log at the time of making.
    ///
    /// Made once for each version: writing out a whole registry is much work.
    package func codeSnapshot() async throws(Refusal) -> EncodedCodeSnapshot {
        try await snapshots.value(for: codesVersion) { () async throws(Refusal) in
            let current = holder.current
            let checkpoint: StoredCheckpoint?
            do throws(StoreError) {
                checkpoint = try await store.latestCheckpoint()
            } catch {
                throw Refusal(error)
            }
            let whole = CodeSnapshot(
                version: current.codesVersion,
                items: current.codeRecords(),
                checkpoint: checkpoint.map {
                    SnapshotCheckpoint(size: $0.size, text: $0.text, signature: Base64.encode($0.signature))
                }
            )
            guard let bytes = RegistryJSON.bytes(whole) else { preconditionFailure("records are always JSON") }
            return EncodedCodeSnapshot(version: whole.version, bytes: bytes)
        }
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
