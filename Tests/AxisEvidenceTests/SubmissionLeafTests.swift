// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisSignature
import Testing

@Suite struct SubmissionLeafTests {
    static let leaf = SubmissionLeaf(
        submission: SubmissionID(UUIDv7(high: 0x7000, low: 1)),
        campaign: "cd-101",
        province: UnitID(UUIDv7(high: 0x7000, low: 2)),
        provinceCode: "H24",
        sender: UnitID(UUIDv7(high: 0x7000, low: 2)),
        senderCode: "H24",
        senderAuth: .mtls,
        senderCredential: "ab",
        version: 2,
        sha256: SHA256.digest(of: [1]),
        size: 1,
        count: 114,
        receivedAt: Timestamp(seconds: 1_751_173_200),
        readAt: Timestamp(seconds: 1_751_173_201),
        deadline: Timestamp(seconds: 1_751_173_200),
        lateBySeconds: 0,
        registryVersion: 7
    )

    @Test func `a list's leaf is read back from its one form, and from no other`() throws {
        let bytes = try Self.leaf.canonicalBytes()
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("axis-leaf/1\nsubmission: "))
        #expect(try SubmissionLeaf(canonicalBytes: bytes) == Self.leaf)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            // Another value may stand there, but never the same leaf in another form.
            if let read = try? SubmissionLeaf(canonicalBytes: changed) { #expect(read != Self.leaf) }
        }
        #expect(throws: EvidenceFault.self) { try SubmissionLeaf(canonicalBytes: bytes + [10]) }
        // Neither kind of leaf is taken for the other.
        #expect(throws: EvidenceFault.self) { try LeafContent(canonicalBytes: bytes) }
    }

    @Test func `a leaf with the rest of the receipt is read back, and one of before stays what it is`() throws {
        var leaf = Self.leaf
        let old = try leaf.canonicalBytes()
        #expect(try SubmissionLeaf(canonicalBytes: old).details == nil)
        let receipt = ListReceipts.receipt(of: leaf, clockOffset: 1500)
        leaf.details = SubmissionDetails(of: receipt)
        let bytes = try leaf.canonicalBytes()
        #expect(bytes.starts(with: old))
        #expect(try SubmissionLeaf(canonicalBytes: bytes) == leaf)
        // All of it or nothing.
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        for count in 18..<lines.count {
            let cut = Array((lines.prefix(count).joined(separator: "\n") + "\n").utf8)
            #expect(throws: EvidenceFault.self) { try SubmissionLeaf(canonicalBytes: cut) }
        }
    }

    @Test func `a value that would forge a line is not written`() {
        var leaf = Self.leaf
        leaf.campaign = "cd-101\nversion: 3"
        #expect(throws: EvidenceFault.self) { try leaf.canonicalBytes() }
    }
}
