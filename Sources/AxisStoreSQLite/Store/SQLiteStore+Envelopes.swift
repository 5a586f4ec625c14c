// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisSignature
package import AxisStore
import GRDB
import Logging
import Synchronization

extension SQLiteStore {
    package func makeIncomingFile() async throws(StoreError) -> IncomingFile {
        if let failure = committer.standing.failure { throw failure }
        // Step 1: space for it, and an empty file.
        nextSpaceCheck.store(0, ordering: .relaxed)
        try await requireSpace()
        let result = await payloads.perform { [payloads] in try payloads.makeIncoming() }
        do { return try result.get() } catch { throw GroupCommitter.storeError(error) }
    }

    package func discard(_ file: IncomingFile) async {
        let result = await payloads.perform { [payloads] in try payloads.files.remove(file.path) }
        if case .failure(let error) = result {
            logger.warning("an incoming file stays until the next start", metadata: ["error": "\(error)"])
        }
    }

    package func acceptance(forKey key: Digest256) async throws(StoreError) -> SealedAcceptance? {
        try await read { db in try EnvelopeRow.find(key: key, in: db)?.sealed(in: db) }
    }

    package func acceptance(_ id: EnvelopeID) async throws(StoreError) -> SealedAcceptance? {
        try await read { db in try EnvelopeRow.find(id, in: db)?.sealed(in: db) }
    }

    package func accept(_ acceptance: NewAcceptance) async throws(StoreError) -> AcceptanceOutcome {
        switch acceptance.payload {
        case .inline(let bytes) where bytes.count <= configuration.inlineBound:
            try await requireSpace()
            return try await accept(acceptance, inline: bytes)
        case .inline(let bytes):
            let file = try await makeIncomingFile()
            let result = await payloads.perform { [payloads] in
                try payloads.files.remove(file.path)
                try payloads.files.write(bytes, to: file.path)
            }
            if case .failure(let error) = result {
                await discard(file)
                throw GroupCommitter.storeError(error)
            }
            return try await accept(acceptance, file: file)
        case .file(let file):
            do {
                try await requireSpace()
                if let known = try await self.acceptance(forKey: acceptance.idempotencyKey) {
                    await discard(file)
                    return .existing(known)
                }
            } catch {
                await discard(file)
                throw error
            }
            return try await accept(acceptance, file: file)
        }
    }

    /// What a delivery counts for against the bounds of a group: its row, its places in the indexes.
    private static let bytesOfDelivery = 512

    private func accept(_ new: NewAcceptance, inline: [UInt8]?) async throws(StoreError) -> AcceptanceOutcome {
        let bytes = (inline?.count ?? 0) + new.leaf.count + new.deliveries.count * Self.bytesOfDelivery
        return try await committer.write(bytes: bytes) { transaction in
            let acceptance = try transaction.accept(new, inline: inline)
            let base = transaction.base.size
            return { acceptance.outcome($0, base: base) }
        }
    }

    private func accept(_ new: NewAcceptance, file: IncomingFile) async throws(StoreError) -> AcceptanceOutcome {
        if let failure = committer.standing.failure { throw failure }
        let id = new.envelope.id
        // Steps 3 to 5: bytes and name are on disk before a row names them.
        let kept = await payloads.perform { [payloads] in try payloads.keep(file, as: id) }
        if case .failure(let error as StoreError) = kept {
            await discard(file)
            throw error
        }
        if case .failure(let error as FileFailure) = kept, error.isShortage {
            await discard(file)
            // The name may be there already; no row will ever name it.
            _ = await payloads.perform { [payloads] in try payloads.removeObject(of: id) }
            throw StoreError(.overloaded, "A payload could not be put in its place: \(error).")
        }
        if case .failure(let error) = kept {
            // Whether the bytes are on disk is not known any more.
            let failure = StoreError(.failed, "A payload could not be flushed: \(error).")
            committer.fail(failure)
            throw failure
        }
        let outcome: AcceptanceOutcome
        do {
            // Steps 6 to 8: the rows, the seal, the commit.
            outcome = try await accept(new, inline: nil)
        } catch {
            // After a final failure the commit may have reached the disk: the next start looks.
            if error.code != .failed { await removeObject(of: id, unless: id) }
            throw error
        }
        switch outcome {
        case .accepted: break
        case .existing(let sealed): await removeObject(of: id, unless: sealed.envelope.id)
        case .conflict(let other): await removeObject(of: id, unless: other)
        }
        return outcome
    }

