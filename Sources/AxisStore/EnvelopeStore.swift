// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Envelopes and their bytes.
package protocol EnvelopeStore: Sendable {
    /// Makes an empty file in `incoming/` for a body over the inline bound; refuses with `full` when space is short.
    func makeIncomingFile() async throws(StoreError) -> IncomingFile

    /// Removes a file in `incoming/` that came to nothing.
    func discard(_ file: IncomingFile) async

    /// The acceptance under an idempotency key, if there is one: remembered longer than any payload.
    func acceptance(forKey key: Digest256) async throws(StoreError) -> SealedAcceptance?

    /// Accepts an envelope: durable, sealed and complete when it returns.
    ///
    /// Group-committed. One bad item does not fail its neighbours; a cancelled caller does not cancel the write.
    /// A payload's file belongs to the store from the call on: it is moved, or removed when nothing was written.
    /// Effects that do not apply to their delivery are passed over; the acceptance stands.
    func accept(_ acceptance: NewAcceptance) async throws(StoreError) -> AcceptanceOutcome

    /// One acceptance by the envelope's id; nil for a notice, which is not in the log.
    func acceptance(_ id: EnvelopeID) async throws(StoreError) -> SealedAcceptance?

    /// Envelopes' records by id, missing ones left out.
    func envelopes(_ ids: [EnvelopeID]) async throws(StoreError) -> [EnvelopeID: EnvelopeRecord]

    /// Envelopes that a filter names, newest first.
    func envelopes(_ filter: EnvelopeFilter) async throws(StoreError) -> [EnvelopeRecord]

    /// Status packages and notices about deliveries of an envelope, oldest first, at most `limit`.
    func envelopes(about envelope: EnvelopeID, limit: Int) async throws(StoreError) -> [EnvelopeRecord]

    /// The bytes of an envelope, checked against their hash; `notFound` when retention removed them, `corrupt` on
    /// a mismatch.
    func payload(of envelope: EnvelopeID) async throws(StoreError) -> StoredPayload
}

/// Which envelopes to list.
package struct EnvelopeFilter: Hashable, Sendable {
    /// Of these senders; empty for all.
    package var senders: [UnitID] = []
    /// With this DocumentId (NFC).
    package var documentID: String?
    /// With a delivery to this unit.
    package var recipient: UnitID?
    /// With a delivery in this state.
    package var state: DeliveryState?
    /// Of this kind.
    package var kind: EnvelopeKind?
    /// Accepted from this moment.
    package var from: Timestamp?
    /// Accepted before this moment.
    package var until: Timestamp?
    /// Older than this envelope: where the last page ended.
    package var after: EnvelopeID?
    /// At most so many, 1 to 1,000.
    package var limit: Int = 100

    /// Makes a filter that names all.
    package init() {}
}
