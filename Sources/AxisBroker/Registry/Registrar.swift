// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore

/// Keeps the registry: every change is checked, appended with its audit record, and only then seen by others.
///
/// Changes go through one at a time. A store that other writers share answers `versionConflict`; the change is then
/// made anew on what they wrote, a bounded number of times.
package final class Registrar: Sendable {
    /// The registry as of now.
    package let holder: RegistryHolder
    /// What it needs: its own events, what waits for a unit that is closed, and the leaf of a snapshot.
    package typealias Store = RegistryStore & AuditStore & DeliveryStore & SnapshotLeafStore

    let store: any Store
    let clock: any WallClock
    let identifiers: any IdentifierSource
    let snapshots = SnapshotShelf()
    private let gate = SerialGate()

    /// How often a change is made anew when the registry moved on meanwhile.
    static let mostAttempts = 32

    /// Makes a registrar of a holder that is up to date with the store.
    package init(
        store: any Store,
        holder: RegistryHolder,
        clock: any WallClock,
        identifiers: any IdentifierSource = SystemIdentifiers()
    ) {
        self.store = store
        self.holder = holder
        self.clock = clock
        self.identifiers = identifiers
    }

    /// Reads all events of a store into a snapshot, in pages.
    ///
    /// - Throws: ``Refusal`` with `storage-unavailable` when the store can't be read or its events break a rule.
    package static func load(from store: any RegistryStore) async throws(Refusal) -> RegistrySnapshot {
        var snapshot = RegistrySnapshot()
        try await catchUp(&snapshot, from: store)
        return snapshot
    }

    private static func catchUp(
        _ snapshot: inout RegistrySnapshot,
        from store: any RegistryStore
    ) async throws(Refusal) {
        while true {
            let page: [RegistryEvent]
            do {
                page = try await store.registryEvents(after: snapshot.version, limit: 5000)
            } catch {
                throw Refusal(error)
            }
            guard !page.isEmpty else { return }
            for event in page {
                do {
                    try snapshot.apply(event)
                } catch {
                    throw Refusal(
                        .storageUnavailable,
                        english: "stored event \(event.version) of the registry breaks a rule: \(error.english)",
                        vietnamese: "sự kiện \(event.version) của danh mục vi phạm quy tắc: \(error.vietnamese)"
                    )
                }
            }
        }
    }

    /// Makes a change: puts it together, appends it, publishes it.
    ///
    /// - Parameters:
    ///   - actor: the administrator, or the unit's code.
    ///   - body: puts the change together; called again when the registry moved on.
    func change<Result>(
        by actor: String,
        _ body: (inout RegistryDraft) throws(Refusal) -> Result
    ) async throws(Refusal) -> Result {
        try await change(by: actor, body) { (draft) throws(Refusal) in
            if draft.events.isEmpty && draft.audit.isEmpty { return true }
            do throws(StoreError) {
                try await store.append(draft.events, audit: draft.audit)
                return true
            } catch {
                if error.code == .versionConflict { return false }
                throw Refusal(error)
            }
        }
    }

    /// Makes a change that is appended together with something else.
    ///
    /// - Parameter append: writes the change in one transaction; false when the registry moved on.
    func change<Result>(
        by actor: String,
        _ body: (inout RegistryDraft) throws(Refusal) -> Result,
        append: (RegistryDraft) async throws(Refusal) -> Bool
    ) async throws(Refusal) -> Result {
        try await gate.enter()
        defer { gate.leave() }
        for _ in 0..<Registrar.mostAttempts {
            var draft = RegistryDraft(of: holder.current, at: clock.now(), by: actor)
            let result = try body(&draft)
            if try await append(draft) {
                if !draft.events.isEmpty { holder.publish(draft.snapshot) }
                return result
            }
            var snapshot = holder.current
            try await Registrar.catchUp(&snapshot, from: store)
            holder.publish(snapshot)
        }
        throw Refusal(StoreError(.versionConflict, "the registry kept changing"))
    }

    /// A new identifier.
    func identifier<Tag>() -> Identifier<Tag> { Identifier(identifiers.next(at: clock.now())) }
}
