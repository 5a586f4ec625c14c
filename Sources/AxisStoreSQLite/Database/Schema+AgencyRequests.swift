// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// What agencies' systems asked of the registry; the index holds the open ones alone, each asked for once.
    static let agencyRequests = """
        CREATE TABLE agency_request (
            id BLOB NOT NULL PRIMARY KEY,
            holder BLOB NOT NULL,
            kind TEXT NOT NULL,
            code TEXT NOT NULL,
            state TEXT NOT NULL,
            content TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX agency_request_open ON agency_request(holder, kind, code) WHERE state = 'open';
        """
}
