// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension LeafContent {
    /// The first line of a leaf.
    static let form = "axis-leaf/1"

    /// The most bytes that are read as a leaf: 5,000 recipients fit several times.
    static let largest = 2 << 20

    /// The leaf's one form in bytes, which is what the log holds.
    ///
    /// UTF-8 lines, each ended by a line feed: ``form``, then `name: value` in this order: `envelope`, `kind`,
    /// `received-at` (ISO 8601, +07:00, milliseconds), `sender` (unit and code), `sender-auth`, `sender-credential`,
    /// `signer` (`-` when unsigned), `sha256`, `size`, `registry-version`, and one `recipient` (unit and code) each.
    ///
    /// - Throws: ``EvidenceFault/Code/valueUnwritable`` when a code or the credential is empty, longer than 128 bytes
    ///   or has anything but visible ASCII: a line break in it would forge further lines.
    package func canonicalBytes() throws(EvidenceFault) -> [UInt8] {
        try Self.check(senderCode, field: "sender")
        try Self.check(senderCredential, field: "sender-credential")
        var text = Self.form
        text.reserveCapacity(640 + recipients.count * 80)
        text += "\nenvelope: \(envelope)"
        text += "\nkind: \(kind.rawValue)"
        text += "\nreceived-at: \(receivedAt)"
        text += "\nsender: \(sender) \(senderCode)"
        text += "\nsender-auth: \(senderAuth.rawValue)"
        text += "\nsender-credential: \(senderCredential)"
        text += "\nsigner: \(signer?.description ?? "-")"
        text += "\nsha256: \(sha256)"
        text += "\nsize: \(size)"
        text += "\nregistry-version: \(registryVersion)"
        for recipient in recipients {
            try Self.check(recipient.code, field: "recipient")
            text += "\nrecipient: \(recipient.unit) \(recipient.code)"
        }
        text += "\n"
        return Array(text.utf8)
    }

    /// Reads a leaf's bytes; anything but the one form that ``canonicalBytes()`` writes is refused.
    ///
    /// - Throws: ``EvidenceFault/Code/leafUnreadable`` with the line's name.
    package init(canonicalBytes bytes: [UInt8]) throws(EvidenceFault) {
        guard bytes.count <= Self.largest, bytes.allSatisfy({ $0 == 10 || (32...126).contains($0) }) else {
            throw .unreadableLeaf("form")
        }
        var lines = LeafLines(bytes)
        guard lines.next() == Self.form else { throw .unreadableLeaf("form") }
        let envelope = try lines.value("envelope") { EnvelopeID($0) }
        let kind = try lines.value("kind") { EnvelopeKind(rawValue: $0) }
        let receivedAt = try lines.value("received-at") { Timestamp($0) }
        let sender = try lines.value("sender") { Self.unitAndCode($0) }
        let senderAuth = try lines.value("sender-auth") { SenderAuthentication(rawValue: $0) }
        let senderCredential = try lines.value("sender-credential") { $0 }
        let signer = try lines.value("signer") { text -> Digest256?? in
            if text == "-" { return .some(nil) }
            return Digest256(text).map { .some($0) }
        }
        let sha256 = try lines.value("sha256") { Digest256($0) }
        let size = try lines.value("size") { Int($0) }
        let registryVersion = try lines.value("registry-version") { Int64($0) }
        var recipients: [Recipient] = []
        while !lines.isAtEnd {
            let recipient = try lines.value("recipient") { Self.unitAndCode($0) }
            recipients.append(Recipient(code: recipient.code, unit: recipient.unit))
        }
        self.init(
            envelope: envelope,
            sender: sender.unit,
            senderCode: sender.code,
            senderAuth: senderAuth,
            senderCredential: senderCredential,
            signer: signer,
            recipients: recipients,
            sha256: sha256,
            size: size,
            kind: kind,
            receivedAt: receivedAt,
            registryVersion: registryVersion
        )
        // Upper-case digits, other offsets, leading zeros, a missing last line end: readable, but not the one form.
        guard (try? canonicalBytes()) == bytes else { throw .unreadableLeaf("form") }
    }

    static func unitAndCode(_ text: String) -> (unit: UnitID, code: String)? {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let unit = UnitID(String(parts[0])) else { return nil }
        return (unit: unit, code: String(parts[1]))
    }

    static func check(_ value: String, field: String) throws(EvidenceFault) {
        let bytes = value.utf8
        guard (1...128).contains(bytes.count), bytes.allSatisfy({ (33...126).contains($0) }) else {
            throw EvidenceFault(
                .valueUnwritable,
                field: field,
                english: "A value of “\(field)” can't stand in a leaf: 1 to 128 visible ASCII characters are allowed.",
                vietnamese:
                    "Giá trị “\(field)” không ghi được vào lá: chỉ cho phép 1 đến 128 ký tự ASCII nhìn thấy được."
            )
        }
    }
}

/// The lines of a leaf, taken one by one.
struct LeafLines {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func next() -> String? {
        guard let end = rest.firstIndex(of: 10) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    mutating func value<Value>(_ name: String, _ read: (String) -> Value?) throws(EvidenceFault) -> Value {
        let prefix = name + ": "
        guard let line = next(), line.hasPrefix(prefix), let value = read(String(line.dropFirst(prefix.count))) else {
            throw .unreadableLeaf(name)
        }
        return value
    }
}

extension EvidenceFault {
    static func unreadableLeaf(_ name: String) -> EvidenceFault {
        EvidenceFault(
            .leafUnreadable,
            field: name,
            english: "The leaf is not in the form axis-leaf/1: its line “\(name)” is missing, misplaced or malformed.",
            vietnamese: "Lá không đúng dạng axis-leaf/1: dòng “\(name)” thiếu, sai vị trí hoặc sai định dạng."
        )
    }
}
