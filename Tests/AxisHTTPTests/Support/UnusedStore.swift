// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore

/// A store that nothing may be asked of.
struct UnusedStore: EnvelopeStore {
    private let error = StoreError(.closed, "not for this test")

    func makeIncomingFile() async throws(StoreError) -> IncomingFile { throw error }
    func discard(_ file: IncomingFile) async {}
    func acceptance(forKey key: Digest256) async throws(StoreError) -> SealedAcceptance? { throw error }
    func accept(_ acceptance: NewAcceptance) async throws(StoreError) -> AcceptanceOutcome { throw error }
    func acceptance(_ id: EnvelopeID) async throws(StoreError) -> SealedAcceptance? { throw error }
    func envelopes(_ ids: [EnvelopeID]) async throws(StoreError) -> [EnvelopeID: EnvelopeRecord] { throw error }
    func envelopes(_ filter: EnvelopeFilter) async throws(StoreError) -> [EnvelopeRecord] { throw error }
    func envelopes(about envelope: EnvelopeID, limit: Int) async throws(StoreError) -> [EnvelopeRecord] { throw error }
    func payload(of envelope: EnvelopeID) async throws(StoreError) -> StoredPayload { throw error }
}
