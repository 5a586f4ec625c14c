// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Where a list that was handed in stands (trạng thái danh sách).
public enum SubmissionState: String, Sendable, Codable, CaseIterable {
    /// Checked and kept; waits for a decision.
    case received
    /// Applied to the registry.
    case accepted
    /// Refused by an administrator, with a reason.
    case rejected
    /// Replaced by a later version before it was decided.
    case superseded
}

/// What accepting a list does to one unit.
public enum SubmissionChange: String, Sendable, Codable, CaseIterable {
    /// Registered for the first time.
    case new
    /// Gets another name.
    case renamed
    /// Becomes of another kind under the same code.
    case kindChanged = "kind-changed"
    /// Contact fields or further codes change.
    case detailsChanged = "details-changed"
    /// Closed.
    case closed
    /// Stays as it is.
    case unchanged
}

/// One fault of a list handed in; its ``ImportFault/code`` is a ``ListFaultCode``.
public typealias SubmissionFault = ImportFault

/// The receipt of a list (biên nhận danh sách).
///
/// `?dryRun=true` answers with one too, without `submissionId` and evidence.
public struct SubmissionReceipt: Hashable, Sendable, Codable {
    /// The version handed in; nil for a dry run.
    public var submissionId: SubmissionID?
    /// The campaign.
    public var campaign: String
    /// The province's code.
    public var unit: String
    /// The version's number, from 1; nil for a dry run.
    public var version: Int?
    /// SHA-256 of the file's bytes.
    public var sha256: Digest256
    /// How many units the list has.
    public var count: Int
    /// How many the province has.
    public var expected: Int
    /// When the list arrived: its last byte, or a first arrival that Axis lost.
    public var receivedAt: Timestamp
    /// When this hand-in's own last byte was read, where that is another moment.
    public var repeatedAt: Timestamp?
    /// The deadline.
    public var deadline: Timestamp
    /// `on-time`, or `late by 2 min 3 s`.
    public var timeliness: String
    /// Whole seconds after the deadline's second; 0 on time.
    public var lateBySeconds: Int64
    /// How far Axis's clock may have been off, either way, in milliseconds; only where that was over a second.
    public var clockOffsetMilliseconds: Int64?
    /// True where Axis's clock was not known to be synchronised; missing otherwise.
    public var clockUnsynchronised: Bool?
    /// What the applicant's own clock said in the request's `Date`, where it said anything: noted, never counted by.
    public var applicantDate: Timestamp?
    /// What the file was: `text/utf-8`, `text/utf-16`, `text/windows-1258`, `xlsx`, `json`.
    public var format: String
    /// What the province may want to look at.
    public var warnings: [SubmissionFault]
    /// The leaf's place in the evidence log, from 0; nil for a dry run, as is all evidence.
    public var leafIndex: Int64?
    /// The canonical bytes of the leaf, base64.
    public var leaf: String?
    /// The inclusion proof (RFC 6962, section 2.1.1).
    public var inclusionProof: [Digest256]?
    /// The checkpoint: the text that was signed.
    public var checkpoint: String?
    /// Detached CMS over the checkpoint's bytes, DER in base64.
    public var checkpointSignature: String?

    /// Makes one of its parts.
    public init(
        submissionId: SubmissionID? = nil,
        campaign: String,
        unit: String,
        version: Int? = nil,
        sha256: Digest256,
        count: Int,
        expected: Int,
        receivedAt: Timestamp,
        repeatedAt: Timestamp? = nil,
        deadline: Timestamp,
        timeliness: String,
        lateBySeconds: Int64,
        clockOffsetMilliseconds: Int64? = nil,
        clockUnsynchronised: Bool? = nil,
        applicantDate: Timestamp? = nil,
        format: String,
        warnings: [SubmissionFault] = [],
        leafIndex: Int64? = nil
    ) {
        self.submissionId = submissionId
        self.campaign = campaign
        self.unit = unit
        self.version = version
        self.sha256 = sha256
        self.count = count
        self.expected = expected
        self.receivedAt = receivedAt
        self.repeatedAt = repeatedAt
        self.deadline = deadline
        self.timeliness = timeliness
        self.lateBySeconds = lateBySeconds
        self.clockOffsetMilliseconds = clockOffsetMilliseconds
        self.clockUnsynchronised = clockUnsynchronised
        self.applicantDate = applicantDate
        self.format = format
        self.warnings = warnings
        self.leafIndex = leafIndex
    }
}

