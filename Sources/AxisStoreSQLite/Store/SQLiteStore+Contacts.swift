// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore
import GRDB

extension SQLiteStore {
    package func contactJournal(beginningAt moment: Timestamp) async throws(StoreError) -> ContactJournal {
        try await committer.write { transaction in
            var query = try Query(transaction.db, "INSERT OR IGNORE INTO contact_journal VALUES (0, ?)")
            query.bind(moment)
            try query.run()
            return { _ in () }
        }
        return try await read { db in
            var began = try Query(db, "SELECT began_at FROM contact_journal")
            let beganAt = try began.step() ? began.time(0) : moment
            var query = try Query(db, "SELECT unit, pulled_at, answered_at, failed_at FROM contact")
            var contacts: [LastContact] = []
            while try query.step() {
                contacts.append(
                    LastContact(
                        unit: try query.id(0),
                        pulledAt: query.optionalTime(1),
                        answeredAt: query.optionalTime(2),
                        failedAt: query.optionalTime(3)
                    )
                )
            }
            return ContactJournal(beganAt: beganAt, contacts: contacts)
        }
    }

    package func keep(_ contacts: [LastContact]) async throws(StoreError) {
        if contacts.isEmpty { return }
        try await committer.write { transaction in
            var query = try Query(transaction.db, "INSERT OR REPLACE INTO contact VALUES (?, ?, ?, ?)")
            for contact in contacts {
                query.bind(contact.unit)
                query.bind(contact.pulledAt)
                query.bind(contact.answeredAt)
                query.bind(contact.failedAt)
                try query.run()
            }
            return { _ in () }
        }
    }
}
