// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A request of the official Java SDK, byte by byte as it came over the wire; signed with ``secret``.
///
/// The files are named after the SDK's version, or `twins` for one service object that names items by `docId` and by
/// `docid`, then the order of the calls and the method.
package struct CapturedRequest: Sendable {
    /// The system id of all captured requests.
    package static let systemID = "000.00.00.H99"
    /// The secret that they were signed with.
    package static let secret = "testsecret"

    /// The file's name without its extension, e.g. `2.0.1-08-sendEdoc`.
    package let name: String
    /// All bytes, head and body.
    package let bytes: [UInt8]
    /// The request line, without its end.
    package let line: String
    /// The header fields in order, names as they were sent.
    package let fields: [(name: String, value: String)]
    /// The body.
    package let body: [UInt8]

    /// The name of the method that the path ends with.
    package var method: String { String(line.split(separator: " ")[1].dropFirst()) }

    /// The bytes that are signed.
    package var signHeader: [UInt8] { Array((self["XroadVnpt-sign-header"] ?? "").utf8) }

    /// A field by the exact spelling of its name.
    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All captured requests, by name.
    package static func all() throws -> [CapturedRequest] {
        let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("AxisVXPTests/Vectors/requests")
        return try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasSuffix(".http") }
            .sorted().map { file in
                let data = try Data(contentsOf: directory.appendingPathComponent(file))
                return CapturedRequest(name: String(file.dropLast(5)), bytes: Array(data))
            }
    }

    private init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        let ends = bytes.firstRange(of: Array("\r\n\r\n".utf8)) ?? bytes.count..<bytes.count
        body = Array(bytes[ends.upperBound...])
        let lines = String(decoding: bytes[..<ends.lowerBound], as: UTF8.self).split(separator: "\r\n").map(String.init)
        line = lines.first ?? ""
        fields = lines.dropFirst().compactMap { line in
            line.firstRange(of: ": ").map { (String(line[..<$0.lowerBound]), String(line[$0.upperBound...])) }
        }
    }
}
