// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// How an interface takes envelopes in: what it demands of them, and what it does by itself.
package struct EntryRules: Sendable {
    /// Whether recipients that can't be reached are left out instead of refusing the envelope.
    package var allowsPartial: Bool
    /// Whether comments, both spellings of codes and a signature that nobody verified yet are taken.
    package var isLenient = false
    /// The recipients that the request names beside the envelope; empty when it names none.
    package var namedRecipients: [String] = []
    /// Whether a status package that matches no document is delivered, with a mark and without effect.
    package var carriesUnmatchedStatus = false
    /// What becomes of a second new document with the same sender and DocumentId.
    package var duplicates = DuplicatePolicy.refuse
    /// Whether repeating an envelope queues its deliveries again that ended undelivered.
    package var requeuesUndelivered = false

    /// The native interface: strict, verified, nothing by itself.
    package static func native(allowsPartial: Bool) -> EntryRules { EntryRules(allowsPartial: allowsPartial) }

    /// The VXP interface: partial, lenient, and a repetition mends what ended undelivered, since the SDK knows no
    /// other call for it.
    package static func vxp(to recipients: [String], duplicates: DuplicatePolicy) -> EntryRules {
        var rules = EntryRules(allowsPartial: true)
        rules.isLenient = true
        rules.namedRecipients = recipients
        rules.carriesUnmatchedStatus = true
        rules.duplicates = duplicates
        rules.requeuesUndelivered = true
        return rules
    }
}

/// What becomes of a second new document with the same sender and DocumentId but other bytes or recipients.
package enum DuplicatePolicy: String, Sendable, Codable, CaseIterable {
    /// Accepted, with a warning in its receipt.
    case warn
    /// Refused with `duplicate-conflict`.
    case refuse
}
