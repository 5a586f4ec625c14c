// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A complete answer.
package struct TransferResponse: Sendable {
    /// The HTTP status. A redirect is an answer like any other: it is never followed.
    package var status: Int
    /// The header fields of the final answer, trailers included.
    package var headers: TransferHeaders
    /// The body; empty when it went into a file.
    package var body: [UInt8]
    /// How many bytes of body came, in memory or in a file.
    package var bodySize: Int64
    /// How long things took.
    package var timings: TransferTimings
}

/// How long the parts of a transfer took, each from its start.
package struct TransferTimings: Sendable {
    /// Until the connection was there, TLS included; zero when an earlier one was used again.
    package var connected: Duration
    /// Until the first byte of the answer.
    package var firstByte: Duration
    /// Until the last byte of the answer.
    package var total: Duration
    /// Whether an earlier connection was used again.
    package var reusedConnection: Bool
}

/// The header fields of an answer, kept as they came and read when asked for.
package struct TransferHeaders: Sendable {
    /// The lines after the status line, each with its line end.
    private let block: [UInt8]

    init(block: [UInt8]) {
        self.block = block
    }

    /// The first value of a field, white space around it removed; names compare without case.
    package subscript(name: String) -> String? {
        let wanted = Array(name.utf8)
        for line in lines {
            guard let colon = line.firstIndex(of: 58), line[..<colon].elementsEqual(wanted, by: Self.sameLetter) else {
                continue
            }
            return Self.text(line[(colon + 1)...])
        }
        return nil
    }

    /// All fields in the order they came.
    package var fields: [(name: String, value: String)] {
        lines.compactMap { line in
            guard let colon = line.firstIndex(of: 58) else { return nil }
            return (name: Self.text(line[..<colon]), value: Self.text(line[(colon + 1)...]))
        }
    }

    private var lines: [ArraySlice<UInt8>] { block.split(separator: 10) }

    private static func sameLetter(_ left: UInt8, _ right: UInt8) -> Bool { lowercase(left) == lowercase(right) }

    private static func lowercase(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
}
