// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import Testing

@Suite("The canonical texts of leaf and checkpoint")
struct LeafAndCheckpointTests {
    @Test("a leaf's bytes are these")
    func leafForm() throws {
        let leaf = Samples.leaf()
        let expected = """
            axis-leaf/1
            envelope: \(leaf.envelope)
            kind: document
            received-at: 2025-07-01T08:00:00.123+07:00
            sender: \(leaf.sender) 000.00.00.G22
            sender-auth: mtls
            sender-credential: \(leaf.senderCredential)
            signer: \(try #require(leaf.signer))
            sha256: \(leaf.sha256)
            size: 8
            registry-version: 42
            recipient: \(leaf.recipients[0].unit) H24.T0
            recipient: \(leaf.recipients[1].unit) H24.T1

            """
        #expect(String(decoding: try leaf.canonicalBytes(), as: UTF8.self) == expected)
    }

    @Test("a leaf read back is the same", arguments: [0, 1, 5000])
    func roundTrip(recipients: Int) throws {
        var leaf = Samples.leaf(7, recipients: recipients)
        #expect(try LeafContent(canonicalBytes: leaf.canonicalBytes()) == leaf)
        leaf.signer = nil
        leaf.kind = .status
        leaf.senderAuth = .hmac
        leaf.senderCredential = "SYS.G22_01"
        #expect(try LeafContent(canonicalBytes: leaf.canonicalBytes()) == leaf)
    }

    @Test("a value that would forge a line is not written", arguments: ["", "H24\nsize: 1", "H24 12", "Hải", "\u{7f}"])
    func unwritable(code: String) {
        var leaf = Samples.leaf()
        leaf.recipients[1].code = code
        #expect(throws: EvidenceFault(.valueUnwritable, field: "recipient", english: "", vietnamese: "")) {
            try leaf.canonicalBytes()
        }
        leaf = Samples.leaf()
        leaf.senderCode = code
        #expect(throws: EvidenceFault.self) { try leaf.canonicalBytes() }
        leaf = Samples.leaf()
        leaf.senderCredential = code
        #expect(throws: EvidenceFault.self) { try leaf.canonicalBytes() }
    }

    @Test("no leaf with a line, byte or digit otherwise than canonical is read")
    func strictness() throws {
        let bytes = try Samples.leaf().canonicalBytes()
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        var variants = [
            "", "\n", text + "\n", String(text.dropLast()), text + "recipient: x y\n", "\u{feff}" + text,
            text.replacing("\n", with: "\r\n"), text.replacing("size: 8", with: "size: 08"),
            text.replacing("size: 8", with: "size: +8"), text.replacing("size: 8", with: "size: 8 "),
            text.replacing("+07:00", with: "+0700"), text.replacing("axis-leaf/1", with: "axis-leaf/2"),
            text.replacing("sha256: ", with: "SHA256: "), text.replacing(".123+", with: ".1230+"),
        ]
        for index in lines.indices.dropLast(2) {
            var missing = lines
            missing.remove(at: index)
            variants.append(missing.joined(separator: "\n") + "\n")
            var twice = lines
            twice.insert(lines[index], at: index)
            variants.append(twice.joined(separator: "\n") + "\n")
            if index > 0 {
                variants.append(
                    (lines[..<index] + [lines[index].uppercased()] + lines[(index + 1)...]).joined(separator: "\n")
                        + "\n"
                )
            }
        }
        for variant in variants {
            #expect(throws: EvidenceFault.self, "\(variant)") { try LeafContent(canonicalBytes: Array(variant.utf8)) }
        }
        // A changed byte gives another leaf or none, never the same one.
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            if let leaf = try? LeafContent(canonicalBytes: changed) { #expect(leaf != Samples.leaf()) }
        }
    }

    @Test("a checkpoint's text is this, and is read back")
    func checkpointForm() throws {
        let checkpoint = try Checkpoint(
            origin: "axis.test/log",
            size: 1207,
            root: MerkleHash.empty,
            time: Samples.moment
        )
        let expected = """
            axis.test/log
            1207
            47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
            time 2025-07-01T08:00:00.123+07:00

            """
        #expect(checkpoint.text == expected)
        #expect(try Checkpoint(text: expected) == checkpoint)
        for variant in [
            "", String(expected.dropLast()), expected + "\n", expected.replacing("1207", with: "01207"),
            expected.replacing("1207", with: "-1"), expected.replacing("1207", with: "9223372036854775808"),
            expected.replacing("FU=", with: "FV="), expected.replacing("FU=", with: "FU"),
            expected.replacing("time ", with: "time  "), expected.replacing("+07:00", with: "+08:00"),
            expected.replacing("\n", with: "\r\n"), expected.replacing("axis.test/log", with: "axis test"),
            expected.replacing("axis.test/log", with: ""), "\n" + expected,
        ] {
            #expect(throws: EvidenceFault.self, "\(variant)") { try Checkpoint(text: variant) }
        }
        #expect(throws: EvidenceFault.self) {
            try Checkpoint(origin: "a\nb", size: 1, root: MerkleHash.empty, time: Samples.moment)
        }
    }
}
