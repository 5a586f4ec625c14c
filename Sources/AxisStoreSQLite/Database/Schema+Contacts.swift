// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// When units last pulled, and when their endpoints last answered or failed.
    ///
    /// `contact_journal` says since when anybody listens; without its row the journal begins at the next start.
    static let contacts = """
        CREATE TABLE contact (
            unit BLOB NOT NULL PRIMARY KEY,
            pulled_at INTEGER,
            answered_at INTEGER,
            failed_at INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE contact_journal (
            id INTEGER PRIMARY KEY CHECK (id = 0),
            began_at INTEGER NOT NULL
        );
        """

    /// What happened after a backup is not known: a restored journal begins anew.
    static func forgetContactJournal(_ db: Database) throws {
        guard try db.tableExists("contact_journal") else { return }
        try db.execute(sql: "DELETE FROM contact_journal")
    }
}
