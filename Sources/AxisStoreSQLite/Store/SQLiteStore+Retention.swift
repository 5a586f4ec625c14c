// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore
import GRDB
import Logging
import Synchronization

extension SQLiteStore {
    package func removePayloads(endedBefore: Timestamp, limit: Int) async throws(StoreError) -> Int {
        // A backup copies objects after rows: nothing may go meanwhile.
        if backups.load(ordering: .sequentiallyConsistent) > 0 { return 0 }
        let removed: [(EnvelopeID, PayloadPlace)] = try await committer.write { transaction in
            let removed = try transaction.forgetPayloads(endedBefore: endedBefore, limit: min(max(limit, 0), 1000))
            return { _ in removed }
        }
        // Deleting goes in reverse: the rows are gone, then the files; a crash between leaves orphans for the sweep.
        let files = removed.filter { $0.1 == .file }.map(\.0)
        // A backup that began before the rows changed still names these files: the sweep at start takes them.
        if backups.load(ordering: .sequentiallyConsistent) > 0 { return removed.count }
        let result = await payloads.perform { [payloads] in
            for id in files { try payloads.removeObject(of: id) }
        }
        if case .failure(let error) = result {
            logger.warning("payload files stay until the next start", metadata: ["error": "\(error)"])
        }
        return removed.count
    }
}

extension GroupTransaction {
    /// Forgets payload bytes; hashes, leaves, histories and keys stay.
    fileprivate func forgetPayloads(
        endedBefore: Timestamp,
        limit: Int
    ) throws -> [(EnvelopeID, PayloadPlace)] {
        var ended: [(seq: Int64, id: EnvelopeID, place: PayloadPlace)] = []
        do {
            var query = try Query(
                db,
                """
                SELECT seq, id, place FROM envelope
                WHERE ended_at < ? AND ended_at IS NOT NULL AND place < 2 ORDER BY ended_at LIMIT ?
                """
            )
            query.bind(endedBefore)
            query.bind(limit)
            while try query.step() { ended.append((query.int(0), try query.id(1), try query.code(2))) }
        }
        var deletion = try Query(db, "DELETE FROM payload WHERE seq = ?")
        var update = try Query(db, "UPDATE envelope SET place = 2 WHERE seq = ?")
        var freezing = try Query(db, "UPDATE envelope SET ended_at = NULL WHERE seq = ?")
        var frozen: Set<EnvelopeID> = []
        for envelope in ended {
            if try isRecalled(envelope.id) {
                // Decree 30/2020, Annex VI: what was recalled is frozen. Without an end it is not looked at again.
                freezing.bind(envelope.seq)
                try freezing.run()
                frozen.insert(envelope.id)
                continue
            }
            if envelope.place == .inline {
                deletion.bind(envelope.seq)
                try deletion.run()
            }
            update.bind(envelope.seq)
            try update.run()
        }
        if !ended.isEmpty {
            // Gives pages back to the file system, a bounded number at a time.
            var vacuum = try Query(db, "PRAGMA incremental_vacuum(4096)")
            while try vacuum.step() {}
        }
        return ended.filter { !frozen.contains($0.id) }.map { ($0.id, $0.place) }
    }

    private func isRecalled(_ envelope: EnvelopeID) throws -> Bool {
        guard let row = try EnvelopeRow.find(envelope, in: db) else { return false }
        return try DeliveryRow.find(row.deliveries, in: db).contains { $0.state == .recalled }
    }
}
