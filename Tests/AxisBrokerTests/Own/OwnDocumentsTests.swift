// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisXML
import Logging
import Testing

@testable import AxisBroker

@Suite struct OwnDocumentsTests {
    /// `G22` plays Axis's own unit.
    private func origin(_ world: IntakeWorld) -> Sweeper.Origin {
        Sweeper.Origin(
            unit: world.units["G22"]!,
            code: "G22",
            credential: world.identities["sealing"]!.certificate.fingerprintText
        )
    }

    private func office(_ world: IntakeWorld) throws -> OwnDocuments {
        OwnDocuments(
            store: world.store,
            registry: world.holder,
            origin: origin(world),
            signer: try EnvelopeSigner(identity: world.identities["sealing"]!),
            clock: world.clock,
            signal: world.signal
        )
    }

    private func letter(
        _ world: IntakeWorld,
        key: String = "drill/1",
        kind: EnvelopeKind = .drill,
        to codes: [String] = ["H24.TEST01"]
    ) -> OwnLetter {
        let units = codes.compactMap { world.units[$0].flatMap { world.holder.current.unit($0) } }
        return OwnLetter(
            key: key,
            kind: kind,
            subject: "[DIỄN TẬP] Thử <kết nối>",
            text: ["Dòng 1", "Dòng 2"],
            recipients: units
        )
    }

    @Test func `a letter is stored as a signed document of Axis's own unit, and delivered as its kind`() async throws {
        let world = try IntakeWorld()
        let sealed = try await office(world).send(letter(world))
        #expect(sealed.envelope.kind == .drill)
        #expect(sealed.envelope.signature == .valid)
        #expect(sealed.envelope.signer == world.identities["sealing"]!.certificate.digest)
        #expect(sealed.envelope.subject == "[DIỄN TẬP] Thử <kết nối>")
        #expect(sealed.deliveries.map(\.kind) == [.drill])
        #expect(sealed.deliveries.map(\.recipient) == [world.units["H24.TEST01"]!])
        #expect(world.signal.recipients == [world.units["H24.TEST01"]!])

        guard case .bytes(let bytes) = try await world.store.payload(of: sealed.envelope.id) else {
            Issue.record("the letter is small")
            return
        }
        let document = try XMLDocument(parsing: bytes, limits: .native)
        let verdict = try EnvelopeSignature.verify(document, certificates: CertificateCache())
        #expect(verdict.leaf.digest == world.identities["sealing"]!.certificate.digest)
        let read = try bytes.withUnsafeBytes { raw in
            Result { () throws(Refusal) in try EnvelopeReader.parse(raw, limits: .native).1 }
        }.get()
        #expect(read.summary.from.organID == "G22")
        #expect(read.summary.codeNumber.utf8.count <= 11)
        #expect(read.warnings.isEmpty)
        #expect(read.summary.attachments.map(\.name) == ["noi-dung.txt"])
    }

    @Test func `one key is one document, whatever else changes, also when many send at once`() async throws {
        let world = try IntakeWorld()
        let office = try office(world)
        let first = letter(world)
        let second = letter(world, kind: .document, to: ["H24", "H24.TEST02"])
        #expect(try await office.wasSent("drill/1") == false)
        let ids = try await withThrowingTaskGroup(of: EnvelopeID.self) { group in
            for index in 0..<8 {
                group.addTask { try await office.send(index.isMultiple(of: 2) ? first : second).envelope.id }
            }
            return try await group.reduce(into: Set<EnvelopeID>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await office.wasSent("drill/1"))
        #expect(try await world.store.envelopes(EnvelopeFilter()).count == 1)
    }

    @Test func `units that can't be reached are left out and named; without any other, nothing is sent`() async throws {
        let world = try IntakeWorld()
        let office = try office(world)
        let both = letter(world, key: "a", to: ["H24.TEST01", "H24.TEST02"])
        let alone = letter(world, key: "b", to: ["H24.TEST01"])
        try world.apply(.suspend(unit: world.units["H24.TEST01"]!, reason: "thử"))
        let sealed = try await office.send(both)
        #expect(sealed.deliveries.map(\.recipientCode) == ["H24.TEST02"])
        #expect(sealed.envelope.refused.map(\.code) == [.recipientSuspended])
        await #expect(throws: Refusal.self) { try await office.send(alone) }
        #expect(try await office.wasSent("b") == false)
    }

    @Test func `an answer to a test document joins its history, and Axis acknowledges it itself`() async throws {
        let world = try IntakeWorld()
        let sealed = try await office(world).send(letter(world))
        let status = TestEnvelope.status("01", from: "H24.TEST01", to: "G22", documentID: sealed.envelope.documentID!)
        let answer = try await world.send(status, as: "H24.TEST01")
        #expect(answer.isNew)
        let axis = world.units["G22"]!
        #expect(try await world.store.inbox(of: [axis], kind: .status, after: nil, limit: 10).count == 1)

        _ = try await sweeper(world).acknowledgeOwnMail()
        #expect(try await world.store.inbox(of: [axis], kind: nil, after: nil, limit: 10).isEmpty)
        let about = try await world.store.envelopes(about: sealed.envelope.id, limit: 10)
        #expect(about.map(\.statusCode) == ["01"])
    }

    @Test func `that somebody wants a document back that was sent to Axis's unit stays for who receives for it`()
        async throws
    {
        let world = try IntakeWorld()
        let document = TestEnvelope.document(from: "H24.TEST01", to: ["G22"], documentID: "{wanted-back}")
        _ = try await world.send(document, as: "H24.TEST01")
        let recall = TestEnvelope.status("13", from: "H24.TEST01", to: "G22", documentID: "{wanted-back}")
        _ = try await world.send(recall, as: "H24.TEST01")
        _ = try await sweeper(world).acknowledgeOwnMail()
        let axis = world.units["G22"]!
        #expect(try await world.store.inbox(of: [axis], kind: .status, after: nil, limit: 10).count == 1)
    }

    private func sweeper(_ world: IntakeWorld) -> Sweeper {
        Sweeper(
            store: world.store,
            registry: world.holder,
            signal: world.signal,
            origin: origin(world),
            timer: SystemTimer(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }
}
