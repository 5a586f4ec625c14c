// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// A drill, its units, and the test documents that were sent: a step of one unit touches a row or two, whatever the
    /// size of the drill. Only units that a document is due to stand in the index of what is due.
    static let drills = """
        CREATE TABLE drill (
            seq INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            campaign TEXT,
            started_at INTEGER NOT NULL,
            started_by TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            retry_after INTEGER NOT NULL,
            includes_vxp INTEGER NOT NULL,
            cancelled_at INTEGER,
            cancelled_by TEXT
        );
        CREATE INDEX drill_campaign ON drill(campaign) WHERE campaign IS NOT NULL;
        CREATE INDEX drill_started ON drill(started_at);
        CREATE TABLE drill_unit (
            drill INTEGER NOT NULL REFERENCES drill(seq),
            unit BLOB NOT NULL,
            state INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            delivery BLOB,
            status TEXT,
            since INTEGER,
            failure TEXT,
            failure_vi TEXT,
            due INTEGER,
            PRIMARY KEY (drill, unit)
        ) WITHOUT ROWID;
        CREATE INDEX drill_unit_due ON drill_unit(drill, due, unit) WHERE due IS NOT NULL;
        CREATE INDEX drill_due ON drill_unit(due) WHERE due IS NOT NULL;
        CREATE TABLE drill_attempt (
            drill INTEGER NOT NULL REFERENCES drill(seq),
            delivery BLOB NOT NULL,
            unit BLOB NOT NULL,
            seen_state INTEGER NOT NULL,
            seen_status TEXT,
            PRIMARY KEY (drill, delivery)
        ) WITHOUT ROWID;
        """
}
