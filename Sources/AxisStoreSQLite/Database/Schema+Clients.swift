// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// System ids; `folded` keeps two that differ in letter case only from being there at once.
extension Schema {
    static let clients = """
        CREATE TABLE client (
            system_id TEXT NOT NULL PRIMARY KEY,
            folded TEXT NOT NULL UNIQUE,
            version INTEGER NOT NULL,
            content TEXT NOT NULL
        ) WITHOUT ROWID;
        """
}
