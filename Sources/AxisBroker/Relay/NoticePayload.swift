// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import Foundation

/// What Axis tells a sender about one delivery (thông báo của trục): the body of a `kind=notice` item, JSON.
package struct NoticePayload: Hashable, Sendable, Codable {
    /// The kinds of notice.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// It has not arrived yet; Axis goes on.
        case delay
        /// It waits for the recipient or an administrator.
        case held
        /// The recipient refused it.
        case refused
        /// An administrator ended it.
        case dead
        /// Its stored bytes don't match their hash.
        case quarantined
        /// It goes to another unit than the one addressed: a successor, or whom an administrator chose.
        case successor

        /// The notice that goes with a state; nil for states that nothing is to be told about.
        init?(_ state: DeliveryState) {
            switch state {
            case .queued, .delivering: self = .delay
            case .held: self = .held
            case .rejected: self = .refused
            case .dead: self = .dead
            case .quarantined: self = .quarantined
            case .delivered, .acknowledged, .recalled: return nil
            }
        }
    }

    /// What happened.
    package var type: Kind
    /// The envelope.
    package var envelopeId: EnvelopeID
    /// The delivery.
    package var deliveryId: DeliveryID
    /// The envelope's `DocumentId`.
    package var documentId: String?
    /// The recipient's code as the envelope names it.
    package var recipient: String
    /// The code of the unit that it goes to instead.
    package var successor: String?
    /// Where the delivery stands.
    package var state: DeliveryState
    /// Why, in a sentence without payload.
    package var reason: String?
    /// Since when: of a delay the acceptance, else the change of state.
    package var since: Timestamp
    /// When the notice was written.
    package var at: Timestamp

    /// The JSON, members in a fixed order.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
