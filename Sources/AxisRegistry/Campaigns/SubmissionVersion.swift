// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What an administrator decides to do with a list: to apply it, from when, on what basis.
package struct AcceptanceDecision: Hashable, Sendable, Codable {
    /// From when the list holds.
    package var effective: Timestamp
    /// The decision it rests on (căn cứ pháp lý).
    package var legalBasis: String
    /// Why a late list is accepted all the same.
    package var lateReason: String?
    /// Until when what comes for a unit that the list closes goes to its only successor; nil for no such policy.
    package var forwardUntil: Timestamp?
    /// When the units that the list closes are wound up; nil for the usual 90 days.
    package var windUpAt: Timestamp?

    /// Makes a decision.
    package init(
        effective: Timestamp,
        legalBasis: String,
        lateReason: String? = nil,
        forwardUntil: Timestamp? = nil,
        windUpAt: Timestamp? = nil
    ) {
        self.effective = effective
        self.legalBasis = legalBasis
        self.lateReason = lateReason
        self.forwardUntil = forwardUntil
        self.windUpAt = windUpAt
    }
}

/// One version of a list, and its way from `received` to a decision; every version stays.
///
/// received → accepted | rejected | superseded. With four eyes an acceptance is prepared by one administrator and
/// made by another.
package struct SubmissionVersion: Hashable, Sendable, Codable {
    /// An acceptance that waits for the second administrator.
    package struct Preparation: Hashable, Sendable, Codable {
        /// What was decided.
        package var decision: AcceptanceDecision
        /// By whom.
        package var by: String
        /// When.
        package var at: Timestamp
    }

    /// How it ended.
    package enum Outcome: Hashable, Sendable, Codable {
        /// Applied to the registry.
        case accepted(AcceptanceDecision)
        /// Refused; the province reads why.
        case rejected(reason: String)
        /// Replaced by a later version.
        case superseded(by: SubmissionID)
    }

    /// What the shell has to do.
    package enum Action: Hashable, Sendable {
        /// Keep the preparation; nothing else happens yet.
        case keepPreparation
        /// Apply the whole list in the same transaction, or not at all.
        case apply(AcceptanceDecision)
        /// Tell the province, as a document in its inbox.
        case tellRejected(reason: String)
    }

    /// Its identity.
    package let id: SubmissionID
    /// The campaign.
    package let campaign: String
    /// The province.
    package let unit: UnitID
    /// Its number among the province's versions in the campaign, from 1.
    package let number: Int
    /// SHA-256 of the file's bytes.
    package let sha256: Digest256
    /// How many units the list has.
    package let count: Int
    /// When it arrived, by ``FirstArrival``.
    package let receivedAt: Timestamp
    /// The deadline that it was measured by.
    package let deadline: Timestamp
    /// An acceptance that waits for the second administrator.
    package private(set) var preparation: Preparation?
    /// How it ended; nil while it waits.
    package private(set) var outcome: Outcome?
    /// Who ended it; nil for a later version.
    package private(set) var decidedBy: String?
    /// When it ended.
    package private(set) var decidedAt: Timestamp?

    /// Makes a version that was just received.
    package init(
        id: SubmissionID,
        campaign: String,
        unit: UnitID,
        number: Int,
        sha256: Digest256,
        count: Int,
        receivedAt: Timestamp,
        deadline: Timestamp
    ) {
        self.id = id
        self.campaign = campaign
        self.unit = unit
        self.number = number
        self.sha256 = sha256
        self.count = count
        self.receivedAt = receivedAt
        self.deadline = deadline
    }

    /// Where it stands.
    package var state: SubmissionState {
        switch outcome {
        case nil: .received
        case .accepted: .accepted
        case .rejected: .rejected
        case .superseded: .superseded
        }
    }

    /// Whether it came in time.
    package var timeliness: Timeliness { Timeliness(of: receivedAt, deadline: deadline) }

    /// Whether the same bytes handed in again are this version, and get its receipt, instead of a new one.
    package func isRepeated(by digest: Digest256) -> Bool {
        sha256 == digest && (state == .received || state == .accepted)
    }
}

