// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import Testing

@testable import AxisBroker

@Suite struct LenientExaminerTests {
    private func refused(_ run: () throws -> Void) -> Refusal? {
        do {
            try run()
            return nil
        } catch {
            return error as? Refusal
        }
    }

    private func replacing(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).replacing(old, with: new, maxReplacements: 1).utf8)
    }

    @Test func `nothing of a signature is verified before the receipt`() throws {
        let world = try IntakeWorld()
        let plain = TestEnvelope.document()
        let decoration = replacing(plain, "</edXML:edXMLHeader>", "<Signature>x</Signature></edXML:edXMLHeader>")
        let forged = replacing(try world.signed(plain, by: "G22"), "V/v thử nghiệm", "V/v thử nghiêm")
        for (bytes, standing) in [
            (plain, SignatureStanding.none), (decoration, .decoration), (forged, .unchecked),
        ] {
            let examined = try world.examineLeniently(bytes)
            #expect(examined.standing == standing)
            #expect(examined.signer == nil)
        }
    }

    @Test func `a state-secret marking is refused here too, also behind a comment`() throws {
        let world = try IntakeWorld()
        let marked = replacing(TestEnvelope.document(), "Công văn", "<!-- x -->Tối mật")
        #expect(refused { _ = try world.examineLeniently(marked) }?.code == .stateSecret)
    }

    @Test func `codes without their zeros are found on this interface alone`() async throws {
        let world = try IntakeWorld()
        let bytes = TestEnvelope.document(from: "00.00.G22", to: ["00.00.H24"])
        let sealed = try await world.acceptLeniently(bytes, from: "G22")
        #expect(sealed.deliveries.map(\.recipient) == [world.units["H24"]!])
        #expect(sealed.deliveries.map(\.recipientCode) == ["00.00.H24"])
        await #expect(throws: Refusal.self) { try await world.send(bytes, as: "G22") }
    }

    @Test func `of senders of whom it is demanded, only what is signed validly gets in`() throws {
        let world = try IntakeWorld()
        let plain = TestEnvelope.document()
        let valid = try world.signed(plain, by: "G22")
        let examined = try world.examineLeniently(valid, requiringValidFrom: ["G22"])
        #expect(examined.standing == .valid)
        #expect(examined.signer == world.identities["G22"]!.certificate)
        let decorated = replacing(plain, "</edXML:edXMLHeader>", "<Signature>x</Signature></edXML:edXMLHeader>")
        for bytes in [plain, decorated] {
            let missing = refused { _ = try world.examineLeniently(bytes, requiringValidFrom: ["G22"]) }
            #expect(missing?.code == .signatureMissing)
        }
        for bytes in [replacing(valid, "V/v thử", "V/v thứ"), try world.signed(plain, by: "H24")] {
            let invalid = refused { _ = try world.examineLeniently(bytes, requiringValidFrom: ["G22"]) }
            #expect(invalid?.code == .signatureInvalid)
            #expect(invalid.map { !$0.english.isEmpty && !$0.vietnamese.isEmpty } == true)
        }
    }

    @Test func `the demand holds for a branch, in every form of a code, and for documents alone`() throws {
        let world = try IntakeWorld()
        let ward = TestEnvelope.document(from: "H24.TEST01", to: ["G22"])
        #expect(refused { _ = try world.examineLeniently(ward, requiringValidFrom: ["H24.*"]) } != nil)
        #expect(try world.examineLeniently(ward, requiringValidFrom: ["H24"]).standing == .none)
        let city = TestEnvelope.document(from: "000.00.00.H24", to: ["G22"])
        #expect(refused { _ = try world.examineLeniently(city, requiringValidFrom: ["H24"]) } != nil)
        let status = TestEnvelope.status("01", from: "H24", to: "G22")
        #expect(try world.examineLeniently(status, requiringValidFrom: ["H24"]).summary.kind == .status)
    }
}
