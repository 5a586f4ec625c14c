// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry

/// A page of facts in the order of ids.
package struct StatisticsPage<Fact: Sendable, Place: Sendable>: Sendable {
    /// The facts.
    package var facts: [Fact]
    /// Rows that contradict themselves: left out, so that one does not keep the rest from being counted.
    package var unreadable: Int
    /// Where the next page begins; nil when there is none.
    package var next: Place?

    /// Makes a page.
    package init(facts: [Fact], unreadable: Int = 0, next: Place?) {
        self.facts = facts
        self.unreadable = unreadable
        self.next = next
    }
}

/// What statistics are counted from: pages of a few columns, each read in a short transaction of its own.
///
/// Ids begin with the time of acceptance (RFC 9562, section 5.7), so a walk in their order meets each envelope of the
/// time asked for once, whatever is accepted meanwhile. Pages are of 1 to ``largestPage`` facts; their states are those
/// of the moment at which each page is read.
package protocol StatisticsStore: Sendable {
    /// Envelopes of all kinds accepted in a time, by id, behind a place.
    func envelopeFacts(
        in time: Range<Timestamp>,
        after place: EnvelopeID?,
        limit: Int
    ) async throws(StoreError) -> StatisticsPage<EnvelopeFact, EnvelopeID>

    /// Deliveries of envelopes of all kinds accepted in a time, by id, behind a place.
    func deliveryFacts(
        in time: Range<Timestamp>,
        after place: DeliveryID?,
        limit: Int
    ) async throws(StoreError) -> StatisticsPage<DeliveryFact, DeliveryID>

    /// The audit log's lines about refused requests (`request.refused`, `request.refused.more`) of a time, in its
    /// order, behind a line.
    func refusals(
        in time: Range<Timestamp>,
        after line: AuditRecord?,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord]
}

extension StatisticsStore {
    /// The most facts of one page.
    package static var largestPage: Int { 1_000 }
}

extension Identifier {
    /// Comes before every identifier of a moment.
    package static func floor(of moment: Timestamp) -> Self {
        Self(UUIDv7(high: UInt64(truncatingIfNeeded: max(0, moment.milliseconds)) << 16, low: 0))
    }
}
