// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisEvidence
import AxisModel
import AxisSignature
import Foundation
import Testing

@Suite struct ReceiptCheckTests {
    private let envelope = Array("<edXML/>".utf8)
    private let moment = Timestamp(seconds: 1_800_000_000)

    private func receipt(sealedBy identity: SigningIdentity) throws -> Receipt {
        let id = { (low: UInt64) in UUIDv7(high: 0x0190_0000_0000_7000, low: low) }
        let leaf = LeafContent(
            envelope: EnvelopeID(id(1)),
            sender: UnitID(id(2)),
            senderCode: "G22",
            senderAuth: .mtls,
            senderCredential: ContentDigest.sha256(of: [1]).description,
            signer: ContentDigest.sha256(of: [2]),
            recipients: [LeafContent.Recipient(code: "H24", unit: UnitID(id(3)))],
            sha256: ContentDigest.sha256(of: envelope),
            size: envelope.count,
            kind: .document,
            receivedAt: moment,
            registryVersion: 5
        )
        var appender = LogAppender()
        _ = appender.append((0..<20).map { Array("earlier \($0)".utf8) })
        let bytes = try leaf.canonicalBytes()
        let group = appender.append([bytes])
        let checkpoint = try Checkpoint(origin: "axis.test/log", of: group, time: moment)
        return Receipt(
            envelopeId: leaf.envelope,
            kind: leaf.kind,
            acceptedAt: leaf.receivedAt,
            sender: leaf.senderCode,
            senderAuth: leaf.senderAuth,
            signature: .valid,
            legalValue: .signed,
            documentId: nil,
            sha256: leaf.sha256,
            size: leaf.size,
            registryVersion: leaf.registryVersion,
            recipients: leaf.recipients.map { .init(code: $0.code, unit: $0.unit, deliveryId: DeliveryID(id(4))) },
            refused: [],
            warnings: [],
            leaf: Base64.encode(bytes),
            leafIndex: group.leaves[0].index,
            inclusionProof: group.leaves[0].proof,
            checkpoint: checkpoint.text,
            checkpointSignature: Base64.encode(try CheckpointSigner(identity: identity).seal(checkpoint).signature)
        )
    }

    private func authority() throws -> CertificateAuthority {
        let validity = moment.seconds - 86_400...moment.seconds + 86_400
        return try .makeRoot(subject: DistinguishedName(commonName: "Test root"), validity: validity)
    }

    private func seal(_ authority: CertificateAuthority) throws -> SigningIdentity {
        let validity = moment.seconds - 86_400...moment.seconds + 86_400
        let subject = DistinguishedName(commonName: "Test seal")
        return try authority.issueIdentity(CertificateProfile(subject: subject, validity: validity))
    }

    private func check(_ authority: CertificateAuthority, _ body: (ReceiptCheck) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/axis-receipt-\(UUID().uuidString).pem"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Certificate.writePEM([authority.certificate], to: path)
        try body(ReceiptCheck(authorities: path))
    }

    @Test func `a true receipt holds, step by step, with and without its envelope`() throws {
        let authority = try authority()
        let receipt = try receipt(sealedBy: seal(authority))
        try check(authority) { check in
            let bare = check.verify(try JSONText.encode(receipt))
            #expect(bare.isProof)
            #expect(bare.receipt == receipt)
            #expect(bare.steps.count == 6)
            #expect(bare.steps[1].sentence.contains("was found good") && bare.steps[2].sentence.contains("DocumentId"))
            let whole = check.verify(try JSONText.encode(receipt), envelope: envelope)
            #expect(whole.isProof)
            #expect(whole.steps.count == 7)
            #expect(whole.steps.allSatisfy { $0.holds })
        }
    }

    @Test func `the first step that does not hold ends the list`() throws {
        let authority = try authority()
        let good = try receipt(sealedBy: seal(authority))
        var renamed = good
        renamed.sender = "G99"
        var moved = good
        moved.leafIndex -= 1
        let foreign = try receipt(sealedBy: seal(try self.authority()))
        try check(authority) { check in
            let cases: [(Receipt, [UInt8], String, Int)] = [
                (renamed, envelope, "leaf-mismatch", 2), (good, [1], "envelope-mismatch", 3),
                (moved, envelope, "proof-invalid", 4), (foreign, envelope, "seal-untrusted", 6),
            ]
            for (receipt, envelope, fault, steps) in cases {
                let findings = check.verify(try JSONText.encode(receipt), envelope: envelope)
                #expect(findings.fault == fault)
                #expect(findings.steps.count == steps, "\(fault)")
                #expect(findings.steps.dropLast().allSatisfy { $0.holds })
                #expect(findings.steps.last?.holds == false)
                #expect(findings.receipt == nil)
            }
        }
    }
}
