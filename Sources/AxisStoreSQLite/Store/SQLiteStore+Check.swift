// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisSignature
package import AxisStore
import GRDB

extension SQLiteStore {
    /// Rows that one read transaction of the check looks at.
    private static let checkStep = 256

    package func check(limit: Int) async throws(StoreError) -> [StoreFault] {
        var faults: [StoreFault] = []
        faults += try await read { db in
            try String.fetchAll(db, sql: "PRAGMA quick_check(\(max(1, min(limit, 1000))))")
                .filter { $0 != "ok" }.map { StoreFault(subject: "axis.sqlite", reason: $0) }
        }
        faults += try await read { db in try Self.counterFaults(in: db) }
        faults += try await read { db in try Self.submissionFaults(in: db, limit: limit) }
        faults += try await read { db in try Self.drillFaults(in: db, limit: limit) }
        faults += try await read { db in try Self.arrivalFaults(in: db, limit: limit) }
        faults += try await read { db in try ClientRow.faults(in: db, limit: limit) }
        try await checkEnvelopes(&faults, limit: limit)
        try await checkLog(&faults, limit: limit)
        try await checkObjects(&faults, limit: limit)
        return Array(faults.prefix(max(limit, 0)))
    }

    private static func counterFaults(in db: Database) throws -> [StoreFault] {
        let wrong = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM (
                    SELECT 0 AS family, kind AS code, count(*) AS value FROM envelope GROUP BY kind
                    UNION ALL SELECT 1, state, count(*) FROM delivery GROUP BY state
                ) AS actual
                WHERE value <> coalesce(
                    (SELECT value FROM counter WHERE family = actual.family AND code = actual.code), 0)
                """
        )
        guard let wrong, wrong > 0 else { return [] }
        return [StoreFault(subject: "counters", reason: "\(wrong) counters differ from the rows.")]
    }

    // MARK: Envelopes

    private func checkEnvelopes(_ faults: inout [StoreFault], limit: Int) async throws(StoreError) {
        var last: Int64 = 0
        while faults.count < limit {
            let seq = last
            let step = try await read { db in try Self.checkedEnvelopes(after: seq, in: db) }
            faults += step.faults
            for (id, digest) in step.objects {
                let path = payloads.path(of: id)
                let actual = await payloads.perform { [payloads] in try payloads.digest(of: path) }
                if case .success(digest) = actual { continue }
                faults.append(StoreFault(subject: id.description, reason: "The payload file is missing or changed."))
            }
            guard let next = step.last else { return }
            last = next
        }
    }

    private struct EnvelopeStep: Sendable {
        var last: Int64?
        var faults: [StoreFault] = []
        var objects: [(EnvelopeID, Digest256)] = []
    }

    private static func checkedEnvelopes(after seq: Int64, in db: Database) throws -> EnvelopeStep {
        var step = EnvelopeStep()
        var query = try Query(
            db,
            "SELECT \(EnvelopeRow.columns) FROM envelope WHERE seq > ? ORDER BY seq LIMIT ?"
        )
        query.bind(seq)
        query.bind(checkStep)
        while try query.step() {
            step.last = query.int(0)
            let row: EnvelopeRow
            do { row = try EnvelopeRow(query) } catch let error as StoreError where error.code == .corrupt {
                step.faults.append(StoreFault(subject: "envelope row \(query.int(0))", reason: error.reason))
                continue
            }
            let id = row.record.id.description
            if try DeliveryRow.readable(row.deliveries, in: db).count != row.deliveries.count {
                step.faults.append(StoreFault(subject: id, reason: "A delivery is missing or can't be read."))
            }
            if row.leaf == nil, row.record.kind != .notice {
                step.faults.append(StoreFault(subject: id, reason: "An accepted envelope has no leaf."))
            }
            switch row.place {
            case .removed: break
            case .file: step.objects.append((row.record.id, row.record.sha256))
            case .inline:
                var payload = try Query(db, "SELECT bytes FROM payload WHERE seq = ?")
                payload.bind(row.seq)
                let isThere = try payload.step()
                if !isThere || payload.bytes(0, { SHA256.digest(of: $0) }) != row.record.sha256 {
                    step.faults.append(StoreFault(subject: id, reason: "The payload is missing or changed."))
                }
            }
        }
        return step
    }

    // MARK: Log

    private func checkLog(_ faults: inout [StoreFault], limit: Int) async throws(StoreError) {
        // Leaves that are appended meanwhile are not looked at.
        let state = try await read { db in try LogState.stored(in: db) }
        var tree = CompactRange()
        while tree.size < state.size, faults.count < limit {
            let first = tree.size
            let leaves = try await read { db in try Self.leaves(from: first, below: state.size, in: db) }
            if leaves.isEmpty {
                faults.append(StoreFault(subject: "leaf \(first)", reason: "The leaf is missing."))
                return
            }
            for leaf in leaves {
                let digest = MerkleHash.leaf(leaf.bytes)
                if leaf.place != tree.size {
                    faults.append(StoreFault(subject: "leaf \(tree.size)", reason: "The leaf is missing."))
                    return
                }
                if digest != leaf.digest {
                    faults.append(
                        StoreFault(subject: "leaf \(leaf.place)", reason: "The leaf does not match its digest.")
                    )
                }
                if !leaf.hasEnvelope {
                    faults.append(
                        StoreFault(
                            subject: "leaf \(leaf.place)",
                            reason: "The leaf's envelope, list or snapshot is missing."
                        )
                    )
                }
                tree.append(digest)
            }
        }
        if tree.size == state.size, tree.frontier != state.frontier {
            faults.append(StoreFault(subject: "log", reason: "The leaves don't make the tree that was signed."))
        }
    }

    private struct CheckedLeaf: Sendable {
        var place: Int64
        var bytes: [UInt8]
        var digest: Digest256
        var hasEnvelope: Bool
    }

    private static func leaves(from first: Int64, below end: Int64, in db: Database) throws -> [CheckedLeaf] {
        var query = try Query(
            db,
            """
            SELECT leaf.place, leaf.bytes, leaf.digest, coalesce(envelope.seq, submission.seq, snapshot.version)
            FROM leaf
            LEFT JOIN envelope ON envelope.id = leaf.envelope AND envelope.leaf = leaf.place
            LEFT JOIN submission ON submission.id = leaf.envelope AND submission.leaf = leaf.place
            LEFT JOIN snapshot_leaves AS snapshot ON snapshot.id = leaf.envelope AND snapshot.leaf = leaf.place
            WHERE leaf.place >= ? AND leaf.place < ? ORDER BY leaf.place LIMIT ?
            """
        )
        query.bind(first)
        query.bind(end)
        query.bind(checkStep)
        var leaves: [CheckedLeaf] = []
        while try query.step() {
            leaves.append(
                CheckedLeaf(
                    place: query.int(0),
                    bytes: query.bytes(1),
                    digest: try query.digest(2),
                    hasEnvelope: !query.isNull(3)
                )
            )
        }
        return leaves
    }

    // MARK: Objects

    private func checkObjects(_ faults: inout [StoreFault], limit: Int) async throws(StoreError) {
        guard faults.count < limit else { return }
        let oldest = clock.now().seconds - configuration.orphanGrace.components.seconds
        let result = await payloads.perform { [self] in
            var orphans: [StoreFault] = []
            try payloads.forEachObject { path, envelope in
                guard orphans.count < limit else { return }
                if let envelope, try pool.read({ try EnvelopeRow.find(envelope, in: $0)?.place }) == .file { return }
                guard let facts = try payloads.files.facts(path), facts.modified < oldest else { return }
                orphans.append(StoreFault(subject: path, reason: "No row names the payload file."))
            }
            return orphans
        }
        do { faults += try result.get() } catch { throw GroupCommitter.storeError(error) }
    }
}
