// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// The document in a body of sendEdoc that comes piece by piece: what ``SentFile/file(in:)`` gives of the whole, however
/// it was cut, with a few bytes kept back.
package struct SentFileStream: Sendable {
    /// White space that may come before the form is told; more of it is part of a plain body.
    private static let longestStart = 4096

    private var form: SentFile.Form?
    /// Plain: the last bytes, which may be the line end that the SDK added. Base64: digits short of a group of four.
    private var held: [UInt8] = []
    private var isPadded = false
    /// The line end that ``finish()`` took off; empty when there was none.
    package private(set) var lineEnd: [UInt8] = []

    /// Starts before the first byte.
    package init() {}

    /// The bytes of the document that are certain after one more piece; nil when the body should be base64 and is not.
    package mutating func take(_ piece: some Sequence<UInt8>) -> [UInt8]? {
        held.append(contentsOf: piece)
        if form == nil {
            guard held.contains(where: { !$0.isWhiteSpace }) || held.count > Self.longestStart else { return [] }
            form = SentFile.form(of: held)
        }
        return form == .base64 ? decodeGroups() : splitPlain()
    }

    /// The rest of the document after the last piece; nil when the body should be base64 and is not.
    package mutating func finish() -> [UInt8]? {
        defer { held = [] }
        switch form ?? .plain {
        case .plain:
            lineEnd = held.suffix(SentFile.addedLineEnd(held))
            return held.dropLast(lineEnd.count)
        case .base64:
            guard !isPadded || held.isEmpty else { return nil }
            return held.withUnsafeBytes { Base64.decode($0, as: .lenient) }
        }
    }

    private mutating func splitPlain() -> [UInt8] {
        let certain = Array(held.dropLast(2))
        held.removeFirst(certain.count)
        return certain
    }

    private mutating func decodeGroups() -> [UInt8]? {
        held.removeAll { $0.isWhiteSpace }
        // Nothing follows the padding, wherever the pieces were cut.
        guard !isPadded || held.isEmpty else { return nil }
        let groups = Array(held.dropLast(held.count % 4))
        held.removeFirst(groups.count)
        isPadded = isPadded || groups.last == UInt8(ascii: "=")
        return groups.withUnsafeBytes { Base64.decode($0, as: .lenient) }
    }
}

extension UInt8 {
    fileprivate var isWhiteSpace: Bool { self == 32 || self == 9 || self == 10 || self == 13 }
}
