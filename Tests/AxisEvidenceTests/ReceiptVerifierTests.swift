// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisSignature
import Foundation
import Testing

@Suite("Receipts checked without the broker")
struct ReceiptVerifierTests {
    let authority: CertificateAuthority
    let trust: TrustList
    let receipt: Receipt

    init() throws {
        authority = try Samples.authority()
        trust = try TrustList(use: .sealing, anchors: [authority.certificate])
        receipt = try Samples.receipt(Samples.signer(authority))
    }

    private func fault(
        _ receipt: Receipt,
        trust other: TrustList? = nil,
        at moment: Timestamp? = nil,
        envelope: [UInt8]? = nil
    ) -> EvidenceFault? {
        do {
            _ = try ReceiptVerifier.verify(receipt, trust: other ?? trust, at: moment, envelopeBytes: envelope)
            return nil
        } catch {
            #expect(!error.english.isEmpty && !error.vietnamese.isEmpty)
            return error
        }
    }

    @Test("a receipt verifies, from JSON too, with the envelope's bytes")
    func good() throws {
        let json = try [UInt8](JSONEncoder().encode(receipt))
        let behind = json.dropLast() + Array(#","sender":"G99"}"#.utf8)
        #expect(throws: EvidenceFault.self) { try ReceiptVerifier.verify(json: behind, trust: trust) }
        let verified = try ReceiptVerifier.verify(json: json, trust: trust, envelopeBytes: Samples.envelope)
        #expect(verified.leaf == Samples.leaf(3))
        #expect(verified.receipt == receipt)
        #expect(verified.checkpoint.size == 305)
        #expect(verified.coversEnvelope)
        #expect(verified.sealingCertificate.commonName == "Test seal")
        #expect(fault(receipt) == nil)
    }

    @Test("each field that was changed in plain is named")
    func changedFields() {
        let other = Samples.leaf(8)
        let changes: [(String, (inout Receipt) -> Void)] = [
            ("envelopeId", { $0.envelopeId = other.envelope }),
            ("kind", { $0.kind = .notice }),
            ("acceptedAt", { $0.acceptedAt = $0.acceptedAt + .milliseconds(1) }),
            ("sender", { $0.sender = "H24" }),
            ("senderAuth", { $0.senderAuth = .hmac }),
            ("sha256", { $0.sha256 = MerkleHash.empty }),
            ("size", { $0.size += 1 }),
            ("registryVersion", { $0.registryVersion += 1 }),
            ("recipients", { $0.recipients.swapAt(0, 1) }),
            ("recipients", { $0.recipients[0].code = "H24" }),
            ("recipients", { $0.recipients.removeLast() }),
        ]
        for (field, change) in changes {
            var changed = receipt
            change(&changed)
            let fault = fault(changed)
            #expect(fault?.code == .leafMismatch)
            #expect(fault?.field == field)
        }
    }

    @Test("each broken step has its own code")
    func brokenSteps() throws {
        let otherLeaf = Data(try Samples.leaf(4).canonicalBytes()).base64EncodedString()
        let shortLeaf = Data("axis-leaf/1\n".utf8).base64EncodedString()
        let changes: [(EvidenceFault.Code, (inout Receipt) -> Void)] = [
            (.receiptVersion, { $0.version = 2 }),
            (.leafUnreadable, { $0.leaf = "?" }),
            (.leafUnreadable, { $0.leaf = shortLeaf }),
            (.leafMismatch, { $0.leaf = otherLeaf }),
            (.indexOutOfRange, { $0.leafIndex = 305 }),
            (.indexOutOfRange, { $0.leafIndex = -1 }),
            (.proofInvalid, { $0.leafIndex -= 1 }),
            (.proofInvalid, { $0.inclusionProof.removeLast() }),
            (.proofInvalid, { $0.inclusionProof.swapAt(0, 1) }),
            (.checkpointUnreadable, { $0.checkpoint += " " }),
            (.sealInvalid, { $0.checkpoint = $0.checkpoint.replacing(".143+", with: ".144+") }),
            (.sealInvalid, { $0.checkpoint = $0.checkpoint.replacing("axis.test", with: "axis.tset") }),
            (.sealForm, { $0.checkpointSignature = "AAAA" }),
            (.sealForm, { $0.checkpointSignature = "" }),
            (.sealForm, { $0.checkpointSignature += "\n" }),
        ]
        for (number, (code, change)) in changes.enumerated() {
            var changed = receipt
            change(&changed)
            #expect(fault(changed)?.code == code, "change \(number)")
        }
        #expect(fault(receipt, envelope: Samples.envelope + [32])?.code == .envelopeMismatch)
        #expect(fault(receipt, envelope: Array("<edXMM/>".utf8))?.code == .envelopeMismatch)
        #expect(throws: EvidenceFault(.receiptUnreadable, english: "", vietnamese: "")) {
            try ReceiptVerifier.verify(json: Array("{}".utf8), trust: trust)
        }
    }

