// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisSignature
import AxisStore
import AxisTestSupport
import Foundation
import Logging
import Synchronization
import Testing

@testable import AxisStoreMemory
@testable import AxisStoreSQLite

/// Seals with the tree of RFC 6962 and a signature that is no signature; remembers its groups.
final class SampleSealer: GroupSealer {
    struct Broken: Error {}

    private let state = Mutex<(groups: [Int], isBroken: Bool)>(([], false))

    var groups: [Int] { state.withLock { $0.groups } }

    func setBroken(_ isBroken: Bool) { state.withLock { $0.isBroken = isBroken } }

    func seal(_ leaves: [[UInt8]], after log: LogState) throws -> SealedGroup {
        try state.withLock { state in
            if state.isBroken { throw Broken() }
            state.groups.append(leaves.count)
        }
        guard var tree = CompactRange(size: log.size, frontier: log.frontier) else { throw Broken() }
        let digests = leaves.map(MerkleHash.leaf)
        for digest in digests { tree.append(digest) }
        return SealedGroup(
            state: LogState(size: tree.size, frontier: tree.frontier),
            leafDigests: digests,
            proofs: digests.map { [$0, $0] },
            nodes: tree.size / 256 > log.size / 256
                ? [LogNode(level: 8, index: tree.size / 256 - 1, digest: tree.frontier[0])] : [],
            checkpoint: "checkpoint \(tree.size)",
            signature: [1, 2, 3]
        )
    }
}

/// The stores that the conformance suite runs against.
enum StoreKind: CaseIterable, Sendable {
    case memory
    case sqlite
}

/// Runs a test against a fresh store.
func withStore(
    _ kind: StoreKind,
    sealer: SampleSealer = SampleSealer(),
    _ body: (any AxisStore) async throws -> Void
) async throws {
    switch kind {
    case .memory: try await body(MemoryStore(sealer: sealer))
    case .sqlite:
        try await withDirectory { directory in
            let store = try await openStore(directory, sealer: sealer)
            try await body(store)
            #expect(try await store.check(limit: 10) == [])
            await store.close()
        }
    }
}

func withDirectory(_ body: (String) async throws -> Void) async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("axis-store-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(path)
}

func openStore(
    _ directory: String,
    sealer: any GroupSealer = SampleSealer(),
    clock: any WallClock = HandClock(Sample.start),
    fileSystem: any FileSystem = SystemFileSystem(),
    configure: (inout StoreConfiguration) -> Void = { _ in }
) async throws -> SQLiteStore {
    var configuration = StoreConfiguration(directory: directory)
    // The machine that tests run on may be short of space.
    configuration.minimumFreeShare = 0
    configure(&configuration)
    return try await SQLiteStore.open(
        configuration,
        sealer: sealer,
        clock: clock,
        logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
        fileSystem: fileSystem
    )
}

/// Made-up values.
enum Sample {
    static let start = Timestamp(seconds: 1_767_225_600)

    static func at(_ seconds: Int64) -> Timestamp { start + .seconds(seconds) }

    static func id<Tag>(_ moment: Timestamp = start) -> Identifier<Tag> {
        var generator = SystemRandomNumberGenerator()
        return Identifier(at: moment, using: &generator)
    }

    static func unit(_ number: UInt64) -> UnitID { UnitID(UUIDv7(high: 0x7000, low: number)) }

    static func envelope(
        from sender: UnitID = unit(1),
        kind: EnvelopeKind = .document,
        documentID: String? = nil,
        urgency: Urgency = .normal,
        bytes: [UInt8] = [1, 2, 3],
        at: Timestamp = start
    ) -> EnvelopeRecord {
        EnvelopeRecord(
            id: id(at),
            kind: kind,
            sender: sender,
            senderCode: "000.00.00.X01",
            senderAuth: .mtls,
            senderCredential: String(repeating: "ab", count: 32),
            signer: SHA256.digest(of: [9]),
            signature: .valid,
            legalValue: .signed,
            documentID: documentID,
            numberAndNotation: "7816/X01-TTĐT",
            promulgationDate: "2026/01/01",
            subject: "V/v thử nghiệm",
            urgency: urgency,
            action: .new,
            statusCode: nil,
            about: nil,
            sha256: SHA256.digest(of: bytes),
            size: bytes.count,
            acceptedAt: at,
            registryVersion: 7,
            warnings: [],
            refused: []
        )
    }

    static func delivery(of envelope: EnvelopeRecord, to recipient: UnitID) -> Delivery {
        Delivery(
            id: id(envelope.acceptedAt),
            envelope: envelope.id,
            kind: envelope.kind,
            sender: envelope.sender,
            recipient: recipient,
            recipientCode: "000.00.00.X02",
            urgency: envelope.urgency,
            size: envelope.size,
            acceptedAt: envelope.acceptedAt
        )
    }

    static func acceptance(
        _ envelope: EnvelopeRecord = envelope(),
        to recipients: [UnitID] = [unit(2)],
        bytes: [UInt8] = [1, 2, 3],
        payload: NewPayload? = nil,
        key: Digest256? = nil,
        refusesConflict: Bool = false,
        effects: [DeliveryChange] = []
    ) -> NewAcceptance {
        NewAcceptance(
            envelope: envelope,
            payload: payload ?? .inline(bytes),
            deliveries: recipients.map { delivery(of: envelope, to: $0) },
            leaf: Array("leaf \(envelope.id)".utf8),
            idempotencyKey: key ?? SHA256.digest(of: envelope.id.bytes),
            refusesDocumentIDConflict: refusesConflict,
            effects: effects
        )
    }
}

extension AxisStore {
    /// Accepts, and hands back what a fresh acceptance made.
    @discardableResult
    func take(_ acceptance: NewAcceptance) async throws -> SealedAcceptance {
        guard case .accepted(let sealed) = try await accept(acceptance) else {
            throw StoreError(.corrupt, "not accepted anew")
        }
        return sealed
    }

    /// Applies one cause that must be allowed.
    @discardableResult
    func apply(_ cause: DeliveryCause, to delivery: DeliveryID, at: Timestamp) async throws -> Delivery {
        let outcomes = try await apply([DeliveryChange(delivery, cause, at: at)])
        guard case .applied(let delivery)? = outcomes.first else {
            throw StoreError(.corrupt, "refused: \(outcomes)")
        }
        return delivery
    }
}

/// An audit record or event in short.
extension AuditRecord {
    static func sample(_ subject: String) -> AuditRecord {
        AuditRecord(at: Sample.start, actor: "registrar", action: "unit.add", subject: subject)
    }
}
