// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@Suite struct Base64Tests {
    @Test func `the vectors of RFC 4648, section 10, in every form`() throws {
        for row in try vectors("base64") {
            #expect(Base64.encode(Array(row[0].utf8)) == row[1])
            for form in [Base64.Form.exact, .spaced, .lenient] {
                #expect(Base64.decode(row[1], as: form) == Array(row[0].utf8))
            }
        }
    }

    @Test func `every length agrees with Foundation and comes back`() {
        var generator = SeededGenerator(seed: 64)
        for length in 0...300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(Base64.decode(text, as: .exact) == bytes)
            var written = Array("before ".utf8)
            Base64.encode(bytes, into: &written)
            #expect(written == Array("before \(text)".utf8))
        }
    }

    @Test func `white space anywhere changes nothing, but in the exact form`() {
        var generator = SeededGenerator(seed: 2045)
        for length in 0...300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            var text = Array(Base64.encode(bytes).utf8)
            for _ in 0...length / 16 {
                let space = Array(" \t\r\n".utf8).randomElement(using: &generator) ?? 32
                text.insert(space, at: Int.random(in: 0...text.count, using: &generator))
            }
            #expect(text.withUnsafeBytes { Base64.decode($0, as: .spaced) } == bytes)
            #expect(text.withUnsafeBytes { Base64.decode($0, as: .lenient) } == bytes)
            #expect(text.withUnsafeBytes { Base64.decode($0, as: .exact) } == nil)
        }
    }

    @Test func `a text that decodes exactly is what encoding makes`() {
        var generator = SeededGenerator(seed: 4648)
        let characters = Array("AQgwZ19+/= -".utf8)
        var decoded = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                characters.randomElement(using: &generator) ?? 65
            }
            let string = String(decoding: text, as: UTF8.self)
            guard let bytes = Base64.decode(string, as: .exact) else { continue }
            #expect(Base64.encode(bytes) == string)
            #expect(Base64.decode(string, as: .spaced) == bytes)
            #expect(Base64.decode(string, as: .lenient) == bytes)
            decoded += 1
        }
        #expect(decoded > 100)
    }

    @Test(arguments: [
        "A", "AA=", "AAA==", "AA===", "=AAA", "AA=A", "A=A=", "A*AA", "AA-_", "====", "AAAA=", "QUJD-", "AA==A",
        "AA==QQ==", "AA\u{0}=", "QUJDé",
    ])
    func `what is not base64 decodes to nothing in any form`(text: String) {
        for form in [Base64.Form.exact, .spaced, .lenient] { #expect(Base64.decode(text, as: form) == nil) }
    }

    @Test(
        arguments: [("AA", [0]), ("AAA", [0, 0]), ("AB==", [0]), ("AAB=", [0, 0]), ("QR", [65])] as [(String, [UInt8])]
    )
    func `missing padding and unused bits pass in the lenient form only`(text: String, bytes: [UInt8]) {
        #expect(Base64.decode(text, as: .lenient) == bytes)
        #expect(Base64.decode(text, as: .spaced) == nil)
        #expect(Base64.decode(text, as: .exact) == nil)
    }
}
