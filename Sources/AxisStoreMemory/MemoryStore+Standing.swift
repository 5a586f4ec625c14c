// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import AxisRegistry
package import AxisStore

/// What boards and reminders go by.
extension MemoryStore {
    package func standingVersions(of campaign: String) async throws(StoreError) -> [SubmissionVersion] {
        try perform { state in
            state.submissions.map(\.version).filter { $0.campaign == campaign && $0.state != .superseded }
        }
    }

    package func settle(
        reminder: Int64,
        of campaign: String,
        audit: [AuditRecord]
    ) async throws(StoreError) -> Bool {
        try perform { state in
            guard state.settledReminders[campaign, default: []].insert(reminder).inserted else { return false }
            state.appendAudit(audit)
            return true
        }
    }

    package func settledReminders(of campaign: String) async throws(StoreError) -> Set<Int64> {
        try perform { state in state.settledReminders[campaign] ?? [] }
    }
}
