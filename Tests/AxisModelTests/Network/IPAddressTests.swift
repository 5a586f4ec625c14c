// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTestSupport
import Glibc
import Testing

@testable import AxisModel

@Suite struct IPAddressTests {
    /// The system's own reading and writing, as the oracle.
    private static func system(_ text: String) -> String? {
        var four = in_addr()
        var six = in6_addr()
        var buffer = [CChar](repeating: 0, count: 64)
        if inet_pton(AF_INET, text, &four) == 1 {
            return inet_ntop(AF_INET, &four, &buffer, 64).map { String(cString: $0) }
        }
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        return inet_ntop(AF_INET6, &six, &buffer, 64).map { String(cString: $0) }
    }

    @Test func `random addresses are read and written as the system does`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5000 {
            var groups = (0..<8).map { _ in
                Bool.random(using: &generator) ? 0 : UInt16.random(in: 0...0xffff, using: &generator)
            }
            // Addresses that hold an IPv4 address are written otherwise by the system.
            groups[0] |= 0x2000
            let full = groups.map { String($0, radix: 16) }.joined(separator: ":")
            #expect(IPAddress(full)?.description == Self.system(full), "\(full)")
            let short = Self.system(full) ?? ""
            #expect(IPAddress(short) == IPAddress(full) && IPAddress(short) != nil, "\(short)")
            let four = (0..<4).map { _ in String(UInt8.random(in: 0...255, using: &generator)) }.joined(separator: ".")
            #expect(IPAddress(four)?.description == four)
            #expect(IPAddress("::ffff:\(four)") == IPAddress(four))
        }
    }

    @Test func `mutilated texts are read exactly when the system reads them`() {
        var generator = SeededGenerator(seed: 8)
        let letters = Array("0123456789abcdefF:.:.g% ")
        let seeds = [
            "2001:db8::1", "::", "1.2.3.4", "::1.2.3.4", "1:2:3:4:5:6:7:8", "1::", "::8", "fe80::1:2", ":::",
            "01.2.3.4",
        ]
        var readable = 0
        for round in 0..<20_000 {
            var text = Array(seeds[round % seeds.count])
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let place = Int.random(in: 0..<text.count, using: &generator)
                let letter = letters[Int.random(in: 0..<letters.count, using: &generator)]
                if Bool.random(using: &generator) { text[place] = letter } else { text.insert(letter, at: place) }
            }
            let candidate = String(text)
            #expect((IPAddress(candidate) != nil) == (Self.system(candidate) != nil), "\(candidate)")
            readable += IPAddress(candidate) == nil ? 0 : 1
        }
        #expect(readable > 1000)
    }

    @Test func `a range holds exactly the addresses that share its prefix`() throws {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<2000 {
            let isFour = Bool.random(using: &generator)
            let address = IPAddress(
                high: isFour ? 0 : generator.next() | 1 << 61,
                low: isFour ? generator.next() & 0xffff_ffff : generator.next(),
                isIPv4: isFour
            )
            let length = Int.random(in: 0...address.bitCount, using: &generator)
            let range = try #require(AddressRange("\(address.prefix(length))/\(length)"))
            #expect(range.contains(address))
            #expect(AddressRange(range.description) == range)
            guard length > 0 else { continue }
            let bit = length - 1
            let place = isFour ? bit + 96 : bit
            let flipped = IPAddress(
                high: place < 64 ? address.high ^ 1 << UInt64(63 - place) : address.high,
                low: place < 64 ? address.low : address.low ^ 1 << UInt64(127 - place),
                isIPv4: isFour
            )
            #expect(!range.contains(flipped), "\(range) \(flipped)")
        }
    }

    @Test(arguments: [
        "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "/8", "", "::1/129", "x/8",
    ])
    func `what is no network is refused`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func `an address alone is a range of itself, and versions are never mixed`() throws {
        let one = try #require(AddressRange("192.0.2.7"))
        #expect(one.description == "192.0.2.7/32")
        #expect(one.contains(try #require(IPAddress("::ffff:192.0.2.7"))))
        #expect(!(try #require(AddressRange("::/0"))).contains(try #require(IPAddress("192.0.2.7"))))
        #expect(try #require(IPAddress("127.8.0.1")).isLoopback && #require(IPAddress("::1")).isLoopback)
        #expect(try !#require(IPAddress("::2")).isLoopback && !#require(IPAddress("128.0.0.1")).isLoopback)
    }
}
