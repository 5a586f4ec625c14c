// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisSignature
package import AxisStore
import GRDB

/// Lists handed in, and the decisions on them.
extension SQLiteStore {
    package func submit(_ submission: NewSubmission) async throws(StoreError) -> StoredSubmission {
        try await requireSpace()
        let texts = SubmissionTexts(
            version: try StoredJSON.text(submission.version),
            receipt: try StoredJSON.text(submission.receipt),
            replaced: try submission.replaced.map { step throws(StoreError) in try StoredJSON.text(step.after) },
            arrival: try StoredJSON.text(submission.arrival.line)
        )
        return try await committer.write(bytes: submission.bytes.count) { transaction in
            let place = try transaction.insert(submission, texts)
            let base = transaction.base.size
            return { group in
                guard let group else { fatalError("A group with leaves is sealed before its callers are answered.") }
                let evidence = LeafEvidence(
                    leaf: submission.leaf,
                    index: place,
                    proof: group.proofs[Int(place - base)],
                    checkpoint: group.checkpoint,
                    signature: group.signature
                )
                return StoredSubmission(version: submission.version, receipt: submission.receipt, evidence: evidence)
            }
        }
    }

    package func submission(_ id: SubmissionID) async throws(StoreError) -> StoredSubmission? {
        try await read { db in
            var query = try Query(db, "SELECT version, receipt, leaf FROM submission WHERE id = ?")
            query.bind(id)
            return try query.step() ? try StoredSubmission(query, in: db) : nil
        }
    }

    package func submissions(_ filter: SubmissionFilter) async throws(StoreError) -> [StoredSubmission] {
        try await read { db in
            var query = try Query(
                db,
                """
                SELECT version, receipt, leaf FROM submission
                WHERE (?1 IS NULL OR campaign = ?1) AND (?2 IS NULL OR unit = ?2) ORDER BY seq DESC LIMIT ?3
                """
            )
            query.bind(filter.campaign)
            query.bind(filter.unit)
            query.bind(min(max(filter.limit, 1), 10_000))
            var found: [StoredSubmission] = []
            while try query.step() { found.append(try StoredSubmission(query, in: db)) }
            return found
        }
    }

    package func list(of submission: SubmissionID) async throws(StoreError) -> [UInt8] {
        try await read { db in
            var query = try Query(
                db,
                "SELECT sha256, bytes FROM submission_list JOIN submission USING (seq) WHERE id = ?"
            )
            query.bind(submission)
            guard try query.step() else { throw StoreError(.notFound, "There is no such list.") }
            let bytes = query.bytes(1)
            guard SHA256.digest(of: bytes) == (try query.digest(0)) else {
                throw StoreError(.corrupt, "The list's bytes don't match their hash.")
            }
            return bytes
        }
    }

    package func decide(_ decision: NewDecision) async throws(StoreError) -> Bool {
        let after = try StoredJSON.text(decision.step.after)
        let events = try Self.texts(decision.events)
        let bytes = events.reduce(decision.notice?.payload.count ?? 0) { $0 + $1.utf8.count }
        return try await committer.write(bytes: bytes) { transaction in
            guard try transaction.take(decision.step, after) else { return { _ in false } }
            if let conflict = try transaction.append(decision.events, events) { throw conflict }
            try transaction.append(decision.audit)
            if let notice = decision.notice {
                try transaction.insert(
                    notice.envelope,
                    key: nil,
                    leaf: nil,
                    inline: notice.payload,
                    deliveries: [notice.delivery]
                )
            }
            return { _ in true }
        }
    }

    /// Lists whose bytes are missing or don't match their hash.
    static func submissionFaults(in db: Database, limit: Int) throws -> [StoreFault] {
        var query = try Query(
            db,
            """
            SELECT submission.id, submission_list.sha256, submission_list.bytes
            FROM submission LEFT JOIN submission_list USING (seq) ORDER BY seq
            """
        )
        var faults: [StoreFault] = []
        while faults.count < limit, try query.step() {
            let id: SubmissionID = try query.id(0)
            let kept = try query.isNull(1) ? nil : query.digest(1)
            if query.bytes(2, { SHA256.digest(of: $0) }) != kept {
                faults.append(StoreFault(subject: id.description, reason: "The list is missing or changed."))
            }
        }
        return faults
    }
}

/// What a version is written as.
struct SubmissionTexts: Sendable {
    var version: String
    var receipt: String
    var replaced: [String]
    var arrival: String
}

extension GroupTransaction {
    /// Writes a version and all that goes with it; the place of its leaf.
    fileprivate func insert(_ new: NewSubmission, _ texts: SubmissionTexts) throws -> Int64 {
        var latest = try Query(db, "SELECT max(number) FROM submission WHERE campaign = ? AND unit = ?")
        latest.bind(new.version.campaign)
        latest.bind(new.version.unit)
        guard try latest.step(), latest.int(0) == Int64(new.version.number - 1) else {
            throw StoreError(.versionConflict, "The province handed in another version meanwhile.")
        }
        for (step, text) in zip(new.replaced, texts.replaced) {
            guard try take(step, text) else {
                throw StoreError(.versionConflict, "An earlier version was decided meanwhile.")
            }
        }
        let place = base.size + Int64(changes.leaves.count)
        var row = try Query(
            db,
            """
            INSERT INTO submission (id, campaign, unit, number, version, receipt, leaf) VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        )
        row.bind(new.version.id)
        row.bind(new.version.campaign)
        row.bind(new.version.unit)
        row.bind(new.version.number)
        row.bind(texts.version)
        row.bind(texts.receipt)
        row.bind(place)
        try row.run()
        var list = try Query(db, "INSERT INTO submission_list VALUES (?, ?, ?)")
        list.bind(db.lastInsertedRowID)
        list.bind(new.version.sha256)
        list.bind(new.bytes)
        try list.run()
        try updateArrival(texts.arrival, at: new.arrival.place)
        try append(new.audit)
        changes.leaves.append((new.version.id.uuid, new.leaf))
        return place
    }

    /// Writes a version's new standing; false when it is not stored as expected.
    fileprivate func take(_ step: SubmissionStep, _ after: String) throws -> Bool {
        var found = try Query(db, "SELECT version FROM submission WHERE id = ?")
        found.bind(step.before.id)
        guard try found.step() else { return false }
        let stored: SubmissionVersion = try StoredJSON.value(found.text(0))
        guard stored == step.before else { return false }
        var query = try Query(db, "UPDATE submission SET version = ? WHERE id = ?")
        query.bind(after)
        query.bind(step.before.id)
        try query.run()
        return true
    }

    func updateArrival(_ line: String, at place: Int64) throws {
        var query = try Query(db, "UPDATE arrival SET line = ? WHERE place = ?")
        query.bind(line)
        query.bind(place)
        try query.run()
        guard db.changesCount == 1 else {
            throw StoreError(.notFound, "There is no such line of the journal.")
        }
    }
}

extension StoredSubmission {
    fileprivate init(_ query: borrowing Query, in db: Database) throws {
        guard let evidence = try LeafRow.evidence(query.int(2), in: db) else {
            throw SQLiteFailure.corruptRow("a list that was handed in has no leaf")
        }
        self.init(
            version: try StoredJSON.value(query.text(0)),
            receipt: try StoredJSON.value(query.text(1)),
            evidence: evidence
        )
    }
}
