// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisSignature
import Foundation
import Testing

/// Receipts of lists for tests.
enum ListReceipts {
    static let list = Array("code,name,kind\n".utf8)

    static func receipt(of leaf: SubmissionLeaf, clockOffset: Int64? = nil) -> SubmissionReceipt {
        SubmissionReceipt(
            submissionId: leaf.submission,
            campaign: leaf.campaign,
            unit: leaf.provinceCode,
            version: leaf.version,
            sha256: leaf.sha256,
            count: leaf.count,
            expected: 114,
            receivedAt: leaf.receivedAt,
            repeatedAt: leaf.readAt == leaf.receivedAt ? nil : leaf.readAt,
            deadline: leaf.deadline,
            timeliness: leaf.lateBySeconds == 0 ? "on-time" : "late by \(leaf.lateBySeconds) s",
            lateBySeconds: leaf.lateBySeconds,
            clockOffsetMilliseconds: clockOffset,
            applicantDate: clockOffset.map { _ in leaf.readAt },
            format: "text/utf-8",
            warnings: [ImportFault(line: 3, code: "x", english: "an odd name", vietnamese: "tên lạ")]
        )
    }

    /// A receipt with a leaf of today's form, or of before the details were sealed.
    static func sealed(by signer: CheckpointSigner, old: Bool = false) throws -> SubmissionReceipt {
        var leaf = SubmissionLeafTests.leaf
        leaf.sha256 = SHA256.digest(of: list)
        leaf.size = list.count
        leaf.receivedAt = Samples.moment
        leaf.readAt = Samples.moment + .seconds(60)
        leaf.deadline = Samples.moment - .seconds(5)
        leaf.lateBySeconds = 5
        var receipt = receipt(of: leaf, clockOffset: old ? nil : 1500)
        if !old { leaf.details = SubmissionDetails(of: receipt) }
        var appender = LogAppender()
        _ = appender.append((0..<20).map { Array("earlier \($0)".utf8) })
        let bytes = try leaf.canonicalBytes()
        let group = appender.append([bytes])
        let checkpoint = try Checkpoint(origin: "axis.test/log", of: group, time: Samples.moment)
        receipt.leafIndex = group.leaves[0].index
        receipt.leaf = Base64.encode(bytes)
        receipt.inclusionProof = group.leaves[0].proof
        receipt.checkpoint = checkpoint.text
        receipt.checkpointSignature = Base64.encode(try signer.seal(checkpoint).signature)
        return receipt
    }
}

@Suite struct SubmissionVerifierTests {
    private let authority: CertificateAuthority
    private let signer: CheckpointSigner
    private let trust: TrustList

    init() throws {
        authority = try Samples.authority()
        signer = try Samples.signer(authority)
        trust = try TrustList(use: .sealing, anchors: [authority.certificate])
    }

    private func verify(_ receipt: SubmissionReceipt, list: [UInt8]? = nil) -> EvidenceFault? {
        do throws(EvidenceFault) {
            _ = try ReceiptVerifier.verify(receipt, trust: trust, listBytes: list)
            return nil
        } catch { return error }
    }

    @Test func `a list's receipt holds, with and without the list, and so does one of before`() throws {
        let receipt = try ListReceipts.sealed(by: signer)
        #expect(verify(receipt) == nil)
        #expect(verify(receipt, list: ListReceipts.list) == nil)
        #expect(verify(receipt, list: ListReceipts.list + [10])?.code == .listMismatch)
        var old = try ListReceipts.sealed(by: signer, old: true)
        #expect(verify(old) == nil)
        // What it never said can't be added to it.
        old.clockUnsynchronised = true
        #expect(verify(old)?.code == .leafMismatch)
    }

