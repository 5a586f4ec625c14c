// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisStore
import GRDB

/// The system ids of the VXP interface.
extension SQLiteStore {
    package func add(_ client: StoredClient, audit: [AuditRecord]) async throws(StoreError) -> Bool {
        let content = try StoredJSON.text(client)
        return try await committer.write(bytes: content.utf8.count) { transaction in
            let folded = StoredClient.folded(client.systemID)
            var known = try Query(transaction.db, "SELECT 1 FROM client WHERE folded = ?")
            known.bind(folded)
            if try known.step() { return { _ in false } }
            var query = try Query(transaction.db, "INSERT INTO client VALUES (?, ?, ?, ?)")
            query.bind(client.systemID)
            query.bind(folded)
            query.bind(client.version)
            query.bind(content)
            try query.run()
            try transaction.append(audit)
            return { _ in true }
        }
    }

    package func client(_ systemID: String) async throws(StoreError) -> StoredClient? {
        try await read { db in
            var query = try Query(db, "SELECT \(ClientRow.columns) FROM client WHERE system_id = ?")
            query.bind(systemID)
            return try query.step() ? try ClientRow(query).client() : nil
        }
    }

    package func clients(after: String?, limit: Int) async throws(StoreError) -> ClientPage {
        let limit = min(max(limit, 0), 1000)
        return try await read { db in
            var query = try Query(
                db,
                "SELECT \(ClientRow.columns) FROM client WHERE system_id > ? ORDER BY system_id"
            )
            query.bind(after ?? "")
            var page = ClientPage(clients: [])
            while page.clients.count < limit, try query.step() {
                let row = ClientRow(query)
                do { page.clients.append(try row.client()) } catch { page.unreadable.append(row.systemID) }
            }
            return page
        }
    }

    package func change(_ clients: [StoredClient], audit: [AuditRecord]) async throws(StoreError) -> Bool {
        var changes: [(client: StoredClient, content: String)] = []
        for client in clients {
            var next = client
            next.version += 1
            changes.append((client, try StoredJSON.text(next)))
        }
        let written = changes
        let bytes = written.reduce(0) { $0 + $1.content.utf8.count }
        return try await committer.write(bytes: bytes) { transaction in
            // Looked at before anything is written: a group's neighbours share the transaction.
            for (client, _) in written {
                var query = try Query(transaction.db, "SELECT version FROM client WHERE system_id = ?")
                query.bind(client.systemID)
                guard try query.step(), query.int(0) == client.version else { return { _ in false } }
            }
            for (client, content) in written {
                var query = try Query(
                    transaction.db,
                    "UPDATE client SET version = version + 1, content = ? WHERE system_id = ?"
                )
                query.bind(content)
                query.bind(client.systemID)
                try query.run()
            }
            try transaction.append(audit)
            return { _ in true }
        }
    }
}
