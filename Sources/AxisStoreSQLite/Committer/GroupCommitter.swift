// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisStore
import GRDB
import GRDBSQLite
import Logging
import Synchronization

/// The one owner of the writer: takes everything that is pending, one transaction, one fsync, then answers all.
///
/// There is no timer: while a group is being flushed the next one gathers. The queue that everything here runs on is
/// the pool's writer queue, a thread of its own; Swift's cooperative pool never waits for a disk.
final class GroupCommitter: Sendable {
    let pool: DatabasePool
    /// Whose inboxes changed, noted after each commit and before anyone is answered.
    let tickets = InboxTickets()
    private let sealer: any GroupSealer
    private let configuration: StoreConfiguration
    private let logger: Logger
    private let pending = Mutex(Pending())
    private let writer: WriterState

    private struct Pending {
        var items: [WriteItem] = []
        var bytes = 0
        var isDraining = false
        var isClosed = false
        var failure: StoreError?
    }

    /// What only the writer's queue touches.
    private final class WriterState: @unchecked Sendable {
        // Unchecked: read and written on the pool's serial writer queue alone.
        var log: LogState
        var walPages: Int32 = 0

        init(log: LogState) { self.log = log }
    }

    init(
        _ pool: DatabasePool,
        log: LogState,
        sealer: any GroupSealer,
        configuration: StoreConfiguration,
        logger: Logger
    ) {
        self.pool = pool
        self.sealer = sealer
        self.configuration = configuration
        self.logger = logger
        writer = WriterState(log: log)
    }

    /// Pages in the write-ahead log are told after each commit; this also turns SQLite's own checkpoints off.
    func followLog() {
        pool.writeWithoutTransaction { [writer] db in
            let context = Unmanaged.passUnretained(writer).toOpaque()
            _ = sqlite3_wal_hook(
                db.sqliteConnection,
                { context, _, _, pages in
                    guard let context else { return SQLITE_OK }
                    Unmanaged<WriterState>.fromOpaque(context).takeUnretainedValue().walPages = pages
                    return SQLITE_OK
                },
                context
            )
        }
    }

    /// The failure that ended the store, and how many writes wait.
    var standing: (failure: StoreError?, pending: Int) {
        pending.withLock { ($0.failure, $0.items.count) }
    }

    // MARK: Callers

