// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisXML
import Testing

@testable import AxisBroker

@Suite struct RecipientCopiesTests {
    private func copies(_ world: IntakeWorld, for patterns: [String]) -> RecipientCopies {
        RecipientCopies(recipients: patterns.compactMap { UnitPattern($0) }, registry: world.holder, axisCode: "AXIS")
    }

    private func copy(
        _ copies: RecipientCopies,
        _ sealed: SealedAcceptance,
        _ original: [UInt8]
    ) -> (bytes: [UInt8], digest: Digest256)? {
        original.withUnsafeBytes { raw in
            copies.copy(for: sealed.deliveries[0], of: sealed.envelope, original: raw)
                .map { ($0.bytes(of: raw), RecipientCopies.digest(of: $0, original: raw)) }
        }
    }

    private func codes(_ bytes: [UInt8]) throws -> [String] {
        try bytes.withUnsafeBytes { raw in
            Result { () throws(Refusal) in
                try EnvelopeReader.parse(raw, limits: .lenient, leniently: true).1.summary.to.map(\.organID)
            }
        }.get()
    }

    @Test(arguments: [("H24", "000.00.00.H24"), ("000.00.00.H24", "H24"), ("00.00.H24", "H24")])
    func `a recipient so configured gets both forms of its code, all others the exact bytes`(
        named: String,
        other: String
    ) async throws {
        let world = try IntakeWorld()
        let original = TestEnvelope.document(to: [named])
        let sealed = try await world.acceptLeniently(original, from: "G22")
        let made = try #require(copy(copies(world, for: ["H24"]), sealed, original))
        #expect(try codes(made.bytes) == [named, other])
        #expect(made.digest == SHA256.digest(of: made.bytes))
        #expect(copy(copies(world, for: []), sealed, original) == nil)
        #expect(copy(copies(world, for: ["G22", "H24.*"]), sealed, original) == nil)
        #expect(try await world.store.payload(of: sealed.envelope.id) == .bytes(original))
    }

    @Test func `the copy is the same at each fetch, though the unit gets another name meanwhile`() async throws {
        let world = try IntakeWorld()
        let original = TestEnvelope.document()
        let sealed = try await world.acceptLeniently(original, from: "G22")
        let before = try #require(copy(copies(world, for: ["H24"]), sealed, original))
        world.clock.advance(by: .seconds(60))
        try world.apply(.rename(unit: world.units["H24"]!, name: "Thành phố khác"))
        let after = try #require(copy(copies(world, for: ["H24"]), sealed, original))
        #expect(after.digest == before.digest)
        #expect(after.bytes == before.bytes)
    }

    @Test func `a document with an XML signature is never copied, whatever the signature is worth`() async throws {
        let world = try IntakeWorld()
        let signed = try world.signed(TestEnvelope.document(), by: "G22")
        var sealed = try await world.acceptLeniently(signed, from: "G22")
        #expect(copy(copies(world, for: ["H24"]), sealed, signed) == nil)
        sealed.envelope.report = SignatureReport(standing: .invalid, checkedAt: IntakeWorld.start)
        #expect(copy(copies(world, for: ["H24"]), sealed, signed) == nil)
    }

    @Test func `a recipient with one form of code gets the trace alone`() async throws {
        let world = try IntakeWorld()
        let original = TestEnvelope.document(to: ["H24.TEST01"])
        let sealed = try await world.acceptLeniently(original, from: "G22")
        let made = try #require(copy(copies(world, for: ["H24.*"]), sealed, original))
        #expect(try codes(made.bytes) == ["H24.TEST01"])
        #expect(String(decoding: made.bytes, as: UTF8.self).contains("<edXML:OrganId>AXIS</edXML:OrganId>"))
    }
}
