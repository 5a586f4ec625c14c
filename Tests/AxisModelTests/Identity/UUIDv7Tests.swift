// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@Suite struct UUIDv7Tests {
    @Test func `the example of RFC 9562, appendix A.6, is laid out as there`() throws {
        // unix_ts_ms 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F
        struct Fixed: RandomNumberGenerator {
            var values: [UInt64] = [0xcc3, 0x18c4_dc0c_0c07_398f]
            mutating func next() -> UInt64 { values.removeFirst() }
        }
        var generator = Fixed()
        let uuid = UUIDv7(at: Timestamp(milliseconds: 0x017f_22e2_79b0), using: &generator)
        #expect(uuid.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(uuid == UUIDv7("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
    }

    @Test func `version, variant and time are in their bits, whatever the rest`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<10_000 {
            let moment = Timestamp(milliseconds: Int64.random(in: 0..<(1 << 48), using: &generator))
            let uuid = UUIDv7(at: moment, using: &generator)
            let bytes = uuid.bytes
            #expect(bytes[6] >> 4 == 7)
            #expect(bytes[8] >> 6 == 0b10)
            #expect(bytes[..<6].reduce(Int64(0)) { $0 << 8 | Int64($1) } == moment.milliseconds)
        }
    }

    @Test func `text, bytes, halves and JSON give an identifier back, and Foundation reads the same`() throws {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<5_000 {
            let uuid = UUIDv7(high: generator.next(), low: generator.next())
            #expect(UUIDv7(uuid.description) == uuid)
            #expect(UUIDv7(uuid.description.uppercased()) == uuid)
            #expect(UUIDv7(bytes: uuid.bytes) == uuid)
            #expect(UUIDv7(high: uuid.high, low: uuid.low) == uuid)
            #expect(UUID(uuidString: uuid.description)?.uuidString.lowercased() == uuid.description)
            #expect(try JSONDecoder().decode(UUIDv7.self, from: JSONEncoder().encode(uuid)) == uuid)
        }
    }

    @Test func `order is the order of bytes, of text and of time`() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<5_000 {
            let first = UUIDv7(high: generator.next(), low: generator.next())
            let second = UUIDv7(high: generator.next(), low: generator.next())
            #expect((first < second) == first.bytes.lexicographicallyPrecedes(second.bytes))
            #expect((first < second) == (first.description < second.description))
            let moment = Timestamp(milliseconds: Int64.random(in: 0..<(1 << 47), using: &generator))
            let earlier = UUIDv7(at: moment, using: &generator)
            let later = UUIDv7(at: moment + .milliseconds(1), using: &generator)
            #expect(earlier < later)
        }
    }

    @Test(arguments: [
        "", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e27-9b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4_dc0c0c07398f", " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    ])
    func `other texts are no identifiers`(text: String) {
        #expect(UUIDv7(text) == nil)
        #expect(DeliveryID(text) == nil)
    }

    @Test func `sixteen bytes and no other count`() {
        for count in 0..<40 where count != 16 {
            #expect(UUIDv7(bytes: [UInt8](repeating: 1, count: count)) == nil)
            #expect(EnvelopeID(bytes: [UInt8](repeating: 1, count: count)) == nil)
        }
    }

    @Test func `tagged identifiers order and encode as the identifier inside`() throws {
        var generator = SeededGenerator(seed: 10)
        let first = EnvelopeID(at: noon, using: &generator)
        let second = EnvelopeID(at: noon + .seconds(1), using: &generator)
        #expect(first < second)
        #expect(EnvelopeID(first.description) == first)
        #expect(EnvelopeID(bytes: first.bytes) == first)
        #expect(try JSONDecoder().decode(EnvelopeID.self, from: JSONEncoder().encode(first)) == first)
        #expect(String(decoding: try JSONEncoder().encode(first), as: UTF8.self) == "\"\(first)\"")
    }
}
