// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The system ids of the VXP interface.
///
/// A system id is never deleted and never given to another holder: whoever read an old document's trace can still tell
/// whose system sent it.
package protocol ClientStore: Sendable {
    /// Keeps a new system id with its audit records, in one transaction.
    ///
    /// - Returns: false when the system id, in whatever letter case, is there already; nothing was written then.
    func add(_ client: StoredClient, audit: [AuditRecord]) async throws(StoreError) -> Bool

    /// One system id, letter case as written.
    func client(_ systemID: String) async throws(StoreError) -> StoredClient?

    /// System ids in the order of their bytes, behind one of them, at most `limit` and at most 1000 that can be read.
    ///
    /// A row that can't be read is passed over and named, so that it does not keep the others from being read.
    func clients(after: String?, limit: Int) async throws(StoreError) -> ClientPage

    /// Writes changed system ids with their audit records: all or none. Each one's version counts up by one.
    ///
    /// - Returns: false when one of them is no longer of the version given; nothing was written then.
    func change(_ clients: [StoredClient], audit: [AuditRecord]) async throws(StoreError) -> Bool
}

/// A page of system ids.
package struct ClientPage: Hashable, Sendable {
    /// Those that can be read.
    package var clients: [StoredClient]
    /// Those between them whose rows can't be read.
    package var unreadable: [String]

    /// Makes a page.
    package init(clients: [StoredClient], unreadable: [String] = []) {
        self.clients = clients
        self.unreadable = unreadable
    }
}

/// A system id as it is kept.
package struct StoredClient: Hashable, Sendable, Codable {
    /// The system id.
    package let systemID: String
    /// The unit that holds it, for ever.
    package let holder: UnitID
    /// Where requests may come from; nil for anywhere.
    package var addresses: [AddressRange]?
    /// How old a request's timestamp may be, in seconds; nil for any age.
    package var maximumAge: Int64?
    /// Sealed secrets, the older first; ended ones go with the next change.
    package var secrets: [StoredSecret]
    /// How many secrets it ever had.
    package var secretCount: Int
    /// The decision it rests on.
    package var legalBasis: String?
    /// A remark for administrators.
    package var note: String?
    /// When it was added.
    package var addedAt: Timestamp
    /// By whom.
    package var addedBy: String
    /// Its revocation, when it is revoked.
    package var revocation: Revocation?
    /// Counts its changes; given by the store.
    package var version: Int64

    /// When, by whom and why a system id was revoked.
    package struct Revocation: Hashable, Sendable, Codable {
        /// When.
        package var at: Timestamp
        /// By whom.
        package var by: String
        /// Why.
        package var reason: String

        /// Makes one of its parts.
        package init(at: Timestamp, by: String, reason: String) {
            self.at = at
            self.by = by
            self.reason = reason
        }
    }

    /// Makes a system id without secrets.
    package init(systemID: String, holder: UnitID, addedAt: Timestamp, addedBy: String) {
        self.systemID = systemID
        self.holder = holder
        self.addedAt = addedAt
        self.addedBy = addedBy
        secrets = []
        secretCount = 0
        version = 1
    }

    /// The form in which system ids are told apart: two that differ in letter case only would be taken for each other.
    package static func folded(_ systemID: String) -> String { systemID.lowercased() }
}

/// One sealed secret.
package struct StoredSecret: Hashable, Sendable, Codable {
    /// Its number among all that the system id ever had, from 1.
    package var number: Int
    /// When it was made or taken over.
    package var createdAt: Timestamp
    /// By whom.
    package var createdBy: String
    /// Whether the agency had it already.
    package var isTakenOver: Bool
    /// Until when it verifies; nil without end.
    package var until: Timestamp?
    /// The id of the key that opens it.
    package var key: String
    /// The box in Base64.
    package var box: String

    /// Makes one of its parts.
    package init(
        number: Int,
        createdAt: Timestamp,
        createdBy: String,
        isTakenOver: Bool,
        until: Timestamp? = nil,
        key: String,
        box: String
    ) {
        self.number = number
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.isTakenOver = isTakenOver
        self.until = until
        self.key = key
        self.box = box
    }

    /// Whether it verifies at a moment.
    package func isLive(at moment: Timestamp) -> Bool { until.map { moment < $0 } ?? true }
}
