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

/// Numbers that repeat from run to run (SplitMix64).
struct FixedGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Zeros only.
struct ZeroGenerator: RandomNumberGenerator {
    mutating func next() -> UInt64 { 0 }
}
