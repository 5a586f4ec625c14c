// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Testing

@testable import AxisVXP

@Suite struct SentFileTests {
    @Test func `the line end that the SDK adds is no part of the file, one that the file has is`() {
        let file = Array("<a/>\r\n".utf8)
        #expect(SentFile.file(in: file + [13, 10]) == file)
        #expect(SentFile.file(in: Array("<a/>\n".utf8)) == Array("<a/>\n".utf8))
        #expect(SentFile.file(in: []) == [])
        #expect(SentFile.file(in: [13, 10]) == [])
    }

    @Test func `a file in base64 is told by its first byte, with line breaks and a byte order mark or not`() {
        let file = Array("\u{FEFF}<?xml version=\"1.0\"?><a>Việt</a>".utf8)
        #expect(SentFile.form(of: file) == .plain)
        var text = Array(Base64.encode(file).utf8)
        text.insert(contentsOf: [13, 10], at: 20)
        #expect(SentFile.form(of: text) == .base64)
        #expect(SentFile.file(in: text + [13, 10]) == file)
        #expect(SentFile.file(in: Array("no base64!".utf8)) == nil)
    }

    @Test func `however a body is cut, it is read as in one piece`() throws {
        var generator = SeededGenerator(seed: 11)
        let xml = Array("<?xml version=\"1.0\"?><a>Việt</a>\r\n".utf8)
        let digits = Array(Base64.encode(xml + [0, 1]).utf8)
        var bodies: [[UInt8]] = [
            [], [13, 10], [13], [10, 13], [32, 13, 10], xml, xml + [13, 10], [0xEF, 0xBB, 0xBF] + xml, digits,
            digits + [13, 10], digits.filter { $0 != 61 }, digits + digits, digits + [61], [32, 10] + digits,
            Array("no base64!".utf8), Array("QQ=".utf8), Array("Q".utf8), Array("QQ==\r\nQQ==".utf8),
            [0xFF, 0xFE, 60, 0],
        ]
        for _ in 0..<300 {
            var body = [digits, xml].randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let byte = [UInt8]([13, 10, 32, 61, 60, 65, 200]).randomElement(using: &generator) ?? 0
                body.insert(byte, at: Int.random(in: 0...body.count, using: &generator))
            }
            bodies.append(body)
        }
        for body in bodies {
            let whole = SentFile.file(in: body)
            for _ in 0..<20 {
                var stream = SentFileStream()
                var parts: [UInt8]? = []
                var rest = body[...]
                while !rest.isEmpty {
                    let piece = rest.prefix(Int.random(in: 1...max(1, body.count), using: &generator))
                    rest = rest.dropFirst(piece.count)
                    parts = stream.take(piece).flatMap { part in parts.map { $0 + part } }
                    if parts == nil { break }
                }
                if parts != nil { parts = stream.finish().flatMap { part in parts.map { $0 + part } } }
                #expect(parts == whole, "\(body)")
            }
        }
    }

    @Test func `a digest is taken padded and as the SDK prints it`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            var bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            bytes[Int.random(in: 0..<32, using: &generator)] = 8
            let digest = Digest256(bytes: bytes)!
            #expect(FileHash.unpadded(digest).count < 64)
            for text in [FileHash.unpadded(digest), Hex.encode(bytes), Hex.encode(bytes).uppercased()] {
                #expect(FileHash.matches(text, digest))
            }
            bytes[0] ^= 1
            #expect(!FileHash.matches(FileHash.unpadded(digest), Digest256(bytes: bytes)!))
        }
        #expect(!FileHash.matches("", Digest256(bytes: [UInt8](repeating: 0, count: 32))!))
    }

    @Test func `the digest of the capture is the one that the SDK printed`() {
        let padded = "bb15043a8ff08134e161014c564fa8253d1e642f767b5456b47248245dbee8ba"
        let digest = Digest256(bytes: Hex.decode(padded)!)!
        #expect(FileHash.unpadded(digest) == "bb1543a8ff08134e16114c564fa8253d1e642f767b5456b47248245dbee8ba")
    }
}
