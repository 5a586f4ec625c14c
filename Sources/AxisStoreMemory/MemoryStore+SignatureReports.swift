// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore

extension MemoryStore {
    package func uncheckedEnvelopes(
        after: EnvelopeID?,
        limit: Int
    ) async throws(StoreError) -> [EnvelopeRecord] {
        try perform { state in
            let start = after.flatMap { state.order.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
            let waiting = state.order[start...].compactMap { state.envelopes[$0] }
                .filter { $0.signature == .unchecked && $0.report == nil && state.payloads[$0.id] != nil }
                .filter { state.looks[$0.id, default: 0] < SignatureReport.mostLooks }
            return Array(waiting.prefix(min(max(limit, 1), 1000)))
        }
    }

    package func beginLook(at envelope: EnvelopeID) async throws(StoreError) {
        try perform { $0.looks[envelope, default: 0] += 1 }
    }

    @discardableResult
    package func recordSignature(
        _ report: SignatureReport,
        of envelope: EnvelopeID
    ) async throws(StoreError) -> Bool {
        try perform { state in
            guard let record = state.envelopes[envelope], record.signature == .unchecked, record.report == nil else {
                return false
            }
            state.envelopes[envelope]?.report = report
            state.tickets.note(state.deliveries(of: envelope).map(\.recipient))
            return true
        }
    }
}
