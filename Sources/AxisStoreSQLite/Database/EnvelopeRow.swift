// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Foundation
import GRDB

/// An envelope's row: the record, and what the store alone knows of it.
struct EnvelopeRow {
    var seq: Int64
    var record: EnvelopeRecord
    var leaf: Int64?
    var deliveries: [DeliveryID]
    var place: PayloadPlace

    static let columns = """
        seq, id, kind, sender, sender_code, sender_auth, sender_credential, signer, signature, legal_value,
        document_id, number, promulgated, subject, urgency, action, status_code, about, sha256, size, accepted_at,
        registry_version, warnings, refused, leaf, deliveries, place,
        reported_standing, reported_signer, reported_reason, reported_at
        """

    /// Reads the row that a query of ``columns`` stands on.
    init(_ query: borrowing Query) throws {
        seq = query.int(0)
        record = EnvelopeRecord(
            id: try query.id(1),
            kind: try query.code(2),
            sender: try query.id(3),
            senderCode: query.text(4) ?? "",
            senderAuth: try query.code(5),
            senderCredential: query.text(6) ?? "",
            signer: query.isNull(7) ? nil : try query.digest(7),
            signature: try query.code(8),
            legalValue: try query.code(9),
            documentID: query.text(10),
            numberAndNotation: query.text(11) ?? "",
            promulgationDate: query.text(12) ?? "",
            subject: query.text(13) ?? "",
            urgency: try query.code(14),
            action: try query.code(15),
            statusCode: query.text(16),
            about: query.optionalID(17),
            sha256: try query.digest(18),
            size: Int(query.int(19)),
            acceptedAt: query.time(20),
            registryVersion: query.int(21),
            warnings: try Self.list(query.text(22)),
            refused: try Self.list(query.text(23))
        )
        leaf = query.isNull(24) ? nil : query.int(24)
        deliveries = query.bytes(25) { Self.ids($0) }
        place = try query.code(26)
        record.report = try SignatureReport(stored: query, from: 27)
    }

    /// Writes a new row; returns its place in the order of acceptance.
    static func insert(
        _ record: EnvelopeRecord,
        key: Digest256?,
        leaf: Int64?,
        deliveries: [Delivery],
        place: PayloadPlace,
        into db: Database
    ) throws -> Int64 {
        var query = try Query(db, insertion)
        query.bind(record.id)
        query.bind(record.kind)
        query.bind(record.sender)
        query.bind(record.senderCode)
        query.bind(record.senderAuth)
        query.bind(record.senderCredential)
        query.bind(record.signer)
        query.bind(record.signature)
        query.bind(record.legalValue)
        query.bind(record.documentID)
        query.bind(record.numberAndNotation)
        query.bind(record.promulgationDate)
        query.bind(record.subject)
        query.bind(record.urgency)
        query.bind(record.action)
        query.bind(record.statusCode)
        query.bind(record.about)
        query.bind(record.sha256)
        query.bind(record.size)
        query.bind(record.acceptedAt)
        query.bind(record.registryVersion)
        query.bind(try text(record.warnings))
        query.bind(try text(record.refused))
        query.bind(key)
        query.bind(leaf)
        query.bind(bytes(of: deliveries))
        query.bind(place)
        let open = deliveries.count { !$0.state.isFinal }
        query.bind(open)
        query.bind(open == 0 ? record.acceptedAt : nil as Timestamp?)
        try query.run()
        return db.lastInsertedRowID
    }

    private static let insertion = """
        INSERT INTO envelope (
            id, kind, sender, sender_code, sender_auth, sender_credential, signer, signature, legal_value,
            document_id, number, promulgated, subject, urgency, action, status_code, about, sha256, size, accepted_at,
            registry_version, warnings, refused, idempotency_key, leaf, deliveries, place, open, ended_at
        ) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """

    // MARK: Look-ups

    static func find(_ id: EnvelopeID, in db: Database) throws -> EnvelopeRow? {
        var query = try Query(db, "SELECT \(columns) FROM envelope WHERE id = ?")
        query.bind(id)
        return try query.step() ? EnvelopeRow(query) : nil
    }

    static func find(key: Digest256, in db: Database) throws -> EnvelopeRow? {
        var query = try Query(db, findingKey)
        query.bind(key)
        return try query.step() ? EnvelopeRow(query) : nil
    }

    static func find(seq: Int64, in db: Database) throws -> EnvelopeRow? {
        var query = try Query(db, "SELECT \(columns) FROM envelope WHERE seq = ?")
        query.bind(seq)
        return try query.step() ? EnvelopeRow(query) : nil
    }

    private static let findingKey = "SELECT \(columns) FROM envelope WHERE idempotency_key = ?"

    // MARK: Packed values

    private static func bytes(of deliveries: [Delivery]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(deliveries.count * 16)
        for delivery in deliveries {
            withUnsafeBytes(of: delivery.id.uuid.high.bigEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: delivery.id.uuid.low.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    private static func ids(_ bytes: UnsafeRawBufferPointer) -> [DeliveryID] {
        stride(from: 0, to: bytes.count - 15, by: 16).map { offset in
            let high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            return DeliveryID(UUIDv7(high: high, low: low))
        }
    }

    /// Lists are seldom there: JSON then, nothing else.
    private static func text(_ list: [some Encodable]) throws -> String? {
        list.isEmpty ? nil : String(decoding: try JSONEncoder().encode(list), as: UTF8.self)
    }

    private static func list<Element: Decodable>(_ text: String?) throws -> [Element] {
        guard let text else { return [] }
        return try JSONDecoder().decode([Element].self, from: Data(text.utf8))
    }
}
