// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension Drill {
    /// How many of these units acknowledged a test document; nil when the drill has none of them.
    package func acknowledged(among units: some Sequence<UnitID>) -> Int? {
        let known = units.compactMap { participants[$0] }
        return known.isEmpty ? nil : known.count { $0.state == .acknowledged }
    }

    /// The report: n of m, with who is missing and why.
    ///
    /// - Parameter allUnits: whether those that are done are listed as well.
    package func view(in registry: RegistrySnapshot, allUnits: Bool = false) -> DrillView {
        let units = participants.map { unit, participant in view(of: unit, participant, in: registry) }
            .sorted { $0.unit < $1.unit }
        let values = participants.values
        return DrillView(
            id: id,
            campaign: campaign,
            startedAt: startedAt,
            startedBy: startedBy,
            total: values.count,
            sent: values.count { $0.attempts > 0 },
            received: values.count { $0.state == .received || $0.state == .acknowledged },
            acknowledged: values.count { $0.state == .acknowledged },
            answered: values.count { $0.status != nil },
            finished: isFinished,
            missing: units.filter { $0.state != .acknowledged },
            units: allUnits ? units : nil
        )
    }

    private func view(
        of unit: UnitID,
        _ participant: Participant,
        in registry: RegistrySnapshot
    ) -> DrillUnitView {
        let known = registry.unit(unit)
        let why = why(participant)
        return DrillUnitView(
            unit: known?.code.text ?? unit.description,
            name: known?.name ?? "",
            state: participant.state,
            attempts: participant.attempts,
            delivery: participant.delivery,
            status: participant.status,
            since: participant.since,
            english: why?.english,
            vietnamese: why?.vietnamese
        )
    }

    private func why(_ participant: Participant) -> Failure? {
        let since = participant.since.map { "\($0)" } ?? "-"
        switch participant.state {
        case .acknowledged: return nil
        case .waiting: return Failure(english: "not sent yet", vietnamese: "chưa gửi")
        case .sent:
            return Failure(
                english: "sent at \(since), not received yet: the unit does not fetch, or its endpoint does not answer",
                vietnamese: "đã gửi lúc \(since), chưa nhận: đơn vị chưa lấy hoặc điểm nhận không trả lời"
            )
        case .received:
            return Failure(
                english: "received at \(since), not acknowledged yet",
                vietnamese: "đã nhận lúc \(since), chưa xác nhận"
            )
        case .failed:
            let reason = participant.failure ?? Failure(english: "-", vietnamese: "-")
            let tried = "\(participant.attempts)/\(mostAttempts)"
            return Failure(
                english: "attempt \(tried) failed: \(reason.english)",
                vietnamese: "lần thử \(tried) không thành công: \(reason.vietnamese)"
            )
        }
    }
}
