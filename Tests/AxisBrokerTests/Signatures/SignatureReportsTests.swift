// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import AxisStore
import AxisStoreMemory
import Logging
import ServiceLifecycle
import Testing

@testable import AxisBroker

@Suite struct SignatureReportsTests {
    private func reports(
        _ world: IntakeWorld,
        timer: any AsyncTimer = ManualTimer(IntakeWorld.start),
        store: (any SignatureReports.Store)? = nil,
        configure: (inout SignatureReports.Configuration) -> Void = { _ in }
    ) -> SignatureReports {
        var configuration = SignatureReports.Configuration()
        configure(&configuration)
        return SignatureReports(
            store: store ?? world.store,
            registry: world.holder,
            authenticator: world.authenticator,
            certificates: CertificateCache(),
            timer: timer,
            configuration: configuration,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    private func standing(_ world: IntakeWorld, _ sealed: SealedAcceptance) async throws -> SignatureReport? {
        try await world.store.envelopes([sealed.envelope.id])[sealed.envelope.id]?.report
    }

    @Test func `what each signature is worth is kept after the acceptance, and shown to sender and recipient`()
        async throws
    {
        let world = try IntakeWorld()
        let signed = try world.signed(TestEnvelope.document(), by: "G22")
        let foreign = try world.signed(TestEnvelope.document(documentID: "2"), by: "H24")
        let text = String(decoding: try world.signed(TestEnvelope.document(documentID: "3"), by: "G22"), as: UTF8.self)
        let forged = Array(text.replacing("V/v thử nghiệm", with: "V/v thử nghiêm").utf8)
        let valid = try await world.acceptLeniently(signed, from: "G22")
        let stranger = try await world.acceptLeniently(foreign, from: "G22")
        let invalid = try await world.acceptLeniently(forged, from: "G22")
        let none = try await world.acceptLeniently(TestEnvelope.document(documentID: "4"), from: "G22")
        #expect(valid.envelope.signature == .unchecked)
        #expect(valid.envelope.legalValue == .informationOnly)
        #expect(none.envelope.signature == .none)

        try await reports(world).checkWaiting()
        let report = try #require(try await standing(world, valid))
        #expect(report.standing == .valid)
        #expect(report.legalValue == .signed)
        #expect(report.signer == world.identities["G22"]!.certificate.digest)
        #expect(report.checkedAt == IntakeWorld.start)
        #expect(try await standing(world, stranger)?.standing == .invalid)
        #expect(try await standing(world, stranger)?.reason == "sender-mismatch")
        #expect(try await standing(world, invalid)?.reason == "signature-invalid")
        #expect(try await standing(world, none) == nil)

        let items = try await world.mailbox.list(
            world.caller("H24"),
            unit: nil,
            kind: nil,
            after: nil,
            limit: 10,
            wait: .zero
        ).items
        let item = try #require(items.first { $0.envelopeId == valid.envelope.id })
        #expect(item.signature == .valid)
        #expect(item.legalValue == .signed)
        let trace = try await world.tracking.report(world.caller("G22"), valid.envelope.id)
        #expect(trace.signature == .valid)
        #expect(trace.legalValue == .signed)
        // The receipt has no later state.
        let sealed = try #require(try await world.store.acceptance(valid.envelope.id))
        #expect(Receipt(sealed).signature == .unchecked)
    }

    @Test func `it judges by the moment of acceptance`() async throws {
        let world = try IntakeWorld()
        let sealed = try await world.acceptLeniently(try world.signed(TestEnvelope.document(), by: "G22"), from: "G22")
        // Two years later the certificate has run out.
        let later = ManualTimer(IntakeWorld.start + .seconds(2 * 365 * 86_400))
        try await reports(world, timer: later).checkWaiting()
        #expect(try await standing(world, sealed)?.standing == .valid)
    }

    @Test func `pages and workers are bounded and nothing is left`() async throws {
        let world = try IntakeWorld()
        for number in 0..<23 {
            let bytes = try world.signed(TestEnvelope.document(documentID: "D\(number)"), by: "G22")
            try await world.acceptLeniently(bytes, from: "G22")
        }
        try await reports(world) {
            $0.page = 5
            $0.workers = 3
        }.checkWaiting()
        #expect(try await world.store.uncheckedEnvelopes(after: nil, limit: 100).isEmpty)
    }

    @Test func `a document over the bounds of size or time stays unchecked, with the reason, and waits no more`()
        async throws
    {
        let world = try IntakeWorld()
        let bytes = try world.signed(TestEnvelope.document(), by: "G22")
        let large = try await world.acceptLeniently(bytes, from: "G22")
        try await reports(world) { $0.largest = bytes.count - 1 }.checkWaiting()
        #expect(try await standing(world, large)?.standing == .unchecked)
        #expect(try await standing(world, large)?.reason == "too-large")

        let slow = try await world.acceptLeniently(
            try world.signed(TestEnvelope.document(documentID: "2"), by: "G22"),
            from: "G22"
        )
        try await reports(world) { $0.timeLimit = .zero }.checkWaiting()
        #expect(try await standing(world, slow)?.reason == "over-time")
        #expect(try await world.store.uncheckedEnvelopes(after: nil, limit: 10).isEmpty)
    }

    @Test func `bytes that are spoilt are told as unreadable, a store that is busy is asked again`() async throws {
        let world = try IntakeWorld()
        let sealed = try await world.acceptLeniently(try world.signed(TestEnvelope.document(), by: "G22"), from: "G22")
        world.store.fail(with: StoreError(.overloaded, "busy"))
        await #expect(throws: StoreError.self) { try await reports(world).checkWaiting() }
        world.store.fail(with: nil)
        #expect(try await standing(world, sealed) == nil)
        try await reports(world, store: SpoiltStore(store: world.store)).checkWaiting()
        #expect(try await standing(world, sealed)?.reason == "unreadable")
    }

    @Test func `the service looks at once when woken, and stops when asked`() async throws {
        let world = try IntakeWorld()
        let timer = ManualTimer(IntakeWorld.start)
        let service = reports(world, timer: timer)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [ServiceGroupConfiguration.ServiceConfiguration(service: service)],
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            #expect(await eventually { timer.isWaitedFor })
            let bytes = try world.signed(TestEnvelope.document(), by: "G22")
            let sealed = try await world.acceptLeniently(bytes, from: "G22")
            service.wake()
            #expect(try await eventually { try await standing(world, sealed)?.standing == .valid })
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// A store whose bytes no longer match their hashes.
private struct SpoiltStore: EnvelopeStore, SignatureReportStore {
    let store: any AxisStore

    func payload(of envelope: EnvelopeID) async throws(StoreError) -> StoredPayload {
        throw StoreError(.corrupt, "the bytes don't match their hash")
    }

    // MARK: - The rest as it is

    func makeIncomingFile() async throws(StoreError) -> IncomingFile { try await store.makeIncomingFile() }
    func discard(_ file: IncomingFile) async { await store.discard(file) }
    func acceptance(forKey key: Digest256) async throws(StoreError) -> SealedAcceptance? {
        try await store.acceptance(forKey: key)
    }
    func accept(_ acceptance: NewAcceptance) async throws(StoreError) -> AcceptanceOutcome {
        try await store.accept(acceptance)
    }
    func acceptance(_ id: EnvelopeID) async throws(StoreError) -> SealedAcceptance? { try await store.acceptance(id) }
    func envelopes(_ ids: [EnvelopeID]) async throws(StoreError) -> [EnvelopeID: EnvelopeRecord] {
        try await store.envelopes(ids)
    }
    func envelopes(_ filter: EnvelopeFilter) async throws(StoreError) -> [EnvelopeRecord] {
        try await store.envelopes(filter)
    }
    func envelopes(about envelope: EnvelopeID, limit: Int) async throws(StoreError) -> [EnvelopeRecord] {
        try await store.envelopes(about: envelope, limit: limit)
    }
    func uncheckedEnvelopes(after: EnvelopeID?, limit: Int) async throws(StoreError) -> [EnvelopeRecord] {
        try await store.uncheckedEnvelopes(after: after, limit: limit)
    }
    func beginLook(at envelope: EnvelopeID) async throws(StoreError) { try await store.beginLook(at: envelope) }
    func recordSignature(_ report: SignatureReport, of envelope: EnvelopeID) async throws(StoreError) -> Bool {
        try await store.recordSignature(report, of: envelope)
    }
}
