// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What a leaf of the evidence log says about a list that was handed in (danh sách đã nộp).
package struct SubmissionLeaf: Hashable, Sendable {
    /// The version.
    package var submission: SubmissionID
    /// The campaign.
    package var campaign: String
    /// The province.
    package var province: UnitID
    /// The province's code at that moment.
    package var provinceCode: String
    /// Who handed in.
    package var sender: UnitID
    /// Its code.
    package var senderCode: String
    /// How it was authenticated.
    package var senderAuth: SenderAuthentication
    /// SHA-256 of its certificate, or the system id.
    package var senderCredential: String
    /// The version's number.
    package var version: Int
    /// SHA-256 of the file.
    package var sha256: Digest256
    /// The file's size in bytes.
    package var size: Int
    /// How many units the list has.
    package var count: Int
    /// When the list arrived.
    package var receivedAt: Timestamp
    /// When the last byte of this hand-in was read.
    package var readAt: Timestamp
    /// The deadline.
    package var deadline: Timestamp
    /// Whole seconds after the deadline's second; 0 on time.
    package var lateBySeconds: Int64
    /// The version of the registry that the list was checked against.
    package var registryVersion: Int64
    /// The rest of the receipt; nil in leaves of before it was sealed.
    package var details: SubmissionDetails?

    /// Makes a leaf.
    package init(
        submission: SubmissionID,
        campaign: String,
        province: UnitID,
        provinceCode: String,
        sender: UnitID,
        senderCode: String,
        senderAuth: SenderAuthentication,
        senderCredential: String,
        version: Int,
        sha256: Digest256,
        size: Int,
        count: Int,
        receivedAt: Timestamp,
        readAt: Timestamp,
        deadline: Timestamp,
        lateBySeconds: Int64,
        registryVersion: Int64,
        details: SubmissionDetails? = nil
    ) {
        self.submission = submission
        self.campaign = campaign
        self.province = province
        self.provinceCode = provinceCode
        self.sender = sender
        self.senderCode = senderCode
        self.senderAuth = senderAuth
        self.senderCredential = senderCredential
        self.version = version
        self.sha256 = sha256
        self.size = size
        self.count = count
        self.receivedAt = receivedAt
        self.readAt = readAt
        self.deadline = deadline
        self.lateBySeconds = lateBySeconds
        self.registryVersion = registryVersion
        self.details = details
    }

    /// The leaf's one form in bytes: the lines of `axis-leaf/1`, of the kind `submission`.
    ///
    /// After the form: `submission`, `kind`, `received-at`, `sender`, `sender-auth`, `sender-credential`, `campaign`,
    /// `province`, `version`, `sha256`, `size`, `count`, `read-at`, `deadline`, `late-by` (seconds),
    /// `registry-version`; then the lines of ``SubmissionDetails``, which older leaves don't have.
    ///
    /// - Throws: ``EvidenceFault/Code/valueUnwritable`` as for an envelope's leaf.
    package func canonicalBytes() throws(EvidenceFault) -> [UInt8] {
        try LeafContent.check(senderCode, field: "sender")
        try LeafContent.check(senderCredential, field: "sender-credential")
        try LeafContent.check(campaign, field: "campaign")
        try LeafContent.check(provinceCode, field: "province")
        let lines =
            [
                LeafContent.form,
                "submission: \(submission)",
                "kind: submission",
                "received-at: \(receivedAt)",
                "sender: \(sender) \(senderCode)",
                "sender-auth: \(senderAuth.rawValue)",
                "sender-credential: \(senderCredential)",
                "campaign: \(campaign)",
                "province: \(province) \(provinceCode)",
                "version: \(version)",
                "sha256: \(sha256)",
                "size: \(size)",
                "count: \(count)",
                "read-at: \(readAt)",
                "deadline: \(deadline)",
                "late-by: \(lateBySeconds)",
                "registry-version: \(registryVersion)",
            ] + (try details?.lines() ?? [])
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Reads a leaf's bytes; anything but the one form is refused.
    ///
    /// - Throws: ``EvidenceFault/Code/leafUnreadable`` with the line's name.
    package init(canonicalBytes bytes: [UInt8]) throws(EvidenceFault) {
        guard bytes.count <= 4096, bytes.allSatisfy({ $0 == 10 || (32...126).contains($0) }) else {
            throw .unreadableLeaf("form")
        }
        var lines = LeafLines(bytes)
        guard lines.next() == LeafContent.form else { throw .unreadableLeaf("form") }
        submission = try lines.value("submission") { SubmissionID($0) }
        _ = try lines.value("kind") { $0 == "submission" ? $0 : nil }
        receivedAt = try lines.value("received-at") { Timestamp($0) }
        (sender, senderCode) = try lines.value("sender") { LeafContent.unitAndCode($0) }
        senderAuth = try lines.value("sender-auth") { SenderAuthentication(rawValue: $0) }
        senderCredential = try lines.value("sender-credential") { $0 }
        campaign = try lines.value("campaign") { $0 }
        (province, provinceCode) = try lines.value("province") { LeafContent.unitAndCode($0) }
        version = try lines.value("version") { Int($0) }
        sha256 = try lines.value("sha256") { Digest256($0) }
        size = try lines.value("size") { Int($0) }
        count = try lines.value("count") { Int($0) }
        readAt = try lines.value("read-at") { Timestamp($0) }
        deadline = try lines.value("deadline") { Timestamp($0) }
        lateBySeconds = try lines.value("late-by") { Int64($0) }
        registryVersion = try lines.value("registry-version") { Int64($0) }
        details = lines.isAtEnd ? nil : try SubmissionDetails(&lines)
        guard lines.isAtEnd, (try? canonicalBytes()) == bytes else { throw .unreadableLeaf("form") }
    }
}
