// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// How far a campaign's drills came with each unit (đơn vị đã thử nghiệm): of all of them the best result counts.
package struct TestedUnits: Hashable, Sendable {
    private var tried: [UnitID: Drill.Participant] = [:]

    /// Looks through drills.
    package init(of drills: some Sequence<Drill>) {
        for drill in drills {
            for (unit, participant) in drill.participants where participant.attempts > 0 {
                if let known = tried[unit], known.state.rank >= participant.state.rank { continue }
                tried[unit] = participant
            }
        }
    }

    /// The best results, as a store found them.
    package init(_ best: [UnitID: Drill.Participant]) { tried = best }

    /// How far a unit is; nil when no test document was sent to it.
    package func result(of unit: UnitID) -> Drill.Participant? { tried[unit] }

    /// How many of these units acknowledged a test document; nil when none was sent to any of them.
    package func count(of units: some Sequence<UnitID>) -> Int? {
        let states = units.compactMap { tried[$0]?.state }
        return states.isEmpty ? nil : states.count { $0 == .acknowledged }
    }
}

extension DrillUnitState {
    /// The further a unit came, the higher.
    fileprivate var rank: Int {
        switch self {
        case .waiting, .skipped: 0
        case .failed: 1
        case .sent: 2
        case .received: 3
        case .acknowledged: 4
        }
    }

    /// What a test document still lacks; nil for nothing.
    var lack: String? {
        switch self {
        case .acknowledged: nil
        case .received: "delivered, not acknowledged yet"
        case .sent: "sent, not delivered yet"
        case .failed, .waiting, .skipped: "not delivered"
        }
    }
}
