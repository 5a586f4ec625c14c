// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore
import GRDB

extension SQLiteStore {
    package func keep(
        _ request: AgencyRequest,
        mostOpen: Int,
        audit: [AuditRecord]
    ) async throws(StoreError) -> AgencyRequest {
        try await requireSpace()
        let content = try StoredJSON.text(request)
        return try await committer.write(bytes: content.utf8.count) { transaction in
            var known = try Query(
                transaction.db,
                "SELECT content FROM agency_request WHERE holder = ? AND kind = ? AND code = ? AND state = 'open'"
            )
            known.bind(request.holder)
            known.bind(request.kind.rawValue)
            known.bind(request.code)
            if try known.step() {
                let open: AgencyRequest = try StoredJSON.value(known.text(0))
                return { _ in open }
            }
            var count = try Query(
                transaction.db,
                "SELECT count(*) FROM agency_request WHERE holder = ? AND state = 'open'"
            )
            count.bind(request.holder)
            if try count.step(), count.int(0) >= Int64(mostOpen) { throw StoreError.tooManyOpen }
            var query = try Query(
                transaction.db,
                "INSERT INTO agency_request (id, holder, kind, code, state, content) VALUES (?, ?, ?, ?, ?, ?)"
            )
            query.bind(request.id)
            query.bind(request.holder)
            query.bind(request.kind.rawValue)
            query.bind(request.code)
            query.bind(request.state.rawValue)
            query.bind(content)
            try query.run()
            try transaction.append(audit)
            return { _ in request }
        }
    }

    package func agencyRequest(_ id: AgencyRequestID) async throws(StoreError) -> AgencyRequest? {
        try await read { db in
            var query = try Query(db, "SELECT content FROM agency_request WHERE id = ?")
            query.bind(id)
            return try query.step() ? try StoredJSON.value(query.text(0)) : nil
        }
    }

    package func agencyRequests(
        in state: AgencyRequest.State?,
        after: AgencyRequestID?,
        limit: Int
    ) async throws(StoreError) -> [AgencyRequest] {
        try await read { db in
            var query = try Query(
                db,
                """
                SELECT content FROM agency_request
                WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3
                """
            )
            query.bind(state?.rawValue)
            query.bind(after)
            query.bind(min(max(limit, 1), 1000))
            var found: [AgencyRequest] = []
            while try query.step() { found.append(try StoredJSON.value(query.text(0))) }
            return found
        }
    }

    package func decide(
        _ decided: AgencyRequest,
        events: [RegistryEvent],
        audit: [AuditRecord]
    ) async throws(StoreError) -> Bool {
        let content = try StoredJSON.text(decided)
        let texts = try Self.texts(events)
        let bytes = texts.reduce(content.utf8.count) { $0 + $1.utf8.count }
        return try await committer.write(bytes: bytes) { transaction in
            var query = try Query(
                transaction.db,
                "UPDATE agency_request SET state = ?, content = ? WHERE id = ? AND state = 'open'"
            )
            query.bind(decided.state.rawValue)
            query.bind(content)
            query.bind(decided.id)
            try query.run()
            guard transaction.db.changesCount == 1 else { return { _ in false } }
            if let conflict = try transaction.append(events, texts) { throw conflict }
            try transaction.append(audit)
            return { _ in true }
        }
    }
}
