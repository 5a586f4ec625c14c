// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore
import Foundation

extension MemoryStore {
    package func makeIncomingFile() async throws(StoreError) -> IncomingFile {
        try perform { _ in }
        let path = directory + "/" + UUID().uuidString
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw StoreError(.unusable, "No directory can be made for incoming files.")
        }
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw StoreError(.unusable, "No incoming file can be made.") }
        return IncomingFile(path: path)
    }

    package func discard(_ file: IncomingFile) async {
        try? FileManager.default.removeItem(atPath: file.path)
    }

    package func acceptance(forKey key: Digest256) async throws(StoreError) -> SealedAcceptance? {
        try perform { state in state.keys[key].flatMap { state.sealed($0) } }
    }

    package func accept(_ acceptance: NewAcceptance) async throws(StoreError) -> AcceptanceOutcome {
        let outcome: AcceptanceOutcome
        do {
            outcome = try perform { (state: inout MemoryState) throws(StoreError) in
                try state.accept(acceptance, sealer: sealer)
            }
        } catch {
            if case .file(let file) = acceptance.payload { await discard(file) }
            throw error
        }
        if case .file(let file) = acceptance.payload {
            if case .accepted = outcome {} else { await discard(file) }
        }
        return outcome
    }

    package func acceptance(_ id: EnvelopeID) async throws(StoreError) -> SealedAcceptance? {
        try perform { $0.sealed(id) }
    }

    package func envelopes(_ ids: [EnvelopeID]) async throws(StoreError) -> [EnvelopeID: EnvelopeRecord] {
        try perform { state in
            var found: [EnvelopeID: EnvelopeRecord] = [:]
            for id in ids { found[id] = state.envelopes[id] }
            return found
        }
    }

    package func envelopes(_ filter: EnvelopeFilter) async throws(StoreError) -> [EnvelopeRecord] {
        try perform { state in
            var found: [EnvelopeRecord] = []
            var isPastAfter = filter.after == nil
            for id in state.order.reversed() {
                guard isPastAfter else {
                    isPastAfter = id == filter.after
                    continue
                }
                guard let envelope = state.envelopes[id], state.matches(envelope, filter) else { continue }
                found.append(envelope)
                if found.count >= min(max(filter.limit, 1), 1000) { break }
            }
            return found
        }
    }

    package func envelopes(about envelope: EnvelopeID, limit: Int) async throws(StoreError) -> [EnvelopeRecord] {
        try perform { state in
            let deliveries = Set(state.deliveriesOf[envelope] ?? [])
            let about = state.order.compactMap { state.envelopes[$0] }
                .filter { $0.about.map(deliveries.contains) == true }
            return Array(about.prefix(max(limit, 0)))
        }
    }

    package func payload(of envelope: EnvelopeID) async throws(StoreError) -> StoredPayload {
        try perform { (state: inout MemoryState) throws(StoreError) in
            guard let payload = state.payloads[envelope] else {
                throw StoreError(.notFound, "The envelope's bytes are not kept, or there is no such envelope.")
            }
            return payload
        }
    }
}

extension MemoryState {
    mutating func accept(
        _ new: NewAcceptance,
        sealer: any GroupSealer
    ) throws(StoreError) -> AcceptanceOutcome {
        if let id = keys[new.idempotencyKey], let sealed = sealed(id) { return .existing(sealed) }
        if new.refusesDocumentIDConflict, let earlier = conflicting(with: new.envelope) {
            return .conflict(with: earlier)
        }
        guard envelopes[new.envelope.id] == nil, new.deliveries.allSatisfy({ deliveries[$0.id] == nil }),
            Set(new.deliveries.map(\.id)).count == new.deliveries.count
        else { throw StoreError(.corrupt, "An id was used before.") }
        let place = try seal(new.leaf, with: sealer)
        let payload: StoredPayload =
            switch new.payload {
            case .inline(let bytes): .bytes(bytes)
            case .file(let file): .file(path: file.path, size: new.envelope.size)
            }
        insert(new.envelope, payload: payload, deliveries: new.deliveries)
        evidence[new.envelope.id] = place
        keys[new.idempotencyKey] = new.envelope.id
        for effect in new.effects { _ = apply(effect) }
        let sealed = SealedAcceptance(
            envelope: new.envelope,
            deliveries: deliveries(of: new.envelope.id),
            evidence: place
        )
        return .accepted(sealed)
    }

    /// Seals one leaf as a group of its own.
    mutating func seal(_ leaf: [UInt8], with sealer: any GroupSealer) throws(StoreError) -> LeafEvidence {
        let group: SealedGroup
        do {
            group = try sealer.seal([leaf], after: log)
        } catch {
            throw StoreError(.unsealed, "The group could not be sealed: \(error)")
        }
        let place = LeafEvidence(
            leaf: leaf,
            index: log.size,
            proof: group.proofs[0],
            checkpoint: group.checkpoint,
            signature: group.signature
        )
        log = group.state
        leafDigests += group.leafDigests
        nodes += group.nodes
        checkpoint = StoredCheckpoint(size: log.size, text: group.checkpoint, signature: group.signature)
        return place
    }

    private func conflicting(with envelope: EnvelopeRecord) -> EnvelopeID? {
        guard envelope.kind == .document, envelope.action == .new, let documentID = envelope.documentID else {
            return nil
        }
        return order.first { id in
            guard let other = envelopes[id] else { return false }
            return other.sender == envelope.sender && other.documentID == documentID && other.kind == .document
                && other.action == .new
        }
    }

    fileprivate func matches(_ envelope: EnvelopeRecord, _ filter: EnvelopeFilter) -> Bool {
        if !filter.senders.isEmpty, !filter.senders.contains(envelope.sender) { return false }
        if let documentID = filter.documentID, envelope.documentID != documentID { return false }
        if let kind = filter.kind, envelope.kind != kind { return false }
        if let from = filter.from, envelope.acceptedAt < from { return false }
        if let until = filter.until, envelope.acceptedAt >= until { return false }
        guard filter.recipient != nil || filter.state != nil else { return true }
        return deliveries(of: envelope.id).contains { delivery in
            (filter.recipient == nil || filter.recipient == delivery.recipient)
                && (filter.state == nil || filter.state == delivery.state)
        }
    }
}