/// A list handed in, as the province and administrators see it.
public struct SubmissionView: Hashable, Sendable, Codable {
    /// The version.
    public var id: SubmissionID
    /// The campaign.
    public var campaign: String
    /// The province's code.
    public var unit: String
    /// The province's name.
    public var name: String
    /// The version's number, from 1.
    public var version: Int
    /// Where it stands.
    public var state: SubmissionState
    /// SHA-256 of the file's bytes.
    public var sha256: Digest256
    /// How many units the list has.
    public var count: Int
    /// When it arrived.
    public var receivedAt: Timestamp
    /// `on-time`, or `late by …`.
    public var timeliness: String
    /// The administrator who prepared its acceptance, with four eyes.
    public var preparedBy: String?
    /// The administrator who decided.
    public var decidedBy: String?
    /// When.
    public var decidedAt: Timestamp?
    /// Why it was rejected, or accepted though late.
    public var reason: String?
    /// From when the accepted list holds.
    public var effective: Timestamp?
    /// The decision that the accepted list rests on.
    public var legalBasis: String?
    /// What the province may want to look at.
    public var warnings: [SubmissionFault]
    /// The difference to today's registry, where it is asked for.
    public var changes: [SubmissionChangeView]?

    /// Makes one of its parts.
    public init(
        id: SubmissionID,
        campaign: String,
        unit: String,
        name: String,
        version: Int,
        state: SubmissionState,
        sha256: Digest256,
        count: Int,
        receivedAt: Timestamp,
        timeliness: String,
        preparedBy: String? = nil,
        decidedBy: String? = nil,
        decidedAt: Timestamp? = nil,
        reason: String? = nil,
        effective: Timestamp? = nil,
        legalBasis: String? = nil,
        warnings: [SubmissionFault] = [],
        changes: [SubmissionChangeView]? = nil
    ) {
        self.id = id
        self.campaign = campaign
        self.unit = unit
        self.name = name
        self.version = version
        self.state = state
        self.sha256 = sha256
        self.count = count
        self.receivedAt = receivedAt
        self.timeliness = timeliness
        self.preparedBy = preparedBy
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.reason = reason
        self.effective = effective
        self.legalBasis = legalBasis
        self.warnings = warnings
        self.changes = changes
    }
}

/// Lists handed in.
public struct SubmissionList: Hashable, Sendable, Codable {
    /// The versions, newest first.
    public var items: [SubmissionView]

    /// Makes one of its parts.
    public init(items: [SubmissionView]) {
        self.items = items
    }
}

/// What a list changes of one unit.
public struct SubmissionChangeView: Hashable, Sendable, Codable {
    /// What happens to it.
    public var changes: [SubmissionChange]
    /// Its code.
    public var code: String
    /// Its name afterwards.
    public var name: String
    /// Its kind afterwards.
    public var kind: String
    /// Its statistical code.
    public var adminCode: String?
    /// Its name today, where that changes.
    public var oldName: String?
    /// Its kind today, where that changes.
    public var oldKind: String?
    /// Codes that it follows; of a closed unit, codes that follow it.
    public var links: [String]

    /// Makes one of its parts.
    public init(
        changes: [SubmissionChange],
        code: String,
        name: String,
        kind: String,
        adminCode: String? = nil,
        oldName: String? = nil,
        oldKind: String? = nil,
        links: [String] = []
    ) {
        self.changes = changes
        self.code = code
        self.name = name
        self.kind = kind
        self.adminCode = adminCode
        self.oldName = oldName
        self.oldKind = oldKind
        self.links = links
    }
}

/// Accepts a list.
public struct SubmissionAcceptRequest: Hashable, Sendable, Codable {
    /// From when it holds.
    public var effective: Timestamp
    /// The decision it rests on.
    public var legalBasis: String
    /// Why a late list is accepted all the same.
    public var acceptLate: String?
    /// Whether another administrator must accept it after this one; the campaign may ask for that anyway.
    public var requireSecond: Bool?
    /// Until when what comes for a unit that the list closes goes to its successor, where it has just one.
    public var forwardUntil: Timestamp?
    /// Until when units that the list closes may still fetch and answer; 90 days from `effective` when missing.
    public var windUpAt: Timestamp?

    /// Makes one of its parts.
    public init(
        effective: Timestamp,
        legalBasis: String,
        acceptLate: String? = nil,
        requireSecond: Bool? = nil,
        forwardUntil: Timestamp? = nil,
        windUpAt: Timestamp? = nil
    ) {
        self.effective = effective
        self.legalBasis = legalBasis
        self.acceptLate = acceptLate
        self.requireSecond = requireSecond
        self.forwardUntil = forwardUntil
        self.windUpAt = windUpAt
    }
}

/// Rejects a list.
public struct SubmissionRejectRequest: Hashable, Sendable, Codable {
    /// Why; the province reads it.
    public var reason: String

    /// Makes one of its parts.
    public init(reason: String) {
        self.reason = reason
    }
}
