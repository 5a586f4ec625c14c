// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// When a sender is told what; pure.
struct NoticeRule: Hashable, Sendable {
    /// What is to be done about a delivery whose notice is due.
    enum Decision: Hashable, Sendable {
        /// Send this now; the next is due at a moment, or never.
        case send(NoticePayload.Kind, nextDue: Timestamp?)
        /// Nothing now; look again at a moment, or never.
        case wait(until: Timestamp?)
    }

    /// How long a document may lie with a recipient that fetches before the sender is told.
    static let pullDelay: Duration = .seconds(24 * 3600)
    /// How often the sender is told again.
    static let repetition: Duration = .seconds(24 * 3600)

    /// Decides.
    ///
    /// - Parameters:
    ///   - delivery: one whose `noticeDue` has come.
    ///   - isPushed: whether its recipient has a push route now.
    ///   - moment: now.
    static func decide(_ delivery: Delivery, isPushed: Bool, at moment: Timestamp) -> Decision {
        // Nothing is ever sent about a status package or a notice, so notices cannot loop.
        guard delivery.kind == .document else { return .wait(until: nil) }
        if delivery.move?.isTold == false {
            // First where it goes now, then, if there is more to tell, how it stands there.
            let later: Timestamp? =
                switch delivery.state {
                case .queued, .delivering: moment + DeliveryStateMachine.firstDelayNotice
                case .held, .rejected, .dead, .quarantined: moment
                case .delivered, .acknowledged, .recalled: nil
                }
            return .send(.successor, nextDue: later)
        }
        guard let type = NoticePayload.Kind(delivery.state) else {
            return .wait(until: nil)
        }
        guard type == .delay else { return .send(type, nextDue: nil) }
        let firstPullNotice = delivery.acceptedAt + pullDelay
        if !isPushed && moment < firstPullNotice { return .wait(until: firstPullNotice) }
        var next = (delivery.noticeDue ?? moment) + repetition
        // After a standstill one notice tells it, not one for each day missed.
        if next <= moment { next = moment + repetition }
        return .send(.delay, nextDue: next)
    }
}
