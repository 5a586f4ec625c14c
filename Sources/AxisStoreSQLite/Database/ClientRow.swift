// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB

/// A row of the table `client`.
struct ClientRow {
    static let columns = "system_id, folded, version, content"

    let systemID: String
    private let folded: String
    private let version: Int64
    private let content: String?

    /// Takes the row that a query of ``columns`` stands on.
    init(_ query: borrowing Query) {
        systemID = query.text(0) ?? ""
        folded = query.text(1) ?? ""
        version = query.int(2)
        content = query.text(3)
    }

    /// What the row says.
    ///
    /// - Throws: `corrupt` when it can't be read, or is another system id's: two rows that changed places would give
    ///   one agency's secrets the other's name.
    func client() throws -> StoredClient {
        let client: StoredClient
        do { client = try StoredJSON.value(content) } catch {
            throw SQLiteFailure.corruptRow("a system id can't be read")
        }
        guard client.systemID.utf8.elementsEqual(systemID.utf8) else {
            throw SQLiteFailure.corruptRow("a system id's row is another's")
        }
        return client
    }

    /// What is wrong with the row; nil when nothing is.
    private var fault: String? {
        guard let client = try? client() else {
            return "The system id's row can't be read: its system can't call. Restore the row from a backup."
        }
        guard folded == StoredClient.folded(systemID), version == client.version else {
            return "The system id's row contradicts itself: it can't be changed. Restore the row from a backup."
        }
        guard client.secrets.allSatisfy({ Base64.decode($0.box, as: .exact)?.isEmpty == false }) else {
            return "A secret of the system id can't be read: rotate it."
        }
        return nil
    }

    /// Looks at all rows.
    static func faults(in db: Database, limit: Int) throws -> [StoreFault] {
        var query = try Query(db, "SELECT \(columns) FROM client ORDER BY system_id")
        var faults: [StoreFault] = []
        while faults.count < limit, try query.step() {
            let row = ClientRow(query)
            if let reason = row.fault {
                faults.append(StoreFault(subject: "system id \(row.systemID)", reason: reason))
            }
        }
        return faults
    }
}
