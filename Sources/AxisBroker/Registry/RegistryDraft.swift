// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore

/// A change of the registry while it is put together: events applied to a copy, and what the audit log will say.
struct RegistryDraft {
    /// The registry with the change so far.
    private(set) var snapshot: RegistrySnapshot
    /// The moment of the change.
    let now: Timestamp
    private let actor: String
    private(set) var events: [RegistryEvent] = []
    private(set) var audit: [AuditRecord] = []

    init(of snapshot: RegistrySnapshot, at now: Timestamp, by actor: String) {
        self.snapshot = snapshot
        self.now = now
        self.actor = actor
    }

    /// Adds an event, in effect now unless said otherwise.
    mutating func add(
        _ change: RegistryChange,
        from effectiveAt: Timestamp? = nil,
        legalBasis: String? = nil
    ) throws(Refusal) {
        let event = RegistryEvent(
            version: snapshot.version + 1,
            change: change,
            effectiveAt: effectiveAt ?? now,
            recordedAt: now,
            actor: actor,
            legalBasis: legalBasis
        )
        try snapshot.apply(event)
        events.append(event)
    }

    /// Adds an event that was made elsewhere.
    mutating func add(_ event: RegistryEvent) throws(Refusal) {
        try snapshot.apply(event)
        events.append(event)
    }

    /// Adds a line of the audit log.
    mutating func note(
        _ action: String,
        _ subject: String,
        before: (any Encodable)? = nil,
        after: (any Encodable)? = nil
    ) {
        audit.append(
            AuditRecord(
                at: now,
                actor: actor,
                action: action,
                subject: subject,
                before: before.flatMap { RegistryJSON.text($0) },
                after: after.flatMap { RegistryJSON.text($0) }
            )
        )
    }
}