extension SubmissionVersion {
    /// Accepts the list, or prepares that for a second administrator.
    ///
    /// - Throws: `deadline-passed` for a late list without a reason; `forbidden` when the same administrator would do
    ///   both parts; `duplicate-conflict` when it is decided already, or prepared with other words.
    package mutating func accept(
        _ decision: AcceptanceDecision,
        by administrator: String,
        at moment: Timestamp,
        requiringSecond: Bool
    ) throws(Refusal) -> Action {
        try checkOpen()
        try check(decision)
        guard requiringSecond else { return end(.accepted(decision), administrator, moment, .apply(decision)) }
        guard let preparation, preparation.by != administrator else {
            guard preparation?.decision != decision else {
                throw Refusal(
                    .forbidden,
                    english: "you prepared this acceptance; another administrator must make it",
                    vietnamese: "bạn đã chuẩn bị việc chấp nhận này; một quản trị viên khác phải duyệt"
                )
            }
            preparation = Preparation(decision: decision, by: administrator, at: moment)
            return .keepPreparation
        }
        guard preparation.decision == decision else {
            let prepared = preparation.decision
            throw Refusal(
                .duplicateConflict,
                english: "\(preparation.by) prepared this from \(prepared.effective) on \(prepared.legalBasis); "
                    + "accept just that, or reject the list",
                vietnamese: "\(preparation.by) đã chuẩn bị với hiệu lực từ \(prepared.effective) "
                    + "theo \(prepared.legalBasis); hãy duyệt đúng như vậy hoặc từ chối danh sách"
            )
        }
        return end(.accepted(decision), administrator, moment, .apply(decision))
    }

    /// Rejects the list.
    ///
    /// - Throws: `bad-request` without a reason, `duplicate-conflict` when it is decided already.
    package mutating func reject(
        reason: String,
        by administrator: String,
        at moment: Timestamp
    ) throws(Refusal) -> Action {
        try checkOpen()
        try UnitRules.checkReason(reason)
        return end(.rejected(reason: reason), administrator, moment, .tellRejected(reason: reason))
    }

    /// Makes room for a later version; one that was decided stays as it is.
    package mutating func supersede(by version: SubmissionID, at moment: Timestamp) {
        guard outcome == nil else { return }
        outcome = .superseded(by: version)
        decidedAt = moment
    }

    private mutating func end(
        _ outcome: Outcome,
        _ administrator: String,
        _ moment: Timestamp,
        _ action: Action
    ) -> Action {
        self.outcome = outcome
        decidedBy = administrator
        decidedAt = moment
        return action
    }

    private func check(_ decision: AcceptanceDecision) throws(Refusal) {
        try UnitRules.check(legalBasis: decision.legalBasis)
        guard decision.legalBasis.contains(where: { !$0.isWhitespace }) else {
            throw .invalid("legalBasis", "say on what decision it rests", "hãy nêu căn cứ pháp lý")
        }
        if let reason = decision.lateReason { try UnitRules.checkReason(reason) }
        for (field, end) in [("forwardUntil", decision.forwardUntil), ("windUpAt", decision.windUpAt)] {
            guard let end, end <= decision.effective else { continue }
            throw .invalid(
                field,
                "this lies after the list takes effect",
                "thời điểm này phải sau khi danh sách có hiệu lực"
            )
        }
        guard timeliness == .onTime || decision.lateReason != nil else {
            throw Refusal(
                .deadlinePassed,
                field: "acceptLate",
                english: "the list is \(timeliness.english); accept it with a reason, or reject it",
                vietnamese: "danh sách \(timeliness.vietnamese); hãy chấp nhận kèm lý do hoặc từ chối"
            )
        }
    }

    private func checkOpen() throws(Refusal) {
        guard let outcome else { return }
        let english: String
        let vietnamese: String
        switch outcome {
        case .accepted:
            english = "this version was accepted by \(decidedBy ?? "-") already"
            vietnamese = "phiên bản này đã được \(decidedBy ?? "-") chấp nhận"
        case .rejected:
            english = "this version was rejected by \(decidedBy ?? "-") already"
            vietnamese = "phiên bản này đã bị \(decidedBy ?? "-") từ chối"
        case .superseded(let other):
            english = "this version was replaced by \(other); decide that one"
            vietnamese = "phiên bản này đã được thay bằng \(other); hãy xử lý phiên bản đó"
        }
        throw Refusal(.duplicateConflict, english: english, vietnamese: vietnamese)
    }
}
