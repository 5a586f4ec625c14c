// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore

extension MemoryStore {
    package func keep(
        _ request: AgencyRequest,
        mostOpen: Int,
        audit: [AuditRecord]
    ) async throws(StoreError) -> AgencyRequest {
        try perform { (state: inout MemoryState) throws(StoreError) in
            let open = state.agencyRequests.filter { $0.state == .open && $0.holder == request.holder }
            if let known = open.first(where: { $0.kind == request.kind && $0.code == request.code }) { return known }
            guard open.count < mostOpen else { throw .tooManyOpen }
            state.agencyRequests.append(request)
            state.appendAudit(audit)
            return request
        }
    }

    package func agencyRequest(_ id: AgencyRequestID) async throws(StoreError) -> AgencyRequest? {
        try perform { $0.agencyRequests.first { $0.id == id } }
    }

    package func agencyRequests(
        in wanted: AgencyRequest.State?,
        after: AgencyRequestID?,
        limit: Int
    ) async throws(StoreError) -> [AgencyRequest] {
        try perform { state in
            let found = state.agencyRequests.filter { request in
                (wanted == nil || request.state == wanted) && (after.map { request.id < $0 } ?? true)
            }
            return Array(found.sorted { $0.id > $1.id }.prefix(min(max(limit, 1), 1000)))
        }
    }

    package func decide(
        _ decided: AgencyRequest,
        events: [RegistryEvent],
        audit: [AuditRecord]
    ) async throws(StoreError) -> Bool {
        try perform { (state: inout MemoryState) throws(StoreError) in
            guard let place = state.agencyRequests.firstIndex(where: { $0.id == decided.id && $0.state == .open })
            else { return false }
            var changed = state
            try changed.append(events)
            changed.appendAudit(audit)
            changed.agencyRequests[place] = decided
            state = changed
            return true
        }
    }
}
