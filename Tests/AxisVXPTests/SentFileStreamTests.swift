// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Testing

@testable import AxisVXP

@Suite struct SentFileStreamTests {
    private func streamed(_ body: [UInt8], cutBy generator: inout SeededGenerator) -> [UInt8]? {
        var stream = SentFileStream()
        var file: [UInt8] = []
        var rest = body[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...7, using: &generator))
            rest = rest.dropFirst(piece.count)
            guard let more = stream.take(piece) else { return nil }
            file += more
        }
        guard let last = stream.finish() else { return nil }
        return file + last
    }

    @Test func `however a body is cut, the file in it is the same`() {
        var generator = SeededGenerator(seed: 41)
        let alphabet = Array("<aB+/=\r\n \t-9".utf8)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...24, using: &generator)
            var body = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            if Bool.random(using: &generator) { body += [13, 10] }
            #expect(streamed(body, cutBy: &generator) == SentFile.file(in: body), "\(body)")
        }
    }

    @Test func `base64 with line breaks and without padding is decoded`() {
        var generator = SeededGenerator(seed: 42)
        for size in 0..<200 {
            let file = Array("<".utf8) + (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var text = Array(Base64.encode(file).utf8)
            if Bool.random(using: &generator) { text.removeAll { $0 == UInt8(ascii: "=") } }
            for place in stride(from: text.count, to: 0, by: -19) { text.insert(contentsOf: [13, 10], at: place) }
            #expect(streamed(text, cutBy: &generator) == file)
        }
    }
}
