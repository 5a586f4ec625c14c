// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Testing

@testable import AxisSignature

@Suite struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `SHA-256 gives the values of FIPS 180-4`(message: String, digest: String) {
        #expect(Hex.encode(SHA256.hash(message)) == digest)
    }

    @Test func `a digest does not depend on how the bytes come`() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        for cut in stride(from: 0, through: 1000, by: 37) {
            var hasher = SHA256Hasher()
            hasher.update(Array(bytes[..<cut]))
            hasher.update(bytes[cut...])
            #expect(hasher.finalize() == SHA256.hash(bytes))
        }
    }

    @Test func `a hasher begins anew after each digest`() {
        var hasher = SHA256Hasher()
        hasher.update("first".bytes)
        _ = hasher.finalize()
        hasher.update("second".bytes)
        #expect(hasher.finalize() == SHA256.hash("second"))
    }

    @Test func `HMAC gives the values of RFC 4231`() {
        let short = SHA256.authenticationCode(of: "what do ya want for nothing?".bytes, key: "Jefe".bytes)
        #expect(Hex.encode(short) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let long = SHA256.authenticationCode(
            of: "Test Using Larger Than Block-Size Key - Hash Key First".bytes,
            key: [UInt8](repeating: 0xaa, count: 131)
        )
        #expect(Hex.encode(long) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func `constant-time comparison agrees with ordinary comparison`() {
        #expect(ConstantTime.equal([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.equal([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.equal([1, 2], [1, 2, 3]))
        #expect(ConstantTime.equal([], []))
    }

    @Test func `the cache forgets what was used longest ago`() {
        var cache = LRUCache<Int, String>(capacity: 3)
        for number in 1...3 { cache.insert("\(number)", for: number) }
        #expect(cache.value(for: 1) == "1")
        cache.insert("4", for: 4)
        #expect(cache.value(for: 2) == nil)
        cache.insert("three", for: 3)
        cache.insert("5", for: 5)
        #expect(cache.value(for: 1) == nil)
        #expect(cache.value(for: 3) == "three")
        #expect(cache.count == 3)
    }

    @Test func `an ECDSA value keeps its halves at their length`() throws {
        for curve in EllipticCurve.allCases {
            let half = curve.coordinateByteCount
            for first in [UInt8(0), 1, 0x7f, 0x80, 0xff] {
                var value = [UInt8](repeating: 0xab, count: half * 2)
                value[0] = first
                value[half] = first
                let der = try #require(ECDSAValue.der(from: value, curve: curve))
                #expect(ECDSAValue.value(from: der, curve: curve) == value)
                #expect(ECDSAValue.der(from: value + [0], curve: curve) == nil)
                #expect(ECDSAValue.der(from: Array(value.dropLast()), curve: curve) == nil)
            }
        }
    }
}
