// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry

/// Campaigns, the lists handed in for them, and the journal of their arrivals.
package protocol CampaignStore: Sendable {
    /// Keeps a new campaign and its audit record; false when the id is taken, and nothing was written.
    func add(_ campaign: Campaign, audit: [AuditRecord]) async throws(StoreError) -> Bool

    /// One campaign.
    func campaign(_ id: String) async throws(StoreError) -> Campaign?

    /// Campaigns, newest first, at most `limit`.
    func campaigns(limit: Int) async throws(StoreError) -> [Campaign]

    /// Writes a line of the journal, flushed to disk when it returns; its place.
    func begin(_ arrival: ArrivalLine) async throws(StoreError) -> Int64

    /// Replaces a line of the journal by what is known now.
    func update(_ arrival: ArrivalLine, at place: Int64) async throws(StoreError)

    /// The journal's lines of a unit in a campaign that began from a moment on, oldest first, at most 1,000.
    func arrivals(campaign: String, unit: UnitID, since: Timestamp) async throws(StoreError) -> [StoredArrival]

    /// Removes lines of the journal that began before a moment, in the order of their places.
    ///
    /// A line stays for ever when it is a kept version's, or of the same unit, campaign and bytes as one: such a line
    /// may have lent the version its time (``AxisRegistry/FirstArrival``).
    ///
    /// - Parameters:
    ///   - place: looks at lines after this place; 0 for the beginning.
    ///   - limit: looks at so many lines at most.
    func removeArrivals(
        beganBefore: Timestamp,
        after place: Int64,
        limit: Int
    ) async throws(StoreError) -> RemovedArrivals

    /// Keeps a version of a list: its bytes, its leaf and all that goes with it, in one transaction.
    ///
    /// - Throws: `versionConflict` when the number is taken, or a version that it replaces has changed meanwhile.
    func submit(_ submission: NewSubmission) async throws(StoreError) -> StoredSubmission

    /// One version.
    func submission(_ id: SubmissionID) async throws(StoreError) -> StoredSubmission?

    /// Versions that a filter names, newest first.
    func submissions(_ filter: SubmissionFilter) async throws(StoreError) -> [StoredSubmission]

    /// Those versions of a campaign's lists that no later one replaced, of all units, in any order: what a board and a
    /// reminder go by, however often lists were handed in again.
    func standingVersions(of campaign: String) async throws(StoreError) -> [SubmissionVersion]

    /// The bytes of a list as they arrived.
    ///
    /// - Throws: `notFound`; `corrupt` when they don't match their hash.
    func list(of submission: SubmissionID) async throws(StoreError) -> [UInt8]

    /// Writes a decision down together with all that it does to the registry: all or nothing.
    ///
    /// - Returns: false when the version is no longer as expected, and nothing was written.
    /// - Throws: `versionConflict` when the registry moved on.
    func decide(_ decision: NewDecision) async throws(StoreError) -> Bool

    /// Keeps what someone declares of a province.
    func declare(_ declaration: Declaration, audit: [AuditRecord]) async throws(StoreError)

    /// Notes that a campaign's reminder, so many seconds before the deadline, needs nothing more, and says so in the
    /// audit log; false when that was noted before, and nothing was written.
    func settle(reminder: Int64, of campaign: String, audit: [AuditRecord]) async throws(StoreError) -> Bool

    /// The reminders of a campaign that were settled, in seconds before the deadline.
    func settledReminders(of campaign: String) async throws(StoreError) -> Set<Int64>

    /// The latest declaration of each unit and indicator of a campaign, at most 10,000.
    func declarations(of campaign: String) async throws(StoreError) -> [Declaration]
}

/// A line of the journal and its place.
package struct StoredArrival: Hashable, Sendable {
    /// The place, from 1.
    package var place: Int64
    /// The line.
    package var line: ArrivalLine

    /// Makes one of its parts.
    package init(place: Int64, line: ArrivalLine) {
        self.place = place
        self.line = line
    }
}