    /// Removes an object that came to nothing, unless a row of the same name owns it.
    private func removeObject(of id: EnvelopeID, unless owner: EnvelopeID) async {
        if id == owner {
            do throws(StoreError) {
                guard try await read({ try EnvelopeRow.find(id, in: $0) }) == nil else { return }
            } catch {
                // Not knowing is no licence to remove: an object that nobody owns is swept at the next start.
                return
            }
        }
        _ = await payloads.perform { [payloads] in try payloads.removeObject(of: id) }
    }

    package func envelopes(_ ids: [EnvelopeID]) async throws(StoreError) -> [EnvelopeID: EnvelopeRecord] {
        let (found, wrong) = try await read { db in
            var found: [EnvelopeID: EnvelopeRecord] = [:]
            var wrong: [EnvelopeID] = []
            for id in ids {
                do {
                    found[id] = try EnvelopeRow.find(id, in: db)?.record
                } catch let error as StoreError where error.code == .corrupt {
                    wrong.append(id)
                }
            }
            return (found, wrong)
        }
        // Left out, so that one of them does not take an inbox or a queue with it.
        for id in wrong { logger.error("an envelope's row can't be read", metadata: ["envelope": "\(id)"]) }
        return found
    }

    package func envelopes(about envelope: EnvelopeID, limit: Int) async throws(StoreError) -> [EnvelopeRecord] {
        try await read { db in
            guard let row = try EnvelopeRow.find(envelope, in: db) else { return [] }
            var found: [EnvelopeRow] = []
            for delivery in row.deliveries {
                var query = try Query(
                    db,
                    "SELECT \(EnvelopeRow.columns) FROM envelope WHERE about = ? ORDER BY seq LIMIT ?"
                )
                query.bind(delivery)
                query.bind(limit)
                while try query.step() { found.append(try EnvelopeRow(query)) }
            }
            return found.sorted { $0.seq < $1.seq }.prefix(max(limit, 0)).map(\.record)
        }
    }

    package func payload(of envelope: EnvelopeID) async throws(StoreError) -> StoredPayload {
        let found: Found = try await read { db in
            guard let row = try EnvelopeRow.find(envelope, in: db), row.place != .removed else {
                throw StoreError(.notFound, "The envelope's bytes are not kept, or there is no such envelope.")
            }
            if row.place == .file { return .file(row.record.sha256, row.record.size) }
            var query = try Query(db, "SELECT bytes FROM payload WHERE seq = ?")
            query.bind(row.seq)
            guard try query.step() else { return .wrong }
            let bytes = query.bytes(0)
            return SHA256.digest(of: bytes) == row.record.sha256 ? .bytes(bytes) : .wrong
        }
        switch found {
        case .bytes(let bytes): return .bytes(bytes)
        case .file(let digest, let size):
            let path = payloads.path(of: envelope)
            let actual = await payloads.perform { [payloads] in try payloads.digest(of: path) }
            if case .success(digest) = actual { return .file(path: path, size: size) }
            // Short of descriptors or memory is no reason to call the bytes wrong.
            if case .failure(let error as FileFailure) = actual, error.isShortage {
                throw StoreError(.overloaded, "The bytes can't be read for now: \(error).")
            }
        case .wrong: break
        }
        throw StoreError(.corrupt, "The bytes of envelope \(envelope) don't match their hash.")
    }

    private enum Found: Sendable {
        case bytes([UInt8])
        case file(Digest256, Int)
        case wrong
    }
}

extension EnvelopeRow {
    /// The acceptance with its deliveries as they stand and its evidence; nil for a notice.
    func sealed(in db: Database) throws -> SealedAcceptance? {
        guard let evidence = try LeafRow.evidence(leaf, in: db) else { return nil }
        let found = try DeliveryRow.find(deliveries, in: db)
        return SealedAcceptance(envelope: record, deliveries: found, evidence: evidence)
    }
}
