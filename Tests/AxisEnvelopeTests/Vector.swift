// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML
import Foundation

@testable import AxisEnvelope

/// Files under `Vectors/`.
enum Vector {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name + ".edxml")))
    }

    static func read(_ name: String, limits: GuardLimits = .native) throws -> ReadEnvelope {
        try parse(try bytes(name), limits: limits).1
    }

    static func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }
}

func parse(_ bytes: [UInt8], limits: GuardLimits = .native) throws(Refusal) -> (XMLDocument, ReadEnvelope) {
    try bytes.span.withUnsafeBytes { buffer throws(Refusal) in try EnvelopeReader.parse(buffer, limits: limits) }
}

func refusal(of bytes: [UInt8], limits: GuardLimits = .native) -> Refusal? {
    do throws(Refusal) {
        _ = try parse(bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

func attachments(
    of bytes: [UInt8],
    limits: AttachmentLimits = AttachmentLimits()
) throws(Refusal) -> [Attachment] {
    var reader = AttachmentReader(try parse(bytes).0, limits: limits)
    var found: [Attachment] = []
    while let attachment = try reader.next() { found.append(attachment) }
    return found
}

/// Zeros only.
struct ZeroGenerator: RandomNumberGenerator {
    mutating func next() -> UInt64 { 0 }
}
