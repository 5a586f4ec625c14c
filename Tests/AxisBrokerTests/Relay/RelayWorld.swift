// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import AxisTransfer
import Logging
import Synchronization

/// Answers pushes by a script, and remembers them.
final class ScriptedTransport: PushTransport {
    typealias Script = @Sendable (PushRequest) async throws(TransferError) -> PushReply

    private let script: Mutex<Script>
    private let taken = Mutex<[PushRequest]>([])

    init(_ script: @escaping Script) { self.script = Mutex(script) }

    var requests: [PushRequest] { taken.withLock { $0 } }

    func follow(_ next: @escaping Script) { script.withLock { $0 = next } }

    func push(_ request: PushRequest) async throws(TransferError) -> PushReply {
        taken.withLock { $0.append(request) }
        let script = script.withLock { $0 }
        return try await script(request)
    }
}

let down: ScriptedTransport.Script = { (_) throws(TransferError) in
    throw TransferError(.couldNotConnect, reason: "connection refused")
}
let up: ScriptedTransport.Script = { _ in PushReply(status: 200) }

/// Counts leaves; what evidence is worth is tested elsewhere.
struct CountingSealer: GroupSealer {
    func seal(_ leaves: [[UInt8]], after state: LogState) throws -> SealedGroup {
        SealedGroup(
            state: LogState(size: state.size + Int64(leaves.count)),
            leafDigests: [],
            proofs: leaves.map { _ in [] },
            nodes: [],
            checkpoint: "",
            signature: []
        )
    }
}

/// A small axis: a sender, a recipient that is pushed to with a branch beneath it, and one that fetches.
struct RelayWorld: Sendable {
    let timer = ManualTimer()
    let store = MemoryStore(sealer: CountingSealer())
    let registry = RegistryHolder(RegistrySnapshot())
    let transport: ScriptedTransport
    let dispatcher: Dispatcher
    let axis: UnitID
    let sender: UnitID
    let pushed: UnitID
    let beneath: UnitID
    let pulling: UnitID
    private let counter = Counter()

    /// Numbers for events and documents.
    final class Counter: Sendable {
        private let value = Mutex<Int64>(0)
        func next() -> Int64 {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }

    /// - Parameter corrupts: whether the stored bytes no longer match their hash.
    init(_ script: @escaping ScriptedTransport.Script = up, corrupts: Bool = false) throws {
        transport = ScriptedTransport(script)
        let now = timer.now()
        func unit() -> UnitID { UnitID(SystemIdentifiers().next(at: now)) }
        (axis, sender, pushed, beneath, pulling) = (unit(), unit(), unit(), unit(), unit())
        dispatcher = Dispatcher(
            store: corrupts ? CorruptStore(store) : store,
            registry: registry,
            courier: Courier(transport: transport, clock: timer),
            timer: timer,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try register(axis, "axis")
        try register(sender, "G22")
        try register(pushed, "H24")
        try register(beneath, "H24.991", under: pushed)
        try register(pulling, "H26")
        try change(.setEndpoint(Endpoint(unit: pushed, url: "https://h24.example/axis", isBranch: true)))
    }

    private func register(_ unit: UnitID, _ code: String, under parent: UnitID? = nil) throws {
        guard let code = AgencyCode.readings(of: code).first else { throw StoreError(.corrupt, "no code") }
        try change(.register(UnitRegistration(unit: unit, code: code, name: code.text, kind: .other, parent: parent)))
    }

    func change(_ change: RegistryChange) throws {
        var snapshot = registry.current
        try snapshot.apply(
            RegistryEvent(
                version: snapshot.version + 1,
                change: change,
                effectiveAt: timer.now(),
                recordedAt: timer.now(),
                actor: "test",
                legalBasis: "Quyết định thử nghiệm 01"
            )
        )
        registry.publish(snapshot)
    }

    /// Accepts a document to one recipient.
    @discardableResult
    func accept(
        to recipient: UnitID,
        kind: EnvelopeKind = .document,
        urgency: Urgency = .normal,
        bytes: [UInt8] = Array("<edXML/>".utf8)
    ) async throws -> Delivery {
        let now = timer.now()
        let number = counter.next()
        let digest = Digest256(bytes: (0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 % 8 * 8)) })
        guard let digest else { throw StoreError(.corrupt, "no digest") }
        let id = EnvelopeID(SystemIdentifiers().next(at: now))
        let envelope = EnvelopeRecord(
            id: id,
            kind: kind,
            sender: sender,
            senderCode: "G22",
            senderAuth: .mtls,
            senderCredential: "00",
            signer: nil,
            signature: .valid,
            legalValue: .signed,
            documentID: "G22,2026,\(number)",
            numberAndNotation: "\(number)/VPCP",
            promulgationDate: "2026/06/21",
            subject: "Văn bản thử",
            urgency: urgency,
            action: .new,
            statusCode: kind == .status ? "01" : nil,
            about: nil,
            sha256: digest,
            size: bytes.count,
            acceptedAt: now,
            registryVersion: 1,
            warnings: [],
            refused: []
        )
        let delivery = Delivery(
            id: DeliveryID(SystemIdentifiers().next(at: now)),
            envelope: id,
            kind: kind,
            sender: sender,
            recipient: recipient,
            recipientCode: registry.current.unit(recipient)?.code.text ?? "",
            urgency: urgency,
            size: bytes.count,
            acceptedAt: now
        )
        _ = try await store.accept(
            NewAcceptance(
                envelope: envelope,
                payload: .inline(bytes),
                deliveries: [delivery],
                leaf: [],
                idempotencyKey: digest,
                refusesDocumentIDConflict: false
            )
        )
        return delivery
    }

    func delivery(_ id: DeliveryID) async throws -> Delivery {
        guard let delivery = try await store.delivery(id) else { throw StoreError(.notFound, "no delivery") }
        return delivery
    }

    func state(_ id: DeliveryID) async throws -> DeliveryState { try await delivery(id).state }

    /// Moves the clock in steps until a condition holds, letting everything run in between.
    func advance(
        by step: Duration,
        atMost steps: Int,
        until condition: () async throws -> Bool
    ) async throws -> Bool {
        for _ in 0..<steps {
            if try await settled(condition) { return true }
            timer.advance(by: step)
        }
        return try await settled(condition)
    }

    /// Lets everything run until a condition holds or the dispatcher waits for the clock with nothing under way.
    private func settled(_ condition: () async throws -> Bool) async throws -> Bool {
        var quiet = 0
        _ = try await eventually {
            if try await condition() { return true }
            let owners = [pushed, pulling]
            let isIdle = timer.isWaitedFor && owners.allSatisfy { dispatcher.explain($0).inFlight == 0 }
            quiet = isIdle ? quiet + 1 : 0
            return quiet > 100
        }
        return try await condition()
    }

    /// Runs the dispatcher while a body runs.
    func dispatching(_ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.dispatcher.run() }
            try await body()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
