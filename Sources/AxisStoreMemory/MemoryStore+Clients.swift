// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisStore

extension MemoryStore {
    package func add(_ client: StoredClient, audit: [AuditRecord]) async throws(StoreError) -> Bool {
        try perform { state in
            let folded = StoredClient.folded(client.systemID)
            guard !state.clients.keys.contains(where: { StoredClient.folded($0) == folded }) else { return false }
            state.clients[client.systemID] = client
            state.appendAudit(audit)
            return true
        }
    }

    package func client(_ systemID: String) async throws(StoreError) -> StoredClient? {
        try perform { $0.clients[systemID] }
    }

    package func clients(after: String?, limit: Int) async throws(StoreError) -> ClientPage {
        try perform { state in
            let sorted = state.clients.values.sorted { $0.systemID.utf8.lexicographicallyPrecedes($1.systemID.utf8) }
            let rest = sorted.filter { client in
                after.map { $0.utf8.lexicographicallyPrecedes(client.systemID.utf8) } ?? true
            }
            return ClientPage(clients: Array(rest.prefix(min(max(limit, 0), 1000))))
        }
    }

    package func change(_ clients: [StoredClient], audit: [AuditRecord]) async throws(StoreError) -> Bool {
        try perform { state in
            guard clients.allSatisfy({ state.clients[$0.systemID]?.version == $0.version }) else { return false }
            for var client in clients {
                client.version += 1
                state.clients[client.systemID] = client
            }
            state.appendAudit(audit)
            return true
        }
    }
}
