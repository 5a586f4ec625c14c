// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore
import Dispatch
import GRDB
import GRDBSQLite
package import Logging
import Synchronization

/// The store on one machine: one SQLite file in WAL mode, and a file for each large payload.
///
/// What it promises, step by step, stands in `docs/durability.md`. One connection writes and checkpoints, a few read;
/// the data directory is locked, so that nobody else ever opens the file.
package final class SQLiteStore: AxisStore {
    let configuration: StoreConfiguration
    let directory: DataDirectory
    let pool: DatabasePool
    let committer: GroupCommitter
    let payloads: PayloadFiles
    let clock: any WallClock
    let logger: Logger
    /// Whether free space was short when it was last looked at.
    let isFull = Atomic<Bool>(false)
    /// When free space is to be looked at again, milliseconds.
    let nextSpaceCheck = Atomic<Int64>(0)
    /// Backups under way: nothing is removed meanwhile.
    let backups = Atomic<Int>(0)

    private init(
        _ configuration: StoreConfiguration,
        directory: DataDirectory,
        pool: DatabasePool,
        committer: GroupCommitter,
        payloads: PayloadFiles,
        clock: any WallClock,
        logger: Logger
    ) {
        self.configuration = configuration
        self.directory = directory
        self.pool = pool
        self.committer = committer
        self.payloads = payloads
        self.clock = clock
        self.logger = logger
    }

    /// Opens a store, and makes what is missing.
    ///
    /// - Parameters:
    ///   - sealer: seals every group of acceptances inside its transaction.
    ///   - clock: for the age of orphans and the look at free space.
    /// - Throws: `unusable` with a sentence that names the mend; `corrupt` when the database can't be read.
    package static func open(
        _ configuration: StoreConfiguration,
        sealer: any GroupSealer,
        clock: any WallClock,
        logger: Logger,
        fileSystem: any FileSystem = SystemFileSystem()
    ) async throws(StoreError) -> SQLiteStore {
        let result: Result<SQLiteStore, any Error> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: Result {
                        try openNow(configuration, sealer, clock, logger, fileSystem)
                    }
                )
            }
        }
        do { return try result.get() } catch { throw openingError(error) }
    }

    private static func openNow(
        _ configuration: StoreConfiguration,
        _ sealer: any GroupSealer,
        _ clock: any WallClock,
        _ logger: Logger,
        _ fileSystem: any FileSystem
    ) throws -> SQLiteStore {
        let directory = try DataDirectory.open(configuration.directory, fileSystem)
        do {
            let pool = try openPool(directory.database, configuration)
            do {
                let log = try pool.read { db in try LogState.stored(in: db) }
                let store = SQLiteStore(
                    configuration,
                    directory: directory,
                    pool: pool,
                    committer: GroupCommitter(
                        pool,
                        log: log,
                        sealer: sealer,
                        configuration: configuration,
                        logger: logger
                    ),
                    payloads: PayloadFiles(directory, fileSystem),
                    clock: clock,
                    logger: logger
                )
                store.committer.followLog()
                try store.sweep()
                store.lookAtSpace()
                return store
            } catch {
                try? pool.close()
                throw error
            }
        } catch {
            directory.unlock()
            throw error
        }
    }

    private static func openingError(_ error: any Error) -> StoreError {
        if let failure = error as? FileFailure {
            return StoreError(.unusable, "The data directory can't be used: \(failure).")
        }
        return GroupCommitter.storeError(error)
    }

    /// Opens the connections: WAL, `synchronous=FULL` on the writer, migrated.
    static func openPool(_ path: String, _ configuration: StoreConfiguration) throws -> DatabasePool {
        var settings = Configuration()
        settings.busyMode = .timeout(10)
        settings.maximumReaderCount = configuration.readers
        settings.prepareDatabase { db in
            // The writer touches many index pages in each group: the hot ones stay in memory.
            try db.execute(sql: "PRAGMA cache_size = \(db.configuration.readonly ? -16384 : -131072)")
            // Counts only before the first table is made, and before WAL.
            if !db.configuration.readonly { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
        }
        let pool = try DatabasePool(path: path, configuration: settings)
        let migrator = Schema.migrator
        if try pool.read({ try migrator.hasBeenSuperseded($0) }) {
            throw StoreError(.unusable, "The store was made by a newer version of Axis: start that version.")
        }
        try pool.writeWithoutTransaction { db in
            // GRDB sets NORMAL while it turns WAL on, so this comes after opening, and is looked at again.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try db.execute(sql: "PRAGMA journal_size_limit = 268435456")
            // Debian's default overwrites everything deleted; FAST does where it costs no further write.
            try db.execute(sql: "PRAGMA secure_delete = FAST")
        }
        try migrator.migrate(pool)
        try pool.writeWithoutTransaction { db in
            let modes = try SettingsInForce(db)
            guard modes == SettingsInForce.needed else {
                throw StoreError(.unusable, "SQLite does not keep the settings that durability needs: \(modes).")
            }
        }
        return pool
    }

    // MARK: Ways to work

    /// Reads in a short transaction on a reader's queue.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            pool.asyncRead { db in continuation.resume(returning: Result { try body(try db.get()) }) }
        }
        do { return try result.get() } catch { throw GroupCommitter.storeError(error) }
    }

    package func close() async {
        committer.close()
        let result = await payloads.perform { [self] in
            // The writer's queue is serial: pending groups are ahead of this.
            pool.writeWithoutTransaction { db in committer.truncateLog(db) }
            defer { directory.unlock() }
            try pool.close()
        }
        if case .failure(let error) = result {
            logger.error("the store did not close cleanly", metadata: ["error": "\(error)"])
        }
    }

    package func health() async -> StoreHealth {
        let standing = committer.standing
        let facts = await payloads.perform { [self] in
            let share = try payloads.files.freeShare(directory.path)
            let wal = try payloads.files.facts(directory.database + "-wal")?.size ?? 0
            return (share, Int64(wal))
        }
        let (share, wal) = (try? facts.get()) ?? (0, 0)
        return StoreHealth(
            failure: standing.failure?.reason,
            freeShare: share,
            walBytes: wal,
            pending: standing.pending,
            engine: "SQLite \(String(cString: sqlite3_libversion()))"
        )
    }
}

/// SQLite's settings that durability rests on.
struct SettingsInForce: Equatable, CustomStringConvertible {
    var journal: String
    var synchronous: Int
    var autoVacuum: Int

    static let needed = SettingsInForce(journal: "wal", synchronous: 2, autoVacuum: 2)

    init(journal: String, synchronous: Int, autoVacuum: Int) {
        self.journal = journal
        self.synchronous = synchronous
        self.autoVacuum = autoVacuum
    }

    init(_ db: Database) throws {
        journal = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
        synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
        autoVacuum = try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") ?? -1
    }

    var description: String { "journal_mode=\(journal), synchronous=\(synchronous), auto_vacuum=\(autoVacuum)" }
}

extension LogState {
    /// The log's state as stored.
    static func stored(in db: Database) throws -> LogState {
        var query = try Query(db, "SELECT size, frontier FROM log_state")
        guard try query.step() else { throw SQLiteFailure.corruptRow("the log's state is missing") }
        return LogState(size: query.int(0), frontier: Digests.unpack(query.bytes(1)))
    }
}
