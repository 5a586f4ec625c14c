// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// The versions of lists that count, found without those that were replaced; and the reminders that need nothing
    /// more.
    static let standing = """
        CREATE INDEX submission_standing ON submission(campaign)
            WHERE json_extract(version, '$.outcome.superseded') IS NULL;
        CREATE TABLE campaign_reminder (
            campaign TEXT NOT NULL,
            seconds_before INTEGER NOT NULL,
            PRIMARY KEY (campaign, seconds_before)
        ) WITHOUT ROWID;
        """
}
