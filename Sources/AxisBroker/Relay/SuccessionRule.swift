// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore

/// Where that goes which waits for a closed unit, once the unit's own route fails or the unit is wound up; pure.
///
/// It follows a single successor under the policy `forward`, never one of several, and else waits for an administrator.
struct SuccessionRule: Sendable {
    /// What becomes of one delivery.
    struct Fate: Hashable, Sendable {
        /// The causes that carry it out, in order.
        var causes: [DeliveryCause]
        /// Who gets it; nil when it is held.
        var recipient: UnitID?

        /// The changes of a delivery.
        func changes(of delivery: DeliveryID, at moment: Timestamp) -> [DeliveryChange] {
            causes.map { DeliveryChange(delivery, $0, at: moment) }
        }
    }

    /// The most successors that a history names.
    private static let namedSuccessors = 20

    let registry: RegistrySnapshot
    let moment: Timestamp

    /// Whether a unit is closed and wound up, so that nobody fetches for it any more.
    func isWoundUp(_ unit: UnitID) -> Bool { registry.unit(unit)?.isWoundUp(at: moment) == true }

    /// What becomes of a delivery; nil when its unit is not closed, or when it does not wait for the unit.
    func fate(of delivery: Delivery) -> Fate? {
        guard let unit = registry.unit(delivery.recipient), unit.state(at: moment) == .closed else { return nil }
        let isHeld = delivery.state == .held
        if isHeld, delivery.holdReason?.isFetchable != true { return nil }
        guard isHeld || delivery.state == .queued || delivery.state == .delivering else { return nil }
        // Nobody gets back what he sent to a predecessor of his own.
        if let target = registry.forwardTarget(of: unit.id, at: moment), target.id != delivery.sender {
            return Fate(causes: [.forwarded(to: target.id, code: target.code.text)], recipient: target.id)
        }
        let note = explanation(of: unit)
        var causes: [DeliveryCause] = isHeld ? [.released(note: nil)] : []
        causes.append(.hold(.unitClosed, note: note))
        // A notice tells a sender something; with the sender gone there is nothing an administrator could do about it.
        if delivery.kind == .notice { causes.append(.ended(note: note)) }
        return Fate(causes: causes, recipient: nil)
    }

    private func explanation(of unit: RegisteredUnit) -> String {
        let successors = registry.finalSuccessors(of: unit.id, at: moment).map(\.code.text)
        guard !successors.isEmpty else { return "\(unit.code.text) is closed and has no successor" }
        let named = successors.prefix(Self.namedSuccessors).joined(separator: ", ")
        let rest = successors.count > Self.namedSuccessors ? ", …" : ""
        return "\(unit.code.text) is closed; its successors: \(named)\(rest)"
    }
}