/// What one step of removing lines of the journal came to.
package struct RemovedArrivals: Hashable, Sendable {
    /// How many lines are gone.
    package var count: Int
    /// The place of the last line looked at; nil when there was none left to look at.
    package var last: Int64?

    /// Makes one of its parts.
    package init(count: Int, last: Int64?) {
        self.count = count
        self.last = last
    }
}

/// One change of a version, as the writer saw it before.
package struct SubmissionStep: Hashable, Sendable {
    /// The version as it is expected to be stored.
    package var before: SubmissionVersion
    /// The version afterwards.
    package var after: SubmissionVersion

    /// Makes a step.
    package init(from before: SubmissionVersion, to after: SubmissionVersion) {
        self.before = before
        self.after = after
    }
}

/// A version of a list to be kept.
package struct NewSubmission: Sendable {
    /// The version.
    package var version: SubmissionVersion
    /// The receipt, still without evidence.
    package var receipt: SubmissionReceipt
    /// The file as it arrived.
    package var bytes: [UInt8]
    /// The canonical bytes of its leaf.
    package var leaf: [UInt8]
    /// Earlier versions that it replaces.
    package var replaced: [SubmissionStep]
    /// Its line of the journal, which ends with it, and the line's place.
    package var arrival: StoredArrival
    /// Who did it.
    package var audit: [AuditRecord]

    /// Makes a version to be kept.
    package init(
        version: SubmissionVersion,
        receipt: SubmissionReceipt,
        bytes: [UInt8],
        leaf: [UInt8],
        replaced: [SubmissionStep],
        arrival: StoredArrival,
        audit: [AuditRecord]
    ) {
        self.version = version
        self.receipt = receipt
        self.bytes = bytes
        self.leaf = leaf
        self.replaced = replaced
        self.arrival = arrival
        self.audit = audit
    }
}

/// A version as it is kept, with its evidence.
package struct StoredSubmission: Hashable, Sendable {
    /// The version, and how it stands.
    package var version: SubmissionVersion
    /// The receipt, without evidence.
    package var receipt: SubmissionReceipt
    /// The leaf, its proof and the checkpoint over it.
    package var evidence: LeafEvidence

    /// Makes a stored version.
    package init(version: SubmissionVersion, receipt: SubmissionReceipt, evidence: LeafEvidence) {
        self.version = version
        self.receipt = receipt
        self.evidence = evidence
    }
}

/// Which versions to list.
package struct SubmissionFilter: Hashable, Sendable {
    /// Of this campaign.
    package var campaign: String?
    /// Of this province.
    package var unit: UnitID?
    /// At most so many, 1 to 10,000.
    package var limit = 100

    /// Makes a filter.
    package init(campaign: String? = nil, unit: UnitID? = nil, limit: Int = 100) {
        self.campaign = campaign
        self.unit = unit
        self.limit = limit
    }
}

/// A decision on a version, and what comes with it.
package struct NewDecision: Sendable {
    /// The version before and after.
    package var step: SubmissionStep
    /// What accepting it does to the registry; the first version follows the stored one.
    package var events: [RegistryEvent]
    /// Who did it.
    package var audit: [AuditRecord]
    /// What the province reads in its inbox.
    package var notice: SubmissionNotice?

    /// Makes a decision.
    package init(
        step: SubmissionStep,
        events: [RegistryEvent] = [],
        audit: [AuditRecord],
        notice: SubmissionNotice? = nil
    ) {
        self.step = step
        self.events = events
        self.audit = audit
        self.notice = notice
    }
}

/// A notice on a list, stored together with the decision.
package struct SubmissionNotice: Sendable {
    /// The notice.
    package var envelope: EnvelopeRecord
    /// Its JSON.
    package var payload: [UInt8]
    /// Its delivery to the province.
    package var delivery: Delivery

    /// Makes a notice.
    package init(envelope: EnvelopeRecord, payload: [UInt8], delivery: Delivery) {
        self.envelope = envelope
        self.payload = payload
        self.delivery = delivery
    }
}