    /// Writes in a group; returns after its flush. A cancelled task does not cancel the write.
    ///
    /// - Parameter body: writes, and returns what makes the answer out of the group's seal.
    func write<Value: Sendable>(
        bytes: Int = 0,
        _ body: @escaping @Sendable (GroupTransaction) throws -> (SealedGroup?) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let item = WriteItem(
                bytes: bytes,
                run: { transaction in
                    let answer = try body(transaction)
                    return { group in continuation.resume(returning: .success(answer(group))) }
                },
                fail: { continuation.resume(returning: .failure($0)) }
            )
            submit(item)
        }
        return try result.get()
    }

    private func submit(_ item: WriteItem) {
        enum Verdict {
            case wait, start
            case refuse(StoreError)
        }
        let verdict = pending.withLock { pending -> Verdict in
            if let failure = pending.failure { return .refuse(failure) }
            if pending.isClosed { return .refuse(StoreError(.closed, "The store is shut down.")) }
            let isTooMuch =
                pending.items.count >= configuration.pendingItems
                || pending.bytes + item.bytes > configuration.pendingBytes && !pending.items.isEmpty
            if isTooMuch { return .refuse(StoreError(.overloaded, "Too many writes wait for the disk.")) }
            pending.items.append(item)
            pending.bytes += item.bytes
            if pending.isDraining { return .wait }
            pending.isDraining = true
            return .start
        }
        switch verdict {
        case .wait: break
        case .start: pool.asyncWriteWithoutTransaction { [self] db in drain(db) }
        case .refuse(let error): item.fail(error)
        }
    }

    /// Takes no more; pending writes finish first.
    func close() {
        pending.withLock { $0.isClosed = true }
    }

    /// Ends the store: nothing is acknowledged any more. The first failure counts.
    func fail(_ error: StoreError) {
        let items = pending.withLock { pending -> [WriteItem]? in
            if pending.failure != nil { return nil }
            pending.failure = error
            defer { pending.items = [] }
            return pending.items
        }
        guard let items else { return }
        logger.critical(
            "the store failed; nothing is accepted or delivered until a restart",
            metadata: [
                "reason": "\(error.reason)"
            ]
        )
        for item in items { item.fail(error) }
        configuration.onFailure(error)
    }

    // MARK: The writer's queue

    private func drain(_ db: Database) {
        while let group = nextGroup() {
            commit(group, in: db)
            checkpointWhenLong(db)
        }
    }

    private func nextGroup() -> [WriteItem]? {
        pending.withLock { pending in
            guard !pending.items.isEmpty else {
                pending.isDraining = false
                return nil
            }
            var count = 0
            var bytes = 0
            for item in pending.items.prefix(configuration.groupItems) {
                if count > 0, bytes + item.bytes > configuration.groupBytes { break }
                count += 1
                bytes += item.bytes
            }
            let group = Array(pending.items.prefix(count))
            pending.items.removeFirst(count)
            pending.bytes -= bytes
            return group
        }
    }

    private func commit(_ group: [WriteItem], in db: Database) {
        do {
            try commitTogether(group, in: db)
        } catch {
            rollBack(db)
            if let failure = finalFailure(error) {
                for item in group { item.fail(failure) }
                return fail(failure)
            }
            // One of them is bad. Every item gets a savepoint now, so that it fails alone.
            commitApart(group, in: db)
        }
    }

    /// The common way: no savepoints, because an item hardly ever fails.
    private func commitTogether(_ group: [WriteItem], in db: Database) throws {
        try db.beginTransaction(.immediate)
        let transaction = GroupTransaction(db, base: writer.log)
        var completions: [WriteItem.Completion] = []
        completions.reserveCapacity(group.count)
        for item in group { completions.append(try item.run(transaction)) }
        let seal = try finish(transaction)
        for completion in completions { completion(seal) }
    }

    private func commitApart(_ group: [WriteItem], in db: Database) {
        var completions: [WriteItem.Completion] = []
        var failed: [(WriteItem, StoreError)] = []
        var withLeaves: [WriteItem] = []
        var without: [WriteItem] = []
        do {
            try db.beginTransaction(.immediate)
            let transaction = GroupTransaction(db, base: writer.log)
            for item in group {
                let before = transaction.changes
                try db.execute(sql: "SAVEPOINT item")
                do {
                    completions.append(try item.run(transaction))
                    let isSealed = transaction.changes.leaves.count > before.leaves.count
                    if isSealed { withLeaves.append(item) } else { without.append(item) }
                } catch {
                    if let failure = finalFailure(error) { throw failure }
                    try db.execute(sql: "ROLLBACK TO item")
                    transaction.changes = before
                    failed.append((item, Self.storeError(error)))
                }
                try db.execute(sql: "RELEASE item")
            }
            let seal = try finish(transaction)
            for completion in completions { completion(seal) }
            for (item, error) in failed { item.fail(error) }
        } catch let error as StoreError where error.code == .unsealed {
            // Accepting needs the seal; what happens to deliveries does not.
            rollBack(db)
            for item in withLeaves { item.fail(error) }
            for (item, error) in failed { item.fail(error) }
            if !without.isEmpty { commitApart(without, in: db) }
        } catch {
            rollBack(db)
            let failure = finalFailure(error) ?? StoreError(.failed, Self.storeError(error).reason)
            for item in group { item.fail(failure) }
            fail(failure)
        }
    }

    /// Steps 7 and 8 of `docs/durability.md`: seal, then flush.
    private func finish(_ transaction: GroupTransaction) throws -> SealedGroup? {
        try transaction.count()
        // Step 7: the leaves, their proofs and the signed checkpoint are part of the transaction.
        let seal = try transaction.seal(with: sealer)
        // Step 8: COMMIT returns after the fsync of the write-ahead log. Only then anyone is answered.
        try transaction.db.commit()
        if let seal { writer.log = seal.state }
        tickets.note(transaction.changes.recipients)
        return seal
    }

    private func rollBack(_ db: Database) {
        if db.isInsideTransaction { try? db.rollback() }
    }

    /// Copies the log into the database, between two groups, on the only connection that ever does.
    private func checkpointWhenLong(_ db: Database) {
        guard writer.walPages >= configuration.checkpointPages else { return }
        let code = checkpoint(db, SQLITE_CHECKPOINT_PASSIVE)
        // A reader in the way (BUSY) only leaves some pages for the next time.
        if code != SQLITE_OK, code & 0xff != SQLITE_BUSY {
            fail(StoreError(.failed, "A checkpoint failed with SQLite error \(code)."))
        }
        writer.walPages = 0
    }

    /// Copies the whole log and empties its file; at shutdown.
    func truncateLog(_ db: Database) {
        if pending.withLock({ $0.failure }) == nil { _ = checkpoint(db, SQLITE_CHECKPOINT_TRUNCATE) }
    }

    private func checkpoint(_ db: Database, _ mode: Int32) -> Int32 {
        sqlite3_wal_checkpoint_v2(db.sqliteConnection, nil, mode, nil, nil)
    }

    // MARK: Errors

    /// A failure after which nothing may be acknowledged any more: the disk, or the file itself.
    ///
    /// On Linux a failed fsync may drop the dirty pages, and the next one succeeds: there is no trying again.
    private func finalFailure(_ error: any Error) -> StoreError? {
        if let error = error as? StoreError { return error.code == .failed ? error : nil }
        guard let code = SQLiteFailure.code(of: error) else { return nil }
        switch code & 0xff {
        case SQLITE_IOERR, SQLITE_FULL, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_NOMEM:
            return StoreError(.failed, "The database could not be written: SQLite error \(code).")
        default: return nil
        }
    }

    /// The store's word for an error of one item.
    static func storeError(_ error: any Error) -> StoreError {
        if let error = error as? StoreError { return error }
        if let error = error as? FileFailure { return StoreError(.failed, error.description) }
        guard let code = SQLiteFailure.code(of: error) else {
            return StoreError(.corrupt, "A stored value can't be read: \(type(of: error)).")
        }
        switch code & 0xff {
        case SQLITE_CONSTRAINT: return StoreError(.corrupt, "An id was used before.")
        case SQLITE_MISUSE, SQLITE_INTERRUPT: return StoreError(.closed, "The store is shut down.")
        case SQLITE_CORRUPT: return StoreError(.corrupt, "The database contradicts itself: SQLite error \(code).")
        default: return StoreError(.failed, "The database failed: SQLite error \(code).")
        }
    }
}
