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
    /// - Parameters:
    ///   - allUnits: whether those that are done are listed as well.
    ///   - obstacles: what keeps a test document from a unit so far, as far as it is known.
    package func view(
        in registry: RegistrySnapshot,
        allUnits: Bool = false,
        obstacles: [UnitID: Failure] = [:]
    ) -> DrillView {
        let units = participants.map { unit, participant in
            view(of: unit, participant, in: registry, obstacles[unit])
        }
        .sorted { $0.unit < $1.unit }
        return tally.view(missing: units.filter { $0.state != .acknowledged }, units: allUnits ? units : nil)
    }

    private func view(
        of unit: UnitID,
        _ participant: Participant,
        in registry: RegistrySnapshot,
        _ obstacle: Failure?
    ) -> DrillUnitView {
        let known = registry.unit(unit)
        let why = why(participant, obstacle)
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

    private func why(_ participant: Participant, _ obstacle: Failure?) -> Failure? {
        let since = participant.since.map { "\($0)" } ?? "-"
        switch participant.state {
        case .acknowledged: return nil
        case .waiting:
            guard let cancellation = plan.cancellation else {
                return Failure(english: "not sent yet", vietnamese: "chưa gửi")
            }
            return Failure(
                english: "not sent: \(cancellation.by) called the drill off",
                vietnamese: "không gửi: \(cancellation.by) đã dừng cuộc diễn tập"
            )
        case .sent:
            let why =
                obstacle
                ?? Failure(
                    english: "the unit does not fetch, or its endpoint does not answer",
                    vietnamese: "đơn vị chưa lấy hoặc điểm nhận không trả lời"
                )
            return Failure(
                english: "sent at \(since), not received yet: \(why.english)",
                vietnamese: "đã gửi lúc \(since), chưa nhận: \(why.vietnamese)"
            )
        case .received:
            return Failure(
                english: "received at \(since), not acknowledged yet",
                vietnamese: "đã nhận lúc \(since), chưa xác nhận"
            )
        case .failed:
            let reason = participant.failure ?? Failure(english: "-", vietnamese: "-")
            let tried = "\(participant.attempts)/\(plan.mostAttempts)"
            return Failure(
                english: "attempt \(tried) failed: \(reason.english)",
                vietnamese: "lần thử \(tried) không thành công: \(reason.vietnamese)"
            )
        case .skipped: return participant.failure
        }
    }
}
