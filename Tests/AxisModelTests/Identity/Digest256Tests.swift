// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@Suite struct Digest256Tests {
    @Test func `bytes, text in either case and JSON give a digest back`() throws {
        var generator = SeededGenerator(seed: 256)
        for _ in 0..<2_000 {
            let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let digest = try #require(Digest256(bytes: bytes))
            #expect(digest.bytes == bytes)
            #expect(digest.description == bytes.map { String(format: "%02x", $0) }.joined())
            #expect(Digest256(digest.description) == digest)
            #expect(Digest256(digest.description.uppercased()) == digest)
            #expect(try JSONDecoder().decode(Digest256.self, from: JSONEncoder().encode(digest)) == digest)
        }
    }

    @Test func `one flipped bit makes another digest`() throws {
        let bytes = [UInt8](0..<32)
        let digest = try #require(Digest256(bytes: bytes))
        for bit in 0..<256 {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(Digest256(bytes: other) != digest)
        }
    }

    @Test func `thirty-two bytes and no other count`() {
        for count in [0, 1, 31, 33, 64] {
            #expect(Digest256(bytes: [UInt8](repeating: 0, count: count)) == nil)
            #expect(Digest256(String(repeating: "00", count: count)) == nil)
        }
    }
}
