// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore
import Foundation
import Synchronization

extension MemoryStore {
    package func latestCheckpoint() async throws(StoreError) -> StoredCheckpoint? {
        try perform { $0.checkpoint }
    }

    package func leafDigests(_ range: Range<Int64>) async throws(StoreError) -> [Digest256] {
        try perform { state in
            let range = range.clamped(to: 0..<Int64(state.leafDigests.count))
            return Array(state.leafDigests[Int(range.lowerBound)..<Int(range.upperBound)].prefix(4096))
        }
    }

    package func node(level: Int, index: Int64) async throws(StoreError) -> LogNode? {
        try perform { state in state.nodes.first { $0.level == level && $0.index == index } }
    }

    package func registryEvents(after version: Int64, limit: Int) async throws(StoreError) -> [RegistryEvent] {
        try perform { Array($0.events.filter { $0.version > version }.prefix(max(limit, 0))) }
    }

    package func append(_ events: [RegistryEvent], audit: [AuditRecord]) async throws(StoreError) {
        try perform { (state: inout MemoryState) throws(StoreError) in
            try state.append(events)
            state.appendAudit(audit)
        }
    }

    package func appendAudit(_ records: [AuditRecord]) async throws(StoreError) {
        try perform { $0.appendAudit(records) }
    }

    package func auditRecords(after sequence: Int64, limit: Int) async throws(StoreError) -> [AuditRecord] {
        try perform { Array($0.audit.filter { $0.sequence > sequence }.prefix(max(limit, 0))) }
    }

    package func health() async -> StoreHealth {
        let failure = state.withLock { $0.failure }
        return StoreHealth(failure: failure?.reason, freeShare: 1, walBytes: 0, pending: 0, engine: "memory")
    }

    package func removePayloads(endedBefore: Timestamp, limit: Int) async throws(StoreError) -> Int {
        let removed = try perform { state in
            var removed: [StoredPayload] = []
            for id in state.order where removed.count < limit {
                guard let payload = state.payloads[id], let envelope = state.envelopes[id] else { continue }
                let deliveries = state.deliveries(of: id)
                let ended = deliveries.map(\.changedAt).max() ?? envelope.acceptedAt
                // What was recalled is frozen (Decree 30/2020, Annex VI).
                if deliveries.contains(where: { $0.state == .recalled }) { continue }
                guard deliveries.allSatisfy(\.state.isFinal), ended < endedBefore else { continue }
                state.payloads[id] = nil
                removed.append(payload)
            }
            return removed
        }
        for case .file(let path, _) in removed { try? FileManager.default.removeItem(atPath: path) }
        return removed.count
    }

    package func backUp(to directory: String) async throws(StoreError) -> BackupSummary {
        throw StoreError(.unusable, "A store in memory has no backup.")
    }

    package func check(limit: Int) async throws(StoreError) -> [StoreFault] {
        try perform { _ in [] }
    }

    package func close() async {
        state.withLock { $0.failure = $0.failure ?? StoreError(.closed, "The store is shut down.") }
    }
}

extension MemoryState {
    mutating func append(_ events: [RegistryEvent]) throws(StoreError) {
        var version = self.events.last?.version ?? 0
        for event in events {
            guard event.version == version + 1 else {
                throw StoreError(.versionConflict, "The registry's stored version is \(version).")
            }
            version = event.version
        }
        self.events += events
    }

    mutating func appendAudit(_ records: [AuditRecord]) {
        for var record in records {
            record.sequence = Int64(audit.count) + 1
            audit.append(record)
        }
    }
}
