// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation

let noon = Timestamp("2026-03-02T12:00:00+07:00") ?? Timestamp(milliseconds: 0)

func identifier<Tag>(_ number: UInt64) -> Identifier<Tag> {
    Identifier(UUIDv7(high: 0x019c_0000_0000_7000, low: 0x8000_0000_0000_0000 | number))
}

func freshDelivery(kind: EnvelopeKind = .document) -> Delivery {
    Delivery(
        id: identifier(1),
        envelope: identifier(2),
        kind: kind,
        sender: identifier(3),
        recipient: identifier(4),
        recipientCode: "H24.12",
        urgency: .normal,
        size: 8192,
        acceptedAt: noon
    )
}

/// Lines of a file under `Vectors/`: tab-separated, `#` begins a remark.
func vectors(_ name: String) throws -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/\(name).tsv")
    return try String(contentsOf: file, encoding: .utf8)
        .split(separator: "\n")
        .filter { !$0.hasPrefix("#") }
        .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
}
