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
        guard let report = summary.status, let organID = reference.organID ?? fallback.first else {
            throw Refusal(
                .schema,
                field: "ResponseFor/OrganId",
                english: "a status package names in ResponseFor/OrganId whom it is for",
                vietnamese: "gói tin trạng thái phải ghi nơi nhận trong ResponseFor/OrganId"
            )
        }
        var recipients = admission.recipients([organID], sender: sender, letsWindUp: true)
        for code in fallback where recipients.accepted.isEmpty {
            let other = admission.recipients([code], sender: sender, letsWindUp: true)
            if !other.accepted.isEmpty { recipients = other }
        }
        guard let target = recipients.accepted.first else {
            if recipients.refused.isEmpty { throw Self.unmatched }
            throw Admission.refusal(of: recipients.refused)
        }
        let matches = try await matches(target, recipients.addressed, sender, report.code, reference)
        // The newest one that a status may still concern; an older one only when all others ended.
        guard let match = matches.first(where: { $0.kind == .document || $0.kind == .drill }) else {
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
