// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB
import GRDBSQLite

/// A failure inside SQLite, or of what it holds.
struct SQLiteFailure: Error, CustomStringConvertible {
    let code: Int32
    let message: String

    /// A row that contradicts itself: it concerns whoever asks for it and nobody else, unlike a file that SQLite
    /// itself finds corrupt, which ends the store.
    static func corruptRow(_ message: String) -> StoreError {
        StoreError(.corrupt, "A stored row is wrong: \(message).")
    }

    var description: String { "SQLite error \(code): \(message)" }

    /// The number of an error of SQLite, whoever threw it.
    static func code(of error: any Error) -> Int32? {
        if let failure = error as? SQLiteFailure { return failure.code }
        if let failure = error as? DatabaseError { return failure.extendedResultCode.rawValue }
        return nil
    }
}

/// One use of a prepared statement, straight on SQLite's C interface: the hot path binds and reads without boxing.
///
/// GRDB keeps the statement prepared for the connection; a use ends with the value's life. The same statement must
/// not be used twice at once.
struct Query: ~Copyable {
    private let statement: Statement
    private let handle: OpaquePointer
    private var place: Int32 = 0

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    deinit {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// The next row, if there is one.
    mutating func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure()
        }
    }

    /// Runs a statement without rows, and readies it for the next bindings.
    mutating func run() throws {
        while try step() {}
        reset()
    }

    mutating func reset() {
        sqlite3_reset(handle)
        place = 0
    }

    private func failure() -> SQLiteFailure {
        let connection = sqlite3_db_handle(handle)
        return SQLiteFailure(
            code: sqlite3_extended_errcode(connection),
            message: String(cString: sqlite3_errmsg(connection))
        )
    }

    // MARK: Binding, in the order of the question marks

    mutating func bind(_ value: Int64?) {
        place += 1
        if let value { sqlite3_bind_int64(handle, place, value) } else { sqlite3_bind_null(handle, place) }
    }

    mutating func bind(_ value: Int?) { bind(value.map(Int64.init)) }

    mutating func bind(_ value: Timestamp?) { bind(value?.milliseconds) }

    mutating func bind(_ value: (some StoredCode)?) { bind(value?.code) }

    mutating func bind(_ value: String?) {
        guard var value else { return bind(nil as Int64?) }
        place += 1
        // An empty string's address may be nil, which would bind NULL.
        if value.isEmpty {
            sqlite3_bind_text(handle, place, "", 0, Self.copied)
            return
        }
        value.withUTF8 { text in
            let start = UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self)
            _ = sqlite3_bind_text(handle, place, start, Int32(text.count), Self.copied)
        }
    }

    mutating func bind<Tag>(_ value: Identifier<Tag>?) {
        guard let uuid = value?.uuid else { return bind(nil as Int64?) }
        place += 1
        let bytes = (uuid.high.bigEndian, uuid.low.bigEndian)
        withUnsafeBytes(of: bytes) { _ = sqlite3_bind_blob(handle, place, $0.baseAddress, 16, Self.copied) }
    }

    mutating func bind(_ value: Digest256?) { bind(value?.bytes) }

    mutating func bind(_ value: [UInt8]?) {
        guard let value else { return bind(nil as Int64?) }
        place += 1
        value.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress, !bytes.isEmpty {
                _ = sqlite3_bind_blob(handle, place, start, Int32(bytes.count), Self.copied)
            } else {
                _ = sqlite3_bind_zeroblob(handle, place, 0)
            }
        }
    }

    /// Binds bytes without copying them: they must live until the step is done.
    mutating func bind(borrowing bytes: UnsafeRawBufferPointer) {
        place += 1
        if let start = bytes.baseAddress, !bytes.isEmpty {
            _ = sqlite3_bind_blob(handle, place, start, Int32(bytes.count), nil)
        } else {
            _ = sqlite3_bind_zeroblob(handle, place, 0)
        }
    }

    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    // MARK: Reading, by column from 0

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: int(column)) }

    func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }

    func code<Code: StoredCode>(_ column: Int32, as type: Code.Type = Code.self) throws -> Code {
        try Code(code: int(column))
    }

    func text(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes of a column, valid until the next step.
    func bytes<Value>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        let start = sqlite3_column_blob(handle, column)
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    func bytes(_ column: Int32) -> [UInt8] { bytes(column) { [UInt8]($0) } }

    func optionalID<Tag>(_ column: Int32) -> Identifier<Tag>? {
        bytes(column) { bytes in
            guard bytes.count == 16 else { return nil }
            let high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
            let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            return Identifier(UUIDv7(high: high, low: low))
        }
    }

    func id<Tag>(_ column: Int32) throws -> Identifier<Tag> {
        guard let id: Identifier<Tag> = optionalID(column) else {
            throw SQLiteFailure.corruptRow("an id is not 16 bytes")
        }
        return id
    }

    func digest(_ column: Int32) throws -> Digest256 {
        guard let digest = bytes(column, { Digest256(bytes: $0) }) else {
            throw SQLiteFailure.corruptRow("a digest is not 32 bytes")
        }
        return digest
    }
}
