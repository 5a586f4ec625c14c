// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Who did what, with what before and after.
package struct AuditRecord: Hashable, Sendable, Codable {
    /// Its place in the log, given by the store; 0 before.
    package var sequence: Int64
    /// When.
    package var at: Timestamp
    /// The administrator, the unit's code, or `-` for an unknown caller.
    package var actor: String
    /// A stable word, e.g. `unit.add`, `envelope.refused`.
    package var action: String
    /// What it was done to, e.g. a code or an id.
    package var subject: String
    /// The state before, JSON.
    package var before: String?
    /// The state after, JSON; of a refusal its code and field.
    package var after: String?

    /// Makes a record.
    package init(
        at: Timestamp,
        actor: String,
        action: String,
        subject: String,
        before: String? = nil,
        after: String? = nil
    ) {
        sequence = 0
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.before = before
        self.after = after
    }
}

/// The audit log.
package protocol AuditStore: Sendable {
    /// Appends records.
    func appendAudit(_ records: [AuditRecord]) async throws(StoreError)

    /// Records after a sequence number, oldest first, at most `limit`.
    func auditRecords(after sequence: Int64, limit: Int) async throws(StoreError) -> [AuditRecord]
}
