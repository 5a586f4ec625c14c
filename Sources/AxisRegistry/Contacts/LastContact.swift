// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// When Axis last had to do with a unit (lần liên hệ gần nhất), to the minute.
package struct LastContact: Hashable, Sendable {
    /// What is noted of a unit.
    package enum Sign: Hashable, Sendable, CaseIterable {
        /// It, or whoever may receive for it, listed, claimed or fetched its documents.
        case pulled
        /// Its endpoint answered a push as a recipient does: it took the document, or refused it as its own.
        case answered
        /// Its endpoint could not be reached, or answered as a recipient never does.
        case failed
    }

    /// The unit; of answers and failures the one that the endpoint belongs to.
    package let unit: UnitID
    /// When its documents were last pulled.
    package var pulledAt: Timestamp?
    /// When its endpoint last answered.
    package var answeredAt: Timestamp?
    /// When its endpoint last failed.
    package var failedAt: Timestamp?

    /// Makes a contact.
    package init(
        unit: UnitID,
        pulledAt: Timestamp? = nil,
        answeredAt: Timestamp? = nil,
        failedAt: Timestamp? = nil
    ) {
        self.unit = unit
        self.pulledAt = pulledAt
        self.answeredAt = answeredAt
        self.failedAt = failedAt
    }

    /// Whether a sign as late as a minute is noted already.
    func has(_ sign: Sign, at minute: Timestamp) -> Bool {
        let known =
            switch sign {
            case .pulled: pulledAt
            case .answered: answeredAt
            case .failed: failedAt
            }
        return known.map { $0 >= minute } ?? false
    }

    /// Notes a sign.
    mutating func note(_ sign: Sign, at minute: Timestamp) {
        switch sign {
        case .pulled: pulledAt = minute
        case .answered: answeredAt = minute
        case .failed: failedAt = minute
        }
    }
}

extension Timestamp {
    /// The beginning of its minute.
    var minute: Timestamp { Timestamp(milliseconds: seconds / 60 * 60_000) }
}