    @Test("a leaf forged along with the readable fields does not reach the root")
    func forgedLeaf() throws {
        var leaf = Samples.leaf(3)
        leaf.recipients.removeLast()
        var forged = receipt
        forged.recipients.removeLast()
        forged.leaf = Data(try leaf.canonicalBytes()).base64EncodedString()
        #expect(fault(forged)?.code == .proofInvalid)
    }

    @Test("a receipt can't claim a good signature that was not sealed")
    func claimedSignature() throws {
        var leaf = Samples.leaf(3)
        leaf.signer = nil
        var forged = receipt
        forged.leaf = Data(try leaf.canonicalBytes()).base64EncodedString()
        #expect(fault(forged)?.field == "signature")
        forged.signature = .none
        #expect(fault(forged)?.field == "legalValue")
    }

    @Test("a seal of another authority, out of force or revoked is refused as such")
    func untrustedSeal() throws {
        let stranger = try TrustList(use: .sealing, anchors: [Samples.authority("Stranger").certificate])
        #expect(fault(receipt, trust: stranger)?.code == .sealUntrusted)
        #expect(fault(receipt, at: Samples.moment + .seconds(90_000))?.code == .sealExpired)
        #expect(fault(receipt, at: Samples.moment - .seconds(90_000))?.code == .sealExpired)
        let certificate = try ReceiptVerifier.verify(receipt, trust: trust).sealingCertificate
        let list = try authority.makeRevocationList(
            revoking: [(certificate: certificate, since: Samples.moment.seconds - 60)],
            thisUpdate: Samples.moment.seconds - 30,
            nextUpdate: Samples.moment.seconds + 3600
        )
        let informed = try TrustList(
            use: .sealing,
            anchors: [authority.certificate],
            revocationLists: [RevocationList(der: list)]
        )
        #expect(fault(receipt, trust: informed)?.code == .sealRevoked)
    }

    @Test("a seal by another certificate of the same authority is refused when Axis's own are named")
    func pinnedSeal() throws {
        let own = try ReceiptVerifier.verify(receipt, trust: trust).sealingCertificate
        #expect(try ReceiptVerifier.verify(receipt, trust: trust, sealers: [own]).sealingCertificate == own)
        let forged = try Samples.receipt(Samples.signer(authority))
        #expect(throws: EvidenceFault.self) {
            _ = try ReceiptVerifier.verify(forged, trust: trust, sealers: [own])
        }
    }

    @Test("a certificate for TLS alone, such as an agency's, seals nothing")
    func agencySeal() throws {
        let agency = try authority.issueIdentity(
            CertificateProfile(
                subject: DistinguishedName(commonName: "H24"),
                validity: Samples.validity,
                extendedKeyUsage: .clientAuthentication
            )
        )
        #expect(fault(try Samples.receipt(CheckpointSigner(identity: agency)))?.code == .sealUntrusted)
    }

    @Test("the openssl command verifies the checkpoint's signature", .enabled(if: OpenSSLCommand.isAvailable))
    func opensslOracle() throws {
        let command = try OpenSSLCommand()
        defer { try? command.remove() }
        try command.write(Array(receipt.checkpoint.utf8), to: "checkpoint.txt")
        try command.write([UInt8](try #require(Data(base64Encoded: receipt.checkpointSignature))), to: "sig.der")
        try command.write(authority.certificate.der, to: "ca.der")
        try command.run(["x509", "-inform", "DER", "-in", "ca.der", "-out", "ca.pem"])
        let verify = ["cms", "-verify", "-binary", "-content", "checkpoint.txt", "-inform", "DER", "-in", "sig.der"]
        let options = [
            "-CAfile", "ca.pem", "-attime", "\(Samples.moment.seconds)", "-purpose", "any", "-out", "out.txt",
        ]
        #expect(try command.run(verify + options) == 0)
        #expect(try command.read("out.txt") == Array(receipt.checkpoint.utf8))
        try command.write(Array(receipt.checkpoint.utf8.dropLast()), to: "checkpoint.txt")
        #expect(try command.run(verify + options) != 0)
    }
}
