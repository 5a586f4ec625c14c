// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Testing

@testable import AxisBroker

@Suite struct IntakeTests {
    private func code(_ run: () async throws -> Void) async -> RefusalCode? {
        do {
            try await run()
            return nil
        } catch let refusal as Refusal {
            return refusal.code
        } catch {
            return nil
        }
    }

    @Test func `a signed document is accepted with a receipt that verifies offline`() async throws {
        let world = try IntakeWorld()
        let bytes = try world.signed(TestEnvelope.document(to: ["H24", "H24.TEST01"]), by: "G22")
        let result = try await world.send(bytes, as: "G22")
        #expect(result.isNew)
        #expect(result.receipt.legalValue == .signed)
        #expect(result.receipt.signature == .valid)
        #expect(result.receipt.recipients.map(\.code) == ["H24", "H24.TEST01"])
        #expect(result.receipt.sha256.bytes == SHA256.hash(bytes))
        let verified = try ReceiptVerifier.verify(
            result.receipt,
            trust: world.trustSealing,
            at: world.clock.now(),
            envelopeBytes: bytes
        )
        #expect(verified.coversEnvelope)
        #expect(world.signal.recipients == [world.units["H24"]!, world.units["H24.TEST01"]!])
    }

    @Test func `the same bytes again give the same receipt and no second delivery`() async throws {
        let world = try IntakeWorld()
        let bytes = try world.signed(TestEnvelope.document(), by: "G22")
        let first = try await world.send(bytes, as: "G22")
        world.clock.advance(by: .seconds(3600))
        let second = try await world.send(bytes, as: "G22")
        #expect(!second.isNew)
        #expect(second.receipt == first.receipt)
        #expect(try await world.store.deliveries(of: [first.receipt.envelopeId]).count == 1)
    }

    @Test func `a sender that repeats itself gets its receipt though a recipient was suspended meanwhile`() async throws
    {
        let world = try IntakeWorld()
        let bytes = try world.signed(TestEnvelope.document(to: ["H24", "H24.TEST01"]), by: "G22")
        let first = try await world.send(bytes, as: "G22")
        try world.apply(.suspend(unit: world.units["H24"]!, reason: "test"))
        let second = try await world.send(bytes, as: "G22")
        #expect(!second.isNew && second.receipt == first.receipt)
        let other = TestEnvelope.document(to: ["H24", "H24.TEST01"], documentID: "G22,2025/07/01,2/VPCP-TEST")
        #expect(await code { try await world.send(other, as: "G22") } == .recipientSuspended)
    }

    @Test func `the same DocumentId with other bytes is a conflict`() async throws {
        let world = try IntakeWorld()
        try await world.send(TestEnvelope.document(subject: "Một"), as: "G22")
        #expect(
            await code { try await world.send(TestEnvelope.document(subject: "Hai"), as: "G22") } == .duplicateConflict
        )
        #expect(await code { try await world.send(TestEnvelope.document(subject: "Ba", action: 2), as: "G22") } == nil)
    }

    @Test func `an unsigned document is carried for information, unless signatures are demanded`() async throws {
        let result = try await IntakeWorld().send(TestEnvelope.document(), as: "G22")
        #expect(result.receipt.legalValue == .informationOnly)
        let strict = try IntakeWorld(requiresSignature: true)
        #expect(await code { try await strict.send(TestEnvelope.document(), as: "G22") } == .signatureMissing)
    }

    @Test func `a changed byte makes the signature invalid`() async throws {
        let world = try IntakeWorld()
        let signed = String(decoding: try world.signed(TestEnvelope.document(), by: "G22"), as: UTF8.self)
        let forged = Array(signed.replacing("V/v thử nghiệm", with: "V/v thử nghiệN").utf8)
        #expect(await code { try await world.send(forged, as: "G22") } == .signatureInvalid)
    }

    @Test func `a signer without the right to sign for the sender is refused`() async throws {
        let world = try IntakeWorld()
        let bytes = try world.signed(TestEnvelope.document(), by: "H24")
        #expect(await code { try await world.send(bytes, as: "G22") } == .senderMismatch)
    }

    @Test func `a signer whose certificate is bound to nobody is refused`() async throws {
        let world = try IntakeWorld()
        let stranger = try world.authority.issueIdentity(
            CertificateProfile(
                subject: DistinguishedName(commonName: "stranger"),
                validity: IntakeWorld.start.seconds - 10...IntakeWorld.start.seconds + 1000
            )
        )
        let bytes = try EnvelopeSigner(identity: stranger).sign(TestEnvelope.document())
        #expect(await code { try await world.send(bytes, as: "G22") } == .certificateUnbound)
    }

    @Test func `a connected holder sends only for whom it has the right`() async throws {
        let world = try IntakeWorld()
        let bytes = TestEnvelope.document(from: "H24.TEST01", to: ["G22"])
        #expect(await code { try await world.send(bytes, as: "H24") } == .senderMismatch)
        try world.apply(
            .grant(
                Grant(
                    id: GrantID(SystemIdentifiers().next(at: IntakeWorld.start)),
                    holder: world.units["H24"]!,
                    over: world.units["H24"]!,
                    isBranch: true,
                    rights: [.send, .sign, .receive],
                    period: Period(from: IntakeWorld.start)
                )
            )
        )
        #expect(await code { try await world.send(bytes, as: "H24") } == nil)
    }

    @Test func `all recipients must resolve, or nothing is accepted`() async throws {
        let world = try IntakeWorld()
        let bytes = TestEnvelope.document(to: ["H24", "H24.NOBODY", "H99"])
        do {
            try await world.send(bytes, as: "G22")
            Issue.record("accepted")
        } catch let refusal as Refusal {
            #expect(refusal.code == .recipientUnknown)
            #expect(refusal.recipients.map(\.recipient) == ["H24.NOBODY", "H99"])
        }
        let partial = try await world.send(bytes, as: "G22", partial: true)
        #expect(partial.receipt.recipients.map(\.code) == ["H24"])
        #expect(partial.receipt.refused.map(\.recipient) == ["H24.NOBODY", "H99"])
    }

    @Test func `two codes of one unit are one delivery, and the sender itself is left out`() async throws {
        let world = try IntakeWorld()
        let result = try await world.send(TestEnvelope.document(to: ["H24", "000.00.00.H24", "G22"]), as: "G22")
        #expect(result.receipt.recipients.map(\.code) == ["H24"])
        #expect(result.receipt.warnings.contains { $0.code == "recipient-is-sender" })
    }

    @Test func `a suspended unit neither receives nor sends`() async throws {
        let world = try IntakeWorld()
        try world.apply(.suspend(unit: world.units["H24"]!, reason: "test"))
        #expect(await code { try await world.send(TestEnvelope.document(), as: "G22") } == .recipientSuspended)
        let back = TestEnvelope.document(from: "H24", to: ["G22"])
        #expect(await code { try await world.send(back, as: "H24") } == .forbidden)
    }

    @Test func `a state secret is refused and nothing of it is kept`() async throws {
        let world = try IntakeWorld()
        #expect(
            await code { try await world.send(TestEnvelope.document(subject: "[TỐI MẬT] x"), as: "G22") }
                == .stateSecret
        )
        #expect(try await world.store.envelopes(EnvelopeFilter()).isEmpty)
    }

    @Test func `nothing is acknowledged when the store fails`() async throws {
        let world = try IntakeWorld()
        world.store.fail(with: StoreError(.failed, "test"))
        #expect(await code { try await world.send(TestEnvelope.document(), as: "G22") } == .storageUnavailable)
        #expect(world.signal.recipients.isEmpty)
    }
}