    /// Readers differ in which of two members of one name they take, so a second one would be a change unseen.
    @Test(arguments: [
        #","receivedAt":"2025-06-29T11:59:59.000+07:00","timeliness":"on-time"}"#,
        #","time\u006ciness":"on-time"}"#, #", "count" : 114}"#, #","other":{"a":1,"a":2}}"#,
    ])
    func `a member put behind is no proof`(behind: String) throws {
        let good = try [UInt8](JSONEncoder().encode(ListReceipts.sealed(by: signer)))
        _ = try ReceiptVerifier.verify(submission: good, trust: trust)
        let fault = #expect(throws: EvidenceFault.self) {
            try ReceiptVerifier.verify(submission: good.dropLast() + Array(behind.utf8), trust: trust)
        }
        #expect(fault?.code == .receiptUnreadable)
    }

    @Test func `a letter that only looks the same is another`() throws {
        var leaf = SubmissionLeafTests.leaf
        leaf.campaign = "K-1"
        var receipt = ListReceipts.receipt(of: leaf)
        receipt.campaign = "\u{212A}-1"
        #expect(receipt.campaign == leaf.campaign, "in the eyes of Unicode")
        receipt.leaf = Base64.encode(try leaf.canonicalBytes())
        (receipt.leafIndex, receipt.inclusionProof, receipt.checkpoint) = (0, [], "")
        receipt.checkpointSignature = ""
        let fault = try #require(verify(receipt))
        #expect(fault.code == .leafMismatch && fault.field == "campaign")
    }

    @Test func `no field can be changed`() throws {
        let good = try ListReceipts.sealed(by: signer)
        let changes: [(String, (inout SubmissionReceipt) -> Void)] = [
            ("submissionId", { $0.submissionId = SubmissionID(UUIDv7(high: 0x7000, low: 99)) }),
            ("campaign", { $0.campaign = "cd-102" }), ("unit", { $0.unit = "H31" }), ("version", { $0.version = 1 }),
            ("sha256", { $0.sha256 = SHA256.digest(of: [9]) }), ("count", { $0.count = 113 }),
            ("expected", { $0.expected = 113 }), ("receivedAt", { $0.receivedAt = $0.deadline }),
            ("repeatedAt", { $0.repeatedAt = nil }), ("deadline", { $0.deadline = $0.receivedAt }),
            ("timeliness", { $0.timeliness = "on-time" }), ("lateBySeconds", { $0.lateBySeconds = 0 }),
            ("clockOffsetMilliseconds", { $0.clockOffsetMilliseconds = nil }),
            ("clockUnsynchronised", { $0.clockUnsynchronised = true }),
            ("applicantDate", { $0.applicantDate = nil }), ("format", { $0.format = "xlsx" }),
            ("warnings", { $0.warnings = [] }), ("leafIndex", { $0.leafIndex = 19 }),
            ("leaf", { $0.leaf = Base64.encode(Array("axis-leaf/1\n".utf8)) }),
            ("inclusionProof", { $0.inclusionProof = [] }),
            ("checkpoint", { $0.checkpoint = $0.checkpoint?.replacing("\n21\n", with: "\n22\n") }),
            ("checkpointSignature", { $0.checkpointSignature = nil }),
        ]
        let fields = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(good)) as? [String: Any]
        )
        // Whatever stands on a receipt is among them.
        #expect(Set(fields.keys).subtracting(changes.map(\.0)).isEmpty)
        for (field, change) in changes {
            var receipt = good
            change(&receipt)
            #expect(receipt != good)
            #expect(verify(receipt) != nil, "\(field)")
        }
        let stranger = try Samples.signer(try Samples.authority("Other root"))
        #expect(verify(try ListReceipts.sealed(by: stranger))?.code == .sealUntrusted)
    }
}

@Suite struct SnapshotVerifierTests {
    private static let content = Array(#"{"items":[{"code":"H24"}],"version":7}"#.utf8)

    private func file(_ signer: CheckpointSigner, leaf change: (inout SnapshotLeaf) -> Void = { _ in }) throws
        -> [UInt8]
    {
        var leaf = SnapshotLeaf(
            version: 7,
            units: 1,
            sha256: SHA256.digest(of: Self.content),
            size: Self.content.count,
            publishedAt: Samples.moment
        )
        change(&leaf)
        var appender = LogAppender()
        _ = appender.append((0..<6).map { Array("earlier \($0)".utf8) })
        let group = appender.append([leaf.canonicalBytes])
        let checkpoint = try Checkpoint(origin: "axis.test/log", of: group, time: Samples.moment)
        let evidence = SnapshotEvidence(
            leaf: Base64.encode(leaf.canonicalBytes),
            leafIndex: group.leaves[0].index,
            inclusionProof: group.leaves[0].proof,
            checkpoint: checkpoint.text,
            checkpointSignature: Base64.encode(try signer.seal(checkpoint).signature)
        )
        return CodeSnapshotFile(content: Self.content, evidence: Array(try JSONEncoder().encode(evidence))).bytes
    }

    @Test func `a snapshot holds as it was answered, and no byte of it can be changed`() throws {
        let authority = try Samples.authority()
        let trust = try TrustList(use: .sealing, anchors: [authority.certificate])
        let signer = try Samples.signer(authority)
        let good = try file(signer)
        let verified = try ReceiptVerifier.verify(snapshot: good + [10], trust: trust)
        #expect(verified.leaf.version == 7 && verified.index == 6)
        // CMS may be written in more than one way around what it signs, so its own bytes are left out.
        let text = String(decoding: good, as: UTF8.self)
        let name = "checkpointSignature\":\""
        let start = try #require(text.utf8.firstRange(of: Array(name.utf8))?.upperBound)
        let signature = text.utf8.distance(from: text.startIndex, to: start)
        let length = try #require(
            text.utf8[start...].firstIndex(of: UInt8(ascii: "\"")).map {
                text.utf8.distance(from: start, to: $0)
            }
        )
        for place in good.indices.dropLast() where !(signature..<signature + length).contains(place) {
            var changed = good
            changed[place] ^= 1
            #expect(throws: EvidenceFault.self, "\(place)") {
                _ = try ReceiptVerifier.verify(snapshot: changed, trust: trust)
            }
        }
        // A member put behind would win over the sealed one in many a reader.
        let behind = good.dropLast() + Array(#","items":[]}"#.utf8)
        #expect(throws: EvidenceFault.self) { try ReceiptVerifier.verify(snapshot: Array(behind), trust: trust) }
        // The version that the leaf names is the content's.
        let other = try file(signer) { $0.version = 8 }
        #expect(throws: EvidenceFault.self) { try ReceiptVerifier.verify(snapshot: other, trust: trust) }
    }
}
