// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables, as a chain of migrations that is only ever added to.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (name, sql) in migrations {
            migrator.registerMigration(name) { db in try db.execute(sql: sql) }
        }
        return migrator
    }

    private static let migrations = [
        ("1", first),
        ("moved-deliveries", movedDeliveries),
        ("campaigns", campaigns),
        ("statistics", statistics),
        ("drills", drills),
        ("contacts", contacts),
        ("signature-reports", signatureReports),
        ("clients", clients),
        ("agency-requests", agencyRequests),
        ("snapshot-leaves", snapshotLeaves),
        ("standing", standing),
    ]

    /// A delivery may go to another unit than the one that it was accepted for.
    private static let movedDeliveries = """
        ALTER TABLE delivery ADD COLUMN accepted_for BLOB;
        ALTER TABLE delivery ADD COLUMN moved_to TEXT;
        ALTER TABLE delivery ADD COLUMN move_told INTEGER;
        """

    /// Ids are 16 bytes, digests 32, times milliseconds, words the numbers of `Codes.swift`.
    ///
    /// Each index costs a page of the write-ahead log for nearly every acceptance, so each has its reader on a hot
    /// path (see `QueryPlanTests`); seldom lists walk what is there. Rows of `envelope` and `leaf` stay for ever.
    private static let first = """
        CREATE TABLE envelope (
            seq INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            kind INTEGER NOT NULL,
            sender BLOB NOT NULL,
            sender_code TEXT NOT NULL,
            sender_auth INTEGER NOT NULL,
            sender_credential TEXT NOT NULL,
            signer BLOB,
            signature INTEGER NOT NULL,
            legal_value INTEGER NOT NULL,
            document_id TEXT,
            number TEXT NOT NULL,
            promulgated TEXT NOT NULL,
            subject TEXT NOT NULL,
            urgency INTEGER NOT NULL,
            action INTEGER NOT NULL,
            status_code TEXT,
            about BLOB,
            sha256 BLOB NOT NULL,
            size INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            registry_version INTEGER NOT NULL,
            warnings TEXT,
            refused TEXT,
            idempotency_key BLOB UNIQUE,
            leaf INTEGER,
            deliveries BLOB NOT NULL,
            place INTEGER NOT NULL,
            open INTEGER NOT NULL,
            ended_at INTEGER
        );
        CREATE INDEX envelope_sender ON envelope(sender);
        CREATE INDEX envelope_document ON envelope(document_id, sender) WHERE document_id IS NOT NULL;
        CREATE INDEX envelope_number ON envelope(number, sender) WHERE kind IN (0, 3);
        CREATE INDEX envelope_about ON envelope(about) WHERE about IS NOT NULL;
        CREATE INDEX envelope_ended ON envelope(ended_at) WHERE ended_at IS NOT NULL AND place < 2;

        CREATE TABLE payload (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

        CREATE TABLE delivery (
            id BLOB NOT NULL PRIMARY KEY,
            envelope BLOB NOT NULL,
            envelope_seq INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            sender BLOB NOT NULL,
            recipient BLOB NOT NULL,
            recipient_code TEXT NOT NULL,
            urgency INTEGER NOT NULL,
            size INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            state INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            due INTEGER NOT NULL,
            first_attempt_at INTEGER,
            lease_token BLOB,
            lease_until INTEGER,
            lease_push INTEGER,
            hold_reason INTEGER,
            reason TEXT,
            notice_due INTEGER,
            changed_at INTEGER NOT NULL,
            steps INTEGER NOT NULL,
            inbox INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX delivery_queue ON delivery(recipient, state, urgency, due, accepted_at) WHERE state < 5;
        CREATE INDEX delivery_inbox ON delivery(recipient, inbox, id, kind, lease_until) WHERE inbox IS NOT NULL;
        CREATE INDEX delivery_notice ON delivery(notice_due) WHERE notice_due IS NOT NULL;
        CREATE INDEX delivery_lease ON delivery(lease_push, lease_until) WHERE lease_until IS NOT NULL;
        CREATE INDEX delivery_undelivered ON delivery(state, id) WHERE state > 5;

        CREATE TABLE history (
            delivery BLOB NOT NULL,
            step INTEGER NOT NULL,
            old_state INTEGER,
            new_state INTEGER NOT NULL,
            cause TEXT NOT NULL,
            reason TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (delivery, step)
        ) WITHOUT ROWID;

        CREATE TABLE leaf (
            place INTEGER PRIMARY KEY,
            envelope BLOB NOT NULL,
            bytes BLOB NOT NULL,
            digest BLOB NOT NULL,
            proof BLOB NOT NULL,
            tree_size INTEGER NOT NULL
        );
        CREATE TABLE checkpoint (tree_size INTEGER PRIMARY KEY, text TEXT NOT NULL, signature BLOB NOT NULL);
        CREATE TABLE node (
            level INTEGER NOT NULL,
            place INTEGER NOT NULL,
            digest BLOB NOT NULL,
            PRIMARY KEY (level, place)
        ) WITHOUT ROWID;
        CREATE TABLE log_state (id INTEGER PRIMARY KEY CHECK (id = 0), size INTEGER NOT NULL, frontier BLOB NOT NULL);
        INSERT INTO log_state VALUES (0, 0, x'');

        CREATE TABLE registry_event (version INTEGER PRIMARY KEY, event TEXT NOT NULL);
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            before TEXT,
            after TEXT
        );

        CREATE TABLE counter (
            family INTEGER NOT NULL,
            code INTEGER NOT NULL,
            value INTEGER NOT NULL,
            PRIMARY KEY (family, code)
        ) WITHOUT ROWID;
        """

    /// What is looked up has a column of its own; the rest is JSON. A submission's leaf stands in `leaf` as an
    /// envelope's does, under the submission's id.
    private static let campaigns = """
        CREATE TABLE campaign (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            content TEXT NOT NULL
        );
        CREATE TABLE arrival (
            place INTEGER PRIMARY KEY,
            campaign TEXT NOT NULL,
            unit BLOB NOT NULL,
            began_at INTEGER NOT NULL,
            line TEXT NOT NULL
        );
        CREATE INDEX arrival_unit ON arrival(campaign, unit, began_at);
        CREATE TABLE submission (
            seq INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            campaign TEXT NOT NULL,
            unit BLOB NOT NULL,
            number INTEGER NOT NULL,
            version TEXT NOT NULL,
            receipt TEXT NOT NULL,
            leaf INTEGER NOT NULL,
            UNIQUE (campaign, unit, number)
        );
        CREATE TABLE submission_list (
            seq INTEGER PRIMARY KEY REFERENCES submission(seq),
            sha256 BLOB NOT NULL,
            bytes BLOB NOT NULL
        );
        CREATE TABLE declaration (
            campaign TEXT NOT NULL,
            unit BLOB NOT NULL,
            indicator TEXT NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (campaign, unit, indicator)
        ) WITHOUT ROWID;
        """
}
