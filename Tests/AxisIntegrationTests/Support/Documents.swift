// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisTestSupport
import Foundation

/// Makes documents that differ from one another.
enum Documents {
    static func document(from sender: String, to recipients: [String], number: Int, subject: String? = nil)
        -> OutgoingDocument
    {
        var document = OutgoingDocument(
            from: Organization(organID: sender, name: "Đơn vị thử \(sender)"),
            to: recipients.map { Organization(organID: $0, name: "Đơn vị thử \($0)") },
            number: String(number),
            notation: "TB-THU",
            place: "Nơi thử",
            date: CivilTime(year: 2026, month: 3, day: 2),
            subject: subject ?? "Thông báo thử số \(number)"
        )
        document.attachments = [OutgoingAttachment(name: "thu-\(number).txt", bytes: Array("Thử \(number)\n".utf8))]
        return document
    }

    /// An answer to what was received.
    static func status(_ code: StatusCode, to bytes: [UInt8], from recipient: String, number: Int = 0) throws
        -> OutgoingStatus
    {
        OutgoingStatus(
            to: try IncomingEnvelope(bytes).summary,
            from: Organization(organID: recipient, name: "Đơn vị thử \(recipient)"),
            code: code,
            at: Timestamp(seconds: Int64(Date().timeIntervalSince1970) + Int64(number))
        )
    }
}

extension Documents {
    /// A document that is too large for the store's rows and lies in a file of its own.
    static func big(from sender: String, to recipients: [String], bytes: Int) -> OutgoingDocument {
        var document = document(from: sender, to: recipients, number: bytes)
        var generator = SeededGenerator(seed: UInt64(bytes))
        // Random bytes: nothing can be compressed away.
        let content = (0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        document.attachments = [OutgoingAttachment(name: "lon.bin", bytes: content)]
        return document
    }
}
