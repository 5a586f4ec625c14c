// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore

/// Finds the delivery that a status package is about.
///
/// It is matched by ResponseFor between exactly these two units: 01 to 06, 15 and 16 come from the recipient, 13 from
/// the sender. So a forged status or recall for somebody else's document matches nothing.
struct StatusMatcher {
    let store: any DeliveryStore
    let admission: Admission

    /// The most characters of a status package's reason that go into a history.
    private static let longestReason = 500
    /// The most codes of a request that are tried for a package that names nobody.
    private static let mostFallbacks = 20

    /// Makes a matcher. Codes are read in both spellings on every interface: a recipient answers under the code that the
    /// document bears, and documents of the VXP interface may bear either.
    init(store: any DeliveryStore, admission: Admission) {
        self.store = store
        self.admission = admission.leniently
    }

    /// Where a status package goes, and what it does.
    ///
    /// - Parameters:
    ///   - fallback: codes that the request names, for a package that names nobody who can be reached.
    ///   - carriesUnmatched: whether one that matches no document is delivered all the same, with a mark.
    func route(
        _ summary: EnvelopeSummary,
        sender: UnitID,
        fallback: [String] = [],
        carriesUnmatched: Bool = false
    ) async throws(Refusal) -> EnvelopeRoute {
        let reference = summary.responseFor.first ?? DocumentReference()
        guard let report = summary.status, reference.organID != nil || !fallback.isEmpty else {
            throw Refusal(
                .schema,
                field: "ResponseFor/OrganId",
                english: "a status package names in ResponseFor/OrganId whom it is for",
                vietnamese: "gói tin trạng thái phải ghi nơi nhận trong ResponseFor/OrganId"
            )
        }
        var recipients = resolve(reference.organID, from: sender)
        var match = try await match(recipients, sender, report.code, reference)
        if recipients.accepted.isEmpty, recipients.refused.allSatisfy(\.namesNobody) {
            for code in fallback.prefix(Self.mostFallbacks) {
                let other = resolve(code, from: sender)
                let found = try await self.match(other, sender, report.code, reference)
                // What a request names may be left from an earlier call: beside an addressee of the package's own, even a
                // wrong one, only a document proves it.
                if found != nil || (reference.organID == nil && recipients.accepted.isEmpty) {
                    (recipients, match) = (other, found)
                }
                if found != nil { break }
            }
        }
        guard !recipients.accepted.isEmpty else {
            if recipients.refused.isEmpty { throw Self.unmatched }
            throw Admission.refusal(of: recipients.refused)
        }
        guard let match else {
            guard carriesUnmatched else { throw Self.unmatched }
            recipients.warnings.append(Self.carriedUnmatched)
            return EnvelopeRoute(recipients: recipients, about: nil, effects: [])
        }
        let reason = report.description.map { $0.bounded(Self.longestReason) }
        let effects: [DeliveryCause] =
            switch report.code {
            case .rejected: [.statusRejected(reason: reason)]
            case .recall: [.recallRequested(reason: reason)]
            default: []
            }
        return EnvelopeRoute(recipients: recipients, about: match.id, effects: effects)
    }

    private func resolve(_ code: String?, from sender: UnitID) -> Admission.Recipients {
        admission.recipients(code.map { [$0] } ?? [], sender: sender, letsWindUp: true)
    }

    /// The newest document that a status may still concern; an older one only when all others ended.
    private func match(
        _ recipients: Admission.Recipients,
        _ sender: UnitID,
        _ code: StatusCode?,
        _ reference: DocumentReference
    ) async throws(Refusal) -> Delivery? {
        guard let target = recipients.accepted.first else { return nil }
        return try await matches(target, recipients.addressed, sender, code, reference)
            .first { $0.kind == .document || $0.kind == .drill }
    }

    private static let carriedUnmatched = EnvelopeWarning(
        code: "status-unmatched",
        field: "ResponseFor",
        english: "no document between these two units matches; the package is delivered and changes nothing",
        vietnamese: "không có văn bản nào giữa hai đơn vị khớp; gói tin vẫn được chuyển nhưng không thay đổi trạng thái"
    )

    /// The deliveries that the package may mean.
    ///
    /// What is forwarded to the successor of the other party may be about what that party sent or got before it was
    /// closed: first the unit that the code names is looked at, then who stands in for it.
    private func matches(
        _ target: Admission.Recipient,
        _ addressed: [UnitID],
        _ sender: UnitID,
        _ code: StatusCode?,
        _ reference: DocumentReference
    ) async throws(Refusal) -> [Delivery] {
        let isRecall = code == .recall
        do {
            for other in addressed.filter({ $0 != target.unit }) + [target.unit] {
                let found = try await store.deliveries(
                    from: isRecall ? sender : other,
                    to: isRecall ? other : sender,
                    matching: reference
                )
                if !found.isEmpty { return found }
            }
        } catch {
            throw Refusal(error)
        }
        return []
    }

    private static let unmatched = Refusal(
        .statusUnmatched,
        field: "ResponseFor",
        english: "no document between these two units has this DocumentId, or this number, notation and date; a status "
            + "is reported by the recipient, a recall (13) by the sender",
        vietnamese: "giữa hai đơn vị này không có văn bản nào khớp DocumentId hoặc số, ký hiệu và ngày ban hành; trạng "
            + "thái do nơi nhận gửi, yêu cầu lấy lại (13) do nơi gửi gửi"
    )
}

extension Admission {
    /// The same, with codes read in the spellings of the VXP interface too.
    fileprivate var leniently: Admission {
        var copy = self
        copy.isLenient = true
        return copy
    }
}

extension RecipientRefusal {
    /// Whether the code names no unit; not one that can't be reached now.
    fileprivate var namesNobody: Bool { code == .recipientUnknown || code == .recipientAmbiguous }
}
