// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The document in the body of sendEdoc.
///
/// The SDK writes the file and then a line end of its own, without any multipart framing; some programs send the file
/// in base64. What is stored and delivered is the file: the body without the line end that the SDK added.
package enum SentFile {
    /// How a body holds the document.
    package enum Form: Hashable, Sendable {
        /// As it is.
        case plain
        /// In base64.
        case base64
    }

    /// Tells the form by the first byte that is no white space: `<`, or a byte order mark, begins XML.
    package static func form(of start: some Sequence<UInt8>) -> Form {
        for byte in start where ![9, 10, 13, 32].contains(byte) {
            return byte == UInt8(ascii: "<") || byte == 0xEF ? .plain : .base64
        }
        return .plain
    }

    /// How many bytes at the end of a body are the line end that the SDK added: 2 or none.
    package static func addedLineEnd(_ body: some BidirectionalCollection<UInt8>) -> Int {
        body.suffix(2).elementsEqual([13, 10]) ? 2 : 0
    }

    /// The file in a small body; nil when it should be base64 and is not.
    package static func file(in body: [UInt8]) -> [UInt8]? {
        switch form(of: body) {
        case .plain: return Array(body.dropLast(addedLineEnd(body)))
        case .base64:
            let compact = body.filter { ![9, 10, 13, 32].contains($0) }
            return compact.withUnsafeBytes { Base64.decode($0, as: .lenient) }
        }
    }
}

/// The header `hash-file`: SHA-256 in hexadecimal, in the SDK with each byte printed without its leading zero.
package enum FileHash {
    /// Whether a text is a digest, padded or not, in either case.
    package static func matches(_ text: String, _ digest: Digest256) -> Bool {
        let text = text.lowercased()
        return text == Hex.encode(digest.bytes) || text == unpadded(digest)
    }

    /// As the SDK writes it: `0x08` is `8`.
    package static func unpadded(_ digest: Digest256) -> String {
        digest.bytes.map { String($0, radix: 16) }.joined()
    }
}
